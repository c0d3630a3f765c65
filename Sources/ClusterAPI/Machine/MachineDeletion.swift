package import Units

/// The order in which a Machine is taken apart, as one look at a time.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/machine_controller.go`, `reconcileDelete`.
package struct MachineDeletion: Hashable, Sendable {
  /// What the gate of the Node reads.
  package var nodeCleanup: MachineDeletionGates.NodeCleanupState
  /// What there is of the infrastructure object.
  package var infrastructure: MachineDeletionGates.InfrastructureMachine
  /// Whether there is a bootstrap object.
  package var hasBootstrapConfig: Bool
  /// Whether an annotation asks to wait before the drain.
  package var hasPreDrainHook: Bool
  /// Whether an annotation asks to wait before the machine itself goes.
  package var hasPreTerminateHook: Bool
  /// Whether an annotation keeps the node from being drained.
  package var isExcludedFromDrain: Bool
  /// Whether an annotation keeps volumes from being waited for.
  package var isExcludedFromVolumeWait: Bool
  /// `nodeDrainTimeoutSeconds`; nil or nothing for no timeout.
  package var drainTimeout: TimeSpan?
  /// `nodeVolumeDetachTimeoutSeconds`; nil or nothing for no timeout.
  package var volumeDetachTimeout: TimeSpan?
  /// `nodeDeletionTimeoutSeconds`; nothing for no timeout.
  package var nodeDeletionTimeout: TimeSpan
  /// When the Machine was deleted.
  package var deletedAt: Instant
  /// `nodeDrainStartTime`: stamped when the drain first looks.
  package var drainStartedAt: Instant?
  /// `waitForNodeVolumeDetachStartTime`.
  package var volumeWaitStartedAt: Instant?
  /// `waitForPreTerminateHookStartTime`; once stamped, the node is no longer drained.
  package var preTerminateWaitStartedAt: Instant?
  /// Whether everything that has to go has left the node, or the Node object is gone.
  package var isDrained: Bool
  /// Whether attached volumes hold the Machine: `AttachedVolumes`, and false for a node that does
  /// not answer.
  package var volumesAreAttached: Bool
  /// How the Node object stands.
  package var node: NodeObject

  /// How the Node object stands.
  package enum NodeObject: Hashable, Sendable {
    /// It is there, and nothing was tried yet.
    case present
    /// Its deletion was tried and failed.
    case deletionFailed
    /// It is gone.
    case gone
  }

  /// What one look does.
  package enum Step: Hashable, Sendable {
    /// Waits until the pre-drain annotations are gone; nothing but that wakes it.
    case waitForPreDrainHook
    /// Cordons and evicts, and looks again after `ControllerConstants.drainRetry`.
    case drain
    /// Waits for volumes, and looks again after `ControllerConstants.drainRetry`.
    case waitForVolumes
    /// Waits until the pre-terminate annotations are gone; nothing but that wakes it.
    case waitForPreTerminateHook
    /// Deletes the infrastructure object, or waits until it is gone.
    case deleteInfrastructure
    /// Deletes the bootstrap object, or waits until it is gone.
    case deleteBootstrapConfig
    /// Deletes the Node object; a failure is tried again after the delay of failures.
    case deleteNode
    /// Lets go of the Machine.
    case removeFinalizer

    /// The reason in the condition `Deleting` while it lasts.
    package var reason: String {
      switch self {
      case .waitForPreDrainHook: "WaitingForPreDrainHook"
      case .drain: "DrainingNode"
      case .waitForVolumes: "WaitingForVolumeDetach"
      case .waitForPreTerminateHook: "WaitingForPreTerminateHook"
      case .deleteInfrastructure: "WaitingForInfrastructureDeletion"
      case .deleteBootstrapConfig: "WaitingForBootstrapDeletion"
      case .deleteNode: "DeletingNode"
      case .removeFinalizer: "DeletionCompleted"
      }
    }
  }

  /// Makes the deletion of a Machine with a Node that asks for nothing special.
  package init(nodeCleanup: MachineDeletionGates.NodeCleanupState, deletedAt: Instant) {
    self.nodeCleanup = nodeCleanup
    self.deletedAt = deletedAt
    infrastructure = .present
    hasBootstrapConfig = true
    hasPreDrainHook = false
    hasPreTerminateHook = false
    isExcludedFromDrain = false
    isExcludedFromVolumeWait = false
    nodeDeletionTimeout = ControllerConstants.nodeDeletionTimeout
    isDrained = false
    volumesAreAttached = false
    node = .present
  }

  /// What a look at `now` does. Everything is derived anew, and nothing but the stamps is
  /// remembered, as in a level-triggered controller.
  package func step(at now: Instant) -> Step {
    let cleansNode = MachineDeletionGates.nodeCleanupRefusal(nodeCleanup) == nil
    if cleansNode {
      if hasPreDrainHook { return .waitForPreDrainHook }
      if mayDrain(at: now) && !isDrained { return .drain }
      if mayWaitForVolumes(at: now) && volumesAreAttached { return .waitForVolumes }
    }
    if hasPreTerminateHook { return .waitForPreTerminateHook }
    if infrastructure != .missing { return .deleteInfrastructure }
    if hasBootstrapConfig { return .deleteBootstrapConfig }
    guard cleansNode, node != .gone else { return .removeFinalizer }
    let isGivenUp =
      node == .deletionFailed
      && MachineDeletionGates.mayLeaveNode(
        timeout: nodeDeletionTimeout, machineDeletedAt: deletedAt, at: now)
    return isGivenUp ? .removeFinalizer : .deleteNode
  }

  /// Whether the drain's gate is open at `now`.
  package func mayDrain(at now: Instant) -> Bool {
    MachineDeletionGates.mayWait(
      isExcluded: isExcludedFromDrain, infrastructure: infrastructure,
      preTerminateWaitStarted: preTerminateWaitStartedAt != nil, timeout: drainTimeout,
      startedAt: drainStartedAt, at: now)
  }

  /// Whether the gate of the wait for volumes is open at `now`.
  package func mayWaitForVolumes(at now: Instant) -> Bool {
    MachineDeletionGates.mayWait(
      isExcluded: isExcludedFromVolumeWait, infrastructure: infrastructure,
      preTerminateWaitStarted: preTerminateWaitStartedAt != nil, timeout: volumeDetachTimeout,
      startedAt: volumeWaitStartedAt, at: now)
  }
}
