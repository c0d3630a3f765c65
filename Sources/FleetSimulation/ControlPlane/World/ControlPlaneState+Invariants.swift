import ClusterAPI
import Units

/// What always holds; looked at after every event of a checked run.
extension ControlPlaneState {
  /// The first thing that is wrong, in words.
  func firstBrokenInvariant() -> String? {
    if let failure { return failure }
    var present = 0
    for machine in machines.stored.indices where machines.stored[machine].exists { present += 1 }
    if machinesCreated != present + machinesGone {
      return "\(machinesCreated) Machines were made, \(present) are there and \(machinesGone) gone"
    }
    for controller in controllers where controller.busy > controller.workers {
      return "a controller with \(controller.workers) workers has \(controller.busy) in hand"
    }
    for machine in machines.stored.indices
    where hardware.machines[machine].isRunning && !infrastructures.stored[machine].exists {
      return "Machine \(slots.numbers[machine]) runs without an infrastructure object"
    }
    return firstFullNode() ?? firstMiscountedWorkload() ?? firstMiscountedSet()
      ?? firstMiscountedCheck() ?? firstBrokenKind() ?? firstSharedHost()
      ?? firstWrongSession() ?? firstWrongBareMetalHost() ?? firstMisjudgedControlPlane()
  }

  /// What nobody owns and nobody will take away, in words; looked at when a run ends.
  ///
  /// What was cut off in the making stays until its set goes, and Nodes that were left stay for ever:
  /// both are as in Cluster API, and known.
  func firstOrphan() -> String? {
    for slot in machines.stored.indices
    where !machines.stored[slot].exists && lent?.object(of: slot) == nil {
      let isBeingMade = jobs.contains { $0.isInHand && $0.newMachine == slot }
      guard hasObjects(slot), !isBeingMade else { continue }
      if !isCutOff[slot] || !sets.stored[setOfSlot[slot]].exists {
        return "a bootstrap or infrastructure object of Machine \(slots.numbers[slot]) has no owner"
      }
    }
    return firstForgottenPod()
  }

  private func firstFullNode() -> String? {
    for node in workloads.podsOfNode.indices where !workloads.podsOfNode[node].isEmpty {
      let settings = settings[deploymentOfMachine[node]]
      let pods = workloads.podsOfNode[node]
      var used = ResourceVector.zero
      for pod in pods {
        let workload = workloads.pods[pod].workload
        used = used + workloads.requests[workload]
        if plan.workloads[workload].cluster != settings.cluster {
          return "Node \(slots.numbers[node]) has a pod of another cluster"
        }
      }
      if pods.count > settings.podsPerNode || !used.fits(in: settings.allocatable) {
        return "Node \(slots.numbers[node]) has \(pods.count) pods that ask for \(used), and room "
          + "for \(settings.podsPerNode) and \(settings.allocatable)"
      }
    }
    return nil
  }

  /// What is counted as things change has to be what a count from the start finds.
  private func firstMiscountedWorkload() -> String? {
    for workload in workloads.counts.indices {
      var counts = WorkloadCounts()
      for pod in workloads.pods where pod.workload == workload && !pod.isGone {
        counts.present += 1
        if pod.deletedAt == nil && !pod.hasEnded { counts.active += 1 }
        if pod.deletedAt == nil && pod.isReady { counts.healthy += 1 }
      }
      if counts != workloads.counts[workload] {
        return "workload \(workload) has \(counts) and counts \(workloads.counts[workload])"
      }
    }
    return nil
  }

  private func firstMiscountedSet() -> String? {
    for set in setTallies.indices {
      var tally = SetTally()
      for machine in machinesOfSet[set] {
        tally.count(machines.seen[machine], 1, drainTimeout: sets.seen[set].drainTimeout)
      }
      if tally != setTallies[set] {
        return "MachineSet \(set) has \(tally) and counts \(setTallies[set])"
      }
    }
    return nil
  }

  private func firstMiscountedCheck() -> String? {
    for deployment in settings.indices where settings[deployment].hasHealthCheck {
      var needed = 0
      for machine in machines.seen.indices
      where deploymentOfMachine[machine] == deployment && needsAttention(machine, of: deployment) {
        needed += 1
        guard let place = placeInAttention[machine], attention[deployment][place] == machine else {
          return "the health check of deployment \(deployment) overlooks Machine "
            + "\(slots.numbers[machine])"
        }
      }
      if needed != attention[deployment].count {
        return "the health check of deployment \(deployment) looks at "
          + "\(attention[deployment].count) Machines of which \(needed) need it"
      }
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
    let left = workloads.counts[workload].healthy - 1
    return left < budget.desiredHealthy
      ? "the eviction of pod \(workloads.pods[pod].number) leaves \(left) healthy pods of "
        + "\(budget.desiredHealthy)" : nil
  }
}
