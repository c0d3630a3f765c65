import Foundation
import SpotScheduler
import Testing

/// The registry of rules, and the page that explains them.
@Suite struct LintRegistryTests {
  private static let page = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/lint-rules.md")

  @Test func `every rule has an id of its own, and words for everything`() {
    let ids = LintRule.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for rule in LintRule.all {
      #expect(rule.id.hasPrefix("\(rule.layer.rawValue)/"))
      for text in [rule.title, rule.remedy, rule.source] {
        #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("|"), "\(rule.id)")
      }
    }
  }

  @Test func `the page lists exactly the registry`() throws {
    let (begin, end) = ("<!-- rules: begin -->\n", "<!-- rules: end -->\n")
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let first = try #require(text.range(of: begin))
    let last = try #require(text.range(of: end))
    let current = text[..<first.upperBound] + "\n" + tables() + text[last.lowerBound...]
    if ProcessInfo.processInfo.environment["FIVESPOT_WRITE_GENERATED"] == "1" {
      try Data(current.utf8).write(to: Self.page)
    }
    let committed = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(
      committed == current,
      "docs/lint-rules.md is out of date; FIVESPOT_WRITE_GENERATED=1 scripts/test writes it")
  }

  private func tables() -> String {
    LintRule.Layer.allCases.map { layer in
      let rows = LintRule.all.filter { $0.layer == layer }.map { rule in
        "| `\(rule.id)` | \(rule.severity.rawValue) | \(rule.title) | \(rule.remedy) "
          + "| \(rule.source) |\n"
      }
      return "## \(layer.rawValue)\n\n| rule | severity | what is wrong | what to do | source |\n"
        + "|---|---|---|---|---|\n" + rows.joined() + "\n"
    }.joined()
  }
}
