import SpotScheduler
import Units

extension LendingSchedule {
  /// The schedule of a provider of 5-Spot's.
  ///
  /// An exchange's calendar is read as 5-Spot reads it: by local days and whole hours; a day that
  /// closes early is on through its `closeHour`, of several entries for a date the first counts, and
  /// a date in another spelling than `2026-07-03` never matches. `CalendarHours` says the same
  /// instant by instant.
  ///
  /// - Throws: the first error of zone, days and hours.
  init(_ rule: ObservedSchedule.Rule, in zones: ZoneRulesSet) throws(ScheduleError) {
    switch rule {
    case .hours(let spec): self.init(try spec.resolved(in: zones))
    case .market(let market):
      let calendar = try CalendarHours(market, in: zones)
      var windows: [LendingWindow] = []
      for session in market.sessions {
        windows.append(
          .daysAndHours(
            WeeklySchedule(
              days: try DaysOfWeek(parsing: session.daysOfWeek),
              hours: try HoursOfDay(parsing: session.hoursOfDay), zone: calendar.zone)))
      }
      let closes = calendar.lastHours.filter { $0.value < 23 }.map {
        ExchangeCalendar.EarlyClose(date: $0.key, minuteOfDay: ($0.value + 1) * 60)
      }
      let days = ExchangeCalendar(
        zone: calendar.zone, holidays: Set(calendar.holidays).sorted(),
        earlyCloses: closes.sorted { $0.date < $1.date })
      var exceptions: [LendingWindow] = []
      if !days.holidays.isEmpty { exceptions.append(.holidays(days)) }
      if !days.earlyCloses.isEmpty { exceptions.append(.earlyCloses(days, margin: .zero)) }
      self.init(windows, except: exceptions)
    }
  }
}
