import Planning
import Testing

@Suite("What two scenarios do not have in common")
struct ScenarioDifferenceTests {
  @Test("entries by path, whole parts as one")
  func entries() throws {
    let found = try ScenarioDifference.between(
      baseline:
        #"{"a":{"b":1,"c":"x"},"list":[1,2],"only":{"p":1,"q":2},"resolved":{"variant":"u"}}"#,
      candidate: #"{"a":{"b":1.0,"c":"y"},"list":[1,3],"new":null,"resolved":{"variant":"v"}}"#)
    #expect(found.map(\.path) == ["a.c", "list", "new", "only"])
    #expect(found.map(\.baseline) == ["\"x\"", "[1,2]", nil, #"{"p":1,"q":2}"#])
    #expect(found.map(\.candidate) == ["\"y\"", "[1,3]", "null", nil])
  }

  @Test("equal scenarios have no difference")
  func equal() throws {
    let text = #"{"a":{"b":[1,{"c":2}]},"resolved":{}}"#
    #expect(try ScenarioDifference.between(baseline: text, candidate: text).isEmpty)
  }
}

@Suite("Seeds in words")
struct SeedTextTests {
  @Test(
    "neighbours are joined",
    arguments: [
      ([], ""), ([7], "7"), ([1, 2, 3], "1..3"), ([3, 1, 2, 9, 11, 10], "1..3,9..11"),
      ([0, 2, 4], "0,2,4"), ([UInt64(Int64.max)], "9223372036854775807"),
    ] as [([UInt64], String)])
  func ranges(seeds: [UInt64], text: String) {
    #expect(SeedText.ranges(seeds) == text)
    if !seeds.isEmpty { #expect(SeedText.seeds(text) == seeds.sorted()) }
  }

  @Test("many parts are cut")
  func cut() {
    let text = SeedText.ranges((0..<100).map { $0 * 2 })
    #expect(text.hasSuffix(",38,…"))
  }
}
