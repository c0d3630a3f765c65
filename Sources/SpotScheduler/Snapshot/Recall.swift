public import Units

/// An order of an owner: lent machines back within a limit. It holds from `at` until `until`; nothing
/// of that owner's is lent anew in between.
public struct Recall: Hashable, Sendable, BitwiseCopyable {
  /// The cluster that calls its machines back.
  public var cluster: ClusterReference
  /// When it was ordered.
  public var at: Instant
  /// How long after that every machine is to be Ready in its owner's cluster.
  public var within: TimeSpan
  /// The first instant at which machines may be lent again.
  public var until: Instant
  /// How many machines; nil for all. Which ones is up to the scheduler.
  public var count: Int?

  /// Makes a recall.
  @inlinable
  public init(
    cluster: ClusterReference, at: Instant, within: TimeSpan, until: Instant, count: Int? = nil
  ) {
    self.cluster = cluster
    self.at = at
    self.within = within
    self.until = until
    self.count = count
  }
}
