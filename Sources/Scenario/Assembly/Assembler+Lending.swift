import Documents
import Facts
import FleetSimulation
import KubernetesModel
import SimulationKernel
import SpotScheduler
import Traces
import Units

/// What is lent, and what is bought.
extension Assembler {
  mutating func makeLending(on fleet: Fleet) -> LendingPlan? {
    guard let lending = model.lending else { return nil }
    let offers = lending.offers.compactMap { offer(of: $0, on: fleet) }
    guard let provision = law(lending.provider.provision), let join = law(lending.provider.join),
      let deprovision = law(lending.provider.deprovision)
    else { return nil }
    let provider = MachineProviderPlan(
      provision: provision, join: join, deprovision: deprovision,
      concurrency: lending.provider.concurrency)
    let owner = cluster(lending.owner)
    var plan = LendingPlan(
      profile: .upstream03, owner: owner,
      borrowers: lending.borrowers.map { borrower($0, on: fleet) }, offers: offers,
      provider: provider,
      recalls: lending.recalls.map {
        Recall(
          cluster: ClusterReference(owner.index), at: $0.at, within: $0.within, until: $0.until,
          count: $0.count)
      })
    plan.reclaims = makeReclaims(on: fleet, of: offers)
    plan.attestation = law(lending.attestation) ?? .zero
    plan.attestationService = attestationService(awayIn: lending.attestationOutages)
    plan.sanitisation = lending.sanitisation.flatMap { law($0) }
    plan.ownerFloor = floor(of: lending.owner, on: fleet)
    plan.borrowerSelector = model.cluster(lending.owner)?.borrowerSelector ?? LabelSelector()
    switch lending.scheduler {
    case .none:
      // Cluster API makes the owner's Machines whether they are lent or not.
      guard model.controlPlane != nil else { return nil }
      return plan.keptAtHome
    case .upstream(let release, let gracefulShutdownTimeout, let nodeDrainTimeout):
      plan.profile = release == .v01 ? .upstream01 : .upstream03
      plan.gracefulShutdownTimeout = gracefulShutdownTimeout
      plan.nodeDrainTimeout = nodeDrainTimeout
    case .regulated(let terms):
      plan.profile = .regulated(policy(terms, provider, plan.sanitisation))
      plan.usageLookBack = terms.usage?.lookBack ?? .zero
    }
    return plan
  }

  private func borrower(_ name: String, on fleet: Fleet) -> LendingBorrower {
    var borrower = LendingBorrower(cluster(name), floor: floor(of: name, on: fleet))
    guard let terms = model.cluster(name) else { return borrower }
    borrower.priority = terms.priority
    borrower.weight = terms.weight
    borrower.labels = terms.labels
    borrower.hostSelector = terms.hostSelector
    borrower.confidential = terms.confidential
    return borrower
  }

  /// What a cluster has at least of machines that are lent, whatever its load.
  private func floor(of name: String, on fleet: Fleet) -> MilliCPU {
    guard let cluster = model.cluster(name) else { return MilliCPU(0) }
    return cluster.floor.amount(of: fleet.ownedCPU(of: self.cluster(name)))
  }

  /// The terms with the way back planned at the chosen quantile of the provider's own laws.
  ///
  /// The quantiles of the steps are added. That is the quantile of the sum when all steps go slow
  /// together, and above it for independent steps at a confidence of 90 % and more under the laws
  /// that a provider has: so the plan errs towards giving machines back early.
  private func policy(
    _ terms: LendingModel.Terms, _ provider: MachineProviderPlan, _ sanitisation: Distribution?
  ) -> RegulatedPolicy {
    let confidence = Double(terms.confidencePermille) / 1_000
    func quantile(_ laws: [Distribution]) -> TimeSpan {
      let seconds = laws.reduce(0) { $0 + max($1.quantile(confidence), 0) }
      // Whole seconds, rounded up; a law that long is refused where it is checked.
      return .seconds(Int64(min(seconds.rounded(.up), 1e9)))
    }
    // What Cluster API adds to each step.
    let isManaged = model.controlPlane != nil
    let overhead = isManaged ? LentFleetPlan.sessionOverhead : .zero
    let returnOverhead = overhead + (isManaged ? LentFleetPlan.returnOverhead : .zero)
    return RegulatedPolicy(
      notice: terms.notice, tenure: terms.tenure, drainDeadline: terms.drainDeadline,
      evictionRetry: terms.evictionRetry,
      returnTime: quantile(
        [provider.deprovision, provider.provision, provider.join]
          + (sanitisation.map { [$0] } ?? [])) + returnOverhead,
      returnSession: quantile([provider.deprovision, provider.provision]) + overhead,
      providerConcurrency: provider.concurrency,
      simultaneousStarts: terms.simultaneousStarts ?? .max, spareHosts: terms.spareHosts,
      simultaneousDrains: terms.simultaneousDrains ?? .max, idleDelay: terms.idleDelay,
      evenOutDelay: terms.evenOutDelay,
      usage: terms.usage.map {
        UsageThresholds(
          lendBelowPermille: $0.lendBelowPermille, recallAbovePermille: $0.recallAbovePermille)
      }, emergencyDeadline: terms.emergencyDeadline, reclaimHold: terms.reclaimHold,
      drainClasses: terms.drainClasses)
  }

