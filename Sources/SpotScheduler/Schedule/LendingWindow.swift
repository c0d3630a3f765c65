public import Units

/// One of the windows that a `LendingSchedule` is made of.
public enum LendingWindow: Sendable {
  /// 5-Spot's days and hours.
  case daysAndHours(WeeklySchedule)
  /// From a minute of the week to another.
  case weekly(WeeklyWindow)
  /// From a minute of the calendar to another.
  case civil(CivilWindow)
  /// Each holiday of an exchange, from its 00:00 to the next day's on the exchange's clock, so that
  /// it joins the nights before and after.
  case holidays(ExchangeCalendar)
  /// Each day on which an exchange closes early, from `margin` after that close to midnight, so
  /// that it joins the night after. The margin counts minutes of the clock, rounded up.
  case earlyCloses(ExchangeCalendar, margin: TimeSpan)
}
