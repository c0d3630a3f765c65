package import KubernetesModel
package import SpotScheduler
package import Units

// What is kept of an object that was read. Everything else, and with it whatever secret a
// template, an annotation or an environment variable holds, is dropped where the object is read.

/// A `ScheduledMachine` as read.
package struct ObservedScheduledMachine: Hashable, Sendable {
  /// How its schedule is given.
  package enum Schedule: Hashable, Sendable {
    /// Days and hours, v1alpha1.
    case inline(ScheduleSpec)
    /// Another object, v1beta1.
    case reference(SpotScheduleReference)
  }

  /// Which state of it was read.
  package var version: ObservedVersion
  /// `metadata.generation`.
  package var generation: Int64
  /// Whether its deletion was asked for.
  package var isBeingDeleted: Bool
  /// The version of its API.
  package var apiVersion: ScheduledMachineSpec.Version
  /// When it is on.
  package var schedule: Schedule
  /// `spec.enabled` of v1beta1; the schedule's switch of v1alpha1.
  package var isEnabled: Bool
  /// `spec.killSwitch`.
  package var killSwitch: Bool
  /// `spec.clusterName`.
  package var clusterName: String
  /// `spec.gracefulShutdownTimeout`.
  package var gracefulShutdownTimeout: TimeSpan
  /// `spec.nodeDrainTimeout`.
  package var nodeDrainTimeout: TimeSpan
  /// `spec.priority`.
  package var priority: UInt8
  /// The host that it names; nil when it names none.
  package var host: String?
  /// The role that it names; nil when it names none.
  package var role: ScheduledMachine.Role?
  /// What 5-Spot wrote into its status.
  package var status: UpstreamStatus
}

/// What 5-Spot says of an object in its `.status`.
package struct UpstreamStatus: Hashable, Sendable {
  /// The phase; nil in an object that 5-Spot has not looked at.
  package var phase: ScheduledMachineStatus.Phase?
  /// The reason of the condition that 5-Spot writes with each phase.
  package var reason: Reason.Rule?
  /// When that was.
  package var since: Instant?
  /// Whether the window is open.
  package var inSchedule: Bool
  /// The Node of its Machine; nil when it never had one.
  package var nodeName: String?
  /// `observedGeneration`; nil when the release writes none.
  package var observedGeneration: Int64?

  /// The status of an object that nobody has looked at.
  package init() { inSchedule = false }
}

/// A schedule provider as read.
package struct ObservedSchedule: Hashable, Sendable {
  /// What it says.
  package enum Rule: Hashable, Sendable {
    /// Days and hours.
    case hours(ScheduleSpec)
    /// An exchange's calendar.
    case market(Upstream.CapitalMarketsSchedule)
  }

  /// Which state of it was read.
  package var version: ObservedVersion
  /// What it says.
  package var rule: Rule
  /// `status.active`: what the provider says of now; nil when it says nothing.
  package var isActive: Bool?
}

/// A `Cluster` of Cluster API as read.
package struct ObservedCluster: Hashable, Sendable {
  /// Which state of it was read.
  package var version: ObservedVersion
  /// Its labels.
  package var labels: Labels
  /// `spec.paused`.
  package var isPaused: Bool
}

/// A `Machine` of Cluster API as read.
package struct ObservedMachine: Hashable, Sendable {
  /// Which state of it was read.
  package var version: ObservedVersion
  /// `spec.clusterName`.
  package var clusterName: String
  /// When it was made.
  package var createdAt: Instant
  /// When its deletion was asked for.
  package var deletedAt: Instant?
  /// The Node that it became; nil before.
  package var nodeName: String?
  /// Whether its set-up failed for good.
  package var hasFailed: Bool
  /// What its own conditions say of its Node: since when it is healthy; nil when it is not.
  package var nodeHealthySince: Instant?
  /// The object of 5-Spot that it says it is of; nil when it says none.
  package var scheduledMachine: String?
  /// What manages it; nil when nothing does.
  package var controller: ControllerReference?
}

/// A MachineSet or MachineDeployment as read.
package struct ObservedMachineOwner: Hashable, Sendable {
  /// Which state of it was read.
  package var version: ObservedVersion
  /// `spec.clusterName`.
  package var clusterName: String
  /// `spec.replicas`.
  package var replicas: Int64
}

/// A Node as read.
package struct ObservedNode: Hashable, Sendable {
  /// Which state of it was read.
  package var version: ObservedVersion
  /// What of its labels says where it is.
  package var labels: Labels
  /// What pods may request of it.
  package var cpu: MilliCPU
  /// Since when it is Ready; nil when it is not.
  package var readySince: Instant?
  /// Whether it is cordoned.
  package var isUnschedulable: Bool
  /// Since when its owner asks for it at once, as 5-Spot's agent writes it; nil when nobody does.
  package var reclaimRequestedAt: Instant?
  /// Whether it asks for that without saying since when.
  package var hasReclaimWithoutTime: Bool
}

/// A Pod as read.
package struct ObservedPod: Hashable, Sendable {
  /// Which state of it was read.
  package var version: ObservedVersion
  /// Its node; empty while it waits for one.
  package var nodeName: String
  /// What it requests.
  package var cpu: MilliCPU
  /// When it was bound to its node, or made.
  package var boundAt: Instant
  /// Its termination grace period.
  package var terminationGrace: TimeSpan
  /// When its end was asked for.
  package var terminatingSince: Instant?
  /// Its phase.
  package var phase: PodPhase
  /// Whether it is ready.
  package var isReady: Bool
  /// Whether it is a DaemonSet's.
  package var isOfDaemonSet: Bool
  /// Whether the kubelet runs it from a file.
  package var isMirror: Bool
  /// Whether somebody has yet to allow it to be scheduled.
  package var hasSchedulingGates: Bool
  /// What drain classes and budgets read of it.
  package var traits: PodTraits
}

/// A PodDisruptionBudget as read.
package struct ObservedBudget: Hashable, Sendable {
  /// Which state of it was read.
  package var version: ObservedVersion
  /// Which pods of its namespace it covers.
  package var spec: PodDisruptionBudgetSpec
  /// `status.disruptionsAllowed`.
  package var disruptionsAllowed: Int
  /// `status.currentHealthy`.
  package var currentHealthy: Int
  /// `status.desiredHealthy`.
  package var desiredHealthy: Int
  /// Whether the status is one of the newest spec.
  package var isObserved: Bool
  /// How many evictions were allowed and are not yet seen.
  package var unconfirmedEvictions: Int
}
