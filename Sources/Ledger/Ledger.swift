package import Facts
import Units

/// Turns the facts of a run into what its machines cost.
///
/// Owned machines cost their depreciation for the whole horizon, on or off, at home or lent, and
/// the energy that they take; rented ones cost the time that is billed. All arithmetic is on whole
/// nanoseconds, thousandths of a watt and of a core, and each charge is rounded once, to 10⁻¹² of
/// the currency's unit. Formulas and a worked example: `docs/ledger.md`.
package struct Ledger: FactSink, Sendable {
  private let book: PriceBook
  private let poolCount: Int
  private let end: Instant
  private var facts: FactGuard
  private var presence: MachinePresence
  private var jobs: JobPlaces
  private var power: PowerMeter
  private var rental: RentalMeter

  /// Makes a ledger of a run of `workload` on `fleet` at the prices of `prices`.
  ///
  /// - Throws: What is wrong with the prices.
  package init(
    prices: PriceBook, header: JournalHeader, fleet: Fleet, workload: Workload
  ) throws(LedgerError) {
    try prices.validate(for: fleet)
    book = prices
    poolCount = fleet.pools.count
    end = header.end
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    presence = MachinePresence(fleet: fleet, jobClusters: workload.jobClusters)
    jobs = JobPlaces(fleet: fleet, workload: workload)
    power = PowerMeter(
      prices: prices, fleet: fleet, workload: workload, presence: presence, start: header.start)
    rental = RentalMeter(prices: prices, fleet: fleet)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the run: every charge, by pool and driver.
  ///
  /// - Throws: The first fact that contradicts the others.
  package consuming func finish() throws(LedgerError) -> MemberCosts {
    do throws(ReplayError) { try facts.finish() } catch { throw .facts(error) }
    rental.close(at: end)
    var charges: [Charge] = []
    for pool in 0..<poolCount {
      charges += power.charges(of: pool, in: book, until: end)
      charges += rental.charges(of: pool)
    }
    return MemberCosts(currency: book.currency, charges: charges)
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .jobStarted, .jobInterrupted, .jobFinished:
      if let problem = jobs.apply(fact) { return problem }
      let request = jobs.request(of: Int(fact.subject))
      power.change(
        fact.kind == .jobStarted ? request : -request, on: Int(fact.object), at: fact.at)
      return nil
    case .nodeJoined, .nodeLeft, .nodeInterrupted:
      return move(fact) ?? rental.apply(fact)
    case .machineStageChanged: return move(fact)
    case .instanceLaunched, .instanceTerminated: return rental.apply(fact)
    case .serviceUsageChanged, .serviceRequestChanged: return power.apply(service: fact)
    default: return nil
    }
  }

  private mutating func move(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    let before = presence.place(of: node)
    if let problem = presence.apply(fact) { return problem }
    power.move(node, from: before, to: presence.place(of: node), at: fact.at)
    return nil
  }
}
