package import KubernetesModel

/// A budget as preemption looks at it, which heeds it where it can.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/preemption/preemption.go`,
/// `filterVictimsWithPDBViolation`.
package struct PreemptionBudget: Sendable {
  /// The namespace.
  package var namespace: String
  /// Which pods it covers. Other than for evictions, an empty selector covers none.
  package var selector: LabelSelector?
  /// How many of its pods may still go.
  package var disruptionsAllowed: Int64
  /// The names of pods that are known to go already, which cost nothing more.
  package var disruptedPods: [String]

  /// Makes a budget.
  package init(
    namespace: String, selector: LabelSelector?, disruptionsAllowed: Int64,
    disruptedPods: [String] = []
  ) {
    self.namespace = namespace
    self.selector = selector
    self.disruptionsAllowed = disruptionsAllowed
    self.disruptedPods = disruptedPods
  }

  /// Whether it covers `pod`.
  package func covers(_ pod: Pod) -> Bool {
    guard pod.namespace == namespace, let selector, !selector.isEmpty else { return false }
    return selector.matches(pod.labels)
  }

  /// For each group of pods that would go together, in order, whether that would break a budget,
  /// given that those before it go too.
  package static func violations(
    of groups: [[Pod]], _ budgets: [PreemptionBudget]
  ) -> [Bool] {
    var left = budgets.map(\.disruptionsAllowed)
    return groups.map { pods in
      var isViolated = false
      for pod in pods where !pod.labels.isEmpty {
        for (index, budget) in budgets.enumerated()
        where budget.covers(pod) && !budget.disruptedPods.contains(pod.name) {
          left[index] -= 1
          if left[index] < 0 { isViolated = true }
        }
      }
      return isViolated
    }
  }
}
