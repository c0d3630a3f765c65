import FleetSimulation

/// The smallest plan that still fails: orders, deaths and faults are left out one by one for as long as
/// it does. What ends a pause or takes an annotation away stays: without it a world waits for ever by
/// its plan, and not by the fault that is looked for.
struct SmallestPlan {
  private(set) var plan: ControlPlanePlan
  private let fails: (ControlPlaneOutcome) -> Bool

  init(of plan: ControlPlanePlan, where fails: @escaping (ControlPlaneOutcome) -> Bool) {
    self.plan = plan
    self.fails = fails
    var before = -1
    while before != size {
      before = size
      leaveOut(\.orders) { $0.change != .paused(false) }
      leaveOut(\.deaths)
      leaveOut(\.workloadOrders)
      // What is left of orders means workloads by their numbers.
      leaveOut(\.forcedPodDeletions)
      if plan.workloadOrders.isEmpty, plan.forcedPodDeletions.isEmpty,
        plan.hostedControlPlanes.isEmpty
      {
        leaveOut(\.workloads)
      }
      leaveOut(\.zoneOutages)
      leaveOut(\.spotReclaims)
      tryOut { $0.autoscaler = nil }
      leaveOut(\.drainRules)
      leaveOut(\.annotations, where: \.isPresent)
      leaveOut(\.outOfService)
      leaveOut(\.api.stalls)
      leaveOut(\.api.watchFaults)
      leaveOut(\.api.failures)
      leaveOut(\.api.restarts)
      leaveOut(\.api.handOvers)
      tryOut { $0.api.failuresPerThousand = 0 }
    }
  }

  private var size: Int {
    plan.orders.count + plan.deaths.count + plan.workloads.count + plan.workloadOrders.count
      + plan.drainRules.count
      + plan.annotations.count + plan.outOfService.count + plan.forcedPodDeletions.count
      + plan.zoneOutages.count + plan.spotReclaims.count
      + plan.api.stalls.count
      + plan.api.watchFaults.count + plan.api.failures.count + plan.api.restarts.count
      + plan.api.handOvers.count
  }

  private mutating func leaveOut<Item>(
    _ list: WritableKeyPath<ControlPlanePlan, [Item]>,
    where mayGo: (Item) -> Bool = { _ in true }
  ) {
    for index in plan[keyPath: list].indices.reversed() where mayGo(plan[keyPath: list][index]) {
      tryOut { $0[keyPath: list].remove(at: index) }
    }
  }

  private mutating func tryOut(_ change: (inout ControlPlanePlan) -> Void) {
    var smaller = plan
    change(&smaller)
    if fails(ControlPlaneSimulation.run(smaller, checking: true)) { plan = smaller }
  }

  /// What is left, and after how many events a check fails.
  var description: String {
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    return """
      after \(outcome.eventsHandled) events: \(outcome.failure ?? "not as ordered"); \
      \(plan.deployments.count) deployments, \(plan.workloads.count) workloads, orders \
      \(plan.orders) \(plan.workloadOrders), groups \(plan.deployments.map(\.nodeGroup)), deaths \
      \(plan.deaths), kinds \(plan.workloads.map(\.kind)), rules \
      \(plan.drainRules), annotations \(plan.annotations), by hand \(plan.outOfService) \
      \(plan.forcedPodDeletions), outages \(plan.zoneOutages), \
      reclaims \(plan.spotReclaims), api \(plan.api)
      """
  }
}
