package import Units

/// When a drain looks again and when it gives up.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/machine_controller.go`, `drainNode`.
package enum NodeDrain {
  /// The first look at or after `instant` of a drain that first looked at `start`: a drain looks
  /// every `ControllerConstants.drainRetry`, and no event makes it look earlier.
  package static func firstLook(notBefore instant: Instant, drainStartedAt start: Instant)
    -> Instant
  {
    let step = ControllerConstants.drainRetry.nanoseconds
    let elapsed = max((instant - start).nanoseconds, 0)
    return start + TimeSpan(nanoseconds: (elapsed + step - 1) / step * step)
  }

  /// Whether a wait that began at `start` is over at `now`; a timeout of nothing never is.
  package static func isTimeoutExceeded(
    _ timeout: TimeSpan?, startedAt start: Instant?, at now: Instant
  ) -> Bool {
    guard let timeout, timeout > .zero, let start else { return false }
    return now - start >= timeout
  }

  /// The grace that an eviction asks for: none of its own while the node answers, and
  /// `ControllerConstants.unreachableNodeGrace` when it does not, whatever the pod wants.
  package static func grace(ofPodWith own: TimeSpan, nodeIsUnreachable: Bool) -> TimeSpan {
    nodeIsUnreachable ? ControllerConstants.unreachableNodeGrace : own
  }
}
