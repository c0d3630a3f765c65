import Facts
import Testing
import Units

@Suite("The first divergence")
struct FirstDivergenceTests {
  @Test("is nothing between equal journals, however they are cut")
  func equal() {
    var other = Journal(header: SmallRun.header, chunkRows: 3)
    for fact in SmallRun.facts { other.record(fact) }
    #expect(FirstDivergence.between(expected: SmallRun.journal, actual: other) == nil)
  }

  @Test("names the event, both sides in words")
  func changed() throws {
    let divergence = try #require(
      divergence {
        $0[12].value = 7; $0[13].at = SmallRun.end
      })
    #expect(divergence.index == 12)
    #expect(
      divergence.text(expected: "stored", actual: "run again") == """
        first difference at event 12
          stored:    2026-05-28T23:56:40Z nodeJoined node "n-1", pool "spot"
          run again: 2026-05-28T23:56:40Z nodeJoined node "n-1", pool "spot", value 7
        """)
  }

  @Test("says which journal ended")
  func ended() throws {
    let shorter = try #require(divergence { $0.removeLast() })
    #expect(shorter.index == 15)
    #expect(shorter.actual == .ended)
    #expect(shorter.expected.phrase == "2026-05-29T06:26:40Z horizonReached events 42")
    let longer = try #require(divergence { $0.append($0[0]) })
    #expect(longer.index == 16)
    #expect(longer.expected == .ended)
  }

  @Test("looks at the header first")
  func header() throws {
    var header = SmallRun.header
    header.jobNames[1] = "B"
    let divergence = try #require(
      FirstDivergence.between(expected: SmallRun.journal, actual: Journal(header: header)))
    #expect(divergence.expected == .header("job 1 is \"b\""))
    #expect(divergence.actual == .header("job 1 is \"B\""))
    #expect(divergence.description.hasPrefix("first difference in the header"))
  }

  private func divergence(_ change: (inout [Fact]) -> Void) -> FirstDivergence? {
    var facts = SmallRun.facts
    change(&facts)
    var finder = DivergenceFinder(expected: SmallRun.journal, header: SmallRun.header)
    for fact in facts { finder.record(fact) }
    return finder.finish()
  }
}

@Suite("Facts in words")
struct FactTextTests {
  let text = FactText(
    header: JournalHeader(
      start: .epoch, end: .epoch, poolNames: [], nodeNames: ["n"],
      jobNames: ["a \"b\",\n\u{1}"]))
  let fact = Fact(
    at: Instant(nanoseconds: 1_500_000_000), kind: .jobInterrupted, subject: 0, object: 9,
    value: 30)

  @Test("are JSON lines with names escaped, and unknown ids in brackets")
  func json() {
    #expect(
      text.jsonLine(fact, index: 3)
        == #"{"index":3,"at":"1970-01-01T00:00:01.5Z","kind":"jobInterrupted","#
        + #""subject":"a \"b\",\n\u0001","object":"[node 9]","value":30}"#)
  }

  @Test("are CSV rows with names quoted")
  func csv() {
    #expect(FactText.csvHeader == "index,at,kind,subject,object,value")
    #expect(
      text.csvRow(fact, index: 3)
        == "3,1970-01-01T00:00:01.5Z,jobInterrupted,\"a \"\"b\"\",\n\u{1}\",[node 9],30")
  }

  @Test("give every kind its own name")
  func names() {
    #expect(Set(FactKind.allCases.map(\.name)).count == FactKind.allCases.count)
    #expect(FactKind.allCases.allSatisfy { $0.name == "\($0)" })
  }
}
