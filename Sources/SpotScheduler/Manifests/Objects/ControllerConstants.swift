public import Units

/// The names and times that are fixed in 5-Spot's controller, v0.1 to v0.3 (`src/constants.rs`).
public enum ControllerConstants {
  /// The phases of a machine, in the order in which the source has them.
  public static let phases: [ScheduledMachineStatus.Phase] = [
    .pending, .active, .inactive, .shuttingDown, .disabled, .terminated, .error, .emergencyRemove,
  ]

  /// The condition that would say how the taints of a node stand; v0.1 never writes it.
  public static let taintConditionType = "NodeTainted"

  /// The reasons of that condition.
  public static let taintConditionReasons = [
    "Applied", "NodeNotReady", "PatchFailed", "NoNodeYet", "TaintOwnershipConflict",
  ]

  /// Times by name.
  public enum Time: String, Hashable, Sendable, CaseIterable {
    /// Between two looks at an object in which nothing happens.
    case requeueTimer
    /// Between two looks at an object in phase Error.
    case requeueError
    /// The shortest back-off after errors, before it doubles.
    case minBackoff
    /// The longest back-off after errors.
    case maxBackoff
    /// The default of `gracefulShutdownTimeout`.
    case gracePeriod
    /// The default of `nodeDrainTimeout`.
    case nodeDrain
    /// How long the deletion of an object may take before its finalizer is removed all the same.
    case finalizerCleanup
    /// The drain of an emergency.
    case emergencyDrain
    /// The grace of pods that are deleted.
    case podDeleteGrace
    /// The longest timeout that is accepted.
    case maxDuration
    /// A call of the API server.
    case k8sApiTimeout
    /// How long a leader's lease lasts.
    case leaseDuration
    /// How long before its end the leader gives up to renew it.
    case leaseRenewDeadline
    /// Between two tries to get the lease.
    case leaseRetryPeriod

    /// How long it is.
    public var span: TimeSpan {
      switch self {
      case .requeueTimer: .seconds(60)
      case .requeueError, .k8sApiTimeout: .seconds(30)
      case .minBackoff: Upstream.Backoff.shortest
      case .maxBackoff: Upstream.Backoff.longest
      case .gracePeriod, .nodeDrain: .minutes(5)
      case .finalizerCleanup: Upstream.Finalizer.cleanupTimeout
      case .emergencyDrain: Upstream.NodeDrain.emergencyTimeout
      case .podDeleteGrace: Upstream.NodeDrain.podGrace
      case .maxDuration: TimeoutText.longest
      case .leaseDuration: .seconds(15)
      case .leaseRenewDeadline: .seconds(10)
      case .leaseRetryPeriod: .seconds(2)
      }
    }
  }
}
