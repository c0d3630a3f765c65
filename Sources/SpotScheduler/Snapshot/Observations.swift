public import Units

/// What is seen of the Machine that a `ScheduledMachine` asks for.
public struct MachineObservation: Hashable, Sendable, BitwiseCopyable {
  /// How far it has come.
  public enum Stage: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// There is no Machine.
    case absent
    /// It exists and no host is free for it.
    case waitingForHost
    /// Its host is being set up, or its node has not joined yet.
    case provisioning
    /// Its node is Ready.
    case ready
    /// It has a deletion timestamp.
    case deleting
  }

  /// How far it has come.
  public var stage: Stage
  /// Since when.
  public var since: Instant
  /// Whether its node is unschedulable.
  public var isCordoned: Bool
  /// Whether it is somebody else who made it so: the scheduler lifts its own cordons only.
  public var isCordonedByOthers: Bool

  /// Makes an observation.
  @inlinable
  public init(
    stage: Stage = .absent, since: Instant = .epoch, isCordoned: Bool = false,
    isCordonedByOthers: Bool = false
  ) {
    self.stage = stage
    self.since = since
    self.isCordoned = isCordoned
    self.isCordonedByOthers = isCordonedByOthers
  }
}

/// What is seen of a pod that is bound to a machine's node and not yet finished.
public struct PodObservation: Hashable, Sendable, BitwiseCopyable {
  /// Its id.
  public var id: PodID
  /// When it was bound to the node.
  public var boundAt: Instant
  /// Its termination grace period.
  public var terminationGrace: TimeSpan
  /// When it was asked to end; nil when it was not.
  public var terminatingSince: Instant?
  /// Whether a drain leaves it alone: a DaemonSet's pod or a mirror pod.
  public var isExemptFromDrain: Bool

  /// Makes an observation.
  @inlinable
  public init(
    id: PodID, boundAt: Instant, terminationGrace: TimeSpan, terminatingSince: Instant? = nil,
    isExemptFromDrain: Bool = false
  ) {
    self.id = id
    self.boundAt = boundAt
    self.terminationGrace = terminationGrace
    self.terminatingSince = terminatingSince
    self.isExemptFromDrain = isExemptFromDrain
  }
}

/// A physical machine and the objects that speak of it.
public struct HostSnapshot: Hashable, Sendable {
  /// The host's name.
  public var name: String
  /// What it gives to workloads.
  public var cpu: MilliCPU
  /// The object in its owner's cluster.
  public var owner: ScheduledMachineID
  /// The object in the cluster that it may be lent to.
  public var borrower: ScheduledMachineID

  /// Makes a host.
  public init(
    name: String, cpu: MilliCPU, owner: ScheduledMachineID, borrower: ScheduledMachineID
  ) {
    self.name = name
    self.cpu = cpu
    self.owner = owner
    self.borrower = borrower
  }
}

/// A cluster's load and what it keeps back; what a broker may lend follows from them.
public struct ClusterSnapshot: Hashable, Sendable {
  /// The cluster's name.
  public var name: String
  /// CPU of its Ready machines that may be lent, cordoned ones included.
  public var lendableAllocatable: MilliCPU
  /// CPU that its pods request or wait for, on machines that may be lent.
  public var requested: MilliCPU
  /// CPU that has to stay free at any time.
  public var headroom: MilliCPU
  /// CPU that is kept for named purposes.
  public var reserved: MilliCPU
  /// CPU that waiting work asks for; zero in a cluster that lends.
  public var pending: MilliCPU

  /// Makes a cluster.
  public init(
    name: String, lendableAllocatable: MilliCPU = MilliCPU(0), requested: MilliCPU = MilliCPU(0),
    headroom: MilliCPU = MilliCPU(0), reserved: MilliCPU = MilliCPU(0),
    pending: MilliCPU = MilliCPU(0)
  ) {
    self.name = name
    self.lendableAllocatable = lendableAllocatable
    self.requested = requested
    self.headroom = headroom
    self.reserved = reserved
    self.pending = pending
  }
}

/// An order of an owner: all its lent machines back within a limit. It holds from `at` until
/// `until`; nothing of that owner's is lent in between.
public struct Recall: Hashable, Sendable, BitwiseCopyable {
  /// The cluster that calls its machines back.
  public var cluster: ClusterReference
  /// When it was ordered.
  public var at: Instant
  /// How long after that every machine is to be Ready in its owner's cluster.
  public var within: TimeSpan
  /// The first instant at which machines may be lent again.
  public var until: Instant

  /// Makes a recall.
  @inlinable
  public init(cluster: ClusterReference, at: Instant, within: TimeSpan, until: Instant) {
    self.cluster = cluster
    self.at = at
    self.within = within
    self.until = until
  }
}
