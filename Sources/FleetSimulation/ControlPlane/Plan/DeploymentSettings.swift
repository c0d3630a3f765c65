import ClusterAPI
import Units

/// What reconciles read of a deployment's plan, without anything that is counted by reference.
struct DeploymentSettings {
  let order: DeletionOrder
  let isOnDelete: Bool
  let minReady: TimeSpan
  let hasHealthCheck: Bool
  let podsPerNode: Int
  let isInterruptible: Bool
  /// The pool of its hosts; nil in a cloud.
  let hostPool: Int?
  let allocatable: ResourceVector
  let volumeDetachTimeout: TimeSpan?
  let nodeDeletionTimeout: TimeSpan
  let cluster: Int
  /// Whether the health check minds each status of a Node's condition `Ready` when it lasts.
  private let mindsTrue: Bool
  private let mindsFalse: Bool
  private let mindsUnknown: Bool

  init(_ plan: DeploymentPlan) {
    order = plan.order
    isOnDelete = plan.strategy == .onDelete
    minReady = plan.minReady
    cluster = plan.cluster
    hasHealthCheck = plan.healthCheck != nil
    podsPerNode = plan.podsPerNode
    isInterruptible = plan.spot?.isInterruptible == true
    hostPool = plan.hostPool
    allocatable =
      (plan.allocatable ?? ControlPlanePlan.room(ofPods: plan.podsPerNode))
      + PeerPodPlan.room(for: plan.peerPodsPerNode)
    volumeDetachTimeout = plan.volumeDetachTimeout
    nodeDeletionTimeout = plan.nodeDeletionTimeout
    let minded = plan.healthCheck?.checks.nodeConditions.map(\.status) ?? []
    mindsTrue = minded.contains(.isTrue)
    mindsFalse = minded.contains(.isFalse)
    mindsUnknown = minded.contains(.unknown)
  }

  /// Machines of a workload cluster without a MachineSet, of one kind of host.
  init(ofLentMachinesIn cluster: Int, _ shape: LentFleetPlan.NodeShape) {
    order = .random
    isOnDelete = false
    minReady = .zero
    hasHealthCheck = false
    podsPerNode = shape.podsPerNode
    isInterruptible = false
    hostPool = nil
    allocatable = shape.allocatable + PeerPodPlan.room(for: PeerPodPlan.standardPerNode)
    self.cluster = cluster
    volumeDetachTimeout = nil
    nodeDeletionTimeout = ControllerConstants.nodeDeletionTimeout
    mindsTrue = false
    mindsFalse = false
    mindsUnknown = false
  }

  /// Whether the health check minds a Node of this status when it lasts.
  func isWatched(_ status: ConditionStatus) -> Bool {
    switch status {
    case .isTrue: mindsTrue
    case .isFalse: mindsFalse
    case .unknown: mindsUnknown
    }
  }
}
