package import KubernetesModel

/// kube-scheduler's plugin `TaintToleration`: a pod goes where it bears the taints, rather where it
/// bears those that only ask.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go`.
package enum TaintToleration {
  /// Why a node with `taints` does not take a pod with `tolerations`; nil when it does.
  ///
  /// `comparisonOperators` is the feature gate `TaintTolerationComparisonOperators`.
  package static func reason(
    against tolerations: [Toleration], taints: [Taint], comparisonOperators: Bool = false
  ) -> FilterReason? {
    let isKeptOff = taints.contains { taint in
      taint.effect != .preferNoSchedule
        && !tolerations.contains {
          $0.tolerates(taint, comparisonOperators: comparisonOperators)
        }
    }
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
