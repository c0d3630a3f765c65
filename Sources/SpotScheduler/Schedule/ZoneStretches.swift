import Units

/// The stretches of constant offset from UTC of a zone, from an instant on, one at a time.
struct ZoneStretches {
  private let zone: ZoneRules
  /// The first second of the stretch, in Unix time; of the first stretch, the second asked for.
  private(set) var start: Int64
  /// The second at which the next stretch begins; `Int64.max` when this one is the last.
  private(set) var end: Int64
  /// Seconds east of UTC, constant from `start` up to `end`.
  private(set) var offset: Int64

  init(of zone: ZoneRules, from instant: Instant) {
    self.zone = zone
    start = instant.secondsRoundedDown
    offset = zone.secondsEast(at: instant)
    end = zone.nextTransition(after: instant)?.secondsRoundedDown ?? .max
  }

  /// Moves to the next stretch; false when there is none.
  mutating func advance() -> Bool {
    guard end != .max else { return false }
    let transition = Instant(seconds: end)
    start = end
    offset = zone.secondsEast(at: transition)
    end = zone.nextTransition(after: transition)?.secondsRoundedDown ?? .max
    return true
  }
}

extension ZoneRules {
  /// Seconds east of UTC at that instant, as wide as the arithmetic on it.
  func secondsEast(at instant: Instant) -> Int64 { Int64(offsetSeconds(at: instant)) }
}

extension Instant {
  /// Whole seconds since the epoch, rounded towards the future.
  var secondsRoundedUp: Int64 { secondsRoundedDown + (nanosecondsIntoSecond > 0 ? 1 : 0) }

  /// The nanoseconds since the last whole second, 0 to 999,999,999.
  var nanosecondsIntoSecond: Int64 {
    let remainder = nanoseconds % 1_000_000_000
    return remainder < 0 ? remainder + 1_000_000_000 : remainder
  }
}
