/// What scheduling and drain read of a node.
public struct Node: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The labels.
  public var labels: Labels
  /// The taints.
  public var taints: [Taint]
  /// Whether it is cordoned.
  public var isUnschedulable: Bool
  /// What pods may request of it.
  public var allocatable: ResourceList

  /// Makes a node without taints.
  public init(name: String, labels: Labels = [:], allocatable: ResourceList = ResourceList()) {
    self.name = name
    self.labels = labels
    taints = []
    isUnschedulable = false
    self.allocatable = allocatable
  }
}
