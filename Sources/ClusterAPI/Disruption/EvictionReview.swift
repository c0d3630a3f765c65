package import Units

/// What the API server answers to an eviction.
package enum EvictionReview: Hashable, Sendable {
  /// 201: the pod is deleted with its grace, and with `consumesBudget` its budget has one disruption
  /// less until the controller counts again.
  case allowed(consumesBudget: Bool)
  /// 429: the budget would be violated, or its status is stale, which says when to come again.
  case tooManyRequests(retryAfter: TimeSpan?)
  /// 500: more than one budget covers the pod.
  case internalError
  /// 403: the status of the budget is not fit to decide by.
  case forbidden(UnfitBudget)

  /// Why the status of a budget is not fit to decide by.
  package enum UnfitBudget: Hashable, Sendable {
    /// It allows fewer than none.
    case negativeBudget
    /// The controller has fallen behind.
    case tooManyUnconfirmedEvictions
  }

  /// The HTTP status.
  package var statusCode: Int {
    switch self {
    case .allowed: 201
    case .tooManyRequests: 429
    case .internalError: 500
    case .forbidden: 403
    }
  }

  /// The `message` of the answer; nil where the pod goes.
  package var message: String? {
    switch self {
    case .allowed: nil
    case .tooManyRequests:
      "Cannot evict pod as it would violate the pod's disruption budget."
    case .internalError:
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not "
        + "support."
    case .forbidden(.negativeBudget): "pdb disruptions allowed is negative"
    case .forbidden(.tooManyUnconfirmedEvictions):
      "DisruptedPods map too big - too many evictions not confirmed by PDB controller"
    }
  }

  /// The message of the cause `DisruptionBudget`, for a budget of that name and state; nil where the
  /// answer has no cause.
  package func cause(budgetName: String, budget: BudgetState) -> String? {
    guard case .tooManyRequests(let retryAfter) = self else { return nil }
    return retryAfter == nil
      ? "The disruption budget \(budgetName) needs \(budget.desiredHealthy) healthy pods and has "
        + "\(budget.currentHealthy) currently"
      : "The disruption budget \(budgetName) is still being processed by the server."
  }
}
