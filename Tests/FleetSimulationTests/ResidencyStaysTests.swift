import Facts
import FleetSimulation
import Testing
import Units

/// Stays on lent machines come to the figures of the promise audit.
@Suite struct ResidencyStaysTests {
  private final class Told {
    var stays: [PodStay] = []
  }

  private struct Sinks: FactSink {
    var audit: PromiseAudit
    var stays: ResidencyStays

    mutating func record(_ fact: Fact) {
      audit.record(fact)
      stays.record(fact)
    }
  }

  private func simulate(
    seed: UInt64, regulated: Bool
  ) throws -> (stays: [PodStay], totals: PodStayTotals, promises: MemberPromises) {
    let plan = try LendingWorld(seed: seed, regulated: regulated).plan
    let header = JournalHeader(
      start: plan.start, end: plan.end, fleet: plan.fleet, workload: plan.workload)
    let terms = PromiseTerms(
      notice: .minutes(15), tenure: .minutes(30), ownerLateTolerance: .zero,
      recallTolerance: .zero)
    let told = Told()
    var sinks = Sinks(
      audit: PromiseAudit(
        terms: terms, header: header, fleet: plan.fleet, workload: plan.workload),
      stays: ResidencyStays(
        tenure: terms.tenure, header: header, fleet: plan.fleet, workload: plan.workload,
        tell: { told.stays.append($0) }))
    _ = try FleetSimulation.run(plan, into: &sinks)
    return (told.stays, try sinks.stays.finish(), try sinks.audit.finish())
  }

  @Test(arguments: [true, false])
  func `stays that were cut are the opportunities and breaches of the audit`(
    regulated: Bool
  ) throws {
    var (cut, short, killed) = (Int64(0), Int64(0), Int64(0))
    for seed in 0..<30 as Range<UInt64> {
      let (stays, totals, promises) = try simulate(seed: seed, regulated: regulated)
      let residency = promises[.residency]
      #expect(totals.askedToLeave == residency.opportunities, "seed \(seed)")
      #expect(totals.askedToLeave == promises[.preemptionWindow].opportunities, "seed \(seed)")
      #expect(totals.short == residency.breaches, "seed \(seed)")
      #expect(totals.worst == residency.worst, "seed \(seed)")
      let kills = promises.breaches.count { breach in
        guard case .job = breach.subject else { return false }
        return breach.reason == .killed
      }
      #expect(totals[.killed] == Int64(kills), "seed \(seed)")
      #expect(totals.stays == Int64(stays.count), "seed \(seed)")
      let ends = PodStay.Ending.allCases.map { totals[$0] }
      #expect(ends.reduce(0, +) == totals.stays, "seed \(seed)")
      #expect(
        totals.nanoseconds == stays.reduce(Int128(0)) { $0 + Int128($1.span.nanoseconds) },
        "seed \(seed)")
      #expect(stays.map(\.to) == stays.map(\.to).sorted(), "seed \(seed)")
      #expect(stays.allSatisfy { $0.tenureEnd == $0.from + .minutes(30) }, "seed \(seed)")
      cut += totals.askedToLeave
      short += totals.short
      killed += totals[.killed]
    }
    // Both sides of the identity have been put to the test.
    #expect(cut > 0 && short > 0, "\(cut) cut, \(short) short")
    #expect(regulated || killed > 0, "\(killed) killed")
  }

  @Test func `minutes are rounded half up to the thousandth`() {
    let cases: [(Int128, String)] = [
      (0, "0.000"), (60_000_000_000, "1.000"), (90_000_000_000, "1.500"),
      (29_999_999, "0.000"), (30_000_000, "0.001"), (59_999_970_000_000, "1000.000"),
    ]
    for (nanoseconds, text) in cases { #expect(PodStayText.minutes(nanoseconds) == text) }
  }
}
