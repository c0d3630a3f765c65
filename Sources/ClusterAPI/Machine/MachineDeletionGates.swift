package import Units

/// What lets the deletion of a Machine drain, wait and clean up.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/machine_controller.go`.
package enum MachineDeletionGates {
  /// What the gate of the Node reads.
  package struct NodeCleanupState: Hashable, Sendable {
    /// Whether the Cluster is being deleted.
    package var clusterIsDeleting: Bool
    /// Whether the Machine has a Node, by its own status or found by provider ID just now.
    package var hasNode: Bool
    /// The control plane that the Cluster refers to; nil when it refers to none that there is.
    package var controlPlane: ControlPlane?
    /// Machines of the control plane that are not being deleted.
    package var activeControlPlaneMachines: Int

    /// What the gate reads of a control plane.
    package struct ControlPlane: Hashable, Sendable {
      /// Whether it is being deleted.
      package var isDeleting: Bool
      /// Whether it runs elsewhere, without Machines: hosted by k0smotron, or a cloud's own.
      package var isExternallyManaged: Bool

      /// Makes a control plane.
      package init(isDeleting: Bool, isExternallyManaged: Bool) {
        self.isDeleting = isDeleting
        self.isExternallyManaged = isExternallyManaged
      }
    }

    /// Makes a state.
    package init(
      clusterIsDeleting: Bool, hasNode: Bool, controlPlane: ControlPlane?,
      activeControlPlaneMachines: Int
    ) {
      self.clusterIsDeleting = clusterIsDeleting
      self.hasNode = hasNode
      self.controlPlane = controlPlane
      self.activeControlPlaneMachines = activeControlPlaneMachines
    }
  }

  /// Why the Node of a Machine is left alone: no pre-drain hooks, no drain, no wait for volumes, and
  /// the Node object stays.
  package enum NodeCleanupRefusal: String, CaseIterable, Hashable, Sendable {
    /// All of the Cluster goes, so nothing on it is worth saving.
    case clusterIsBeingDeleted = "ClusterIsBeingDeleted"
    /// There is no Node.
    case noNode = "NilNodeRef"
    /// The control plane goes.
    case controlPlaneIsBeingDeleted = "ControlPlaneIsBeingDeleted"
    /// Nobody would be left to answer.
    case noControlPlaneNodes = "NoControlPlaneNodes"
  }

  /// Why the Node is left alone; nil when it is cleaned up. Asked anew at every look.
  package static func nodeCleanupRefusal(_ state: NodeCleanupState) -> NodeCleanupRefusal? {
    if state.clusterIsDeleting { return .clusterIsBeingDeleted }
    if !state.hasNode { return .noNode }
    if let controlPlane = state.controlPlane {
      if controlPlane.isDeleting { return .controlPlaneIsBeingDeleted }
      if controlPlane.isExternallyManaged { return nil }
    }
    return state.activeControlPlaneMachines == 0 ? .noControlPlaneNodes : nil
  }

  /// What there is of the infrastructure object of a Machine.
  package enum InfrastructureMachine: String, CaseIterable, Hashable, Sendable {
    /// It is there.
    case present
    /// It is being deleted, by hand or with the machine itself.
    case deleting
    /// It is gone.
    case missing
  }

  /// Whether to drain, or to wait for volumes: the two waits have gates of the same kind, each with
  /// its own annotation, start and timeout.
  package static func mayWait(
    isExcluded: Bool, infrastructure: InfrastructureMachine, preTerminateWaitStarted: Bool,
    timeout: TimeSpan?, startedAt: Instant?, at now: Instant
  ) -> Bool {
    !isExcluded && !preTerminateWaitStarted && infrastructure == .present
      && !NodeDrain.isTimeoutExceeded(timeout, startedAt: startedAt, at: now)
  }

  /// Whether the deletion goes on although the Node could not be deleted: the timeout counts from
  /// the deletion of the Machine, so after any drain it is over already.
  package static func mayLeaveNode(
    timeout: TimeSpan, machineDeletedAt: Instant, at now: Instant
  ) -> Bool {
    timeout > .zero && now - machineDeletedAt >= timeout
  }
}
