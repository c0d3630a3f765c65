package import Documents

/// Problems as documents for other programs.
package enum LintReport {
  /// A list of problems, in reading order.
  package static func json(_ problems: [ManifestProblem]) -> DocumentValue {
    .sequence(
      problems.map { problem in
        .mapping([
          ("ruleId", .string(problem.rule.id)),
          ("severity", .string(problem.rule.severity.rawValue)),
          ("layer", .string(problem.rule.layer.rawValue)),
          ("file", .string(problem.position.file)),
          ("line", .integer(Int64(problem.position.line))),
          ("column", .integer(Int64(problem.position.column))),
          ("path", .string(problem.path)), ("message", .string(problem.message)),
          ("remedy", .string(problem.remedy)),
        ])
      })
  }

  /// A log of SARIF 2.1.0 (OASIS), with one run, every rule of the registry and one result a
  /// problem.
  ///
  /// - Parameters:
  ///   - version: The version of the tool.
  ///   - exitCode: The exit code of the call.
  package static func sarif(
    _ problems: [ManifestProblem], version: String, exitCode: Int32
  ) -> DocumentValue {
    var indices: [String: Int64] = [:]
    for rule in LintRule.all { indices[rule.id] = Int64(indices.count) }
    let run: DocumentValue = [
      "tool": [
        "driver": [
          "name": "fivespot", "version": .string(version), "semanticVersion": .string(version),
          "rules": .sequence(LintRule.all.map(rule)),
        ]
      ],
      "columnKind": "unicodeCodePoints",
      "invocations": [["executionSuccessful": true, "exitCode": .integer(Int64(exitCode))]],
      "results": .sequence(problems.map { result($0, index: indices[$0.rule.id] ?? -1) }),
    ]
    return [
      "$schema":
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0", "runs": [run],
    ]
  }

  private static func rule(_ rule: LintRule) -> DocumentValue {
    [
      "id": .string(rule.id), "shortDescription": ["text": .string(rule.title)],
      "fullDescription": ["text": .string("\(rule.title). Source: \(rule.source).")],
      "help": ["text": .string(rule.remedy)],
      "defaultConfiguration": ["level": .string(rule.severity.rawValue)],
      "properties": ["layer": .string(rule.layer.rawValue)],
    ]
  }

  private static func result(_ problem: ManifestProblem, index: Int64) -> DocumentValue {
    let entry = problem.path.isEmpty ? "" : "\(problem.path): "
    var location: [(key: String, value: DocumentValue)] = [
      (
        "physicalLocation",
        [
          "artifactLocation": ["uri": .string(uri(of: problem.position.file))],
          "region": [
            "startLine": .integer(Int64(problem.position.line)),
            "startColumn": .integer(Int64(problem.position.column)),
          ],
        ]
      )
    ]
    if !problem.path.isEmpty {
      location.append(
        ("logicalLocations", [["fullyQualifiedName": .string(problem.path), "kind": "member"]]))
    }
    return [
      "ruleId": .string(problem.rule.id), "ruleIndex": .integer(index),
      "level": .string(problem.rule.severity.rawValue),
      "message": ["text": .string("\(entry)\(problem.message); \(problem.remedy)")],
      "locations": [.mapping(location)],
    ]
  }

  /// A path as a reference by RFC 3986: an absolute one by the scheme `file`.
  private static func uri(of path: String) -> String {
    var result = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
    for byte in path.utf8 {
      if ByteClass.nameByte.contains(byte) || "/~".utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
