/// A profile of kube-scheduler by the word that a scenario uses.
package enum SchedulerPolicy: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// The default profile of 1.36.
  case kube
  /// The default profile with the score of balance that 1.35 had.
  case kube135 = "kube-1.35"
  /// The default profile of 1.36 where `NodeResourcesFit` has the strategy `MostAllocated`.
  case mostAllocated = "most-allocated"
  /// The same with the strategy `RequestedToCapacityRatio`.
  case requestedToCapacityRatio = "requested-to-capacity-ratio"

  /// The profile: scores look at `resources`, and those by ratio follow `shape`.
  package func profile(
    resources: [ResourceWeight] = ResourceWeight.standard,
    shape: RequestedToCapacityRatio = .binPacking
  ) -> PlacementProfile {
    var profile = PlacementProfile()
    profile.resources = resources
    switch self {
    case .kube: break
    case .kube135: profile.release = .kube135
    case .mostAllocated: profile.fitStrategy = .mostAllocated
    case .requestedToCapacityRatio: profile.fitStrategy = .requestedToCapacityRatio(shape)
    }
    return profile
  }
}

extension RequestedToCapacityRatio {
  /// The line of Kubernetes' manual on bin packing: the fuller the better, from 0 to 10.
  package static let binPacking = RequestedToCapacityRatio(profile: [
    Point(utilization: 0, score: 0), Point(utilization: 100, score: 10),
  ])
}
