import ClusterAPI
import Units

/// What the API server keeps of an object, with room for one that is not there.
protocol StoredObject: Equatable {
  /// Whether the object is there.
  var exists: Bool { get }
  /// One that is not.
  static var absent: Self { get }
}

/// A MachineDeployment.
struct DeploymentObject: StoredObject {
  var exists = false
  /// `spec.replicas`.
  var replicas = 0
  /// The template, as a number that grows with each new one.
  var template = 0
  /// `nodeDrainTimeoutSeconds` of the template, which reaches Machines without a rollout.
  var drainTimeout: TimeSpan?
  /// `spec.paused`.
  var isPaused = false
  /// When the last order was written.
  var orderedAt = Instant.distantPast
  /// `status.replicas`, `availableReplicas` and `upToDateReplicas`.
  var status = MachineSetCounts()

  static let absent = DeploymentObject()
}

/// A MachineSet.
struct SetObject: StoredObject {
  var exists = false
  var deployment = 0
  var template = 0
  var createdAt = Instant.distantPast
  /// `spec.replicas`.
  var replicas = 0
  /// `nodeDrainTimeoutSeconds` of its Machines.
  var drainTimeout: TimeSpan?
  /// What the deployment wanted when the set was last scaled, without and with its surge
  /// (annotations `desired-replicas` and `max-replicas`).
  var desiredThen = 0
  var sizeThen = 0
  /// `status.replicas` and the other counts.
  var present = 0
  var ready = 0
  var available = 0
  var upToDate = 0

  static let absent = SetObject()

  /// What a rollout planner reads of it.
  var counts: MachineSetCounts {
    MachineSetCounts(
      desired: replicas, present: present, available: available, upToDate: upToDate)
  }
}

/// A Machine.
struct MachineObject: StoredObject {
  var exists = false
  var set = 0
  /// Its place by name.
  var nameOrder = 0
  var createdAt = Instant.distantPast
  /// `deletionTimestamp`.
  var deletedAt: Instant?
  /// `nodeDrainTimeoutSeconds`.
  var drainTimeout: TimeSpan?
  /// What the Machine controller wrote.
  var status = MachineStatus()
  /// What the health check wrote.
  var healthCheckSucceeded: ConditionStatus?
  /// How far its replacement for health is.
  var remediation = MachineSetMember.Remediation.none
  var annotations = MachineAnnotations()

  static let absent = MachineObject()
  var isDeleting: Bool { deletedAt != nil }
  /// Whether a health check failed and asked its set to act.
  var wantsRemediation: Bool { healthCheckSucceeded == .isFalse && remediation != .none }
}

/// What the Machine controller patches, all at once at the end of a reconcile.
struct MachineStatus: Equatable {
  var creation = MachineCreation()
  var phase: MachinePhase?
  var nodeHealthy: ConditionStatus?
  var infrastructureReadySince: Instant?
  /// Since when the condition `Ready` is true.
  var readySince: Instant?
  var isAvailable = false
  var drainStartedAt: Instant?
  /// `waitForNodeVolumeDetachStartTime`.
  var volumeWaitStartedAt: Instant?
  /// `waitForPreTerminateHookStartTime`.
  var preTerminateWaitStartedAt: Instant?
}

/// A bootstrap object.
struct BootstrapObject: StoredObject {
  var exists = false
  var hasSecret = false

  static let absent = BootstrapObject()
}

/// An infrastructure object.
struct InfrastructureObject: StoredObject {
  var exists = false
  var isProvisioned = false
  var isDeleting = false
  /// Whether its provider has no host for it.
  var hasNoHost = false

  static let absent = InfrastructureObject()
}

/// A Node, of the Machine with the same number.
struct NodeObject: StoredObject {
  var exists = false
  /// The condition `Ready`.
  var ready = ConditionStatus.isFalse
  /// Since when.
  var readySince = Instant.distantPast
  /// Whether it is cordoned.
  var isUnschedulable = false
  /// Whether it was Ready once.
  var wasReady = false
  /// Whether an autoscaler has tainted it to take it away.
  var isToBeDeleted = false
  /// Whether consolidation tainted it so that no pods come (`karpenter.sh/disrupted`), which an
  /// autoscaler does not read: it is one of its group's Nodes until it goes.
  var isDisrupted = false
  /// The label `cluster.x-k8s.io/interruptible`.
  var isInterruptible = false

  static let absent = NodeObject()
  /// Whether it takes no pods though it is Ready.
  var isClosed: Bool { isUnschedulable || isToBeDeleted || isDisrupted }
}
