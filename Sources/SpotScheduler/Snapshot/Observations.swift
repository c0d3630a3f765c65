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
    /// Its set-up failed for good: nothing but its deletion helps.
    case failed
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
  /// When the host's owner asked for it at once, as 5-Spot's agent writes it on the node when a
  /// listed program starts; nil when nobody did. The instant tells one cause from the next.
  public var reclaimRequestedAt: Instant?

  /// Makes an observation.
  @inlinable
  public init(
    stage: Stage = .absent, since: Instant = .epoch, isCordoned: Bool = false,
    isCordonedByOthers: Bool = false, reclaimRequestedAt: Instant? = nil
  ) {
    self.stage = stage
    self.since = since
    self.isCordoned = isCordoned
    self.isCordonedByOthers = isCordonedByOthers
    self.reclaimRequestedAt = reclaimRequestedAt
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
  /// When it is evicted among the pods of its node: lower ones first, and higher ones only when those
  /// are gone, as with the `order` of a `MachineDrainRule`.
  public var drainOrder: Int32
  /// What drain classes read of it; nil when nothing is said of it.
  public var traits: PodTraitsID?

  /// Makes an observation.
  @inlinable
  public init(
    id: PodID, boundAt: Instant, terminationGrace: TimeSpan, terminatingSince: Instant? = nil,
    isExemptFromDrain: Bool = false, drainOrder: Int32 = 0, traits: PodTraitsID? = nil
  ) {
    self.id = id
    self.boundAt = boundAt
    self.terminationGrace = terminationGrace
    self.terminatingSince = terminatingSince
    self.isExemptFromDrain = isExemptFromDrain
    self.drainOrder = drainOrder
    self.traits = traits
  }
}
