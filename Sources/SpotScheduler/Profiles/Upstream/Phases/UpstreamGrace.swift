import Units

/// When 5-Spot sees that a grace period is over.
///
/// The period is over once as many whole seconds as `gracefulShutdownTimeout` have passed since the
/// window closed (`Upstream.GracePeriod`). Nobody wakes at that moment: a shutdown is looked at again
/// 60 s after each look, the first time with its own status patch. So the end is seen at the first
/// whole multiple of 60 s after the close that is not before it. Other triggers of a reconciliation
/// are not modelled, so that the instant follows from the close alone.
enum UpstreamGrace {
  static let requeue: Int64 = 60

  /// When the end of a grace period that began then is seen.
  static func end(from start: Instant, timeout: TimeSpan) -> Instant {
    let second: Int64 = 1_000_000_000
    let nanoseconds = max(timeout.nanoseconds, 0)
    let seconds = nanoseconds / second + (nanoseconds % second > 0 ? 1 : 0)
    let looks = seconds / requeue + (seconds % requeue > 0 ? 1 : 0)
    return start.later(by: TimeSpan(nanoseconds: requeue * second).times(Int(looks)))
  }

  /// How much later that is than the end itself.
  static func lateness(from start: Instant, timeout: TimeSpan) -> TimeSpan {
    let seen = Int128(end(from: start, timeout: timeout).nanoseconds)
    let over = start.later(by: max(timeout, .zero))
    return TimeSpan(nanoseconds: Int64(clamping: seen - Int128(over.nanoseconds)))
  }

  /// Whether the shutdown goes on. Only a shutdown that began with the close of the window has a
  /// grace period: the period is found by the reason, and a disabled object has another one.
  static func isOver(
    _ status: ScheduledMachineStatus, timeout: TimeSpan, at now: Instant
  ) -> Bool {
    guard status.reason.rule == .gracePeriodActive else { return true }
    return Upstream.GracePeriod.isClockBack(since: status.since, at: now)
      || now >= end(from: status.since, timeout: timeout)
  }
}
