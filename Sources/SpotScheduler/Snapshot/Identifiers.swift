/// A dense id of a physical machine, or of a slot for one, within one snapshot.
public struct HostID: Hashable, Sendable, BitwiseCopyable {
  /// Index into `FleetSnapshot.hosts`.
  public var index: UInt32
  /// Makes the id of the host at `index`.
  @inlinable
  public init(_ index: UInt32) { self.index = index }
}

/// A dense id of a cluster within one snapshot.
public struct ClusterReference: Hashable, Sendable, BitwiseCopyable {
  /// Index into `FleetSnapshot.clusters`.
  public var index: UInt32
  /// Makes the reference to the cluster at `index`.
  @inlinable
  public init(_ index: UInt32) { self.index = index }
}

/// A dense id of a `ScheduledMachine` within one snapshot.
public struct ScheduledMachineID: Hashable, Sendable, BitwiseCopyable, Comparable {
  /// Index into `FleetSnapshot.scheduledMachines`.
  public var index: UInt32
  /// Makes the id of the object at `index`.
  @inlinable
  public init(_ index: UInt32) { self.index = index }

  /// The order of the indices.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// A dense id of a pod, given by whoever made the snapshot.
public struct PodID: Hashable, Sendable, BitwiseCopyable, Comparable {
  /// The number; it orders pods that are alike in everything else.
  public var index: UInt64
  /// Makes an id of that number.
  @inlinable
  public init(_ index: UInt64) { self.index = index }

  /// The order of the numbers.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}
