import Foundation
import Testing

/// `fivespot bench`: every exit code and every format.
@Suite struct BenchCommandTests {
  private static func suite(
    thresholds: String = "job.submitted: [\"mean == 6\"]", exact: Bool = true,
    name: String = "nightly", extra: String = ""
  ) -> String {
    """
    apiVersion: fivespot.bench/v0
    name: \(name)
    benchmarks:
      small:
        scenario: small.yaml
        seeds: 1..3
        exact: \(exact)
    \(extra)    thresholds:
          \(thresholds)

    """
  }

  /// A folder with a suite and its baseline.
  private static func prepared(_ text: String = suite()) throws -> Bench {
    let bench = try Bench()
    try bench.scratch.write(
      "suites/suite.yaml", text.replacingOccurrences(of: "small.yaml", with: "../small.yaml"))
    let made = try bench.start(call("--update")).wait()
    try #require(made.status == 0, "\(made.errors)\(made.output)")
    return bench
  }

  private static func call(_ options: String...) -> [String] {
    ["bench", "--suite", "suites/suite.yaml", "--baseline", "baseline.json", "--quiet"] + options
  }

  private static func change(_ bench: Bench, _ text: String) throws {
    try bench.scratch.write(
      "suites/suite.yaml", text.replacingOccurrences(of: "small.yaml", with: "../small.yaml"))
  }

