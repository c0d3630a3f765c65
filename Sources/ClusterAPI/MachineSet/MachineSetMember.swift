package import Units

/// What a MachineSet reads of one of its Machines.
package struct MachineSetMember: Hashable, Sendable {
  /// A number that orders the Machines of a set as the bytes of their names do. Names end in
  /// letters drawn at random, so any draw that stays with the Machine will do.
  package var nameOrder: Int
  /// When it was made; nil where that is not written.
  package var createdAt: Instant?
  /// Whether its deletion was asked for.
  package var isDeleting = false
  /// Whether it has the annotation `cluster.x-k8s.io/delete-machine`.
  package var hasDeleteAnnotation = false
  /// Whether it has the annotation `cluster.x-k8s.io/remediate-machine`.
  package var hasRemediateAnnotation = false
  /// Whether it is being updated in place, from the move to this set until the update is done.
  package var isUpdatingInPlace = false
  /// Whether it was moved to this set and the deployment does not count it here yet.
  package var awaitsAcknowledgement = false
  /// Whether `status.nodeRef` is written.
  package var hasNode = false
  /// The condition `NodeHealthy`; nil when it is absent.
  package var nodeHealthy: ConditionStatus?
  /// The condition `HealthCheckSucceeded`; nil when no health check looks at it.
  package var healthCheckSucceeded: ConditionStatus?
  /// Whether its condition `Ready` is true; never that of one being deleted.
  package var isReady = false
  /// Whether its condition `Available` is true.
  package var isAvailable = false
  /// Whether its condition `UpToDate` is true.
  package var isUpToDate = false
  /// How far its replacement is, in the condition `OwnerRemediated`.
  package var remediation = Remediation.none

  /// How far the replacement of an unhealthy Machine is.
  package enum Remediation: Hashable, Sendable {
    /// Nobody asked for one, or it is done.
    case none
    /// A health check asked for it.
    case waiting
    /// The set deleted the Machine for it.
    case deleting
  }

  /// Makes a member that nothing is known of but its name's place and its age.
  package init(nameOrder: Int, createdAt: Instant? = nil) {
    self.nameOrder = nameOrder
    self.createdAt = createdAt
  }

  /// Whether it passes for healthy when Machines are deleted: it is a Node, and neither the Node's
  /// condition nor a health check says no. What nobody knows counts as healthy.
  ///
  /// Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_deletion_order.go`,
  /// `isMachineHealthy`.
  package var isHealthy: Bool {
    hasNode && nodeHealthy != .isFalse && healthCheckSucceeded != .isFalse
  }

  /// Whether the set should replace it: a health check failed and its owner was asked to act.
  var wantsRemediation: Bool { healthCheckSucceeded == .isFalse && remediation != .none }
}
