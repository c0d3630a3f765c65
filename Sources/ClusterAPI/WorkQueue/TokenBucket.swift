package import Units

/// A bucket that fills at a steady rate and holds so many tokens: the limit of an API client, and of
/// a classic work queue.
///
/// Source: golang.org/x/time/rate `Limiter.Reserve`, as kubernetes/client-go uses it. Everything is
/// counted in nanoseconds, so the same calls give the same delays everywhere.
package struct TokenBucket: Hashable, Sendable {
  /// How long one token takes to come.
  package let interval: TimeSpan
  /// How many tokens there can be.
  package let capacity: Int
  /// When a full bucket would have been full; later than now while tokens are missing.
  private var fullAt: Instant

  /// A bucket that is full at `start`; `perSecond` tokens come a second.
  package init(perSecond: Int, capacity: Int, fullAt start: Instant = .epoch) {
    precondition(perSecond > 0 && capacity > 0, "a bucket that never fills lets nothing through")
    interval = TimeSpan(nanoseconds: 1_000_000_000 / Int64(perSecond))
    self.capacity = capacity
    fullAt = start
  }

  /// Takes a token at `now`, one that may still have to come, and says how long it takes to.
  package mutating func take(at now: Instant) -> TimeSpan {
    fullAt = max(fullAt, now) + interval
    let missing = (fullAt - now).nanoseconds - interval.nanoseconds * Int64(capacity)
    return TimeSpan(nanoseconds: max(missing, 0))
  }
}
