import Facts
import SpotScheduler
import Units

/// Refuses services, lending and autoscaling that do not fit the fleet.
extension SimulationPlan {
  func validateServices() throws(SimulationError) {
    guard services.count == workload.services.count else {
      throw .inconsistentPlan(
        "\(workload.services.count) services have \(services.count) loads; each needs one")
    }
    for (plan, service) in zip(services, workload.services) {
      let name = "the service \(service.name)"
      guard Int(service.cluster.index) < fleet.clusters.count else {
        throw .inconsistentPlan(
          "\(name) names cluster \(service.cluster.index), which is not there")
      }
      guard !workload.runsJobs(in: service.cluster) else {
        throw .inconsistentPlan(
          "\(name) runs in a cluster of jobs; services and jobs share no cluster")
      }
      if let pool = service.pool {
        guard Int(pool.index) < fleet.pools.count else { throw .unknownPool(pool) }
      }
      guard service.request.cpu.value > 0, ResourceVector.zero.fits(in: service.request) else {
        throw .inconsistentPlan("a pod of \(name) requests no CPU; it must request some")
      }
      guard (0...100).contains(service.maxUnavailablePercent) else {
        throw .inconsistentPlan(
          "\(name) lets \(service.maxUnavailablePercent) % be unavailable; it must be 0 to 100")
      }
      try check(service.terminationGrace, "the grace period of \(name)", least: .zero)
      try check(service.startTime, "the start time of \(name)", least: .zero)
      guard !plan.usage.values.isEmpty, plan.usage.values.allSatisfy({ $0 >= 0 }) else {
        throw .inconsistentPlan("the usage of \(name) is empty or below zero")
      }
      try check(plan.usage.step, "the step of \(name)", least: TimeSpan(nanoseconds: 1))
      guard (1...100).contains(plan.targetUtilisationPercent) else {
        throw .inconsistentPlan(
          "the target utilisation of \(name) is \(plan.targetUtilisationPercent) %; it must be 1 "
            + "to 100")
      }
      guard plan.minimumReplicas >= 0, plan.minimumReplicas <= plan.maximumReplicas else {
        throw .inconsistentPlan(
          "\(name) has at least \(plan.minimumReplicas) and at most \(plan.maximumReplicas) pods")
      }
    }
  }

  func validateLending() throws(SimulationError) {
    guard let lending else { return }
    guard Int(lending.owner.index) < fleet.clusters.count, !workload.runsJobs(in: lending.owner)
    else {
      throw .inconsistentPlan("machines are lent by a cluster that has no jobs")
    }
    try validate(lending.borrowers)
    guard lending.provider.concurrency > 0 else {
      throw .inconsistentPlan("the provider works on 0 hosts at a time; it must be 1 or more")
    }
    var isLent = Array(repeating: false, count: fleet.nodes.count)
    for node in lending.offers.flatMap(\.nodes) {
      guard Int(node) < fleet.nodes.count else {
        throw .inconsistentPlan("machine \(node) is lent and is not in the fleet")
      }
      guard !isLent[Int(node)] else {
        throw .inconsistentPlan("machine \(fleet.nodeNames[Int(node)]) is offered twice")
      }
      isLent[Int(node)] = true
      let id = fleet.nodes[Int(node)].pool
      let pool = fleet.pools[Int(id.index)]
      guard pool.cluster == lending.owner, pool.capacityType == .owned, !pool.isIsolated else {
        throw .inconsistentPlan(
          "machines of the pool \(pool.name) cannot be lent: only owned machines of the lending "
            + "cluster that are not isolated can")
      }
      guard !interruptions.contains(where: { $0.pool == id }) else {
        throw .inconsistentPlan(
          "the pool \(pool.name) is lent and interrupted; interruptions are for cloud machines")
      }
    }
    try validate(lending.reclaims, isLent: isLent)
    for recall in lending.recalls {
      guard recall.until >= recall.at, recall.within >= .zero else {
        throw .inconsistentPlan("a recall ends before it is ordered, or has a limit below zero")
      }
      guard recall.at >= start else {
        throw .inconsistentPlan("a recall is ordered at \(recall.at.rfc3339), before the start")
      }
      guard recall.count.map({ $0 > 0 }) ?? true else {
        throw .inconsistentPlan("a recall is of no machine; it is of one or more, or of all")
      }
    }
  }

  private func validate(
    _ reclaims: [ReclaimOrder], isLent: [Bool]
  ) throws(SimulationError) {
    for reclaim in reclaims {
      guard reclaim.at >= start, reclaim.within >= .zero, reclaim.until ?? reclaim.at >= reclaim.at
      else {
        throw .inconsistentPlan(
          "an emergency reclaim is ordered before the start, released before it is ordered, or has a "
            + "limit below zero")
      }
      guard reclaim.nodes.allSatisfy({ Int($0) < isLent.count && isLent[Int($0)] }) else {
        throw .inconsistentPlan("an emergency reclaim is of a machine that is not on offer")
      }
    }
  }

  private func validate(_ borrowers: [LendingBorrower]) throws(SimulationError) {
    guard !borrowers.isEmpty else {
      throw .inconsistentPlan("machines are lent to nobody; name a borrower")
    }
    for (place, borrower) in borrowers.enumerated() {
      guard workload.runsJobs(in: borrower.cluster) else {
        throw .inconsistentPlan(
          "cluster \(borrower.cluster.index) borrows machines and has no jobs")
      }
      guard !borrowers[..<place].contains(where: { $0.cluster == borrower.cluster }) else {
        throw .inconsistentPlan("cluster \(borrower.cluster.index) borrows twice")
      }
      guard borrower.weight > 0, borrower.floor.value >= 0 else {
        throw .inconsistentPlan(
          "cluster \(borrower.cluster.index) borrows with a share of \(borrower.weight) and a floor "
            + "of \(borrower.floor.value) thousandths of a core; the share is above 0, the floor not "
            + "below")
      }
    }
  }

  func validateAutoscaling() throws(SimulationError) {
    guard let autoscaling else { return }
    for (place, pool) in autoscaling.pools.enumerated() {
      guard Int(pool.pool.index) < fleet.pools.count else { throw .unknownPool(pool.pool) }
      let known = fleet.pools[Int(pool.pool.index)]
      guard workload.runsJobs(in: known.cluster), known.capacityType != .owned else {
        throw .inconsistentPlan(
          "the pool \(known.name) cannot be bought: only cloud machines of a cluster with jobs can")
      }
      guard !autoscaling.pools[..<place].contains(where: { $0.pool == pool.pool }) else {
        throw .inconsistentPlan("the pool \(known.name) is bought from twice")
      }
      guard (0...1_000).contains(pool.refusalPermille) else {
        throw .inconsistentPlan("the part of refused launches of \(known.name) is out of 0 to 1")
      }
    }
    if let problem = autoscaling.fallback.problem {
      throw .inconsistentPlan("autoscaling has \(problem)")
    }
    try check(autoscaling.pendingDelay, "the delay before a machine is bought", least: .zero)
    try check(autoscaling.fallback.wait, "the wait before a fallback", least: .zero)
    try check(autoscaling.idleDelay, "the delay before a machine is given back", least: .zero)
  }
}
