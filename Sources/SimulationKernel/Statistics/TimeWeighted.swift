package import Units

/// A level that changes at instants, and its mean over time, in exact integer arithmetic.
///
/// The integral is kept in level · nanoseconds as `Int128`, which no run can exceed: the greatest level
/// over the whole scale of instants is 2¹²⁷. So the parts of a run add up to the whole exactly, in any
/// order, and only the final quotient is rounded.
package struct TimeWeighted: Hashable, Sendable {
  /// The level now.
  package private(set) var level: Int64
  /// The least level since the start.
  package private(set) var minimum: Int64
  /// The greatest level since the start.
  package private(set) var maximum: Int64
  /// Where the averaging began.
  package private(set) var start: Instant
  /// Up to where `accumulated` reaches.
  private var latest: Instant
  private var accumulated: Int128 = 0

  /// Begins with a level at an instant.
  package init(level: Int64 = 0, start: Instant) {
    self.level = level
    self.minimum = level
    self.maximum = level
    self.start = start
    self.latest = start
  }

  /// Sets the level from `instant` on, which must not lie before an earlier change.
  package mutating func set(_ level: Int64, at instant: Instant) {
    advance(to: instant)
    self.level = level
    minimum = min(minimum, level)
    maximum = max(maximum, level)
  }

  /// Raises the level, or lowers it by a negative change; traps on overflow.
  package mutating func add(_ change: Int64, at instant: Instant) {
    set(level + change, at: instant)
  }

  /// Forgets what was, keeps the level and averages anew from `instant`: the end of a warm-up.
  package mutating func restart(at instant: Instant) {
    advance(to: instant)
    accumulated = 0
    start = instant
    minimum = level
    maximum = level
  }

  /// Level · nanoseconds from the start to `instant`, exactly.
  package func integral(until instant: Instant) -> Int128 {
    precondition(instant >= latest, "an integral reaches at least to the latest change")
    return accumulated + Int128(level) * Self.nanoseconds(from: latest, to: instant)
  }

  /// The mean level from the start to `instant`; nil when no time has passed.
  package func mean(until instant: Instant) -> Double? {
    guard instant > start else { return nil }
    return Double(integral(until: instant)) / Double(Self.nanoseconds(from: start, to: instant))
  }

  private mutating func advance(to instant: Instant) {
    precondition(instant >= latest, "levels change in the order of time")
    accumulated += Int128(level) * Self.nanoseconds(from: latest, to: instant)
    latest = instant
  }

  private static func nanoseconds(from start: Instant, to end: Instant) -> Int128 {
    Int128(end.nanoseconds) - Int128(start.nanoseconds)
  }
}
