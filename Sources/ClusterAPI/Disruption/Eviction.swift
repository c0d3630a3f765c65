package import KubernetesModel

/// The eviction subresource of pods: whether a pod may go now.
///
/// Source: kubernetes v1.36 `pkg/registry/core/pod/storage/eviction.go`, and its answers as recorded
/// of 1.36.2.
package enum Eviction {
  /// Reviews the eviction of a pod that exactly `budgets` cover.
  ///
  /// A pod that does not run, or is on its way out already, goes without being asked for. One that
  /// runs and is not ready counts for no budget, so it spends none where it may go. Two budgets are
  /// an error, whatever they would say.
  ///
  /// - Complexity: O(1) and without allocation.
  @inlinable
  package static func review(
    podIsReady: Bool, isTerminating: Bool, phase: PodPhase, budgets: some Collection<BudgetState>
  ) -> EvictionReview {
    if isTerminating { return .allowed(consumesBudget: false) }
    switch phase {
    case .pending, .succeeded, .failed: return .allowed(consumesBudget: false)
    case .running, .unknown: break
    }
    guard let budget = budgets.first else { return .allowed(consumesBudget: false) }
    guard budgets.count == 1 else { return .internalError }
    if !podIsReady && budget.letsUnhealthyPodsGo { return .allowed(consumesBudget: false) }
    guard budget.isObserved else {
      return .tooManyRequests(retryAfter: DisruptionConstants.staleStatusRetry)
    }
    guard budget.disruptionsAllowed >= 0 else { return .forbidden(.negativeBudget) }
    guard budget.unconfirmedEvictions <= DisruptionConstants.mostUnconfirmedEvictions else {
      return .forbidden(.tooManyUnconfirmedEvictions)
    }
    return budget.disruptionsAllowed > 0
      ? .allowed(consumesBudget: true) : .tooManyRequests(retryAfter: nil)
  }
}

/// What an eviction reads of a budget.
package struct BudgetState: Hashable, Sendable, BitwiseCopyable {
  /// How many pods may be evicted now.
  package var disruptionsAllowed: Int
  /// How many are ready and stay.
  package var currentHealthy: Int
  /// How many have to stay ready.
  package var desiredHealthy: Int
  /// What happens to pods that run and are not ready.
  package var unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy
  /// Whether the status is one of the newest spec.
  package var isObserved: Bool
  /// Evictions that were allowed and not yet seen by the disruption controller.
  package var unconfirmedEvictions: Int

  /// Makes a state of a budget that is up to date.
  @inlinable
  package init(
    disruptionsAllowed: Int, currentHealthy: Int, desiredHealthy: Int,
    unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy = .ifHealthyBudget,
    isObserved: Bool = true, unconfirmedEvictions: Int = 0
  ) {
    self.disruptionsAllowed = disruptionsAllowed
    self.currentHealthy = currentHealthy
    self.desiredHealthy = desiredHealthy
    self.unhealthyPodEvictionPolicy = unhealthyPodEvictionPolicy
    self.isObserved = isObserved
    self.unconfirmedEvictions = unconfirmedEvictions
  }

  /// Makes the state of a budget with `status`.
  package init(
    _ status: DisruptionBudgetStatus,
    unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy = .ifHealthyBudget
  ) {
    self.init(
      disruptionsAllowed: status.disruptionsAllowed, currentHealthy: status.currentHealthy,
      desiredHealthy: status.desiredHealthy,
      unhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy)
  }

  /// Whether a pod that runs and is not ready may go without being counted.
  @inlinable
  package var letsUnhealthyPodsGo: Bool {
    switch unhealthyPodEvictionPolicy {
    case .alwaysAllow: true
    case .ifHealthyBudget: desiredHealthy > 0 && currentHealthy >= desiredHealthy
    }
  }
}