  private mutating func offer(of offer: LendingModel.Offer, on fleet: Fleet) -> LendingOffer? {
    guard let pool = pool(offer.pool) else { return nil }
    var nodes = fleet.nodes.indices.filter { fleet.nodes[$0].pool == pool }.map { UInt32($0) }
    if let count = offer.count {
      guard count <= nodes.count else {
        diagnostics.append(
          Diagnostic(
            .error, .invalidValue, at: offer.position, path: "lending.offers.\(offer.pool).count",
            "\(count) machines are offered of the \(nodes.count) that the pool has",
            remedy: "offer fewer, or leave count out to offer all"))
        return nil
      }
      nodes.removeSubrange(count...)
    }
    guard let borrower = schedule(offer.schedule) else { return nil }
    var owner = borrower.complement
    if let node = offer.ownerSchedule {
      guard let own = schedule(node) else { return nil }
      owner = own
    }
    var made = LendingOffer(nodes: nodes, ownerSchedule: owner, borrowerSchedule: borrower)
    made.trustedExecution = model.pools[Int(pool.index)].trustedExecution
    return made
  }

  /// The schedule of a checked `Schedule`; nil after reporting what is wrong with its calendar.
  private mutating func schedule(_ node: CheckedNode) -> LendingSchedule? {
    let name = node.text("timezone")
    guard let zone = zones[name] else {
      preconditionFailure("a checked scenario names no zone without rules")
    }
    guard let listed = node["windows"] else {
      let spec = ScheduleSpec(
        daysOfWeek: (node["daysOfWeek"]?.elements ?? []).compactMap(\.text),
        hoursOfDay: (node["hoursOfDay"]?.elements ?? []).compactMap(\.text), timezone: name,
        enabled: node.boolean("enabled"))
      return LendingSchedule(known(try? spec.resolved(in: zones), "schedule"))
    }
    var windows: [LendingWindow] = listed.elements.map { window in
      .weekly(
        WeeklyWindow(
          from: weekTime(window.text("from")), to: weekTime(window.text("to")), in: zone))
    }
    if let entry = node["calendar"] {
      let reference = CalendarReference(entry)
      guard let exchange = exchange(reference), let place = zones[exchange.zone] else { return nil }
      let calendar = ExchangeCalendar(
        zone: place, holidays: exchange.holidays,
        earlyCloses: exchange.earlyCloses.map {
          ExchangeCalendar.EarlyClose(date: $0.date, minuteOfDay: $0.minuteOfDay)
        })
      windows.append(.holidays(calendar))
      windows.append(.earlyCloses(calendar, margin: reference.earlyCloseMargin))
    }
    return node.boolean("enabled") ? LendingSchedule(windows) : .never
  }

  private func weekTime(_ text: String) -> WeekTime {
    let time = known(ClockText.weekTime(text), text)
    return known(WeekTime(time.weekday, hour: time.minute / 60, minute: time.minute % 60), text)
  }

  mutating func makeAutoscaling() -> AutoscalingPlan? {
    guard let autoscaling = model.autoscaling else { return nil }
    var pools: [AutoscaledPool] = []
    // The pools of the model are in order of rank and name, which is the order to buy in.
    for (index, pool) in model.pools.enumerated() {
      guard let entry = autoscaling.pools.first(where: { $0.name == pool.name }),
        let launchTime = law(entry.launchTime)
      else { continue }
      pools.append(
        AutoscaledPool(
          pool: PoolID(UInt32(index)), launchTime: launchTime,
          refusalPermille: entry.refusalPermille))
    }
    return AutoscalingPlan(
      pools: pools, pendingDelay: autoscaling.pendingDelay, idleDelay: autoscaling.idleDelay,
      fallback: autoscaling.fallback)
  }
}

extension Assembler {
  /// A service that verifies evidence, away in checked spans that may come again and again.
  func attestationService(awayIn outages: [CheckedNode]) -> AttestationService {
    AttestationService(
      outages: outages.flatMap { outage in
        instants(of: outage).map { .init(from: $0, until: $0 + outage.span("duration")) }
      })
  }
}
