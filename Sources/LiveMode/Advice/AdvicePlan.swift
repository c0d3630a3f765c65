package import ClusterAPI
package import SpotScheduler
package import Units

/// What the scheduler would do to a fleet now, why, and what that would touch.
///
/// Nothing is carried out. The plan names the state of each object that it was made from, so that whoever
/// carries it out later can refuse when the cluster has moved.
package struct AdvicePlan: Sendable {
  /// When it was made.
  package var at: Instant
  /// Who decided.
  package var profile: SchedulerProfile
  /// The names of objects and clusters.
  package var snapshot: FleetSnapshot
  /// What was decided.
  package var decision: Decision
  /// What is to be done, in this order.
  package var actions: [AdvisedAction]
  /// The objects that anything depends on, sorted, each once.
  package var observed: [SeenObject]
  /// What is touched.
  package var blastRadius: BlastRadius
  /// The pods that go, in the order in which they go.
  package var pods: [PodAtRisk]
  /// The budgets that are asked, sorted.
  package var budgets: [BudgetAtRisk]
  /// The promises of lending that it breaks, or that are broken now; all of them, in their order.
  package var promises: [PromiseRisk]
  /// What it does to the bill.
  package var cost: CostChange
  /// The objects whose phase changes.
  package var phases: [PhaseChange]
  /// When to look again though nothing changed; nil when nothing is to be looked at.
  package var nextLookAt: Instant?
  /// What was found about the objects.
  package var findings: [Finding]

  /// Whether anything is to be done.
  package var isEmpty: Bool { actions.isEmpty }
}

/// One thing to be done.
package struct AdvisedAction: Hashable, Sendable {
  /// What is decided.
  package var action: Action
  /// The Node that it touches; nil when it touches none.
  package var node: ObjectReference?
  /// The pod that goes, by its place in `AdvicePlan.pods`; nil when none does.
  package var pod: Int?
  /// The objects that it depends on, by their places in `AdvicePlan.observed`.
  package var dependsOn: [Int]
}

/// How much a plan touches.
package struct BlastRadius: Hashable, Sendable, BitwiseCopyable {
  /// Objects whose Machine, Node or host something is done to.
  package var machines = 0
  /// How many objects there are.
  package var machinesInFleet = 0
  /// Machines that are made.
  package var machinesCreated = 0
  /// Machines that are deleted.
  package var machinesDeleted = 0
  /// Nodes that are cordoned, uncordoned, drained or deleted.
  package var nodes = 0
  /// Pods that are asked to end, or end with their Machine.
  package var pods = 0
  /// Pods of those whose end a budget would refuse now.
  package var podsRefused = 0
  /// Pods of those that go although a budget would refuse it.
  package var podsPastBudget = 0

  /// Nothing is touched.
  package init() {}
}

/// A pod that goes.
package struct PodAtRisk: Hashable, Sendable {
  /// How it goes.
  package enum Way: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// The eviction API is asked.
    case evict
    /// It is deleted, whatever its budget says.
    case delete
    /// Its Machine is deleted while it runs.
    case withMachine = "with-machine"
  }

  /// The pod.
  package var seen: SeenObject
  /// The object on whose Machine it runs.
  package var machine: ScheduledMachineID
  /// How it goes.
  package var way: Way
  /// How long it may take to end; nil where nobody gives it any.
  package var grace: TimeSpan?
  /// What the eviction API would answer now, after the pods before it.
  package var review: EvictionReview
  /// The budgets that cover it, by their places in `AdvicePlan.budgets`.
  package var budgets: [Int]

  /// Whether a budget stands against it.
  package var isRefused: Bool {
    if case .allowed = review { false } else { true }
  }
}

/// A budget that covers pods that go.
package struct BudgetAtRisk: Hashable, Sendable {
  /// The budget.
  package var seen: SeenObject
  /// How many disruptions it allows now.
  package var allowed: Int
  /// How many of its pods the eviction API is asked for.
  package var asked = 0
  /// How many of them it would refuse now.
  package var refused = 0
  /// How many of its pods go although it would refuse that.
  package var past = 0
}

/// What a plan does to the bill, as far as prices are known.
package struct CostChange: Hashable, Sendable {
  /// What prices are counted in; nil when no prices were given.
  package var currency: Currency?
  /// How much more an hour costs afterwards; below zero when it costs less. Nil when no machine that
  /// comes or goes has a price.
  package var perHour: Money?
  /// The objects whose Machines come or go and have no price, sorted.
  package var unpriced: [String] = []

  /// No change.
  package init() {}
}

/// An object whose phase changes.
package struct PhaseChange: Hashable, Sendable {
  /// The object.
  package var machine: ScheduledMachineID
  /// Its phase now.
  package var from: ScheduledMachineStatus.Phase
  /// Its phase afterwards.
  package var to: ScheduledMachineStatus.Phase
  /// Why.
  package var reason: Reason
}
