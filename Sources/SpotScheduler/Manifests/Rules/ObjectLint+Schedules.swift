import Documents
import Units

/// Advice on schedules.
extension ObjectLint {
  mutating func checkAdvice() {
    let spec = object.spec
    switch object.kind {
    case .scheduledMachine(let version):
      checkMachineAdvice(spec, version)
      switch version {
      case .v1alpha1:
        checkWeekly(spec["schedule"], enabled: spec["schedule"]["enabled"])
        checkTimeouts(against: hoursOfWeek(of: object))
      case .v1beta1:
        checkReference(spec["schedule"])
        checkEnabled(spec["enabled"], "the machine")
      }
    case .timeBasedSpotSchedule:
      checkWeekly(spec, enabled: spec["enabled"])
      checkOffset(spec["timezone"])
    case .capitalMarketsSchedule:
      checkMarket(spec)
      checkOffset(spec["timezone"])
    }
  }

  /// The hours of a week of an object with a schedule of its own; nil when it cannot be read.
  func hoursOfWeek(of object: ManifestObject) -> HoursOfWeek? {
    func window(_ field: ManifestField) -> (days: DaysOfWeek, hours: HoursOfDay)? {
      guard let schedule = field.value, let spec = try? ScheduleSpec(schedule),
        let days = try? DaysOfWeek(parsing: spec.daysOfWeek),
        let hours = try? HoursOfDay(parsing: spec.hoursOfDay)
      else { return nil }
      return (days, hours)
    }
    let fields: [ManifestField] =
      switch object.kind {
      case .scheduledMachine: [object.spec["schedule"]]
      case .timeBasedSpotSchedule: [object.spec]
      case .capitalMarketsSchedule: object.spec["sessions"].elements
      }
    let windows = fields.compactMap(window)
    return windows.count == fields.count ? HoursOfWeek(windows) : nil
  }

  private mutating func checkWeekly(_ schedule: ManifestField, enabled: ManifestField) {
    guard schedule.value != nil, let week = hoursOfWeek(of: object) else { return }
    checkEnabled(enabled, "the schedule")
    checkExtent(week, schedule)
    guard let days = try? DaysOfWeek(parsing: schedule["daysOfWeek"].texts),
      let hours = try? HoursOfDay(parsing: schedule["hoursOfDay"].texts)
    else { return }
    checkRanges(schedule["hoursOfDay"], days, hours)
  }

  private mutating func checkEnabled(_ field: ManifestField, _ what: String) {
    if field.node?.boolean == false { add(.disabled, field, "\(what) is switched off") }
  }

  private mutating func checkExtent(_ week: HoursOfWeek, _ schedule: ManifestField) {
    let count = week.count
    switch count {
    case 0: add(.neverActive, schedule, "the schedule is never on")
    case 168: add(.alwaysActive, schedule, "the schedule is on at every hour of the week")
    default:
      let permille = (count * 2_000 + 168) / 336
      add(
        .hoursPerWeek, schedule,
        "on \(count) of 168 hours a week, \(permille / 10).\(permille % 10) %")
    }
  }

  /// Ranges of hours: when they close, and what becomes of those over midnight.
  private mutating func checkRanges(
    _ list: ManifestField, _ days: DaysOfWeek, _ hours: HoursOfDay
  ) {
    guard !days.isEmpty, hours != .all else { return }
    for item in list.elements {
      guard let text = item.text else { continue }
      for part in GrammarText.split(text[...], at: ",") {
        let ends = GrammarText.split(part, at: "-").map { end in
          GrammarText.unsigned(GrammarText.trimmed(end), as: UInt8.self)
        }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else { continue }
        let range = String(GrammarText.trimmed(part))
        let closing = (Int(last) + 1) % 24
        if !hours.contains(number: closing) {
          add(
            .closingHour, item,
            "\"\(range)\" closes at \(clock(closing)), after \(count(from: first, to: last)) hours")
        }
        if first > last, days != .all { checkNight(item, range, days, last: Int(last)) }
      }
    }
  }

  private mutating func checkNight(
    _ item: ManifestField, _ range: String, _ days: DaysOfWeek, last: Int
  ) {
    let starts = days.weekdays.filter { !days.contains($0.previous) }
    let ends = days.weekdays.filter { !days.contains($0.next) }
    let closing = clock(last + 1)
    add(
      .overnight, item,
      "\"\(range)\" is on from 00:00 to \(closing) on \(listed(starts)), the night before's "
        + "end, and the night of \(listed(ends)) is cut at midnight")
  }

