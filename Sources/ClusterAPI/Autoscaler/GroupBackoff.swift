package import Units

/// How a group that did not grow as asked is left alone, longer each time.
///
/// Source: kubernetes/autoscaler 1.35 `cluster-autoscaler/utils/backoff/exponential_backoff.go`.
package struct GroupBackoff: Hashable, Sendable {
  private var span: TimeSpan?
  private var lastFailure = Instant.distantPast
  /// Until when it is left alone.
  package private(set) var until = Instant.distantPast

  /// A group that never failed.
  package init() {}

  /// Whether it is left alone at `now`.
  package func isActive(at now: Instant) -> Bool { now < until }

  /// Takes a failure. One while it is left alone does not make the time longer; one after it doubles
  /// it, unless the last is long past.
  package mutating func fail(at now: Instant, _ settings: AutoscalerSettings) {
    if let span, lastFailure + settings.backoffReset >= now {
      self.span =
        isActive(at: now)
        ? span
        : min(TimeSpan(nanoseconds: span.nanoseconds * 2), settings.mostBackoff)
    } else {
      span = settings.initialBackoff
    }
    lastFailure = now
    until = now + (span ?? settings.initialBackoff)
  }

  /// The group grew as asked: what was is forgotten.
  package mutating func succeed() { self = GroupBackoff() }
}

/// A growth that a group was asked for and has not reached yet.
package struct ScaleUpRequest: Hashable, Sendable {
  /// When it counts as failed.
  package private(set) var due: Instant

  /// What a look finds.
  package enum Standing: Hashable, Sendable {
    /// All Nodes are there.
    case isFulfilled
    /// Some are still to come.
    case isOpen
    /// Some did not come in time.
    case hasFailed
  }

  /// A growth that is asked for at `now`.
  package init(at now: Instant, _ settings: AutoscalerSettings) {
    due = now + settings.provisionTime
  }

  /// How it stands with so many Nodes still to come.
  package func standing(upcoming: Int, at now: Instant) -> Standing {
    if upcoming <= 0 { return .isFulfilled }
    return due < now ? .hasFailed : .isOpen
  }
}
