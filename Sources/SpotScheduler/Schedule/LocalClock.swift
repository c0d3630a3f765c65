import Units

/// The clock of a zone as a hand that only moves forward.
///
/// It shows the latest reading that the zone's clock has shown so far: it jumps over what the clock
/// skips, and stands still while the clock repeats itself. So each reading has exactly one first
/// instant at which it is reached, and readings are reached in order.
struct LocalClock: Sendable {
  let zone: ZoneRules

  /// More than any change of a zone's clock, which moves by 51 h at most.
  private static let longestRepetition: Int64 = 60 * 3_600

  /// The latest local second that was shown up to that second of Unix time.
  func reading(at second: Int64) -> Int64 {
    var latest = second + offset(at: second)
    // A transition at the second itself has happened.
    var probe = second + 1
    while let transition = previousTransition(before: probe),
      transition > second - LocalClock.longestRepetition
    {
      latest = max(latest, transition - 1 + offset(at: transition - 1))
      probe = transition
    }
    return latest
  }

  /// The first second after `second` at which the hand shows `reading` or later, for a reading that
  /// it does not show yet; nil beyond the scale of instants.
  func second(reaching reading: Int64, after second: Int64) -> Int64? {
    guard let instant = Instant(seconds: second, nanosecond: 0) else { return nil }
    var stretch = ZoneStretches(of: zone, from: instant)
    while true {
      let reached = max(reading - stretch.offset, stretch.start)
      if reached < stretch.end {
        return Instant(seconds: reached, nanosecond: 0) == nil ? nil : reached
      }
      guard stretch.advance() else { return nil }
    }
  }

  private func offset(at second: Int64) -> Int64 {
    // Seconds beyond the scale keep the offset of its ends.
    zone.secondsEast(at: Instant(seconds: second, nanosecond: 0) ?? Instant.end(nearest: second))
  }

  private func previousTransition(before second: Int64) -> Int64? {
    guard let instant = Instant(seconds: second, nanosecond: 0) else { return nil }
    return zone.previousTransition(before: instant)?.secondsRoundedDown
  }
}

extension Instant {
  /// The end of the scale that is nearer to a second outside it.
  static func end(nearest second: Int64) -> Instant { second < 0 ? .distantPast : .distantFuture }
}
