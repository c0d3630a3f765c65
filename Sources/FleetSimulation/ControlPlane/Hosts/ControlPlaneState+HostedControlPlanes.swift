import ClusterAPI
import Units

/// Control planes that run as pods of another cluster.
///
/// While one does not serve, its cluster stands still: kubelets register and report nothing, no pod is
/// made, placed or removed, no Node is found missing, no machine gets a token to join with, and calls
/// fail. What runs goes on.
extension ControlPlaneState {
  /// How long whoever needs an API server that does not answer waits before the next try: the requeue
  /// of k0smotron's bootstrap (`internal/controller/bootstrap`), taken for all.
  private static let retry: TimeSpan = .seconds(5)

  /// Whether the API server of a workload cluster answers, as of the last event.
  func isServing(_ cluster: Int) -> Bool { hosted.isServing(cluster) }

  /// Whether a control plane serves: a controller runs, and of its etcd more than half.
  private func serves(_ plane: HostedControlPlanePlan) -> Bool {
    guard running(plane.controllers) > 0 else { return false }
    guard let etcd = plane.etcd else { return true }
    return running(etcd) > workloads.kinds[etcd].pods.count / 2
  }

  /// How many pods of a StatefulSet serve; those of a machine that died do not, whatever is known of
  /// it.
  private func running(_ workload: Int) -> Int {
    workloads.kinds[workload].pods.count { pod in
      guard let pod, let node = workloads.pods[pod].node else { return false }
      return workloads.pods[pod].isReady && workloads.pods[pod].deletedAt == nil
        && hardware.machines[node].isRunning
    }
  }

  /// How a call to a workload cluster fails whose API server does not answer; nil where it does, and for
  /// the management cluster, which has no number.
  func refusal(of cluster: Int?) -> APIFailure? {
    guard hosted.areUsed, let cluster, !isServing(cluster) else { return nil }
    return .serverError(isApplied: false)
  }

  /// Puts off what cannot happen while the control plane of its cluster does not serve; whether it did.
  mutating func isPutOff(_ event: ControlPlaneEvent) -> Bool {
    guard let cluster = workloadCluster(of: event), !isServing(cluster) else { return false }
    hosted.putOff(event, of: cluster, at: now)
    return true
  }

  /// The cluster whose API server an event needs; nil for none, and for what is over.
  private func workloadCluster(of event: ControlPlaneEvent) -> Int? {
    let subject = Int(event.subject)
    switch event.kind {
    case .bootstrapIsReady, .nodeJoins, .nodeIsReady, .nodeIsSilent, .tolerationsEnd,
      .podsAreCollected:
      return cluster(of: subject)
    case .podIsReady, .podEnds, .podIsGone:
      guard workloads.pods[subject].number == event.value else { return nil }
      return plan.workloads[workloads.pods[subject].workload].cluster
    case .workloadIsDue, .budgetIsCounted, .jobIsForgotten: return plan.workloads[subject].cluster
    case .schedulerLooks: return subject
    default: return nil
    }
  }

  /// Looks which control planes began to serve, or ceased, where a pod or a machine changed.
  mutating func noteHostedControlPlanes() {
    let changes = workloads.changes + hardware.changes
    guard changes != hosted.changesSeen else { return }
    hosted.changesSeen = changes
    for index in hosted.planes.indices {
      let cluster = hosted.planes[index].cluster
      let serves = serves(hosted.planes[index])
      guard serves != hosted.serves[index] else { continue }
      hosted.serves[index] = serves
      record(serves ? .controlPlaneServes : .controlPlaneCeases, cluster)
      guard serves else { continue }
      // Each comes at its next try.
      for (event, since) in hosted.takeAwaiting(index) {
        let waited = (now - since).nanoseconds % Self.retry.nanoseconds
        push(
          event.kind, Int(event.subject), value: event.value,
          at: now + Self.retry - TimeSpan(nanoseconds: waited))
      }
    }
  }

  /// What is known of control planes is how they are.
  func firstMisjudgedControlPlane() -> String? {
    for (index, plane) in hosted.planes.enumerated() where serves(plane) != hosted.serves[index] {
      return "the control plane of cluster \(plane.cluster) is taken for "
        + (hosted.serves[index] ? "serving, and is not" : "away, and serves")
    }
    return nil
  }
}

/// The control planes that run as pods.
struct HostedControlPlanes {
  let planes: [HostedControlPlanePlan]
  /// Whether each served when that was looked at last.
  var serves: [Bool]
  /// How many changes of pods and machines there had been when that was.
  var changesSeen = 0
  private let planeOfCluster: [Int?]
  /// What waits for each to serve, and since when.
  private var awaiting: [[(event: ControlPlaneEvent, since: Instant)]]

  init(_ plan: ControlPlanePlan) {
    planes = plan.hostedControlPlanes
    serves = Array(repeating: false, count: planes.count)
    awaiting = Array(repeating: [], count: planes.count)
    var places: [Int?] = Array(repeating: nil, count: plan.clusterCount)
    for (index, plane) in planes.enumerated() { places[plane.cluster] = index }
    planeOfCluster = places
  }

  var areUsed: Bool { !planes.isEmpty }

  mutating func putOff(_ event: ControlPlaneEvent, of cluster: Int, at now: Instant) {
    guard let index = planeOfCluster[cluster] else { return }
    awaiting[index].append((event, now))
  }

  mutating func takeAwaiting(_ index: Int) -> [(event: ControlPlaneEvent, since: Instant)] {
    defer { awaiting[index] = [] }
    return awaiting[index]
  }

  func isServing(_ cluster: Int) -> Bool { planeOfCluster[cluster].map { serves[$0] } ?? true }
}
