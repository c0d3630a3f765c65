/// What a scheduling cycle found about one node.
package struct NodeVerdict: Hashable, Sendable {
  /// The index of the node.
  package var node: Int
  /// The first filter that refused the pod; nil when none did.
  package var refusedBy: PlacementPlugin?
  /// What it said; empty when the pod may come.
  package var reasons: [FilterReason]
  /// The scores of a node to which the pod may come, in the order of `PlacementPlugin`; those that
  /// have nothing to say are left out.
  package var scores: [Score]

  /// What a plugin gives a node.
  package struct Score: Hashable, Sendable {
    /// The plugin.
    package var plugin: PlacementPlugin
    /// From 0 to 100.
    package var value: Int64

    /// What it adds to the sum.
    package var weighted: Int64 { value * plugin.weight }
  }

  /// Makes a verdict.
  package init(
    node: Int, refusedBy: PlacementPlugin?, reasons: [FilterReason], scores: [Score]
  ) {
    self.node = node
    self.refusedBy = refusedBy
    self.reasons = reasons
    self.scores = scores
  }

  /// Whether the pod may come.
  package var isFeasible: Bool { reasons.isEmpty }
  /// Whether taking other pods away would change nothing.
  package var isUnresolvable: Bool { reasons.contains(where: \.isUnresolvable) }
  /// The weighted sum of the scores.
  package var total: Int64 { scores.reduce(0) { $0 + $1.weighted } }
}
