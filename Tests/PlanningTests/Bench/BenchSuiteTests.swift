import Documents
import Foundation
import Planning
import Scenario
import Testing

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

@Suite("Suites")
struct BenchSuiteTests {
  private static let small = """
    apiVersion: fivespot.bench/v0
    name: nightly
    benchmarks:
      week:
        scenario: week.yaml
        variants: [calm]
        seeds: 1..3
        set: [nodes.lisa.count=50]
        exact: true
        thresholds:
          job.wait.mean: ["mean<baseline * 1.02", "max < 5"]

    """

  private static func parse(_ text: String) throws -> BenchSuite {
    try BenchSuite.parse(Array(text.utf8), path: "suites/nightly.yaml")
  }

  @Test("what a suite says is read")
  func reading() throws {
    let suite = try Self.parse(Self.small)
    #expect(suite.name == "nightly" && suite.warnings.isEmpty)
    let benchmark = try #require(suite.benchmarks.first)
    #expect(benchmark.name == "week" && benchmark.isExact && benchmark.seeds == [1, 2, 3])
    #expect(benchmark.variants == ["calm"])
    #expect(benchmark.settings == [ScenarioOverride(path: "nodes.lisa.count", value: "50")])
    #expect(benchmark.thresholds.first?.metric == "job.wait.mean")
    #expect(
      benchmark.thresholds.first?.thresholds.map(\.description)
        == ["mean<baseline * 1.02", "max < 5"])
    #expect(suite.opened("week.yaml") == "suites/week.yaml")
    #expect(suite.opened("/week.yaml") == "/week.yaml")
  }

  @Test(
    "what is wrong is said with its place",
    arguments: [
      ("seeds: 1..3", "seeds: 3..1", "7:12", "seeds such as"),
      ("exact: true", "exakt: true", "9:5", "did you mean \"exact\"?"),
      ("mean<baseline", "maen<baseline", "11:23", "did you mean \"mean\"?"),
      ("[calm]", "[calm, calm]", "6:22", "named twice"),
      ("nodes.lisa.count=50", "nodes.lisa.count", "8:11", "no setting"),
      ("scenario: week.yaml", "description: no", "5:5", "scenario"),
      ("name: nightly", "name: Nightly", "2:7", "nightly"),
      ("fivespot.bench/v0", "fivespot/v0", "1:13", "fivespot.bench/v0"),
      ("job.wait.mean", "Job Wait", "11:7", "a metric such as"),
    ])
  func refusing(old: String, new: String, place: String, words: String) throws {
    let text = Self.small.replacingOccurrences(of: old, with: new)
    #expect(text != Self.small)
    let error = try #require(throws: ScenarioError.self) { try Self.parse(text) }
    let found = error.diagnostics.filter { $0.severity == .error }
    #expect(
      found.contains { diagnostic in
        diagnostic.description.hasPrefix("suites/nightly.yaml:\(place): ")
          && diagnostic.description.contains(words)
      }, "\(found)")
  }

  @Test("an unknown metric is a warning: the threshold cannot be judged, the others can")
  func unknownMetric() throws {
    let suite = try Self.parse(Self.small.replacingOccurrences(of: "wait.mean", with: "wiat.mean"))
    let warning = try #require(suite.warnings.first)
    #expect(warning.description.hasPrefix("suites/nightly.yaml:11:7: warning"))
    #expect(warning.remedy == "did you mean \"job.wait.mean\"?")
  }

  @Test("a benchmark of which nothing is asked is a warning")
  func nothingAsked() throws {
    let text = """
      apiVersion: fivespot.bench/v0
      name: n
      benchmarks: {week: {scenario: week.yaml}}
      """
    let warning = try #require(try Self.parse(text).warnings.first)
    #expect(warning.kind == .noEffect)
  }

  /// With FIVESPOT_WRITE_GENERATED=1 the test writes the file instead of comparing it.
  @Test("the committed JSON Schema is the generated one")
  func schemaIsCurrent() throws {
    let path = "\(repository)/scenarios/bench.schema.json"
    let bytes = try BenchSuiteFormat.file.jsonSchema().prettyJSON()
    if ProcessInfo.processInfo.environment["FIVESPOT_WRITE_GENERATED"] == "1" {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
    let committed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(
      committed == bytes,
      "bench.schema.json is out of date; FIVESPOT_WRITE_GENERATED=1 scripts/test writes it")
  }

  @Test("the manual's reference table is the generated one")
  func referenceIsCurrent() throws {
    let path = "\(repository)/docs/bench.md"
    let (begin, end) = ("<!-- reference: begin -->\n", "<!-- reference: end -->\n")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let first = try #require(text.range(of: begin))
    let last = try #require(text.range(of: end))
    let current =
      text[..<first.upperBound] + "\n" + BenchSuiteFormat.file.markdownReference() + "\n"
      + text[last.lowerBound...]
    if ProcessInfo.processInfo.environment["FIVESPOT_WRITE_GENERATED"] == "1" {
      try Data(current.utf8).write(to: URL(fileURLWithPath: path))
    } else {
      #expect(text == current, "docs/bench.md is out of date")
    }
  }
}
