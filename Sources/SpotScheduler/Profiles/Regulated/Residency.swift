import Units

/// Workload residency: a pod that starts on lent capacity keeps it for its tenure.
///
/// From the announcement on the node is cordoned, so no pod starts any more, and the drain follows
/// no sooner than a tenure later: a pod that started at the last moment has had its tenure. The
/// notice is kept by the same span. Only a recall and a kill switch cut it.
enum Residency {
  /// How long before a drain it is announced and the node cordoned.
  static func warning(_ policy: RegulatedPolicy) -> TimeSpan {
    max(policy.notice, policy.tenure)
  }
}
