package import KubernetesModel

/// kube-scheduler's plugin `TaintToleration`, and `NodeUnschedulable` before it: a pod goes where it
/// bears the taints, rather where it bears those that only ask.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go`
/// and `nodeunschedulable/node_unschedulable.go`.
package enum TaintToleration {
  /// Why `node` does not take a pod with `tolerations`; nil when it does.
  ///
  /// A cordoned node takes a pod that bears the taint of cordoned nodes. `comparisonOperators` is
  /// the feature gate `TaintTolerationComparisonOperators`.
  package static func reason(
    against tolerations: [Toleration], on node: Node, comparisonOperators: Bool = false
  ) -> FilterReason? {
    func bears(_ taint: Taint) -> Bool {
      tolerations.contains { $0.tolerates(taint, comparisonOperators: comparisonOperators) }
    }
    if node.isUnschedulable && !bears(.unschedulable) {
      return FilterReason("node(s) were unschedulable", isUnresolvable: true)
    }
    let isKeptOff = node.taints.contains { $0.effect != .preferNoSchedule && !bears($0) }
    return isKeptOff ? FilterReason("node(s) had untolerated taint(s)", isUnresolvable: true) : nil
  }

  /// How many taints of a node ask a pod with `tolerations` to go elsewhere; the fewer, the better.
  package static func untoleratedPreferences(
    against tolerations: [Toleration], taints: [Taint], comparisonOperators: Bool = false
  ) -> Int64 {
    let relevant = tolerations.filter { $0.effect == nil || $0.effect == .preferNoSchedule }
    return taints.reduce(0) { count, taint in
      let isBorne =
        taint.effect != .preferNoSchedule
        || relevant.contains { $0.tolerates(taint, comparisonOperators: comparisonOperators) }
      return isBorne ? count : count + 1
    }
  }

  /// The scores of nodes with these taints, from 0 to 100, for a pod with `tolerations`.
  package static func scores(
    of nodes: [[Taint]], for tolerations: [Toleration], comparisonOperators: Bool = false
  ) -> [Int64] {
    ScoreNormalization.normalized(
      nodes.map {
        untoleratedPreferences(
          against: tolerations, taints: $0, comparisonOperators: comparisonOperators)
      }, lessIsBetter: true)
  }
}
