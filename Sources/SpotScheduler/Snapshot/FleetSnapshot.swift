/// Everything that a decision may depend on: objects as written, the world as seen, and the
/// scheduler's own memory.
///
/// Arrays by dense id. Whoever holds the snapshot keeps it current in place; the scheduler only
/// reads it.
public struct FleetSnapshot: Sendable {
  /// The clusters, by `ClusterReference`.
  public var clusters: [ClusterSnapshot]
  /// The hosts, by `HostID`.
  public var hosts: [HostSnapshot]
  /// The objects as written, by `ScheduledMachineID`.
  public var scheduledMachines: [ScheduledMachine]
  /// What is seen of each object's Machine.
  public var observations: [MachineObservation]
  /// What the scheduler wrote into each object's status.
  public var statuses: [ScheduledMachineStatus]
  /// The pods on each object's node, in any order.
  public var pods: [[PodObservation]]
  /// What drain classes read of pods, by `PodTraitsID`.
  public var podTraits: [PodTraits]
  /// The recalls that were ordered so far.
  public var recalls: [Recall]
  /// The calls that were refused, in any order; those before an object's last change of phase
  /// count for nothing.
  public var failedCalls: [FailedCall]

  /// Makes a snapshot of objects without Machines and with fresh statuses.
  public init(
    clusters: [ClusterSnapshot], hosts: [HostSnapshot], scheduledMachines: [ScheduledMachine]
  ) {
    self.clusters = clusters
    self.hosts = hosts
    self.scheduledMachines = scheduledMachines
    observations = Array(repeating: MachineObservation(), count: scheduledMachines.count)
    statuses = Array(repeating: ScheduledMachineStatus(), count: scheduledMachines.count)
    pods = Array(repeating: [], count: scheduledMachines.count)
    podTraits = []
    recalls = []
    failedCalls = []
  }
}

/// What changed since the scheduler last looked.
public struct ChangeSet: Hashable, Sendable {
  /// The objects whose own state, Machine or pods changed, or whose time to look again has come;
  /// in ascending order, each once.
  public var machines: [ScheduledMachineID]
  /// Whether the load of a cluster or the recalls changed, which concerns all of them.
  public var clustersChanged: Bool

  /// Makes a change set.
  public init(machines: [ScheduledMachineID], clustersChanged: Bool = false) {
    self.machines = machines
    self.clustersChanged = clustersChanged
  }

  /// Everything in `snapshot`.
  public static func all(of snapshot: borrowing FleetSnapshot) -> ChangeSet {
    ChangeSet(
      machines: snapshot.scheduledMachines.indices.map { ScheduledMachineID(UInt32($0)) },
      clustersChanged: true)
  }
}
