package import Units

/// What is derived from the facts of a control plane: orders, drains, what held them up, and how busy
/// the controllers were.
package struct ControlPlaneAccounts: Hashable, Sendable {
  /// The orders, in the order in which they were given.
  package var orders: [DeploymentOrder] = []
  /// The Machines that were there and were lost by a death or for their health, in that order.
  package var replacements: [MachineReplacement] = []
  /// The drains, in the order in which they began.
  package var drains: [MachineDrain] = []
  /// What kept pods on Nodes that were drained, in the order in which it began.
  package var holds: [EvictionHold] = []
  /// Every stretch of time, one after the other.
  package var stretches: [ControlPlaneStretch] = []
  /// How many reconciles took about so long, by controller, then by length.
  package var reconcileTimes: [ControllerBucket] = []
  /// For how long queues were so deep, by controller, then by depth.
  package var queueDepths: [ControllerBucket] = []
  /// How far each deployment, by pool, was short of Machines.
  package var shortages: [DeploymentShortage] = []
  /// When API servers of hosted control planes did not answer, after they first did, in that order.
  package var outages: [APIServerOutage] = []
  /// The Jobs of workload clusters that ended, in that order.
  package var jobEnds: [WorkloadEnd] = []
  /// The names of the budgets of each workload, by service, for those who read of holds.
  package var budgets: [String] = []
}

/// A time for which the API server of a hosted control plane did not answer.
package struct APIServerOutage: Hashable, Sendable {
  /// The workload of its controllers, a service.
  package var service: UInt32
  /// When it ceased.
  package var beganAt: Instant
  /// When it answered again; nil when it did not at the end.
  package var endedAt: Instant?
}

/// The end of a Job of a workload cluster.
package struct WorkloadEnd: Hashable, Sendable {
  /// Its workload, a service.
  package var service: UInt32
  /// When.
  package var endedAt: Instant
  /// Time since it was deployed.
  package var length: TimeSpan
  /// Whether it failed for good.
  package var hasFailed: Bool
}

/// An order to a MachineDeployment, and when it was carried out.
package struct DeploymentOrder: Hashable, Sendable {
  /// What is ordered.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// To be there at all.
    case create
    /// To have another number of Machines.
    case scale
    /// To replace all Machines by those of a new template.
    case rollout
    /// To drain for no longer than so long.
    case drainLimit = "drain-limit"
  }

  /// The deployment.
  package var pool: PoolID
  /// What is ordered.
  package var kind: Kind
  /// How many Machines, the template's number, or the limit in nanoseconds, -1 for none.
  package var value: Int64
  /// When it was given.
  package var orderedAt: Instant
  /// When everything was there and available; nil when that never was.
  package var completedAt: Instant?
  /// Whether another order came before it was carried out.
  package var isSuperseded = false
}

/// The replacement of a Machine that nobody ordered away.
package struct MachineReplacement: Hashable, Sendable {
  /// The Machine.
  package var node: UInt32
  /// Its deployment.
  package var pool: PoolID
  /// When its Node died, or when it was found unhealthy where no death is known.
  package var lostAt: Instant
  /// When a health check found it unhealthy.
  package var foundAt: Instant?
  /// When it was gone.
  package var goneAt: Instant?
  /// When the deployment had, after that, as many available Machines as it is to have.
  package var restoredAt: Instant?
}

/// The drain of one Machine's Node.
package struct MachineDrain: Hashable, Sendable {
  /// The Machine.
  package var node: UInt32
  /// Its deployment.
  package var pool: PoolID
  /// Whether it goes for its health.
  package var isForHealth: Bool
  /// When its deletion was asked for.
  package var orderedAt: Instant
  /// When its Node was cordoned.
  package var beganAt: Instant
  /// When nothing was left to wait for, or a limit was over; nil when it still goes on at the end.
  package var endedAt: Instant?
  /// Pods that the eviction API let go.
  package var granted = 0
  /// Evictions that it refused, by budgets or because of too many budgets.
  package var refusals = 0
}

