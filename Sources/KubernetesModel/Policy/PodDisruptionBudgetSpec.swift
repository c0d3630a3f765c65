/// What the owner of pods allows others to take away at a time.
public struct PodDisruptionBudgetSpec: Hashable, Sendable {
  /// Which pods of the namespace it covers; an empty selector covers all, none covers no pod.
  public var selector: LabelSelector?
  /// The limit; a budget without one allows nothing.
  public var limit: DisruptionLimit?
  /// Whether a pod that is not ready may be evicted although the budget is spent.
  public var unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy

  /// Makes a budget.
  public init(
    selector: LabelSelector?, limit: DisruptionLimit?,
    unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy = .ifHealthyBudget
  ) {
    self.selector = selector
    self.limit = limit
    self.unhealthyPodEvictionPolicy = unhealthyPodEvictionPolicy
  }

  /// Whether it covers a pod with `labels` in its namespace.
  public func covers(_ labels: Labels) -> Bool { selector?.matches(labels) ?? false }
}

/// The limit of a budget; the API allows one of the two.
public enum DisruptionLimit: Hashable, Sendable {
  /// So many pods stay ready. A percentage is one of the pods that their controllers want.
  case minAvailable(IntOrPercent)
  /// So many pods may be missing of those that their controllers want.
  case maxUnavailable(IntOrPercent)
}

/// What happens to pods that are running but not ready.
public enum UnhealthyPodEvictionPolicy: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// They may go as long as enough others are ready; the default.
  case ifHealthyBudget = "IfHealthyBudget"
  /// They may always go.
  case alwaysAllow = "AlwaysAllow"
}
