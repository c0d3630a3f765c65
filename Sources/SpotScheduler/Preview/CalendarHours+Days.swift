import Units

/// What changes of the clock and holidays do to hours.
extension CalendarHours {
  /// The windows that changes of the clock in `[start, end)` touch, in order.
  func clockEffects(from start: Instant, to end: Instant) -> [SchedulePreview.ClockEffect] {
    var effects: [SchedulePreview.ClockEffect] = []
    var instant = start.earlier(by: TimeSpan(nanoseconds: 1))
    while let transition = zone.nextTransition(after: instant), transition < end {
      effects += self.effects(of: transition)
      instant = transition
    }
    return effects
  }

  private func effects(of transition: Instant) -> [SchedulePreview.ClockEffect] {
    let second = transition.secondsRoundedDown
    let before = zone.secondsEast(at: Instant(seconds: second - 1))
    let after = zone.secondsEast(at: transition)
    // What the clock skips when it goes forward, and shows twice when it goes back.
    let touched = second + min(before, after)..<second + max(before, after)
    var effects: [SchedulePreview.ClockEffect] = []
    var hour = CalendarHours.hour(ofLocal: touched.lowerBound)
    while hour * 3_600 < touched.upperBound {
      guard isOn(localHour: hour) else {
        hour += 1
        continue
      }
      guard let run = run(around: hour) else { return [] }
      let overlap = touched.clamped(to: run.lowerBound * 3_600..<run.upperBound * 3_600)
      let nominal = Int64(run.count) * 3_600
      let change = overlap.upperBound - overlap.lowerBound
      let actual = after > before ? nominal - change : nominal + change
      effects.append(
        SchedulePreview.ClockEffect(
          kind: after < before ? .lengthened : actual == 0 ? .skipped : .shortened,
          date: CivilDate(daysSinceEpoch: Int(CalendarHours.day(of: run.lowerBound))),
          transition: transition, nominal: .seconds(nominal), actual: .seconds(actual)))
      hour = run.upperBound
    }
    return effects
  }

  /// The hours of the window around an hour that is on; nil when it has no ends within weeks.
  private func run(around hour: Int64) -> Range<Int64>? {
    let limit: Int64 = 5 * 168
    var (first, last) = (hour, hour)
    while isOn(localHour: first - 1) {
      first -= 1
      guard hour - first < limit else { return nil }
    }
    while isOn(localHour: last + 1) {
      last += 1
      guard last - hour < limit else { return nil }
    }
    return first..<last + 1
  }

  private static func day(of localHour: Int64) -> Int64 {
    localHour >= 0 ? localHour / 24 : (localHour - 23) / 24
  }

  /// The days that `[start, end)` touches on which the calendar closes hours of the week.
  func closedDays(from start: Instant, to end: Instant) -> [SchedulePreview.ClosedDay] {
    guard start < end, !(holidays.isEmpty && lastHours.isEmpty) else { return [] }
    var days: [SchedulePreview.ClosedDay] = []
    var date = zone.civil(at: start).date
    let last = zone.civil(at: end.earlier(by: TimeSpan(nanoseconds: 1))).date
    while date <= last {
      let hours = week[Int(date.weekday.rawValue) * 24..<Int(date.weekday.rawValue) * 24 + 24]
      if isHoliday(date) {
        if hours.contains(true) { days.append(.init(date: date, closesAt: nil)) }
      } else if let hour = lastHours[date], hours.dropFirst(hour + 1).contains(true) {
        days.append(.init(date: date, closesAt: hour + 1))
      }
      date = date.adding(days: 1)
    }
    return days
  }
}
