public import Units

/// A schedule that can be previewed.
public enum PreviewSchedule: Sendable {
  /// 5-Spot's own, by local days and hours.
  case hours(CalendarHours)
  /// A lender's, by windows.
  case windows(LendingSchedule)

  /// The zone whose clock decides; nil when there are several.
  public var zone: ZoneRules? {
    switch self {
    case .hours(let hours): return hours.zone
    case .windows(let schedule):
      let zones = (schedule.windows + schedule.exceptions).map(\.zone)
      guard let first = zones.first, zones.allSatisfy({ $0.name == first.name }) else {
        return nil
      }
      return first
    }
  }

  /// Whether it is on at an instant.
  public func isActive(at instant: Instant) -> Bool {
    switch self {
    case .hours(let hours): hours.isActive(at: instant)
    case .windows(let schedule): schedule.isActive(at: instant)
    }
  }

  /// The edges in `(start, end]`, in order.
  func edges(after start: Instant, to end: Instant) -> [ScheduleEdge] {
    switch self {
    case .hours(let hours):
      return hours.edges(after: start.secondsRoundedDown, to: end.secondsRoundedDown)
        .map { ScheduleEdge(instant: Instant(seconds: $0.second), isActive: $0.isOn) }
    case .windows(let schedule):
      var edges: [ScheduleEdge] = []
      var instant = start
      while let edge = schedule.nextEdge(after: instant), edge.instant <= end {
        edges.append(edge)
        instant = edge.instant
      }
      return edges
    }
  }

  /// The first edge after an instant; nil when there is none within some years.
  func nextEdge(after instant: Instant) -> ScheduleEdge? {
    switch self {
    case .hours(let hours):
      guard !hours.isConstant else { return nil }
      // Longer than the longest list of holidays with a week on either side.
      for days in [8, 64, 800] as [Int64] {
        if let edge = edges(after: instant, to: instant.later(by: .days(days))).first {
          return edge
        }
      }
      return nil
    case .windows(let schedule): return schedule.nextEdge(after: instant)
    }
  }

  /// The last edge up to an instant; nil when there is none within some years.
  func previousEdge(before instant: Instant) -> ScheduleEdge? {
    if case .hours(let hours) = self, hours.isConstant { return nil }
    for days in [8, 64, 800] as [Int64] {
      if let edge = edges(after: instant.earlier(by: .days(days)), to: instant).last {
        return edge
      }
    }
    return nil
  }
}
