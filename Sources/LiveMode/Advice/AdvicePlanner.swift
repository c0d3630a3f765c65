import ClusterAPI
import KubernetesModel
package import SpotScheduler
package import Units

extension AdvicePlan {
  /// Decides on a fleet, and says what that would touch.
  ///
  /// - Parameters:
  ///   - fleet: What was seen.
  ///   - profile: Which scheduler decides.
  ///   - now: When.
  ///   - prices: What machines cost; nil when nobody says.
  package init(
    for fleet: ObservedFleet, profile: SchedulerProfile, at now: Instant, prices: PriceTable? = nil
  ) {
    let decision = Scheduler.decide(
      fleet.snapshot, changed: .all(of: fleet.snapshot), at: now, profile: profile)
    var planner = AdvicePlanner(fleet: fleet)
    for action in decision.actions { planner.take(action) }
    self.init(
      at: now, profile: profile, snapshot: fleet.snapshot, decision: decision,
      actions: planner.numbered(), observed: planner.observed, blastRadius: planner.blastRadius,
      pods: planner.pods, budgets: planner.sortedBudgets(),
      promises: PromiseCount(
        fleet, actions: decision.actions, pods: planner.pods, profile: profile, at: now
      ).risks, cost: planner.cost(by: prices),
      phases: decision.statusChanges.compactMap { change in
        let old = fleet.snapshot.statuses[Int(change.machine.index)]
        guard old.phase != change.status.phase else { return nil }
        return PhaseChange(
          machine: change.machine, from: old.phase, to: change.status.phase,
          reason: change.status.reason)
      }, nextLookAt: Self.nextLook(after: decision, on: fleet.snapshot), findings: fleet.findings)
  }

  /// The first look that stands: of those that were asked for now, and of those in statuses.
  private static func nextLook(after decision: Decision, on snapshot: FleetSnapshot) -> Instant? {
    var looks = snapshot.statuses.map(\.nextLookAt)
    for change in decision.statusChanges {
      looks[Int(change.machine.index)] = change.status.nextLookAt
    }
    for look in decision.looks { looks[Int(look.machine.index)] = look.at }
    return looks.compactMap { $0 }.min()
  }
}

/// Follows the actions of a decision and notes what each of them touches.
private struct AdvicePlanner {
  let fleet: ObservedFleet
  /// What is left of each budget, by its place in the fleet.
  var left: [BudgetState]
  var pods: [PodAtRisk] = []
  /// The budgets by their place in the fleet, as far as they are asked.
  var budgets: [BudgetAtRisk?]
  var taken: [(action: Action, node: ObjectReference?, pod: Int?, seen: [SeenObject])] = []
  private var machines: Set<ScheduledMachineID> = []
  private var nodes: Set<ObjectReference> = []
  private var gone: Set<PodID> = []
  private var created: [ScheduledMachineID] = []
  private var deleted: [ScheduledMachineID] = []

  init(fleet: ObservedFleet) {
    self.fleet = fleet
    left = fleet.budgets.map { BudgetState($0.budget) }
    budgets = Array(repeating: nil, count: fleet.budgets.count)
  }

  mutating func take(_ action: Action) {
    let index = Int(action.machine.index)
    let parts = fleet.objects[index]
    machines.insert(action.machine)
    var seen = parts.all
    var pod: Int?
    var node: ObjectReference?
    switch action.verb {
    case .createMachine: created.append(action.machine)
    case .deleteMachine:
      deleted.append(action.machine)
      node = parts.node?.reference
      // What still runs there ends with it, DaemonSets' pods aside.
      for observed in fleet.snapshot.pods[index].sorted(by: { $0.id < $1.id })
      where !observed.isExemptFromDrain && !gone.contains(observed.id) {
        let place = risk(observed.id, of: action.machine, .withMachine, grace: nil)
        seen.append(pods[place].seen)
      }
    case .cordon, .uncordon, .announceDrain, .clearReclaimRequest: node = parts.node?.reference
    case .evict(let id, let grace):
      node = parts.node?.reference
      let own = fleet.pods[Int(id.index)].pod.terminationGrace
      let place = risk(id, of: action.machine, .evict, grace: grace ?? own)
      pod = place
      seen.append(pods[place].seen)
      seen += fleet.pods[Int(id.index)].budgets.map { fleet.budgets[$0].seen }
    case .deletePod(let id, let grace):
      node = parts.node?.reference
      let place = risk(id, of: action.machine, .delete, grace: grace)
      pod = place
      seen.append(pods[place].seen)
    case .sanitise, .attest, .disableObject: break
    }
    if let node { nodes.insert(node) }
    taken.append((action, node, pod, seen))
  }

