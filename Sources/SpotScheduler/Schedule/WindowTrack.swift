import Units

/// Windows that are evaluated together: whether one is open, and where that may change.
enum WindowTrack: Sendable {
  case daysAndHours(WeeklySchedule)
  case weekly(LocalClock, WeeklyIntervals)
  case civil(LocalClock, CivilIntervals)

  /// Whether a window is open in that second of Unix time.
  func isOpen(at second: Int64) -> Bool {
    switch self {
    case .daysAndHours(let schedule):
      schedule.isActive(
        at: Instant(seconds: second, nanosecond: 0) ?? Instant.end(nearest: second))
    case .weekly(let clock, let intervals):
      intervals.contains(clock.reading(at: second))
    case .civil(let clock, let intervals):
      intervals.contains(clock.reading(at: second))
    }
  }

  /// A later second before which nothing changes; nil when nothing ever does.
  func nextChange(after second: Int64) -> Int64? {
    switch self {
    case .daysAndHours(let schedule):
      return Instant(seconds: second, nanosecond: 0)
        .flatMap { schedule.nextEdge(after: $0)?.instant.secondsRoundedDown }
    case .weekly(let clock, let intervals):
      return intervals.nextEnd(after: clock.reading(at: second))
        .flatMap { clock.second(reaching: $0, after: second) }
    case .civil(let clock, let intervals):
      return intervals.nextEnd(after: clock.reading(at: second))
        .flatMap { clock.second(reaching: $0, after: second) }
    }
  }
}

/// Disjoint stretches of local seconds that occur once, ascending, none touching the next.
struct CivilIntervals: Sendable {
  private(set) var starts: [Int64] = []
  private(set) var ends: [Int64] = []

  /// Makes the union of stretches in any order; empty and reversed ones are dropped.
  init(_ stretches: [(start: Int64, end: Int64)]) {
    let ordered = stretches.filter { $0.start < $0.end }
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    for stretch in ordered {
      if let last = ends.last, stretch.start <= last {
        ends[ends.count - 1] = max(last, stretch.end)
      } else {
        starts.append(stretch.start)
        ends.append(stretch.end)
      }
    }
  }

  /// How many of the ascending `values` are at most `value`.
  private static func count(of values: [Int64], upTo value: Int64) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func contains(_ local: Int64) -> Bool {
    CivilIntervals.count(of: starts, upTo: local) > CivilIntervals.count(of: ends, upTo: local)
  }

  /// The first start or end after that local second.
  func nextEnd(after local: Int64) -> Int64? {
    let (started, ended) = (
      CivilIntervals.count(of: starts, upTo: local), CivilIntervals.count(of: ends, upTo: local)
    )
    if started > ended { return ends[ended] }
    return started < starts.count ? starts[started] : nil
  }
}

/// The union of stretches of the local week.
struct WeeklyIntervals: Sendable {
  /// The stretches within one week from Monday 00:00, in seconds; one that goes on over Sunday
  /// night is in two parts.
  private let week: CivilIntervals
  private let isConstant: Bool

  init(_ windows: [WeeklyWindow]) {
    var stretches: [(start: Int64, end: Int64)] = []
    for window in windows {
      let (start, end) = (
        Int64(window.opens.minuteOfWeek) * 60, Int64(window.closes.minuteOfWeek) * 60
      )
      if start < end {
        stretches.append((start, end))
      } else {
        stretches.append((start, WeekPattern.seconds))
        stretches.append((0, end))
      }
    }
    week = CivilIntervals(stretches)
    isConstant =
      week.starts.isEmpty || (week.starts[0] == 0 && week.ends[0] == WeekPattern.seconds)
  }

  func contains(_ local: Int64) -> Bool {
    week.contains(WeekPattern.secondOfWeek(atLocal: local))
  }

  /// The first start or end after that local second; Monday 00:00 may be one without being a
  /// change.
  func nextEnd(after local: Int64) -> Int64? {
    guard !isConstant else { return nil }
    let second = WeekPattern.secondOfWeek(atLocal: local)
    return local - second + (week.nextEnd(after: second) ?? WeekPattern.seconds)
  }
}
