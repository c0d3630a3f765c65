extension ZoneRules {
  /// What a reading of the zone's calendar and clock means on the instant scale.
  ///
  /// - Parameters:
  ///   - date: The local date.
  ///   - secondsOfDay: What the clock shows, in seconds since midnight; 86,400 and more run on into
  ///     the following days, negative values into the days before.
  /// - Returns: One instant, or an explicit gap or overlap; the caller chooses.
  public func instants(of date: CivilDate, secondsOfDay: Int) -> LocalTimeMeaning {
    let (local, isTooBig) = (date.daysSinceEpoch * 86_400).addingReportingOverflow(secondsOfDay)
    // Beyond this the scale cannot reach the reading with any offset, and sums stay far from 64 bits.
    guard !isTooBig, abs(local / 86_400) < 110_000 else { return .outsideScale }
    let reading = Int64(local)
    // An offset is between -25 h and 26 h, so no other instant can show this reading.
    let earliest = reading - 26 * 3_600
    let latest = reading + 25 * 3_600
    var solutions: [Int64] = []
    var gap: (before: Int64, after: Int64)?
    var start = earliest
    var previousOffset: Int64?
    while start <= latest {
      let offset = Int64(offsetSeconds(atSecond: start))
      let end = transitionSecond(after: start)
      let candidate = reading - offset
      if candidate >= start && candidate < end ?? .max { solutions.append(candidate) }
      if let previousOffset, candidate < start, reading - previousOffset >= start {
        gap = (before: reading - previousOffset, after: candidate)
      }
      guard let end else { break }
      previousOffset = offset
      start = end
    }
    return meaning(solutions: solutions, gap: gap)
  }

  private func meaning(
    solutions: [Int64], gap: (before: Int64, after: Int64)?
  ) -> LocalTimeMeaning {
    if let first = solutions.first, let last = solutions.last {
      guard let earlier = Instant(seconds: first, nanosecond: 0),
        let later = Instant(seconds: last, nanosecond: 0)
      else { return .outsideScale }
      return first == last ? .unique(earlier) : .overlap(earlier: earlier, later: later)
    }
    guard let gap, let before = Instant(seconds: gap.before, nanosecond: 0),
      let after = Instant(seconds: gap.after, nanosecond: 0)
    else { return .outsideScale }
    return .gap(before: before, after: after)
  }
}
