package import KubernetesModel

/// How much of a budget is left: what the disruption controller writes into its status.
///
/// Source: kubernetes v1.36 `pkg/controller/disruption/disruption.go`.
package struct DisruptionBudgetStatus: Hashable, Sendable, BitwiseCopyable {
  /// How many pods there should be.
  package var expectedPods: Int
  /// How many are ready and stay.
  package var currentHealthy: Int
  /// How many have to stay ready.
  package var desiredHealthy: Int
  /// How many may be evicted now.
  package var disruptionsAllowed: Int

  /// The status of a budget with `spec` that expects `expected` pods, of which `healthy` are ready
  /// and stay.
  ///
  /// `expected` is the number of pods covered when the limit is a plain `minAvailable`, and the sum
  /// of what their controllers want otherwise: see `DisruptionBudgetMembers`. Percentages round up
  /// both ways: generous for `maxUnavailable`, strict for `minAvailable`.
  package init(expected: Int, healthy: Int, spec: PodDisruptionBudgetSpec) {
    currentHealthy = healthy
    switch spec.limit {
    case .minAvailable(let least):
      expectedPods = expected
      desiredHealthy = least.scaled(to: expected, rounding: .up)
    case .maxUnavailable(let most):
      expectedPods = expected
      desiredHealthy = max(expected - most.scaled(to: expected, rounding: .up), 0)
    case nil:
      expectedPods = 0
      desiredHealthy = 0
    }
    // Where nothing is expected nothing may go: pods without a controller under a percentage.
    disruptionsAllowed = expectedPods > 0 ? max(healthy - desiredHealthy, 0) : 0
  }

  /// Takes one eviction that was allowed off the budget, until the controller counts again.
  package mutating func consume() {
    precondition(disruptionsAllowed > 0, "the budget allows no disruption")
    disruptionsAllowed -= 1
  }
}
