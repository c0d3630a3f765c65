package import Units

/// How long a pod that failed waits before it is tried again: twice as long each time, up to a limit.
///
/// Source: kubernetes v1.36 `pkg/scheduler/backend/queue/backoff_queue.go`.
package struct SchedulingBackoff: Hashable, Sendable {
  /// The wait after the first failure.
  package var initial: TimeSpan
  /// The longest wait.
  package var most: TimeSpan

  /// What the scheduler is set up with: 1 s to 10 s.
  package init(initial: TimeSpan = .seconds(1), most: TimeSpan = .seconds(10)) {
    self.initial = initial
    self.most = most
  }

  /// Waits end at whole seconds, so that pods that become due together keep their order.
  package static let window = TimeSpan.seconds(1)

  /// The wait after `failures` in a row; none without any.
  package func wait(after failures: Int) -> TimeSpan {
    guard failures > 0 else { return .zero }
    let doublings = failures - 1
    // Beyond 62 doublings every initial wait has reached the limit.
    guard doublings < 63, initial.nanoseconds <= most.nanoseconds >> doublings else { return most }
    return TimeSpan(nanoseconds: initial.nanoseconds << doublings)
  }

  /// When a pod may be tried again that entered the queue at `since`; nil when pods never wait.
  /// Errors of the scheduler itself count apart, and alone while there are any.
  package func end(since: Instant, unschedulable: Int, errors: Int) -> Instant? {
    guard most > .zero else { return nil }
    return Self.windowStart(since + wait(after: errors > 0 ? errors : unschedulable))
  }

  /// The start of the window that `instant` is in.
  package static func windowStart(_ instant: Instant) -> Instant {
    let width = window.nanoseconds
    var rest = instant.nanoseconds % width
    if rest < 0 { rest += width }
    return Instant(nanoseconds: instant.nanoseconds - rest)
  }
}
