import ClusterAPI
import Units

/// What always holds of StatefulSets, DaemonSets and Jobs.
extension ControlPlaneState {
  func firstBrokenKind() -> String? {
    guard workloads.hasKinds else { return nil }
    for workload in workloads.tags.indices {
      let broken: String? =
        switch workloads.tags[workload] {
        case .replicaSet: nil
        case .statefulSet: firstSharedOrdinal(of: workload)
        case .daemonSet: firstSharedNode(of: workload)
        case .job: brokenJob(workload)
        }
      if let broken { return broken }
    }
    return nil
  }

  private func pods(of workload: Int) -> [Int] {
    workloads.pods.indices.filter {
      workloads.pods[$0].workload == workload && !workloads.pods[$0].isGone
    }
  }

  /// An ordinal with two pods, or one that its set does not know.
  private func firstSharedOrdinal(of workload: Int) -> String? {
    for pod in pods(of: workload) {
      let state = workloads.pods[pod]
      if workloads.kinds[workload].pods[Int(state.ordinal)] != pod {
        return "pod \(state.number) shares ordinal \(state.ordinal) of workload \(workload)"
      }
    }
    return nil
  }

  /// A Node with two pods of a DaemonSet, or with one that was made for another.
  private func firstSharedNode(of workload: Int) -> String? {
    for pod in pods(of: workload) {
      let state = workloads.pods[pod]
      if workloads.kinds[workload].pods[Int(state.ordinal)] != pod
        || state.node ?? Int(state.ordinal) != Int(state.ordinal)
      {
        return "pod \(state.number) of DaemonSet \(workload) is not the one of its Node"
      }
    }
    return nil
  }

  private func brokenJob(_ workload: Int) -> String? {
    guard let sync = workloads.kinds[workload].job else { return nil }
    let active = workloads.counts[workload].active
    if active > sync.parallelism {
      return "Job \(workload) runs \(active) pods of \(sync.parallelism)"
    }
    if sync.succeeded + active > sync.completions {
      return "Job \(workload) has \(sync.succeeded) successes and \(active) pods of "
        + "\(sync.completions)"
    }
    if !workloads.kinds[workload].isOver, sync.failed > sync.backoffLimit + sync.parallelism {
      return "Job \(workload) goes on after \(sync.failed) failures"
    }
    let done = workloads.kinds[workload].isDone
    if !done.isEmpty, done.count(where: { $0 }) != sync.succeeded {
      return "Job \(workload) counts \(sync.succeeded) successes of other indices than ended"
    }
    var isUsed = Set<Int32>()
    for pod in pods(of: workload) where !done.isEmpty {
      let state = workloads.pods[pod]
      guard state.deletedAt == nil, !state.hasEnded else { continue }
      if !isUsed.insert(state.ordinal).inserted || done[Int(state.ordinal)] {
        return "pod \(state.number) of Job \(workload) runs an index that is not its own"
      }
    }
    return nil
  }
}
