package import Units

/// How the AWS Node Termination Handler keeps an instance of an Auto Scaling group alive while its
/// node drains.
///
/// Source: aws/aws-node-termination-handler `README.md`, "Issuing Lifecycle Heartbeats", and the
/// documentation of lifecycle hooks.
package struct TerminationHeartbeat: Hashable, Sendable {
  /// When heartbeats are sent, counted from the notice.
  package var heartbeats: [TimeSpan]
  /// When the instance goes, unless the drain ended earlier.
  package var termination: TimeSpan

  /// Plans a heartbeat every `interval`, up to and including `end`, each of which lets the hook live
  /// for another `timeout`.
  package init(interval: TimeSpan, until end: TimeSpan, timeout: TimeSpan) {
    precondition(interval > .zero, "an interval is longer than nothing")
    heartbeats = []
    var next = interval
    while next <= end {
      heartbeats.append(next)
      next = next + interval
    }
    let lastDeadline = (heartbeats.last ?? .zero) + timeout
    termination = min(lastDeadline, TerminationHeartbeat.longestHook(timeout: timeout))
  }

  /// The longest that a hook can be kept alive: 48 hours, or a hundred timeouts if that is less.
  package static func longestHook(timeout: TimeSpan) -> TimeSpan {
    min(.hours(48), TimeSpan(nanoseconds: timeout.nanoseconds * 100))
  }
}
