/// How evenly pods are to be spread over domains, the values of a label of nodes.
///
/// Source: kubernetes v1.36 `api/core/v1/types.go`, `TopologySpreadConstraint`.
public struct TopologySpreadConstraint: Hashable, Sendable {
  /// How many more matching pods a domain may have than the one with the fewest; at least 1.
  public var maxSkew: Int64
  /// The label of nodes whose value names the domain.
  public var topologyKey: String
  /// What happens when the constraint cannot be kept.
  public var whenUnsatisfiable: UnsatisfiableAction
  /// Which pods of the namespace are counted; nil is none, and an empty one counts none either.
  public var labelSelector: LabelSelector?
  /// With fewer domains than these the fewest count as 0; nil is 1.
  public var minDomains: Int64?
  /// Whether nodes that the pod's own affinity rules out are left out; they are by default.
  public var nodeAffinityPolicy: NodeInclusionPolicy
  /// Whether nodes with taints that the pod does not tolerate are left out; they are not by default.
  public var nodeTaintsPolicy: NodeInclusionPolicy
  /// Keys of labels of which only pods with the same value count.
  public var matchLabelKeys: [String]

  /// Makes a constraint.
  public init(
    maxSkew: Int64, topologyKey: String, whenUnsatisfiable: UnsatisfiableAction,
    labelSelector: LabelSelector?, minDomains: Int64? = nil,
    nodeAffinityPolicy: NodeInclusionPolicy = .honor,
    nodeTaintsPolicy: NodeInclusionPolicy = .ignore, matchLabelKeys: [String] = []
  ) {
    self.maxSkew = maxSkew
    self.topologyKey = topologyKey
    self.whenUnsatisfiable = whenUnsatisfiable
    self.labelSelector = labelSelector
    self.minDomains = minDomains
    self.nodeAffinityPolicy = nodeAffinityPolicy
    self.nodeTaintsPolicy = nodeTaintsPolicy
    self.matchLabelKeys = matchLabelKeys
  }
}

/// What happens when a spread constraint cannot be kept.
public enum UnsatisfiableAction: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// The pod stays pending.
  case doNotSchedule = "DoNotSchedule"
  /// The pod goes where the constraint is broken least.
  case scheduleAnyway = "ScheduleAnyway"
}

/// Whether a property of nodes decides which of them make up a domain.
public enum NodeInclusionPolicy: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// Nodes that the pod cannot use for it are left out.
  case honor = "Honor"
  /// It does not matter.
  case ignore = "Ignore"
}
