import Documents
import Foundation
import SpotScheduler
import Testing

/// The schemas and the policy against the files that 5-Spot and the API server left.
@Suite struct ResourceDefinitionTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func document(_ path: String) throws -> DocumentNode {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(path)))
    return path.hasSuffix("json")
      ? try Document.parseJSON(bytes, file: path).root
      : try Document.parseOneYAML(bytes, file: path, holding: "object").root
  }

  @Test func `the schema of v1alpha1 is that of the shipped definition`() throws {
    let definition = try document(
      "scenarios/manifests/5-spot-0.1/deploy/crds/scheduledmachine.yaml")
    let version = try #require(definition["spec"]?["versions"]?[0])
    #expect(version["name"]?.string == "v1alpha1")
    let properties = try #require(version["schema"]?["openAPIV3Schema"]?["properties"])
    for part in ["spec", "status"] {
      let shipped = bare(try #require(properties[part]).value)
      let ours = member(part, of: ManifestObject.Kind.scheduledMachine(.v1alpha1).definition)
      // The status as a whole may be null.
      let (left, right) = (try text(ours), try text(without("nullable", in: shipped)))
      let difference = right.split(separator: "\n").difference(from: left.split(separator: "\n"))
      #expect(difference.isEmpty, "the schema of \(part)")
    }
  }

  @Test func `the policy says what the API server said of 79 objects`() throws {
    let policy = try document(
      "scenarios/manifests/5-spot-0.1/deploy/admission/validatingadmissionpolicy.yaml")
    let rules = LintRule.all.filter { $0.layer == .admission && $0.source.contains("v1alpha1") }
    let messages = try #require(policy["spec"]?["validations"]).elements.map { validation in
      (validation["message"]?.string ?? "").split(separator: "\n").joined(separator: " ")
    }
    #expect(messages.count == 23 && rules.count == 23)
    let file = try document("Tests/Vectors/cel-k8s/vap_5spot.json")
    var compared = 0
    for test in try #require(file["tests"]).elements {
      let name = test["name"]?.string ?? ""
      let message = test["expect"]?["status"]?["message"]?.string ?? ""
      guard let object = test["request"]?["object"], let spec = object["spec"],
        test["request"]?["kind"]?["kind"]?.string == "ScheduledMachine",
        // Before the policy the API server fills in defaults and drops what the schema does not
        // know, cron among it; these tests do neither.
        !message.contains("no such key"), spec["schedule"]?["cron"] == nil
      else { continue }
      compared += 1
      let broken = AdmissionCheck.violations(of: spec, version: .v1alpha1).map(\.rule)
      let isAllowed = test["expect"]?["allowed"]?.boolean
      #expect(broken.isEmpty == isAllowed, "\(name): \(broken.map(\.id))")
      guard let first = broken.first, let index = rules.firstIndex(of: first) else { continue }
      #expect(message.hasSuffix(messages[index]), "\(name): \(first.id)")
    }
    #expect(compared == 49)
  }

  // MARK: Parts

  /// A schema without what is for readers.
  private func bare(_ value: DocumentValue) -> DocumentValue {
    guard case .mapping(let members) = value else {
      if case .sequence(let elements) = value { return .sequence(elements.map(bare)) }
      return value
    }
    return .mapping(
      members.compactMap { key, value in
        switch key {
        case "description" where isText(value), "format" where isText(value): nil
        case "required":
          (key, .sequence(value.elements.compactMap(word).sorted().map { .string($0) }))
        default: (key, bare(value))
        }
      })
  }

  private func isText(_ value: DocumentValue) -> Bool { word(value) != nil }

  private func word(_ value: DocumentValue) -> String? {
    if case .string(let text) = value { text } else { nil }
  }

  private func without(_ key: String, in value: DocumentValue) -> DocumentValue {
    guard case .mapping(let members) = value else { return value }
    return .mapping(members.filter { $0.key != key })
  }

  private func member(_ key: String, of value: DocumentValue) -> DocumentValue {
    guard case .mapping(let members) = value else { return .null }
    return members.first { $0.key == key }?.value ?? .null
  }

  /// The same text for equal values; numbers by their value, as `255.0` is 255.
  private func text(_ value: DocumentValue) throws -> String {
    String(decoding: try numbers(value).prettyJSON(sortsKeys: true), as: UTF8.self)
  }

  private func numbers(_ value: DocumentValue) -> DocumentValue {
    switch value {
    case .lexeme(let text): .integer(Int64(Double(text) ?? .nan))
    case .sequence(let elements): .sequence(elements.map(numbers))
    case .mapping(let members): .mapping(members.map { ($0.key, numbers($0.value)) })
    default: value
    }
  }
}

extension DocumentValue {
  fileprivate var elements: [DocumentValue] {
    if case .sequence(let elements) = self { elements } else { [] }
  }
}
