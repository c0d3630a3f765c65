package import Units

/// Instants as the clocks of a scenario's zone show them.
package struct CivilClock: Sendable {
  /// The zone.
  package let zone: ZoneRules
  /// Whether clocks were changed in the span shown, so that a time may need its abbreviation.
  package let isChanged: Bool

  /// Makes a clock for the span from `start` to `end`.
  package init(zone: ZoneRules, start: Instant, end: Instant) {
    self.zone = zone
    isChanged = zone.offsetSeconds(at: start) != zone.offsetSeconds(at: end)
  }

  /// The name of the zone, such as `Europe/London`.
  package var name: String { zone.name }

  /// `2026-06-08`.
  package func date(_ instant: Instant) -> String { zone.civil(at: instant).date.description }

  /// `Mon 8 Jun`.
  package func day(_ instant: Instant) -> String {
    let date = zone.civil(at: instant).date
    return "\(weekdayName(date)) \(date.day) \(Self.months[date.month - 1])"
  }

  /// `09:00`, with seconds only when there are any.
  package func time(_ instant: Instant) -> String {
    let second = zone.civil(at: instant).secondsOfDay
    var text = "\(Self.two(second / 3_600)):\(Self.two(second / 60 % 60))"
    if second % 60 != 0 { text += ":\(Self.two(second % 60))" }
    return isChanged ? "\(text) \(zone.abbreviation(at: instant))" : text
  }

  /// `Mon 8 Jun 09:00`.
  package func moment(_ instant: Instant) -> String { "\(day(instant)) \(time(instant))" }

  /// `Mon 2026-06-08 09:00`, for tables.
  package func stamp(_ instant: Instant) -> String {
    "\(weekdayName(zone.civil(at: instant).date)) \(date(instant)) \(time(instant))"
  }

  /// The weekday, 0 for Monday, and the hour of the day.
  package func weekdayAndHour(_ instant: Instant) -> (weekday: Int, hour: Int) {
    let civil = zone.civil(at: instant)
    return (
      Int(Weekday(daysSinceEpoch: civil.date.daysSinceEpoch).rawValue), civil.secondsOfDay / 3_600
    )
  }

  /// The full hours from `start` up to but not including `end` whose number `every` divides.
  package func hours(from start: Instant, to end: Instant, every: Int) -> [Instant] {
    var marks: [Instant] = []
    let into = zone.civil(at: start).secondsOfDay % 3_600
    var instant = into == 0 ? start : start + .seconds(Int64(3_600 - into))
    while instant < end {
      if zone.civil(at: instant).secondsOfDay / 3_600 % every == 0 { marks.append(instant) }
      instant = instant + .hours(1)
    }
    return marks
  }

  /// The beginnings of days from `start` up to but not including `end`.
  ///
  /// A day begins with its first hour, also where a change of the clocks skips midnight.
  package func days(from start: Instant, to end: Instant) -> [Instant] {
    var marks: [Instant] = []
    var previous = zone.civil(at: start - .seconds(1)).date
    for hour in hours(from: start, to: end, every: 1) {
      let date = zone.civil(at: hour).date
      if date != previous { marks.append(hour) }
      previous = date
    }
    return marks
  }

  /// `Mon` to `Sun`.
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private func weekdayName(_ date: CivilDate) -> String {
    Self.weekdays[Int(Weekday(daysSinceEpoch: date.daysSinceEpoch).rawValue)]
  }

  static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
