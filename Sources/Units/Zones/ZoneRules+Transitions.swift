extension ZoneRules {
  /// The first instant after `instant` at which the clocks, or what they are called, change.
  ///
  /// Table entries that change nothing are passed over.
  ///
  /// - Parameter instant: Any instant of the scale.
  /// - Returns: The transition, or nothing when none follows on the instant scale.
  public func nextTransition(after instant: Instant) -> Instant? {
    transitionSecond(after: instant.secondsRoundedDown).flatMap {
      Instant(seconds: $0, nanosecond: 0)
    }
  }

  /// The last instant before `instant` at which the clocks, or what they are called, changed.
  ///
  /// - Parameter instant: Any instant of the scale; a transition exactly there does not count.
  /// - Returns: The transition, or nothing when none precedes on the instant scale.
  public func previousTransition(before instant: Instant) -> Instant? {
    // With a fraction of a second, the transition at the start of that second is before it.
    let isWhole = instant.nanoseconds % 1_000_000_000 == 0
    let second = instant.secondsRoundedDown
    return transitionSecond(before: isWhole ? second : second + 1).flatMap {
      Instant(seconds: $0, nanosecond: 0)
    }
  }

  /// The period of one offset and one name around an instant.
  ///
  /// A caller that walks through time keeps the period and asks again only at its end.
  public func period(at instant: Instant) -> ZonePeriod {
    let second = instant.secondsRoundedDown
    return ZonePeriod(
      start: transitionSecond(before: second + 1).flatMap { Instant(seconds: $0, nanosecond: 0) },
      end: transitionSecond(after: second).flatMap { Instant(seconds: $0, nanosecond: 0) },
      localTime: localTime(atSecond: second))
  }

  /// The first second after `second` that begins another local time.
  func transitionSecond(after second: Int64) -> Int64? {
    var index = (indexOfTransition(atOrBefore: second) ?? -1) + 1
    while index < transitions.count {
      if changesLocalTime(atSecond: transitions[index]) { return transitions[index] }
      index += 1
    }
    guard let footer else { return nil }
    var from = max(second, transitions.last ?? second)
    // A year has two events; one may change nothing, as in a zone that is always on daylight time.
    for _ in 0..<4 {
      guard let event = footer.event(after: from) else { return nil }
      if changesLocalTime(atSecond: event) { return event }
      from = event
    }
    return nil
  }

  /// The last second before `second` that begins another local time.
  func transitionSecond(before second: Int64) -> Int64? {
    var from = second
    if let footer, from > (transitions.last ?? .min) {
      for _ in 0..<4 {
        guard let event = footer.event(before: from), event > (transitions.last ?? .min) else {
          break
        }
        if changesLocalTime(atSecond: event) { return event }
        from = event
      }
    }
    var index = indexOfTransition(atOrBefore: second - 1)
    while let current = index {
      if changesLocalTime(atSecond: transitions[current]) { return transitions[current] }
      index = current > 0 ? current - 1 : nil
    }
    return nil
  }

  /// Whether other local time holds than a second before (wrapping at the start of all time).
  private func changesLocalTime(atSecond second: Int64) -> Bool {
    localTime(atSecond: second &- 1) != localTime(atSecond: second)
  }
}