  /// Notes that a pod goes, and what its budgets say to that after the pods before it.
  private mutating func risk(
    _ id: PodID, of machine: ScheduledMachineID, _ way: PodAtRisk.Way, grace: TimeSpan?
  ) -> Int {
    let bound = fleet.pods[Int(id.index)]
    let states = bound.budgets.map { left[$0] }
    let review = Eviction.review(
      podIsReady: bound.pod.isReady, isTerminating: bound.pod.terminatingSince != nil,
      phase: bound.pod.phase, budgets: states)
    gone.insert(id)
    if case .allowed(consumesBudget: true) = review, let place = bound.budgets.first {
      left[place].disruptionsAllowed -= 1
    }
    let isRefused = if case .allowed = review { false } else { true }
    for place in bound.budgets {
      var budget =
        budgets[place]
        ?? BudgetAtRisk(
          seen: fleet.budgets[place].seen, allowed: fleet.budgets[place].budget.disruptionsAllowed)
      switch way {
      case .evict:
        budget.asked += 1
        if isRefused { budget.refused += 1 }
      case .delete, .withMachine: if isRefused { budget.past += 1 }
      }
      budgets[place] = budget
    }
    pods.append(
      PodAtRisk(
        seen: bound.seen, machine: machine, way: way, grace: grace, review: review,
        budgets: bound.budgets))
    return pods.count - 1
  }

  /// The objects that any action depends on, sorted, each once.
  var observed: [SeenObject] { Set(taken.flatMap(\.seen)).sorted() }

  /// The actions, with the objects that they depend on as places in `observed`.
  func numbered() -> [AdvisedAction] {
    var places: [SeenObject: Int] = [:]
    for (place, seen) in observed.enumerated() { places[seen] = place }
    return taken.map { action, node, pod, seen in
      AdvisedAction(
        action: action, node: node, pod: pod,
        dependsOn: Set(seen.compactMap { places[$0] }).sorted())
    }
  }

  /// The budgets that are asked, sorted; the pods refer to them by their places there.
  mutating func sortedBudgets() -> [BudgetAtRisk] {
    let asked = budgets.indices.filter { budgets[$0] != nil }
      .sorted { fleet.budgets[$0].seen < fleet.budgets[$1].seen }
    var places: [Int: Int] = [:]
    for (place, index) in asked.enumerated() { places[index] = place }
    for index in pods.indices {
      pods[index].budgets = pods[index].budgets.compactMap { places[$0] }
    }
    return asked.compactMap { budgets[$0] }
  }

  var blastRadius: BlastRadius {
    var radius = BlastRadius()
    radius.machines = machines.count
    radius.machinesInFleet = fleet.objects.count
    radius.machinesCreated = created.count
    radius.machinesDeleted = deleted.count
    radius.nodes = nodes.count
    radius.pods = gone.count
    radius.podsRefused = pods.count { $0.isRefused && $0.way == .evict }
    radius.podsPastBudget = pods.count { $0.isRefused && $0.way != .evict }
    return radius
  }

  func cost(by prices: PriceTable?) -> CostChange {
    var change = CostChange()
    change.currency = prices?.currency
    var sum = Money.zero
    var isPriced = false
    var unpriced: Set<String> = []
    for (ids, sign) in [(created, Int128(1)), (deleted, -1)] {
      for id in ids {
        guard let price = prices?.perHour(id, in: fleet.snapshot) else {
          unpriced.insert(fleet.snapshot.name(of: id))
          continue
        }
        isPriced = true
        sum = Money(picounits: sum.picounits + sign * price.picounits)
      }
    }
    change.perHour = isPriced ? sum : nil
    change.unpriced = unpriced.sorted { ObjectReference.precedes([$0], [$1]) }
    return change
  }
}

extension BudgetState {
  /// What an eviction reads of a budget as it was seen.
  fileprivate init(_ budget: ObservedBudget) {
    self.init(
      disruptionsAllowed: budget.disruptionsAllowed, currentHealthy: budget.currentHealthy,
      desiredHealthy: budget.desiredHealthy,
      unhealthyPodEvictionPolicy: budget.spec.unhealthyPodEvictionPolicy,
      isObserved: budget.isObserved, unconfirmedEvictions: budget.unconfirmedEvictions)
  }
}
