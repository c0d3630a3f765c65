public import Units

/// When a machine may be lent, or is to serve: a union of windows, less exceptions, within other
/// schedules.
///
/// Windows that touch or overlap are one: there is no edge where nothing changes. Nothing is
/// sampled: edges are exact over changes of the clock, however far away they are.
public struct LendingSchedule: Sendable {
  /// The windows; it is on in any of them.
  public let windows: [LendingWindow]
  /// The windows that are taken out again, such as a blackout.
  public let exceptions: [LendingWindow]
  /// The schedules that have to be on as well, such as what two owners allow.
  public let within: [LendingSchedule]
  /// Whether it is on exactly when it would be off without this.
  public let isComplement: Bool

  private let openings: [WindowTrack]
  private let closures: [WindowTrack]

  private init(
    windows: [LendingWindow], exceptions: [LendingWindow], within: [LendingSchedule],
    isComplement: Bool
  ) {
    self.windows = windows
    self.exceptions = exceptions
    self.within = within
    self.isComplement = isComplement
    openings = LendingSchedule.tracks(of: windows)
    closures = LendingSchedule.tracks(of: exceptions)
  }

  /// On in any of the windows, except in the exceptions, and only while all of `within` are on.
  public init(
    _ windows: [LendingWindow], except exceptions: [LendingWindow] = [],
    within: [LendingSchedule] = []
  ) {
    self.init(windows: windows, exceptions: exceptions, within: within, isComplement: false)
  }

  /// 5-Spot's days and hours.
  public init(_ weekly: WeeklySchedule) { self.init([.daysAndHours(weekly)]) }

  /// Never on.
  public static var never: LendingSchedule { LendingSchedule([]) }

  /// Always on.
  public static var always: LendingSchedule { never.complement }

  /// On exactly when this one is off: the owner's window, of a window to lend in.
  public var complement: LendingSchedule {
    LendingSchedule(
      windows: windows, exceptions: exceptions, within: within, isComplement: !isComplement)
  }

  /// On while this one and the other one are.
  public func intersection(_ other: LendingSchedule) -> LendingSchedule {
    guard isComplement else {
      return LendingSchedule(windows, except: exceptions, within: within + [other])
    }
    let always = WeeklySchedule(days: .all, hours: .all, zone: .utc)
    return LendingSchedule([.daysAndHours(always)], within: [self, other])
  }

  /// Whether it is on at that instant.
  public func isActive(at instant: Instant) -> Bool {
    isActive(atSecond: instant.secondsRoundedDown)
  }

  /// The first instant after `instant` at which it turns on or off; nil when it never does within
  /// the scale of `Instant`.
  ///
  /// - Complexity: proportional to the number of ends of windows up to the edge. Only windows of
  ///   several zones that together are always open have many.
  public func nextEdge(after instant: Instant) -> ScheduleEdge? {
    let before = isActive(at: instant)
    var second = instant.secondsRoundedDown
    while let change = nextChange(afterSecond: second) {
      if isActive(atSecond: change) != before {
        return ScheduleEdge(instant: Instant(seconds: change), isActive: !before)
      }
      second = change
    }
    return nil
  }

  private func isActive(atSecond second: Int64) -> Bool {
    let isOpen =
      openings.contains { $0.isOpen(at: second) } && !closures.contains { $0.isOpen(at: second) }
      && within.allSatisfy { $0.isActive(atSecond: second) }
    return isOpen != isComplement
  }

  private func nextChange(afterSecond second: Int64) -> Int64? {
    var first: Int64?
    for track in openings {
      guard let change = track.nextChange(after: second) else { continue }
      first = min(first ?? change, change)
    }
    for track in closures {
      guard let change = track.nextChange(after: second) else { continue }
      first = min(first ?? change, change)
    }
    for schedule in within {
      guard let change = schedule.nextChange(afterSecond: second) else { continue }
      first = min(first ?? change, change)
    }
    return first
  }
}

extension LendingSchedule {
  /// Puts windows on the clock of one zone together, in the order in which zones are first named.
  private static func tracks(of windows: [LendingWindow]) -> [WindowTrack] {
    var tracks: [WindowTrack] = []
    var zones: [ZoneRules] = []
    var weekly: [[WeeklyWindow]] = []
    var civil: [[(start: Int64, end: Int64)]] = []
    func index(of zone: ZoneRules) -> Int {
      if let index = zones.firstIndex(of: zone) { return index }
      zones.append(zone)
      weekly.append([])
      civil.append([])
      return zones.count - 1
    }
    for window in windows {
      switch window {
      case .daysAndHours(let schedule): tracks.append(.daysAndHours(schedule))
      case .weekly(let window): weekly[index(of: window.zone)].append(window)
      case .civil(let window):
        civil[index(of: window.zone)]
          .append((window.opens.localSecond, window.closes.localSecond))
      case .holidays(let calendar):
        civil[index(of: calendar.zone)] += calendar.holidays.map { $0.localDay }
      case .earlyCloses(let calendar, let margin):
        civil[index(of: calendar.zone)] += calendar.earlyCloses.map { $0.rest(after: margin) }
      }
    }
    for (zone, (weekly, civil)) in zip(zones, zip(weekly, civil)) {
      let clock = LocalClock(zone: zone)
      if !weekly.isEmpty { tracks.append(.weekly(clock, WeeklyIntervals(weekly))) }
      if !civil.isEmpty { tracks.append(.civil(clock, CivilIntervals(civil))) }
    }
    return tracks
  }
}

extension CivilDate {
  /// The day in local seconds since 1970-01-01T00:00.
  fileprivate var localDay: (start: Int64, end: Int64) {
    let start = Int64(daysSinceEpoch) * 86_400
    return (start, start + 86_400)
  }
}

extension ExchangeCalendar.EarlyClose {
  /// From so long after the close to midnight, in local seconds; empty when that is past midnight.
  fileprivate func rest(after margin: TimeSpan) -> (start: Int64, end: Int64) {
    let day = date.localDay
    let minute: Int64 = 60_000_000_000
    let margin = margin.nanoseconds / minute + (margin.nanoseconds % minute > 0 ? 1 : 0)
    // Anything beyond a day is empty or the whole day; clamped, the sum cannot overflow.
    let opening = min(max(Int64(clamping: minuteOfDay), -1_440), 2_880)
    let sum = opening + min(max(margin, -4_320), 4_320)
    return (day.start + min(max(sum, 0), 1_440) * 60, day.end)
  }
}
