/// The rule for all time after the last tabulated transition: the POSIX `TZ` string of a TZif footer.
///
/// Everything is computed from the year of the instant, so the rule holds to the end of the scale.
struct FooterRule: Hashable, Sendable {
  /// Standard time, which is all there is without `daylight`.
  var standard: LocalTimeType
  /// Daylight time and the days of each year on which it begins and ends.
  var daylight: Daylight?

  /// Daylight time of a year: its clock, its first and its last moment.
  struct Daylight: Hashable, Sendable {
    var localTime: LocalTimeType
    var start: RuleMoment
    var end: RuleMoment
  }

  /// The day of a year, and the local clock reading counted from its midnight.
  struct RuleMoment: Hashable, Sendable {
    var day: RuleDay
    /// Seconds after (before, when negative) local midnight; up to 167 h either way (RFC 9636).
    var secondsOfDay: Int
  }

  /// The three ways in which POSIX names a day of a year.
  enum RuleDay: Hashable, Sendable {
    /// `Jn`: day 1 to 365 of a year counted without 29 February.
    case julianWithoutLeapDay(Int)
    /// `n`: day 0 to 365 of the year, 29 February counted.
    case dayOfYear(Int)
    /// `Mm.w.d`: weekday d (0 is Sunday) of week w (5 is the last) of month m.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  /// What clocks show at a second since the epoch.
  func localTime(atSecond second: Int64) -> LocalTimeType {
    guard let daylight else { return standard }
    return isDaylight(daylight, atSecond: second) ? daylight.localTime : standard
  }

  /// The offset at a second since the epoch.
  func offsetSeconds(atSecond second: Int64) -> Int {
    guard let daylight else { return standard.offsetSeconds }
    return isDaylight(daylight, atSecond: second)
      ? daylight.localTime.offsetSeconds : standard.offsetSeconds
  }

  /// The first beginning or end of daylight time after a second; nothing without daylight time.
  func event(after second: Int64) -> Int64? {
    guard let daylight else { return nil }
    let year = self.year(ofSecond: second)
    var best: Int64?
    for candidateYear in (year - 1)...(year + 2) {
      for event in [start(daylight, of: candidateYear), end(daylight, of: candidateYear)]
      where event > second && event < best ?? .max {
        best = event
      }
    }
    return best
  }

  /// The last beginning or end of daylight time before a second; nothing without daylight time.
  func event(before second: Int64) -> Int64? {
    guard let daylight else { return nil }
    let year = self.year(ofSecond: second)
    var best: Int64?
    for candidateYear in (year - 2)...(year + 1) {
      for event in [start(daylight, of: candidateYear), end(daylight, of: candidateYear)]
      where event < second && event > best ?? .min {
        best = event
      }
    }
    return best
  }

  /// Whether the last event at or before a second is a beginning.
  ///
  /// At the same second, a beginning counts after an end: RFC 9636 writes "daylight time all year"
  /// as an end that coincides with the next year's beginning.
  private func isDaylight(_ daylight: Daylight, atSecond second: Int64) -> Bool {
    let year = self.year(ofSecond: second)
    // Rule times reach 167 h outside their year, so the neighbours matter near its ends.
    var lastStart = Int64.min
    var lastEnd = Int64.min
    for candidate in [year, year + 1, year - 1] {
      if candidate == year - 1 && max(lastStart, lastEnd) > Int64.min { break }
      let start = start(daylight, of: candidate)
      let end = end(daylight, of: candidate)
      if start <= second { lastStart = max(lastStart, start) }
      if end <= second { lastEnd = max(lastEnd, end) }
    }
    return lastStart >= lastEnd
  }

  private func start(_ daylight: Daylight, of year: Int) -> Int64 {
    moment(daylight.start, of: year, offset: standard.offsetSeconds)
  }

  private func end(_ daylight: Daylight, of year: Int) -> Int64 {
    moment(daylight.end, of: year, offset: daylight.localTime.offsetSeconds)
  }

  private func moment(_ moment: RuleMoment, of year: Int, offset: Int) -> Int64 {
    Int64(moment.day.daysSinceEpoch(year: year) * 86_400 + moment.secondsOfDay - offset)
  }

  /// The UTC year; up to a day off the local one, which the neighbouring years make good.
  ///
  /// Clamped to years 5 to 3934, far beyond the instant scale: a file may tabulate any second.
  private func year(ofSecond second: Int64) -> Int {
    let clamped = max(-62_000_000_000, min(62_000_000_000, second))
    return CivilDate(daysSinceEpoch: Int(floorDivide(clamped, 86_400))).year
  }
}

extension FooterRule.RuleDay {
  /// The day of a given year, counted from 1970-01-01.
  func daysSinceEpoch(year: Int) -> Int {
    let firstOfYear = CivilDate.daysSinceEpoch(year: year, month: 1, day: 1)
    switch self {
    case .julianWithoutLeapDay(let day):
      return firstOfYear + day - 1 + (day > 59 && CivilDate.isLeap(year: year) ? 1 : 0)
    case .dayOfYear(let day):
      return firstOfYear + day
    case .weekday(let month, let week, let weekday):
      let first = CivilDate.daysSinceEpoch(year: year, month: month, day: 1)
      // POSIX counts weekdays from Sunday; day 0 of the epoch was a Thursday, 4.
      let firstWeekday = first + 4 - floorDivide(first + 4, 7) * 7
      let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      return first + (day < CivilDate.daysInMonth(month, year: year) ? day : day - 7)
    }
  }
}