/// What kept pods of one workload on one Node that was drained.
package struct EvictionHold: Hashable, Sendable {
  /// Why evictions were refused.
  package enum Cause: String, CaseIterable, Hashable, Sendable {
    /// A budget allowed none (429).
    case budget
    /// More than one budget covers the pods (500): a mistake, which holds for ever.
    case severalBudgets = "several-budgets"
  }

  /// The Machine of the Node.
  package var node: UInt32
  /// Its deployment.
  package var pool: PoolID
  /// The workload, a service.
  package var service: UInt32
  /// Why.
  package var cause: Cause
  /// When an eviction was first refused.
  package var beganAt: Instant
  /// When the last pod that was refused could go, or the drain ended; nil when it still held at the
  /// end.
  package var endedAt: Instant?
  /// Whether the drain ended with pods of the workload still refused: by its limit.
  package var isOverruled = false
  /// Refused evictions.
  package var refusals = 0
  /// The pods that were refused, by number, each once.
  package var pods: [Int64] = []
}

/// What happened in one stretch of time.
package struct ControlPlaneStretch: Hashable, Sendable {
  /// When it began.
  package var start: Instant
  /// When it ended.
  package var end: Instant
  /// The controllers, in the order of `ControlPlaneWords.controllers`.
  package var controllers = Array(
    repeating: ControllerStretch(), count: ControlPlaneWords.controllers.count)
  /// The clients, in the order of `ControlPlaneWords.clients`.
  package var clients = Array(repeating: ClientStretch(), count: ControlPlaneWords.clients.count)
  /// Machines in each stage over time, by `MachineStage`, in Machines times nanoseconds.
  package var machineTime = Array(repeating: Int128(0), count: MachineStage.allCases.count)
  /// Machines that deployments were short of, in Machines times nanoseconds.
  package var missingTime: Int128 = 0
  /// The most Machines that deployments were short of at one time.
  package var missingPeak = 0
  /// Pods that had no place over time, in pods times nanoseconds.
  package var pendingTime: Int128 = 0
  /// The most of them at one time, for longer than an instant.
  package var pendingPeak: Int64 = 0
}

/// A controller in one stretch of time.
package struct ControllerStretch: Hashable, Sendable {
  /// Objects that were ready and had no worker, over time, in objects times nanoseconds.
  package var depthTime: Int64 = 0
  /// The most of them at one time.
  package var depthPeak: Int64 = 0
  /// Reconciles that ended.
  package var reconciles: Int64 = 0
  /// How many of them failed.
  package var failures: Int64 = 0
  /// How long they took, summed, in nanoseconds.
  package var reconcileTime: Int64 = 0
  /// How long the longest took, in nanoseconds.
  package var longest: Int64 = 0

  /// Makes the stretch of a controller that did nothing.
  package init() {}
}

/// A client in one stretch of time.
package struct ClientStretch: Hashable, Sendable {
  /// Calls.
  package var calls: Int64 = 0
  /// How many of them its limit held back.
  package var throttled: Int64 = 0
  /// For how long, summed, in nanoseconds.
  package var wait: Int64 = 0

  /// Makes the stretch of a client that did nothing.
  package init() {}
}

/// A bar of a histogram of a controller.
package struct ControllerBucket: Hashable, Sendable {
  /// The controller, a place in `ControlPlaneWords.controllers`.
  package var controller: Int
  /// The greatest value that is counted here: nanoseconds, or objects.
  package var atMost: Int64
  /// How many reconciles, or for how many nanoseconds.
  package var weight: Int64
}

/// How far a deployment was short of available Machines after it had them all for the first time.
///
/// What is missing is counted against the number that it last had all of, or the number ordered where
/// that is less: Machines that an order adds are not missing while they are made.
package struct DeploymentShortage: Hashable, Sendable {
  /// How many may be missing, as the strategy says, of the number ordered last.
  package var allowed = 0
  /// The most that were missing at one time.
  package var worst = 0
  /// Missing Machines over time, in Machines times nanoseconds.
  package var missingTime: Int128 = 0
  /// For how long more were missing than allowed.
  package var timeOverLimit = TimeSpan.zero
}
