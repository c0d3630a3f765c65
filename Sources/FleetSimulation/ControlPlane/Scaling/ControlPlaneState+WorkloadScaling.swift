import Units

/// Workloads that are given another number of pods.
extension ControlPlaneState {
  mutating func scaleWorkload(_ order: WorkloadOrder) {
    precondition(
      workloads.tags[order.workload] == .replicaSet, "only ReplicaSets are scaled during a run")
    guard workloads.wanted[order.workload] != order.replicas else { return }
    workloads.wanted[order.workload] = order.replicas
    record(.workloadIsScaled, order.workload, order.replicas)
    workloadChanged(order.workload)
  }

  /// Deletes the pods that are too many, as a ReplicaSet chooses them: those without a place first, then
  /// those that are not ready, those of Nodes with the most pods of the set, and the newest.
  ///
  /// Source: kubernetes v1.36 `pkg/controller/controller_utils.go`, `ActivePodsWithRanks.Less`; pods
  /// here have no deletion cost, and their times of being ready are left out.
  mutating func deleteSurplus(_ count: Int, of workload: Int) {
    let active = workloads.pods.indices.filter {
      let pod = workloads.pods[$0]
      return pod.workload == workload && !pod.isGone && pod.deletedAt == nil
    }
    var crowds: [Int: Int] = [:]
    for pod in active { if let node = workloads.pods[pod].node { crowds[node, default: 0] += 1 } }
    let ranked = active.map { pod in
      let state = workloads.pods[pod]
      return PodRank(
        stage: state.node == nil ? 0 : state.isReady ? 2 : 1,
        crowd: state.node.map { crowds[$0] ?? 0 } ?? 0, number: state.number, pod: pod)
    }.sorted()
    workloads.hasLost[workload] = true
    for rank in ranked.prefix(count) {
      if workloads.pods[rank.pod].node == nil {
        deletePending(rank.pod)
      } else {
        delete(rank.pod)
      }
    }
  }

  /// Deletes a pod that never had a place.
  private mutating func deletePending(_ pod: Int) {
    let cluster = plan.workloads[workloads.pods[pod].workload].cluster
    clusters[cluster].pending.removeAll { $0 == pod }
    workloads.markDeleted(pod, at: now)
    removeObject(of: pod)
  }
}

/// Where a pod stands among those that a ReplicaSet deletes; the least goes first.
private struct PodRank: Comparable {
  /// Without a place, not ready, ready.
  var stage: Int
  /// How many pods of the set its Node has.
  var crowd: Int
  var number: UInt32
  var pod: Int

  static func < (left: PodRank, right: PodRank) -> Bool {
    if left.stage != right.stage { return left.stage < right.stage }
    if left.crowd != right.crowd { return left.crowd > right.crowd }
    return left.number > right.number
  }
}
