import Documents
import SpotScheduler
import Units

/// A schedule in the words of a scenario, which has one zone and either 5-Spot's days and hours or
/// windows of the week.
struct DraftSchedule: Hashable {
  enum Form: Hashable {
    /// 5-Spot's words.
    case daysAndHours(days: [String], hours: [String])
    /// From a time of the week to another.
    case windows([Window])
  }

  struct Window: Hashable {
    var from: String
    var to: String
  }

  var zone: String
  var form: Form
  /// What the scenario cannot say of it.
  var note: String?

  /// Whether 5-Spot could have it.
  var isDaysAndHours: Bool {
    if case .daysAndHours = form { true } else { false }
  }

  var members: [(key: String, value: DocumentValue?)] {
    var members: [(key: String, value: DocumentValue?)] = [("timezone", .string(zone))]
    switch form {
    case .daysAndHours(let days, let hours):
      members.append(("daysOfWeek", .sequence(days.map { .string($0) })))
      members.append(("hoursOfDay", .sequence(hours.map { .string($0) })))
    case .windows(let windows):
      members.append(
        ("windows", .sequence(windows.map { ["from": .string($0.from), "to": .string($0.to)] })))
    }
    return members
  }
}

extension DraftSchedule {
  /// The schedule as it is from `start` for `span`; nil when it is never on then.
  ///
  /// Weekly windows of one zone, or one list of days and hours, are taken over when they turn on and off
  /// at the same instants in that time. Anything else is read off the week from `start`.
  init?(_ schedule: LendingSchedule, from start: Instant, for span: TimeSpan) {
    let end = start + span
    let edges = Self.edges(of: schedule, from: start, to: end)
    guard !edges.isEmpty || schedule.isActive(at: start) else { return nil }
    if let (made, own) = Self.weekly(of: schedule),
      own.isActive(at: start) == schedule.isActive(at: start),
      Self.edges(of: own, from: start, to: end) == edges
    {
      self = made
      let dropped = Self.occasions(of: schedule)
      if !dropped.isEmpty {
        note =
          "the snapshot also has \(dropped.joined(separator: ", ")), which change nothing in this "
          + "horizon and are left out; a calendar of lending.offers.<pool>.schedule can say holidays"
      }
      return
    }
    let zone = Self.zones(of: schedule).first ?? .utc
    self.zone = zone.name
    form = .windows(Self.week(of: schedule, from: start, in: zone))
    note =
      "read off the week from \(start.rfc3339): the snapshot's schedule has "
      + "\(Self.reasons(of: schedule)), which a scenario says otherwise"
  }

  private static func edges(
    of schedule: LendingSchedule, from start: Instant, to end: Instant
  ) -> [Instant] {
    var edges: [Instant] = []
    var at = start
    while let edge = schedule.nextEdge(after: at), edge.instant < end {
      edges.append(edge.instant)
      at = edge.instant
    }
    return edges
  }

  /// The windows of every week, when they are of one zone, in words and as a schedule.
  private static func weekly(
    of schedule: LendingSchedule
  ) -> (made: DraftSchedule, own: LendingSchedule)? {
    guard !schedule.isComplement, schedule.within.isEmpty else { return nil }
    var lists: [WeeklySchedule] = []
    var windows: [WeeklyWindow] = []
    for window in schedule.windows {
      switch window {
      case .daysAndHours(let weekly):
        if weekly.isEnabled { lists.append(weekly) }
      case .weekly(let weekly): windows.append(weekly)
      default: continue
      }
    }
    if let list = lists.first, lists.count == 1, windows.isEmpty {
      let form = Form.daysAndHours(
        days: Self.ranges(list.days.weekdays.map { Int($0.rawValue) }) {
          Weekday.allCases[$0].abbreviation
        },
        hours: Self.ranges(list.hours.numbers) { String($0) })
      return (DraftSchedule(zone: list.zone.name, form: form), LendingSchedule(list))
    }
    guard let zone = windows.first?.zone, lists.isEmpty, windows.allSatisfy({ $0.zone == zone })
    else { return nil }
    let words = windows.map { Window(from: $0.opens.description, to: $0.closes.description) }
    return (
      DraftSchedule(zone: zone.name, form: .windows(words)),
      LendingSchedule(windows.map { .weekly($0) })
    )
  }

  /// Numbers as single ones and ranges, `7-17`.
  private static func ranges(_ numbers: [Int], _ word: (Int) -> String) -> [String] {
    var ranges: [String] = []
    var first: Int?
    for (place, number) in numbers.enumerated() {
      let start = first ?? number
      if place + 1 < numbers.count, numbers[place + 1] == number + 1 {
        first = start
        continue
      }
      ranges.append(start == number ? word(number) : "\(word(start))-\(word(number))")
      first = nil
    }
    return ranges
  }

  /// When it is on in the seven days from `start`, on the clock of `zone`.
  private static func week(
    of schedule: LendingSchedule, from start: Instant, in zone: ZoneRules
  ) -> [Window] {
    let end = start + .days(7)
    var windows: [Window] = []
    var opened = schedule.isActive(at: start) ? start : nil
    for edge in edges(of: schedule, from: start, to: end) + [end] {
      if let from = opened {
        windows.append(Window(from: text(from, zone), to: text(edge, zone)))
        opened = nil
      } else if edge < end {
        opened = edge
      }
    }
    return windows
  }

  /// The minute of the week that the clock of a zone shows.
  private static func text(_ instant: Instant, _ zone: ZoneRules) -> String {
    let civil = zone.civil(at: instant)
    let minute = civil.secondsOfDay / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(civil.date.weekday.abbreviation) \(two(minute / 60)):\(two(minute % 60))"
  }

  private static func zones(of schedule: LendingSchedule) -> [ZoneRules] {
    (schedule.windows + schedule.exceptions).map { window in
      switch window {
      case .daysAndHours(let weekly): weekly.zone
      case .weekly(let weekly): weekly.zone
      case .civil(let civil): civil.zone
      case .holidays(let calendar), .earlyCloses(let calendar, _): calendar.zone
      }
    } + schedule.within.flatMap { zones(of: $0) }
  }

  /// The windows that do not come every week.
  private static func occasions(of schedule: LendingSchedule) -> [String] {
    var words: [String] = []
    let holidays = schedule.windows.reduce(0) { sum, window in
      if case .holidays(let calendar) = window { sum + calendar.holidays.count } else { sum }
    }
    let closes = schedule.windows.reduce(0) { sum, window in
      if case .earlyCloses(let calendar, _) = window {
        sum + calendar.earlyCloses.count
      } else {
        sum
      }
    }
    let civil = schedule.windows.count { if case .civil = $0 { true } else { false } }
    for (count, noun) in [
      (holidays, "holiday"), (closes, "early close"), (civil, "single window"),
      (schedule.exceptions.count, "exception"),
    ] where count > 0 {
      words.append(count == 1 ? "1 \(noun)" : "\(count) \(noun)s")
    }
    return words
  }

  private static func reasons(of schedule: LendingSchedule) -> String {
    var words = occasions(of: schedule)
    if schedule.isComplement { words.append("a complement") }
    if !schedule.within.isEmpty { words.append("an intersection") }
    let zones = zones(of: schedule)
    if zones.contains(where: { $0 != zones.first }) { words.append("several zones") }
    return words.isEmpty ? "several lists of windows" : words.joined(separator: ", ")
  }
}
