package import Facts
package import FleetSimulation
package import Ledger
import Scenario

/// One member of a run: a resolved scenario with one seed, simulated from start to end.
package enum MemberSimulation {
  /// What becomes of a member.
  package struct Outcome: Sendable {
    /// What a store keeps of it: the journal, its digest and the figures.
    package var result: MemberResult
    /// What its facts come to beside that.
    package var accounts: MemberAccounts
  }

  /// What to derive from the facts beside the figures.
  package struct Accounting: Sendable {
    /// What the machines cost; nil leaves costs out.
    package var prices: PriceBook?
    /// What lending is measured with; nil leaves promises out.
    package var terms: PromiseTerms?
    /// Whether clusters are followed hour by hour.
    package var followsClusters: Bool

    /// Makes an accounting; clusters are followed.
    package init(prices: PriceBook?, terms: PromiseTerms?) {
      self.prices = prices
      self.terms = terms
      followsClusters = true
    }

    private init() { followsClusters = false }

    /// Nothing beside the figures: enough for a digest.
    package static let none = Accounting()
  }

  /// Simulates `plan` and gives what a store keeps of it; nil when it was cancelled on the way.
  ///
  /// - Parameters:
  ///   - accounting: What to derive beside the figures.
  ///   - keepsJournal: Whether the result holds the journal's chunks, and the accounts the stages of
  ///     lent machines, or only what they say.
  ///   - isChecking: Whether whole-state checkers run after every event.
  ///   - observer: Sees the scheduler's decisions; it cannot steer.
  ///   - watch: Watches one job; it cannot steer.
  ///   - isCancelled: Asked every few thousand events.
  /// - Throws: `SimulationError`; `LedgerError` for prices that the fleet cannot have; `ReplayError`
  ///   or `LedgerError` when the facts contradict each other.
  package static func run(
    _ plan: borrowing SimulationPlan, accounting: Accounting, keepsJournal: Bool,
    isChecking: Bool, observer: FleetSimulation.DecisionObserver? = nil,
    watch: JobWatch? = nil, isCancelled: () -> Bool
  ) throws -> Outcome? {
    if let controlPlane = plan.controlPlane {
      return try run(
        controlPlane, of: plan, accounting: accounting, keepsJournal: keepsJournal,
        isChecking: isChecking, observer: observer, isCancelled: isCancelled)
    }
    var sinks = try MemberSinks(plan, accounting: accounting, keepsJournal: keepsJournal)
    let outcome = try FleetSimulation.run(
      plan, into: &sinks, checking: isChecking, isCancelled: isCancelled, observer: observer,
      watch: watch)
    return outcome.wasCancelled ? nil : try sinks.finish()
  }

  /// The same for a control plane, whose Machines show only in its run.
  private static func run(
    _ controlPlane: NamedControlPlane, of plan: borrowing SimulationPlan, accounting: Accounting,
    keepsJournal: Bool, isChecking: Bool, observer: FleetSimulation.DecisionObserver?,
    isCancelled: () -> Bool
  ) throws -> Outcome? {
    try plan.validate()
    let run = try ControlPlaneRun(
      controlPlane, checking: isChecking, observer: observer, isCancelled: isCancelled)
    guard !run.wasCancelled else { return nil }
    let header = run.header(start: plan.start, end: plan.end)
    var recorder = MemberRecorder(
      start: plan.start, end: plan.end, fleet: run.fleet, workload: run.workload,
      keepsJournal: keepsJournal)
    var promises: PromiseAudit?
    if let terms = accounting.terms, controlPlane.lentFleet != nil {
      promises = PromiseAudit(
        terms: terms, header: header, fleet: run.fleet, workload: run.workload)
    }
    var ledger: Ledger?
    if let prices = accounting.prices {
      ledger = try Ledger(
        prices: prices, header: header, fleet: run.fleet, workload: run.workload)
    }
    for fact in run.facts {
      recorder.record(fact)
      promises?.record(fact)
      ledger?.record(fact)
    }
    var result = try recorder.finish()
    var accounts = MemberAccounts()
    if let promises { accounts.promises = try promises.finish() }
    if let ledger { accounts.costs = try ledger.finish() }
    result.summary.costs = accounts.costs
    result.summary.promises = accounts.promises?.outcomes
    guard accounting.followsClusters else { return Outcome(result: result, accounts: accounts) }
    var services = ServiceReplay(header: header, fleet: run.fleet, workload: run.workload)
    var replay = ControlPlaneReplay(header: header, fleet: run.fleet, workload: run.workload)
    var timeline = MachineTimeline(header: header, fleet: run.fleet, workload: run.workload)
    for fact in run.facts {
      services.record(fact)
      replay.record(fact)
      if keepsJournal { timeline.record(fact) }
    }
    result.summary.services = try services.finish()
    let derived = try replay.finish()
    result.summary.controlPlane = derived.summary
    accounts.controlPlane = derived.accounts
    accounts.controlPlane?.budgets = controlPlane.budgets.map { $0.joined(separator: ", ") }
    if keepsJournal { (accounts.spans, accounts.windows) = try timeline.finish() }
    return Outcome(result: result, accounts: accounts)
  }
}

