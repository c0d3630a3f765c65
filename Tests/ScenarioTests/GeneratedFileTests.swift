import Documents
import Foundation
import Scenario
import Testing

@Suite("Files that are made of the format's description")
struct GeneratedFileTests {
  /// With FIVESPOT_WRITE_GENERATED=1 the tests write the files instead of comparing them.
  private static let writes =
    ProcessInfo.processInfo.environment["FIVESPOT_WRITE_GENERATED"] == "1"

  @Test("the committed JSON Schema is the generated one")
  func schemaIsCurrent() throws {
    let bytes = try ScenarioFormat.file.jsonSchema().prettyJSON()
    try expectCurrent("scenarios/scenario.schema.json", String(decoding: bytes, as: UTF8.self))
  }

  @Test("the manual's reference table is the generated one")
  func referenceIsCurrent() throws {
    let (begin, end) = ("<!-- reference: begin -->\n", "<!-- reference: end -->\n")
    let text = try String(contentsOfFile: "\(repository)/docs/scenario.md", encoding: .utf8)
    let first = try #require(text.range(of: begin))
    let last = try #require(text.range(of: end))
    try expectCurrent(
      "docs/scenario.md",
      text[..<first.upperBound] + "\n" + ScenarioFormat.file.markdownReference() + "\n"
        + text[last.lowerBound...])
  }

  private func expectCurrent(_ name: String, _ text: String) throws {
    let path = "\(repository)/\(name)"
    if Self.writes {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return
    }
    let committed = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let difference = firstDifference(committed, text)
    #expect(
      difference == nil,
      "\(name) is out of date; FIVESPOT_WRITE_GENERATED=1 scripts/test writes it. \(difference ?? "")"
    )
  }

  /// The first lines that differ, as a diff shows them.
  private func firstDifference(_ old: String, _ new: String) -> String? {
    guard old != new else { return nil }
    let (before, after) = (old.split(separator: "\n"), new.split(separator: "\n"))
    var line = 0
    while line < min(before.count, after.count), before[line] == after[line] { line += 1 }
    let removed = before[line...].prefix(8).map { "- \($0)" }
    let added = after[line...].prefix(8).map { "+ \($0)" }
    return "Line \(line + 1):\n" + (removed + added).joined(separator: "\n")
  }
}
