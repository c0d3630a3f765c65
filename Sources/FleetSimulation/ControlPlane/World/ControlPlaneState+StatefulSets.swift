import ClusterAPI
import Units

/// StatefulSets, and what all kinds do when a pod goes.
extension ControlPlaneState {
  mutating func reconcileStatefulSet(_ workload: Int) {
    guard case .statefulSet(let plan) = plan.workloads[workload].kind else { return }
    let states = workloads.kinds[workload].pods.map { pod -> StatefulSetSync.OrdinalState in
      guard let pod else { return .missing }
      let state = workloads.pods[pod]
      return state.isReady && state.deletedAt == nil ? .ready : .unready
    }
    let missing = StatefulSetSync.ordinalsToMake(of: states, isParallel: plan.isParallel)
    guard !missing.isEmpty else { return }
    for ordinal in missing {
      workloads.kinds[workload].pods[ordinal] = makePod(of: workload, ordinal: ordinal)
    }
    workloadChanged(workload)
    schedulerIsDue(in: self.plan.workloads[workload].cluster)
  }

  /// The deletion of a pod was asked for, or it was lost with its Node.
  mutating func podIsDeleted(_ pod: Int) {
    let state = workloads.pods[pod]
    if workloads.tags[state.workload] == .job, !state.hasEnded { disruptJobPod(pod) }
  }

  /// The object of a pod is gone.
  mutating func podIsRemoved(_ pod: Int) {
    let state = workloads.pods[pod]
    switch workloads.tags[state.workload] {
    case .replicaSet: break
    case .statefulSet: workloads.kinds[state.workload].pods[Int(state.ordinal)] = nil
    case .daemonSet: daemonIsRemoved(pod)
    case .job: freeIndex(of: pod)
    }
  }
}