  @Test func `what was measured before passes, and leaves nothing behind`() throws {
    let bench = try Self.prepared()
    let before = try bench.scratch.bytes("baseline.json")
    let result = try bench.start(Self.call("--markdown", "out/m.md", "--junit", "out/j.xml")).wait()
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)\(result.output)")
    #expect(result.lines.last == "nightly: all 8 checks passed")
    #expect(result.output.contains("✓  digest of seed 3") && !result.output.contains("✗"))
    #expect(try bench.scratch.bytes("baseline.json") == before)
    #expect(
      try bench.scratch.names() == ["baseline.json", "jobs.csv", "out", "small.yaml", "suites"])
    #expect(bench.scratch.text("out/m.md").hasPrefix("**✅ nightly: all 8 checks passed**\n"))
    #expect(!String(decoding: before, as: UTF8.self).contains(bench.scratch.path("")))
  }

  @Test func `the same outcome has the same bytes in every format`() throws {
    let bench = try Self.prepared()
    var outputs: Set<[UInt8]> = []
    for number in 1...2 {
      let result = try bench.start(
        Self.call(
          "--format", "json", "--markdown", "\(number).md", "--junit", "\(number).xml",
          "--workers", "\(number)")
      ).wait()
      #expect(result.status == 0)
      outputs.insert(result.bytes)
    }
    #expect(outputs.count == 1)
    #expect(try bench.scratch.bytes("1.md") == bench.scratch.bytes("2.md"))
    #expect(try bench.scratch.bytes("1.xml") == bench.scratch.bytes("2.xml"))
    let again = try bench.start(Self.call("--update")).wait()
    #expect(again.status == 0 && again.errors.contains("nothing changed"), "\(again.errors)")
  }

  @Test func `a threshold that fails exits 99 after all were judged`() throws {
    let bench = try Self.prepared()
    try Self.change(
      bench, Self.suite(thresholds: "job.submitted: [\"mean < 6\", \"max <= baseline\"]"))
    for format in ["table", "json"] {
      let result = try bench.start(Self.call("--format", format, "--junit", "j.xml")).wait()
      #expect(result.status == 99)
      #expect(result.errors == "fivespot: nightly: 2 of 10 checks failed\n")
    }
    let xml = bench.scratch.text("j.xml")
    #expect(xml.contains("tests=\"10\" failures=\"2\" errors=\"0\""))
    #expect(xml.contains("expected: &lt; 6, actual: 6 jobs, delta: equal"))
    let parses = "import sys; from xml.etree import ElementTree as t; t.parse(sys.argv[1])"
    #expect(Machine.succeeds(["python3", "-c", parses, bench.scratch.path("j.xml")]))
  }

  @Test func `a digest that differs names the block, or the event where the journal was kept`()
    throws
  {
    let bench = try Self.prepared()
    // The journals of the baseline, in a store of their own.
    try bench.simulate("--seeds", "1..3", "--keep-journal", "all", "--store", "kept.sqlite")
    let changed = Bench.scenario.replacingOccurrences(
      of: "replacement: 3m", with: "replacement: 4m")
    try bench.scratch.write("small.yaml", changed)
    let block = try bench.start(Self.call("--format", "table")).wait()
    #expect(block.status == 99)
    #expect(block.output.contains("first difference in events 0 to "), "\(block.output)")
    #expect(block.output.contains("the baseline does not know"))
    let event = try bench.start(Self.call("--store", "kept.sqlite")).wait()
    #expect(event.status == 99)
    let line = try #require(event.lines.first { $0.contains("first difference at event") })
    #expect(line.contains("first difference at event"), "\(event.output)")
    #expect(
      event.output.contains("baseline: 2026-01-01T") && event.output.contains("now:      2026"))
    #expect(event.output.contains("metrics that differ from the baseline:"))
    #expect(!event.output.contains("✗  digest of seed 1 calm"))
    // Saying what changed is what --update is for.
    let update = try bench.start(Self.call("--update")).wait()
    #expect(update.status == 0 && update.errors.contains("~ small/rough/1: digest"))
    #expect(!update.errors.contains("small/calm"))
  }

  @Test func `what cannot be judged exits 98 and says why`() throws {
    let cases: [(thresholds: String, words: String)] = [
      ("job.submited: [\"mean == 6\"]", "there is no metric job.submited"),
      ("job.wait.p95: [\"p95 < 1e9\"]", "p95 takes 20 seeds"),
    ]
    for (thresholds, words) in cases {
      let bench = try Self.prepared()
      try Self.change(bench, Self.suite(thresholds: thresholds))
      let result = try bench.start(Self.call()).wait()
      #expect(result.status == 98, "\(thresholds): \(result.output)")
      #expect(result.output.contains(words), "\(thresholds): \(result.output)")
    }
    let bench = try Self.prepared()
    try Self.change(bench, Self.suite(name: "weekly"))
    let other = try bench.start(Self.call()).wait()
    #expect(other.status == 98 && other.output.contains("that of the suite nightly, not of weekly"))
    let update = try bench.start(Self.call("--update")).wait()
    #expect(update.status == 98 && update.errors.contains("name another file"))
    try Self.change(bench, Self.suite().replacingOccurrences(of: "1..3", with: "1..4"))
    let more = try bench.start(Self.call()).wait()
    #expect(more.status == 98 && more.output.contains("the baseline does not have small/calm/4"))
  }

  @Test func `without a baseline the rest is judged, and a failure outweighs`() throws {
    let bench = try Bench()
    try Self.change(bench, Self.suite())
    let result = try bench.start(Self.call("--junit", "j.xml")).wait()
    #expect(result.status == 98 && result.output.contains("✓  job.submitted: mean == 6"))
    #expect(result.output.contains("there is no baseline.json; --update makes it"))
    #expect(bench.scratch.text("j.xml").contains("<error type=\"not-judged\""))
    try Self.change(bench, Self.suite(thresholds: "job.submitted: [\"mean == 7\"]"))
    #expect(try bench.start(Self.call()).wait().status == 99)
    try Self.change(
      bench,
      Self.suite(exact: false, extra: "    set: [nodes.spot.count=3]\n    variants: [calm]\n"))
    let only = try bench.start(Self.call()).wait()
    #expect(only.status == 98 && only.lines.last == "nightly: 1 of 2 checks could not be judged")
  }

  @Test func `wrong and missing files exit 65 and 66 and change nothing`() throws {
    let bench = try Self.prepared()
    let before = try bench.scratch.bytes("baseline.json")
    try Self.change(bench, Self.suite(thresholds: "job.submitted: [\"maen == 6\"]"))
    let wrong = try bench.start(Self.call("--update")).wait()
    #expect(wrong.status == 65 && wrong.output.isEmpty)
    #expect(wrong.errors.contains("suites/suite.yaml:9:"), "\(wrong.errors)")
    try Self.change(bench, Self.suite().replacingOccurrences(of: "small.yaml", with: "none.yaml"))
    let missing = try bench.start(Self.call("--update")).wait()
    #expect(missing.status == 66, "\(missing.errors)")
    try Self.change(bench, Self.suite(extra: "    variants: [clam]\n"))
    let variant = try bench.start(Self.call("--update")).wait()
    #expect(variant.status == 65 && variant.errors.contains("did you mean \"calm\"?"))
    let none = try bench.run("bench", "--suite", "none.yaml", "--baseline", "baseline.json")
    #expect(none.status == 66)
    #expect(try bench.scratch.bytes("baseline.json") == before)
    try Self.change(bench, Self.suite())
    try bench.scratch.write("baseline.json", "{\"schemaVersion\": \"2.0\"}")
    let newer = try bench.start(Self.call()).wait()
    #expect(newer.status == 65 && newer.errors.contains("baseline.json:1:"), "\(newer.errors)")
  }

  @Test func `validate checks a suite and what it names`() throws {
    let bench = try Bench()
    try Self.change(bench, Self.suite())
    let valid = try bench.run("validate", "suites/suite.yaml", "small.yaml")
    #expect(valid.status == 0 && valid.errors.isEmpty)
    #expect(
      valid.lines == [
        "suites/suite.yaml: valid: nightly, 1 benchmark (small)",
        "small.yaml: valid: small, 2 variants (calm, rough)",
      ])
    for (old, new, status, words) in [
      ("mean == 6", "maen == 6", 65, "suites/suite.yaml:9:"),
      ("small.yaml", "none.yaml", 66, "none.yaml"),
      ("exact: true", "variants: [clam]", 65, "did you mean \"calm\"?"),
      ("exact: true", "set: [nodes.spto.count=1]", 65, "did you mean \"spot\"?"),
    ] as [(String, String, Int32, String)] {
      try Self.change(bench, Self.suite().replacingOccurrences(of: old, with: new))
      let wrong = try bench.run("validate", "suites/suite.yaml")
      #expect(wrong.status == status && wrong.output.isEmpty, "\(new)")
      #expect(wrong.errors.contains(words), "\(wrong.errors)")
    }
  }

  @Test func `Ctrl-C judges nothing and writes nothing`() throws {
    let bench = try Bench()
    try Self.change(bench, Self.suite().replacingOccurrences(of: "1..3", with: "1..20000"))
    let running = try bench.start(
      Self.call("--update", "--store", "kept.sqlite", "--junit", "j.xml"))
    let hasBegun = running.wait {
      (bench.count("SELECT max(members_complete) FROM runs", store: "kept.sqlite") ?? 0) >= 3
    }
    try #require(hasBegun && running.isRunning, "\(running.errorsSoFar)")
    running.send(SIGINT)
    let result = try running.wait()
    #expect(result.status == 105 && result.output.isEmpty)
    #expect(result.errors.contains("nothing was judged"), "\(result.errors)")
    #expect(!bench.scratch.has("baseline.json") && !bench.scratch.has("j.xml"))
  }

  @Test func `the gate of the project passes`() throws {
    let folder = try Scratch()
    let result = try BuiltProduct.run(
      "fivespot",
      [
        "bench", "--quiet", "--suite", Repository.path("scenarios/bench.yaml"), "--baseline",
        Repository.path("reports/baselines/bench.json"),
      ], in: folder.url)
    #expect(result.status == 0, "\(result.output)")
    #expect(try folder.names().isEmpty)
  }
}
