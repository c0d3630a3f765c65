import ClusterAPI
import Units

/// What always holds of an autoscaler.
extension ControlPlaneState {
  /// How long before the end of a run a pod has to have waited to be one that waits for ever: longer than
  /// every delay, provisioning and back-off of an autoscaler together.
  private static let patience: TimeSpan = .hours(2)

  /// A pod that waits though a group could grow for it, in words; looked at when a run ends.
  func firstForgottenPod() -> String? {
    guard scaler.settings != nil, !isFaultyBeforeEnd else { return nil }
    let groups = nodeGroups(NodeCensus(self))
    for pod in clusters[ScalerState.cluster].pending {
      let state = workloads.pods[pod]
      guard plan.end - state.createdAt > ControlPlaneState.patience else { continue }
      let request = workloads.requests[state.workload]
      let helpers = groups.indices.filter {
        groups[$0].growth > 0 && groups[$0].upcoming == 0 && request.fits(in: groups[$0].room)
      }
      if let group = helpers.first {
        return "pod \(state.number) has waited since \(state.createdAt), and deployment \(group) "
          + "could grow for it"
      }
    }
    return nil
  }

  private var isFaultyBeforeEnd: Bool {
    let limit = plan.end - ControlPlaneState.patience
    return plan.api.failuresPerThousand > 0 && plan.api.failuresEnd > limit
      || plan.api.failures.contains { $0.end > limit }
  }
}
