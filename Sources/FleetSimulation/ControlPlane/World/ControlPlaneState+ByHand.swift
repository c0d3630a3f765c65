import ClusterAPI
import Units

/// What people do by hand to Machines and Nodes.
extension ControlPlaneState {
  /// The Machines of a deployment, the oldest first.
  func machinesByAge(of deployment: Int) -> [Int] {
    machines.stored.indices.filter {
      machines.stored[$0].exists && deploymentOfMachine[$0] == deployment
    }.sorted { slots.numbers[$0] < slots.numbers[$1] }
  }

  /// Somebody deletes a Machine.
  mutating func deleteMachine(rank: Int, of deployment: Int) {
    let present = machinesByAge(of: deployment)
    guard !present.isEmpty else { return }
    delete(present[rank % present.count], isRemediation: false)
  }

  /// Somebody says of a Node that does not answer that its machine is off for sure.
  ///
  /// The taint `node.kubernetes.io/out-of-service` deletes the pods that do not bear it, the pod
  /// collector takes away those that are leaving at its next look, and their volumes are detached
  /// without waiting for the kubelet (kubernetes `pkg/controller/podgc`, `gcTerminating`).
  mutating func takeOutOfService(rank: Int) {
    let silent = nodes.stored.indices.filter {
      nodes.stored[$0].exists && nodes.stored[$0].ready == .unknown
        && !hardware.machines[$0].isOutOfService
    }.sorted { slots.numbers[$0] < slots.numbers[$1] }
    guard !silent.isEmpty else { return }
    let node = silent[rank % silent.count]
    hardware.machines[node].isOutOfService = true
    recordOfMachine(.nodeIsOutOfService, node)
    if volumes.areUsed { releaseVolumes(of: node) }
    for pod in workloads.podsOfNode[node]
    where workloads.tags[workloads.pods[pod].workload] != .daemonSet {
      workloads.hasLost[workloads.pods[pod].workload] = true
      delete(pod)
    }
    let period = NodeHealth.podCollectionPeriod.nanoseconds
    let due = (now - plan.start).nanoseconds
    pushOfMachine(
      .podsAreCollected, node,
      at: plan.start + TimeSpan(nanoseconds: (due + period - 1) / period * period))
  }

  /// Somebody deletes a pod of a Node that does not answer, by force: its object is gone at once, and
  /// what it left on the machine is not known.
  mutating func deleteByForce(_ order: ForcedPodDeletion) {
    let stuck = workloads.pods.indices.filter { pod in
      let state = workloads.pods[pod]
      guard state.workload == order.workload, !state.isGone, let node = state.node else {
        return false
      }
      return nodes.stored[node].exists && nodes.stored[node].ready == .unknown
    }.sorted { workloads.pods[$0].number < workloads.pods[$1].number }
    guard !stuck.isEmpty else { return }
    let pod = stuck[order.rank % stuck.count]
    workloads.hasLost[order.workload] = true
    if workloads.hasKinds { podIsDeleted(pod) }
    removeObject(of: pod)
  }

  /// The pods on their way out of a Node out of service are taken away.
  mutating func collectLeavingPods(_ node: Int) {
    guard hardware.machines[node].isOutOfService else { return }
    for pod in workloads.podsOfNode[node] where workloads.pods[pod].deletedAt != nil {
      removeObject(of: pod)
    }
  }
}
