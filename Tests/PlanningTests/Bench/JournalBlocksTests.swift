import Facts
import Planning
import SimulationKernel
import Testing
import Units

@Suite("Journals in blocks")
struct JournalBlocksTests {
  private static func header(_ jobs: [String]) -> JournalHeader {
    JournalHeader(
      start: Instant(seconds: 0), end: Instant(seconds: 1_000_000), poolNames: [], nodeNames: [],
      jobNames: jobs)
  }

  private static func journal(_ count: Int, changing index: Int? = nil) -> Journal {
    var journal = Journal(header: header(["a", "b"]))
    for row in 0..<count {
      journal.record(
        Fact(
          at: Instant(seconds: Int64(row)), kind: .jobSubmitted, subject: row == index ? 1 : 0,
          object: 0, value: 0))
    }
    return journal
  }

  @Test("blocks are as many as 64 and as small as 1,024 rows")
  func sizes() {
    for (count, rows, blocks) in [
      (0, 1_024, 0), (1, 1_024, 1), (1_024, 1_024, 1), (1_025, 1_024, 2), (65_536, 1_024, 64),
      (65_537, 2_048, 33), (140_000, 4_096, 35),
    ] {
      let cut = JournalBlocks(Self.journal(count))
      #expect(cut.rows == rows && cut.digests.count == blocks && cut.facts == count, "\(count)")
    }
  }

  @Test("an event that differs lies in the block that is named", arguments: 0..<40)
  func findsTheBlock(seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed), label: "test.blocks")
    let count = 1 + Int(stream.uniform(below: 5_000))
    let index = Int(stream.uniform(below: UInt64(count)))
    let old = Self.journal(count)
    let new = Self.journal(count, changing: index)
    let exact = try #require(FirstDivergence.between(expected: old, actual: new))
    guard
      case .block(let events, let first, _)? = BlockDivergence.find(new, from: JournalBlocks(old))
    else {
      Issue.record("no block, seed \(seed)")
      return
    }
    #expect(exact.index == index && events.contains(index), "seed \(seed)")
    #expect(events.lowerBound % 1_024 == 0 && events.upperBound < count, "seed \(seed)")
    #expect(first.contains("jobSubmitted job"), "seed \(seed)")
  }

  @Test("equal journals, other headers, shorter and longer ones")
  func otherCases() throws {
    let old = JournalBlocks(Self.journal(3_000))
    #expect(BlockDivergence.find(Self.journal(3_000), from: old) == nil)
    #expect(
      BlockDivergence.find(Journal(header: Self.header(["a", "c"])), from: old) == .header)
    #expect(
      BlockDivergence.find(Self.journal(2_500), from: old)
        == .ends(at: 2_500, baselineEvents: 2_048...2_999, baselineCount: 3_000))
    guard case .goesOn(3_000, let phrase)? = BlockDivergence.find(Self.journal(3_001), from: old)
    else {
      Issue.record("it goes on")
      return
    }
    #expect(phrase.contains("jobSubmitted"))
    // A difference before the end of the shorter one is found first.
    guard
      case .block(0...1_023, _, _)? = BlockDivergence.find(
        Self.journal(2_500, changing: 17), from: old)
    else {
      Issue.record("the first block differs")
      return
    }
  }
}
