import ClusterAPI

/// What always holds; looked at after every event of a checked run.
extension ControlPlaneState {
  /// The first thing that is wrong, in words.
  func firstBrokenInvariant() -> String? {
    if let failure { return failure }
    let present = machines.stored.count { $0.exists }
    if machinesCreated != present + machinesGone {
      return "\(machinesCreated) Machines were made, \(present) are there and \(machinesGone) gone"
    }
    for node in workloads.podsOfNode.indices where !workloads.podsOfNode[node].isEmpty {
      let most = plan.deployments[deploymentOfMachine[node]].podsPerNode
      if workloads.podsOfNode[node].count > most {
        return "Node \(node) has \(workloads.podsOfNode[node].count) pods and room for \(most)"
      }
    }
    for controller in controllers where controller.busy > controller.workers {
      return "a controller with \(controller.workers) workers has \(controller.busy) in hand"
    }
    return nil
  }

  /// Whether an eviction that a budget lets through would leave fewer healthy pods than it wants;
  /// pods lost without eviction since the last count are not its fault.
  func brokenBudget(evicting pod: Int) -> String? {
    let workload = workloads.pods[pod].workload
    guard !workloads.hasLost[workload], let budget = workloads.budgets[workload].first else {
      return nil
    }
    let left = healthyPods(of: workload) - 1
    return left < budget.desiredHealthy
      ? "the eviction of pod \(pod) leaves \(left) healthy pods of \(budget.desiredHealthy)" : nil
  }
}
