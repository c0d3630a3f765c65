package import Units

/// A condition that makes a Machine unhealthy when it lasts, one entry of
/// `spec.checks.unhealthyNodeConditions` or `unhealthyMachineConditions`.
package struct UnhealthyCondition: Hashable, Sendable {
  /// The type of the condition, as the caller numbers them.
  package var type: Int
  /// The status that is unhealthy.
  package var status: ConditionStatus
  /// How long it may last.
  package var timeout: TimeSpan

  /// Makes an entry.
  package init(type: Int, status: ConditionStatus, timeout: TimeSpan) {
    self.type = type
    self.status = status
    self.timeout = timeout
  }
}

/// A condition of a Node or a Machine as a health check reads it.
package struct ObservedCondition: Hashable, Sendable {
  /// The type of the condition, as the caller numbers them.
  package var type: Int
  /// Its status.
  package var status: ConditionStatus
  /// When it came to have that status.
  package var since: Instant

  /// Makes a condition.
  package init(type: Int, status: ConditionStatus, since: Instant) {
    self.type = type
    self.status = status
    self.since = since
  }
}
