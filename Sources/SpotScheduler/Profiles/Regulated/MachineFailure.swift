import Units

/// Machines whose set-up failed for good: they are deleted and made again, each time later.
///
/// The waits are those of 5-Spot's own retries, 30 s × 2ⁿ up to 300 s. A Machine that becomes Ready
/// clears the count: an error is left when its cause is gone.
enum MachineFailure {
  /// Counts a failure once, by the time that it was seen at, and says when the next Machine is made.
  static func note(
    _ seen: MachineObservation, in status: inout ScheduledMachineStatus
  ) -> Instant {
    let isKnown = status.reason.rule == .machineFailed && status.since >= seen.since
    if let retryAt = status.retryAt, isKnown { return retryAt }
    status.failures = min(max(status.failures, 0), 30) + 1
    let retryAt = seen.since.later(by: delay(after: status.failures))
    status.retryAt = retryAt
    return retryAt
  }

  /// How long after so many failures in a row the next attempt is made.
  static func delay(after failures: Int) -> TimeSpan {
    .seconds(min(30 << Int64(min(max(failures, 0), 4)), 300))
  }
}