extension ResolvedScenario {
  /// What is derived from the facts of its runs.
  func accounting() throws(ScenarioError) -> MemberSimulation.Accounting {
    MemberSimulation.Accounting(prices: try priceBook, terms: promiseTerms)
  }
}

/// Every sink that a member needs, and no more.
private struct MemberSinks: FactSink {
  private var recorder: MemberRecorder
  private var clusters: ClusterReplay?
  private var supply: SupplyReplay?
  private var spot: SpotReplay?
  private var queues: QueueReplay?
  private var services: ServiceReplay?
  private var ledger: Ledger?
  private var timeline: MachineTimeline?
  private var promises: PromiseAudit?

  init(
    _ plan: borrowing SimulationPlan, accounting: MemberSimulation.Accounting, keepsJournal: Bool
  ) throws(LedgerError) {
    let fleet = plan.fleet
    let workload = plan.workload
    let header = JournalHeader(start: plan.start, end: plan.end, fleet: fleet, workload: workload)
    recorder = MemberRecorder(
      start: plan.start, end: plan.end, fleet: fleet, workload: workload,
      keepsJournal: keepsJournal)
    if accounting.followsClusters {
      clusters = ClusterReplay(header: header, fleet: fleet, workload: workload)
      supply = SupplyReplay(header: header, fleet: fleet, workload: workload)
      spot = SpotReplay(header: header, fleet: fleet, workload: workload)
      if workload.podTemplates.contains(where: { $0.queue != nil }) {
        queues = QueueReplay(header: header, fleet: fleet, workload: workload)
      }
      services = ServiceReplay(header: header, fleet: fleet, workload: workload)
      if keepsJournal, plan.lending != nil {
        timeline = MachineTimeline(header: header, fleet: fleet, workload: workload)
      }
    }
    if let prices = accounting.prices {
      ledger = try Ledger(prices: prices, header: header, fleet: fleet, workload: workload)
    }
    if let terms = accounting.terms {
      promises = PromiseAudit(terms: terms, header: header, fleet: fleet, workload: workload)
    }
  }

  mutating func record(_ fact: Fact) {
    recorder.record(fact)
    clusters?.record(fact)
    supply?.record(fact)
    spot?.record(fact)
    queues?.record(fact)
    services?.record(fact)
    ledger?.record(fact)
    timeline?.record(fact)
    promises?.record(fact)
  }

  consuming func finish() throws -> MemberSimulation.Outcome {
    var result = try recorder.finish()
    var accounts = MemberAccounts()
    if let clusters { accounts.clusters = try clusters.finish() }
    if let supply { accounts.supply = try supply.finish() }
    if let spot { accounts.spot = try spot.finish() }
    if let queues { accounts.queues = try queues.finish(result.jobs) }
    result.summary.spot = accounts.spot
    if let ledger { accounts.costs = try ledger.finish() }
    if let timeline { (accounts.spans, accounts.windows) = try timeline.finish() }
    if let promises { accounts.promises = try promises.finish() }
    if let services { result.summary.services = try services.finish() }
    result.summary.costs = accounts.costs
    result.summary.promises = accounts.promises?.outcomes
    return MemberSimulation.Outcome(result: result, accounts: accounts)
  }
}
