package import SpotScheduler
package import Units

/// A fleet as it was seen: the snapshot to decide on, and what each of its numbers stands for.
package struct ObservedFleet: Sendable {
  /// What is decided on.
  package var snapshot: FleetSnapshot
  /// The objects behind each `ScheduledMachineID`.
  package var objects: [ObservedParts]
  /// The pods behind each `PodID`, by its number.
  package var pods: [ObservedBoundPod]
  /// The budgets that pods refer to.
  package var budgets: [ObservedBudgetOfPods]
  /// What was found, sorted, each once.
  package var findings: [Finding]
  /// The clusters that were read, sorted.
  package var sources: [ObjectSource]

  /// The object of a name; nil when there is none.
  package func object(named name: String) -> ScheduledMachineID? {
    snapshot.scheduledMachines.firstIndex { $0.name == name }
      .map { ScheduledMachineID(UInt32($0)) }
  }
}

/// An object and the state of it that was seen.
package struct SeenObject: Hashable, Comparable, Sendable {
  /// Which object.
  package var reference: ObjectReference
  /// Which state.
  package var version: ObservedVersion

  /// Makes one.
  package init(_ reference: ObjectReference, _ version: ObservedVersion) {
    self.reference = reference
    self.version = version
  }

  /// By reference.
  package static func < (left: Self, right: Self) -> Bool { left.reference < right.reference }
}

/// What a decision on one `ScheduledMachine` was made from.
package struct ObservedParts: Hashable, Sendable {
  /// The object itself.
  package var scheduledMachine: SeenObject
  /// The version of its API that it was read in.
  package var apiVersion: ScheduledMachineSpec.Version
  /// Its schedule's object; nil when it has none.
  package var schedule: SeenObject?
  /// The `Cluster` that its Machine joins.
  package var cluster: SeenObject?
  /// Its Machine.
  package var machine: SeenObject?
  /// Its Machine's Node.
  package var node: SeenObject?
  /// What 5-Spot says of it.
  package var status: UpstreamStatus
  /// What its schedule's provider says of now; nil when it says nothing.
  package var isActive: Bool?

  /// All of them, sorted.
  package var all: [SeenObject] {
    [scheduledMachine, schedule, cluster, machine, node].compactMap { $0 }.sorted()
  }
}

/// A pod on the node of a `ScheduledMachine`.
package struct ObservedBoundPod: Hashable, Sendable {
  /// Which pod, in which state.
  package var seen: SeenObject
  /// What was read of it.
  package var pod: ObservedPod
  /// The budgets that cover it, by their place in `ObservedFleet.budgets`.
  package var budgets: [Int]
}

/// A budget that covers a pod of the fleet.
package struct ObservedBudgetOfPods: Hashable, Sendable {
  /// Which budget, in which state.
  package var seen: SeenObject
  /// What was read of it.
  package var budget: ObservedBudget
}

/// What the objects of a cluster do not say, and a decision needs.
package struct FleetTerms: Sendable {
  /// A snapshot whose clusters say what they keep back and on which terms they lend, whose hosts say
  /// where and what they are, and whose recalls hold; its objects are not read. Nil for none.
  package var base: FleetSnapshot?
  /// What the scheduler remembers of objects, by `namespace/name`; the others have what 5-Spot wrote
  /// into their status.
  package var memory: [String: ScheduledMachineStatus]
  /// The time zone rules.
  package var zones: ZoneRulesSet

  /// Makes terms.
  package init(
    base: FleetSnapshot? = nil, memory: [String: ScheduledMachineStatus] = [:],
    zones: ZoneRulesSet = .pinned
  ) {
    self.base = base
    self.memory = memory
    self.zones = zones
  }
}