  private func count(from first: UInt8, to last: UInt8) -> Int {
    (Int(last) - Int(first) + 24) % 24 + 1
  }

  func clock(_ hour: Int) -> String { ClockText.text(hour % 24 * 60) }

  private func listed(_ days: [Weekday]) -> String {
    days.map(\.abbreviation).joined(separator: ", ")
  }

  private mutating func checkOffset(_ field: ManifestField) {
    let name = field.text ?? "UTC"
    let isOdd = zoneAnswers.hasOddOffset[name] ?? hasOddOffset(name)
    zoneAnswers.hasOddOffset[name] = isOdd
    if isOdd { add(.offsetMinutes, field, "the hours of \(name) begin within hours of UTC") }
  }

  /// As far as the rules go, in both halves of a year: no zone's past counts.
  private func hasOddOffset(_ name: String) -> Bool {
    guard let zone = zones[name] else { return false }
    let end = Instant.distantFuture
    return [end, end.earlier(by: .days(183))].contains {
      zone.offsetSeconds(at: $0) % 3_600 != 0
    }
  }

  /// Whether a machine is away when its window opens again.
  mutating func checkTimeouts(against week: HoursOfWeek?) {
    let spec = object.spec
    guard let gap = week?.shortestGap,
      let grace = try? TimeoutText.parse(spec["gracefulShutdownTimeout"].text ?? "5m"),
      let drain = try? TimeoutText.parse(spec["nodeDrainTimeout"].text ?? "5m")
    else { return }
    // Closing and the end of the grace are each seen up to a poll of 60 s late.
    let longest = grace + drain + .minutes(2)
    guard longest >= .hours(Int64(gap)) else { return }
    add(
      .timeoutsExceedGap, spec["gracefulShutdownTimeout"],
      "shutting down takes up to \(longest.text) with both timeouts, and the shortest gap between "
        + "windows is \(gap) h")
  }
}

extension Weekday {
  /// The day before.
  var previous: Weekday { Weekday.allCases[(Int(rawValue) + 6) % 7] }
}

// MARK: - Market calendars

extension ObjectLint {
  private mutating func checkMarket(_ spec: ManifestField) {
    guard spec.value != nil else { return }
    let week = hoursOfWeek(of: object)
    if let week { checkExtent(week, spec["sessions"].node == nil ? spec : spec["sessions"]) }
    for session in spec["sessions"].elements {
      guard let days = try? DaysOfWeek(parsing: session["daysOfWeek"].texts),
        let hours = try? HoursOfDay(parsing: session["hoursOfDay"].texts)
      else { continue }
      checkRanges(session["hoursOfDay"], days, hours)
    }
    for holiday in spec["holidays"].elements { checkDate(holiday) }
    var seen: [String] = spec["holidays"].texts
    for close in spec["earlyCloses"].elements {
      let field = close["date"]
      guard let date = field.text, checkDate(field) else { continue }
      checkEarlyClose(close, date, week, isTaken: seen.contains(date))
      seen.append(date)
    }
  }

  private mutating func checkEarlyClose(
    _ close: ManifestField, _ date: String, _ week: HoursOfWeek?, isTaken: Bool
  ) {
    guard let hour = close["closeHour"].node?.integer, (0...23).contains(hour) else { return }
    if isTaken {
      add(
        .earlyCloseWithoutEffect, close["date"],
        "\(date) is a holiday or closes early already, and the first counts")
      return
    }
    if let week, let weekday = (try? CivilDate(iso: date))?.weekday {
      let day = Int(weekday.rawValue) * 24
      if !(day + Int(hour) + 1..<day + 24).contains(where: { week.isOn[$0] }) {
        add(
          .earlyCloseWithoutEffect, close["date"],
          "nothing is on after \(clock(Int(hour) + 1)) on a \(weekday.abbreviation)")
        return
      }
    }
    add(.earlyCloseHour, close["closeHour"], "\(date) closes at \(clock(Int(hour) + 1))")
  }

  /// Whether a date that has the form of one exists.
  @discardableResult
  private mutating func checkDate(_ field: ManifestField) -> Bool {
    guard let text = field.text, TextPattern.date.matches(text) else { return false }
    if (try? CivilDate(iso: text)) != nil { return true }
    add(.noSuchDate, field, "there is no \(text)")
    return false
  }
}
