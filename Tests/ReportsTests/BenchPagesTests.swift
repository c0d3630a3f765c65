import Foundation
import Planning
import Reports
import Testing

/// The pages of a benchmark with more checks, and with stranger names, than anybody has.
@Suite("Pages of a benchmark")
struct BenchPagesTests {
  private static func outcome(variants: Int, failing: Bool) throws -> BenchOutcome {
    let threshold = try Threshold("mean < baseline * 1.02")
    let metric = BenchOutcome.MetricOutcome(
      metric: "job.wait.mean", unit: "s",
      thresholds: [
        ThresholdOutcome(
          threshold, values: [failing ? 3 : 1], seeds: 1, baseline: .success([2]))
      ])
    let digest = BenchOutcome.DigestOutcome(
      seed: 7, measured: String(repeating: "a", count: 64),
      baseline: String(repeating: failing ? "b" : "a", count: 64),
      verdict: failing ? .failed : .passed,
      divergence: failing
        ? ["event 1 is now: job \"<a>&'\u{1}|```\"", String(repeating: "long ", count: 100)] : [],
      changedMetrics: failing ? ["job.wait.mean 2 → 3"] : [])
    return BenchOutcome(
      suite: "ni<ght>ly", toolVersion: "1.0.0", baselineToolVersion: "0.9.0",
      baselineProblem: nil, stale: ["week/old/1"],
      benchmarks: [
        BenchOutcome.BenchmarkOutcome(
          name: "we&ek", scenario: "a \"b\".yaml",
          variants: (0..<variants).map {
            BenchOutcome.VariantOutcome(
              name: "v\($0)", seeds: [7], metrics: [metric], digests: [digest])
          })
      ])
  }

  @Test(
    "Markdown is never longer than a comment takes, and the verdict stands first",
    arguments: [true, false])
  func markdownIsBounded(failing: Bool) throws {
    for variants in [1, 10, 100, 3_000] {
      let outcome = try Self.outcome(variants: variants, failing: failing)
      let text = outcome.markdown()
      #expect(text.utf8.count <= 60_000, "\(variants)")
      #expect(text == outcome.markdown())
      let first = try #require(text.split(separator: "\n").first)
      let all = NumberText.grouped(Int64(variants * 2))
      #expect(
        first.contains(failing ? "\(all) of \(all) checks failed" : "passed"))
      #expect(text.hasSuffix("\n<!-- fivespot-bench: ni<ght>ly -->\n"))
      #expect(text.contains("more checks are left out") == (variants > 100))
      #expect(text.components(separatedBy: "<details>").count == (failing ? 2 : 1))
      #expect(text.components(separatedBy: "```").count == (failing ? 3 : 1))
    }
  }

  @Test("JUnit XML is XML, whatever is in it, and its counts are those of its cases")
  func junit() throws {
    let read = try JUnit(Self.outcome(variants: 3, failing: true).junit())
    #expect(read.root == "testsuites" && read.name == "ni<ght>ly")
    #expect(read.cases == 6 && read.failures == 6 && read.errors == 0)
    #expect(read.counted == ["6", "6", "0"])
    #expect(read.properties["scenario"] == "a \"b\".yaml" && read.properties["seeds.v2"] == "7")
    #expect(read.text.contains("expected: < 2.04") && read.text.contains("delta: +50.0 %"))
    #expect(read.text.contains("job \"<a>&' |```\""))
  }

  @Test("a missing baseline is one error of its own")
  func missingBaseline() throws {
    var outcome = try Self.outcome(variants: 1, failing: false)
    outcome.baselineProblem = "there is none"
    let read = try JUnit(outcome.junit())
    #expect(read.cases == 3 && read.errors == 1 && read.failures == 0)
    #expect(outcome.counts.notJudged == 1 && outcome.verdict.contains("1 of 3 checks"))
  }
}

/// What a CI system takes from JUnit XML, by Python's parser.
private struct JUnit: Decodable {
  var root, name, text: String
  var counted: [String]
  var cases, failures, errors: Int
  var properties: [String: String]

  private static let program = """
    import json, sys
    import xml.etree.ElementTree as tree
    root = tree.fromstring(sys.stdin.buffer.read())
    print(json.dumps({
      "root": root.tag, "name": root.get("name"),
      "counted": [root.get(key) for key in ("tests", "failures", "errors")],
      "cases": len(root.findall("testsuite/testcase")),
      "failures": len(root.findall("testsuite/testcase/failure")),
      "errors": len(root.findall("testsuite/testcase/error")),
      "properties": {p.get("name"): p.get("value") for p in root.iter("property")},
      "text": "".join(root.itertext())}))
    """

  init(_ xml: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(xml.utf8))
    try input.fileHandleForWriting.close()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "no XML: \(xml.prefix(400))")
    self = try JSONDecoder().decode(JUnit.self, from: printed)
  }
}
