public import KubernetesModel

/// What drain classes read of a pod; the pods of one workload share it.
public struct PodTraits: Hashable, Sendable {
  /// Its namespace.
  public var namespace: String
  /// Its labels.
  public var labels: Labels
  /// Its priority, as `spec.priority` has it.
  public var priority: Int32

  /// Makes traits; the defaults are those of a pod of which nothing is said.
  public init(namespace: String = "", labels: Labels = [:], priority: Int32 = 0) {
    self.namespace = namespace
    self.labels = labels
    self.priority = priority
  }
}

/// A dense id of what several pods have in common, within one snapshot.
public struct PodTraitsID: Hashable, Sendable, BitwiseCopyable {
  /// Index into `FleetSnapshot.podTraits`.
  public var index: UInt32
  /// Makes the id of the traits at `index`.
  @inlinable
  public init(_ index: UInt32) { self.index = index }
}
