import Documents
import Foundation
import SpotScheduler
import Testing

/// Files that are made of the formats' descriptions.
@Suite struct GeneratedSchemaTests {
  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// With FIVESPOT_WRITE_GENERATED=1 the tests write the files instead of comparing them.
  private static let writes =
    ProcessInfo.processInfo.environment["FIVESPOT_WRITE_GENERATED"] == "1"

  @Test(arguments: ["snapshot", "policy", "decision"])
  func `the committed schemas are the generated ones`(name: String) throws {
    let format =
      switch name {
      case "snapshot": SnapshotFormat.snapshot
      case "policy": SnapshotFormat.policy
      default: SnapshotFormat.decision
      }
    try expectCurrent(
      "scenarios/\(name).schema.json",
      String(decoding: format.jsonSchema().prettyJSON(), as: UTF8.self))
  }

  @Test func `the manual's reference is the generated one`() throws {
    try expectCurrent(
      "docs/decide.md", reference: SnapshotFormat.snapshot.markdownReference())
  }

  @Test func `the page of differences is the enumeration's`() throws {
    try expectCurrent("docs/divergences.md", reference: Divergence.markdownReference)
  }

  private func expectCurrent(_ name: String, reference: String) throws {
    let (begin, end) = ("<!-- reference: begin -->\n", "<!-- reference: end -->\n")
    let path = Self.repository.appendingPathComponent(name)
    let text = try String(contentsOf: path, encoding: .utf8)
    let first = try #require(text.range(of: begin))
    let last = try #require(text.range(of: end))
    try expectCurrent(
      name, text[..<first.upperBound] + "\n" + reference + "\n" + text[last.lowerBound...])
  }

  private func expectCurrent(_ name: String, _ text: String) throws {
    let path = Self.repository.appendingPathComponent(name)
    if Self.writes { try Data(text.utf8).write(to: path) }
    let committed = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    #expect(
      committed == text,
      "\(name) is out of date; FIVESPOT_WRITE_GENERATED=1 scripts/test writes it")
  }
}
