package import Units

/// Which stretches of time are alike: by the clock of a zone, its weekends and its holidays.
package struct DayCalendar: Hashable, Sendable {
  /// How stretches of time are told apart.
  package enum Season: String, Hashable, Sendable {
    /// By the time of the week: Monday at nine is like Monday at nine.
    case week
    /// By the time of the day and whether it is a working day: too little is recorded for weeks.
    case dayType
  }

  /// The zone whose clock counts.
  package var zone: ZoneRules
  /// Days that are like a Sunday.
  package var holidays: Set<CivilDate>

  /// Makes a calendar.
  package init(zone: ZoneRules, holidays: some Sequence<CivilDate> = []) {
    self.zone = zone
    self.holidays = Set(holidays)
  }

  /// A number that stretches of `step` have in common that are alike.
  package func slot(of instant: Instant, step: TimeSpan, _ season: Season) -> Int64 {
    let civil = zone.civil(at: instant)
    let day =
      holidays.contains(civil.date) ? Weekday.sunday : civil.date.weekday
    let kind: Int64 =
      switch season {
      case .week: Int64(day.rawValue)
      case .dayType: day == .saturday || day == .sunday ? 1 : 0
      }
    let slots = TimeSpan.days(1).nanoseconds / step.nanoseconds
    return kind * slots + Int64(civil.secondsOfDay) * 1_000_000_000 / step.nanoseconds
  }
}
