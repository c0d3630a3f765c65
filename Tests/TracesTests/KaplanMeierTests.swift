import SimulationKernel
import Testing
import Units

@testable import Traces

@Suite("Kaplan-Meier estimate")
struct KaplanMeierTests {
  private func estimate(_ lives: [(Int64, Bool)]) throws -> KaplanMeierEstimate {
    try KaplanMeierEstimate(lives.map { .init(span: .seconds($0.0), isEvent: $0.1) })
  }

  /// Seven lives, worked out by hand: at 2 s one of 7 ends; at 3 s two of 6 end and one is censored
  /// after them; at 5 s one of 3 ends; 6 s and 8 s are censored.
  private let lives: [(Int64, Bool)] = [
    (8, false), (3, true), (2, true), (3, false), (5, true), (3, true), (6, false),
  ]

  @Test("agrees with a table worked out by hand, ties included")
  func handTable() throws {
    let curve = try estimate(lives)
    #expect(curve.steps.map(\.at) == [.seconds(2), .seconds(3), .seconds(5)])
    #expect(curve.steps.map(\.atRisk) == [7, 6, 3])
    #expect(curve.steps.map(\.events) == [1, 2, 1])
    let expected = [6.0 / 7, 4.0 / 7, 8.0 / 21]
    for (step, survival) in zip(curve.steps, expected) {
      #expect(abs(step.survival - survival) < 1e-15)
    }
    #expect(curve.eventCount == 4)
    #expect(curve.censoredCount == 3)
    #expect(curve.probabilityEnded(by: .milliseconds(1_999)) == 0)
    #expect(abs(curve.probabilityEnded(by: .seconds(4)) - 3.0 / 7) < 1e-15)
  }

  @Test("puts what a censored longest life leaves over on that life")
  func efronTail() throws {
    let curve = try estimate(lives)
    #expect(abs(curve.tailProbability - 8.0 / 21) < 1e-15)
    let law = try curve.distribution()
    #expect(law.cumulativeProbability(at: 7.999) < 0.62)
    #expect(law.cumulativeProbability(at: 8) == 1)
  }

  @Test("without censoring it is the sample's own step curve, and ends at zero exactly")
  func uncensored() throws {
    let curve = try estimate([(1, true), (2, true), (4, true), (4, true)])
    #expect(curve.tailProbability == 0)
    #expect(curve.steps.map(\.survival) == [0.75, 0.5, 0])
  }

  @Test("censored lives alone all end at the longest")
  func allCensored() throws {
    let law = try estimate([(1, false), (9, false)]).distribution()
    #expect(law.mean == 9)
  }

  @Test("a censoring at the time of the last event keeps its tail there")
  func tailAtTheLastEvent() throws {
    let curve = try estimate([(1, true), (3, true), (3, false)])
    #expect(curve.tailProbability > 0)
    #expect(try curve.distribution().cumulativeProbability(at: 3) == 1)
  }

  @Test("needs an observation")
  func empty() {
    #expect(throws: DistributionError.empty(parameter: "observations")) {
      try KaplanMeierEstimate([])
    }
  }
}

@Suite("Replaying a trace")
struct ReplayTests {
  @Test("a scale is a positive fraction and is exact")
  func scale() throws {
    #expect(TimeScale(0, over: 1) == nil)
    #expect(TimeScale(1, over: -3) == nil)
    let third = try #require(TimeScale(1, over: 3))
    #expect(third.apply(to: .seconds(10), from: .epoch) == Instant(nanoseconds: 3_333_333_333))
    let huge = try #require(TimeScale(.max, over: 1))
    #expect(huge.apply(to: .seconds(10), from: .epoch) == nil)
  }
}

@Suite("Provenance")
struct ProvenanceTests {
  @Test("is read from the sections of its file")
  func sections() {
    let text = "# x\n\n## Source\n- somewhere @ 1\n- else\n\n## Licence\nMIT\n"
    #expect(
      Provenance(markdown: Array(text.utf8)) == Provenance(source: "somewhere @ 1", licence: "MIT"))
    #expect(Provenance(markdown: Array("## Source\n\n## Licence\nMIT\n".utf8)) == nil)
  }
}
