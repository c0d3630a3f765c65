public import Units

/// Hours of local days: a week of them, less holidays and the rest of days that end early.
///
/// 5-Spot's schedules by their own rule: the local date and clock hour of an instant decide, and
/// nothing is mapped from local time to UTC.
public struct CalendarHours: Sendable {
  /// The rules of the zone whose calendar and clock decide.
  public let zone: ZoneRules
  /// The hours of a local week from Monday 00:00 on, 168 of them.
  public let week: [Bool]
  /// The days on which it is off, in any order.
  public let holidays: [CivilDate]
  private let holidaySet: Set<CivilDate>
  /// The last hour that is on, for days that end early.
  public let lastHours: [CivilDate: Int]

  /// Makes the union of days by hours, less what the calendar takes out.
  public init(
    _ windows: [(days: DaysOfWeek, hours: HoursOfDay)], zone: ZoneRules,
    holidays: [CivilDate] = [], lastHours: [CivilDate: Int] = [:]
  ) {
    self.zone = zone
    week = HoursOfWeek(windows).isOn
    self.holidays = holidays
    holidaySet = Set(holidays)
    self.lastHours = lastHours
  }

  /// 5-Spot's days and hours; nothing when they are switched off.
  ///
  /// - Throws: the first error of zone, days and hours; none when they are switched off and the
  ///   zone is known.
  public init(_ spec: ScheduleSpec, in zones: ZoneRulesSet) throws(ScheduleError) {
    guard let zone = zones[spec.timezone] else { throw .invalidTimezone(spec.timezone) }
    guard spec.enabled else {
      self.init([], zone: zone)
      return
    }
    self.init(
      [(try DaysOfWeek(parsing: spec.daysOfWeek), try HoursOfDay(parsing: spec.hoursOfDay))],
      zone: zone)
  }

  /// An exchange's calendar. Dates are texts there: one in another spelling than `2026-07-03` never
  /// matches, and of several early closes on a date the first counts.
  ///
  /// - Throws: the first error of zone and sessions.
  public init(
    _ market: Upstream.CapitalMarketsSchedule, in zones: ZoneRulesSet
  ) throws(ScheduleError) {
    guard let zone = zones[market.timezone] else { throw .invalidTimezone(market.timezone) }
    var windows: [(days: DaysOfWeek, hours: HoursOfDay)] = []
    for session in market.sessions {
      windows.append(
        (
          try DaysOfWeek(parsing: session.daysOfWeek), try HoursOfDay(parsing: session.hoursOfDay)
        ))
    }
    var lastHours: [CivilDate: Int] = [:]
    for close in market.earlyCloses {
      guard let date = CalendarHours.date(close.date), lastHours[date] == nil else { continue }
      lastHours[date] = Int(close.closeHour)
    }
    self.init(
      windows, zone: zone, holidays: market.holidays.compactMap(CalendarHours.date),
      lastHours: lastHours)
  }

  private static func date(_ text: String) -> CivilDate? {
    guard let date = try? CivilDate(iso: text), date.iso.utf8.elementsEqual(text.utf8) else {
      return nil
    }
    return date
  }

  /// Whether it is off on that day.
  func isHoliday(_ date: CivilDate) -> Bool { holidaySet.contains(date) }

  /// Whether it is on at that hour of that day.
  public func isOn(_ date: CivilDate, hour: Int) -> Bool {
    guard week[Int(date.weekday.rawValue) * 24 + hour], !isHoliday(date) else {
      return false
    }
    return lastHours[date].map { hour <= $0 } ?? true
  }

  /// Whether it is on at an instant.
  public func isActive(at instant: Instant) -> Bool {
    let local = zone.civil(at: instant)
    return isOn(local.date, hour: local.secondsOfDay / 3_600)
  }

  /// How many hours of an ordinary week it is on.
  public var hoursPerWeek: Int { week.count { $0 } }

  /// Whether it never changes.
  var isConstant: Bool {
    let count = hoursPerWeek
    return count == 0 || (count == 168 && holidays.isEmpty && lastHours.isEmpty)
  }

  /// Whether it is on in the hour of the local calendar that begins so many hours after
  /// 1970-01-01T00:00.
  func isOn(localHour: Int64) -> Bool {
    let days = localHour >= 0 ? localHour / 24 : (localHour - 23) / 24
    return isOn(
      CivilDate(daysSinceEpoch: Int(days)), hour: Int(localHour - days * 24))
  }
}

extension CalendarHours {
  /// The edges in `(start, end]` in Unix seconds, exact.
  ///
  /// Only hours of the local clock and transitions of the zone can be edges.
  func edges(after start: Int64, to end: Int64) -> [(second: Int64, isOn: Bool)] {
    var edges: [(second: Int64, isOn: Bool)] = []
    guard start < end, let first = Instant(seconds: start, nanosecond: 0) else { return edges }
    var state = isActive(at: first)
    var stretch = ZoneStretches(of: zone, from: first)
    var second = start
    while second < end {
      // The next full hour of the clock, or the change of the clock before it.
      let local = second + stretch.offset
      let rest = local % 3_600
      second += 3_600 - (rest < 0 ? rest + 3_600 : rest)
      if second >= stretch.end {
        second = stretch.end
        guard stretch.advance() else { break }
      }
      guard second <= end else { break }
      let isOn = isOn(localHour: CalendarHours.hour(ofLocal: second + stretch.offset))
      if isOn != state { edges.append((second, isOn)) }
      state = isOn
    }
    return edges
  }

  /// The local hour that a local second lies in.
  static func hour(ofLocal second: Int64) -> Int64 {
    second >= 0 ? second / 3_600 : (second - 3_599) / 3_600
  }
}
