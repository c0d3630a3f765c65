import Documents
import Foundation
import Planning
import Testing

@Suite("Baselines")
struct BenchBaselineTests {
  private static let key = BenchBaseline.Key(benchmark: "week", variant: "calm", seed: 7)

  private static func baseline(_ change: (inout BenchBaseline.Member) -> Void = { _ in })
    -> BenchBaseline
  {
    var member = BenchBaseline.Member(
      digest: String(repeating: "ab", count: 32),
      metrics: ["job.wait.mean": 0.1 + 0.2, "job.finished": 12],
      blocks: JournalBlocks(
        facts: 1_500, rows: 1_024, header: "0123456789abcdef",
        digests: ["00000000000000aa", "00000000000000bb"]))
    change(&member)
    return BenchBaseline(suite: "nightly", toolVersion: "1.2.3", members: [key: member])
  }

  @Test("what is written is read back, and keys are sorted")
  func roundTrip() throws {
    let bytes = try Self.baseline().json()
    let read = try BenchBaseline.parse(bytes, path: "b.json")
    #expect(read.suite == "nightly" && read.toolVersion == "1.2.3")
    #expect(read.members == Self.baseline().members)
    #expect(try read.json() == bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    let keys = text.split(separator: "\n").compactMap { line in
      line.hasPrefix("  \"") ? String(line.dropFirst(3).prefix { $0 != "\"" }) : nil
    }
    #expect(keys == keys.sorted() && keys.count == 4)
  }

  @Test(
    "a wrong file is refused with its place",
    arguments: [
      ("", "1:1"), ("[]", "schemaVersion"), (#"{"schemaVersion":"2.0"}"#, "version 2.0"),
      (#"{"schemaVersion":"1.0"}"#, "suite has to be a text"),
      (#"{"schemaVersion":"1.9","suite":"s","toolVersion":"1"}"#, "benchmarks has to be a mapping"),
      (
        #"{"schemaVersion":"1.0","suite":"s","toolVersion":"1","benchmarks":{"b":{"v":{"x":{}}}}}"#,
        "\"x\" is no seed"
      ),
      (
        #"{"schemaVersion":"1.0","suite":"s","toolVersion":"1","benchmarks":{"b":{"v":{"1":{}}}}}"#,
        "metrics has to be a mapping"
      ),
      (
        #"{"schemaVersion":"1.0","suite":"s","toolVersion":"1","benchmarks":{"b":{"v":{"1":"#
          + #"{"digest":"d","metrics":{"m":"1"}}}}}}"#, "the value of m is no number"
      ),
      (
        #"{"schemaVersion":"1.0","suite":"s","toolVersion":"1","benchmarks":{"b":{"v":{"1":"#
          + #"{"digest":"d","metrics":{},"journal":{"facts":9,"blockRows":4,"header":"h","#
          + #""blocks":"a b"}}}}}}"#, "2 blocks of 4 rows do not make 9 facts"
      ),
    ])
  func refusing(text: String, words: String) throws {
    let error = try #require(throws: DocumentError.self) {
      try BenchBaseline.parse(Array(text.utf8), path: "b.json")
    }
    #expect(error.description.hasPrefix("b.json:1:"), "\(error)")
    #expect(error.description.contains(words), "\(error)")
  }

  @Test("what an update changes is said in a line a member")
  func changes() {
    let old = Self.baseline()
    #expect(old.changes(from: nil) == ["+ week/calm/7"])
    #expect(old.changes(from: old).isEmpty)
    #expect(
      Self.baseline { $0.metrics["job.finished"] = 13 }.changes(from: old)
        == ["~ week/calm/7: 1 metrics, such as job.finished 12 → 13"])
    #expect(
      Self.baseline { $0.digest = "cd" }.changes(from: old) == ["~ week/calm/7: digest"])
    #expect(
      Self.baseline { $0.blocks = nil }.changes(from: old)
        == ["~ week/calm/7: the blocks of its journal"])
    let none = BenchBaseline(suite: "nightly", toolVersion: "1.2.3", members: [:])
    #expect(none.changes(from: old) == ["- week/calm/7"])
  }
}
