public import Units

/// A schedule that has been read: days, hours and the rules of its time zone.
///
/// It is on at an instant when the instant's local weekday is among the days **and** its local hour
/// among the hours, both taken from the clock of the zone at that instant. Nothing is ever mapped
/// from local time to UTC, so changes of the clock need no rule of their own: a skipped hour does
/// not occur, a repeated hour counts twice. In consequence a night such as `22-6` over `mon-fri`
/// is on early on Monday and ends at midnight on Friday. The rule is that of 5-Spot.
///
/// `ScheduleSpec` is the same schedule as written.
public struct WeeklySchedule: Sendable {
  /// The local days on which it can be on.
  public let days: DaysOfWeek
  /// The local clock hours at which it is on, on each of those days.
  public let hours: HoursOfDay
  /// The rules of the zone whose clock decides.
  public let zone: ZoneRules
  /// A schedule that is not enabled is never on.
  public let isEnabled: Bool

  let pattern: WeekPattern

  /// Makes a schedule of those days and hours on the clock of `zone`.
  public init(days: DaysOfWeek, hours: HoursOfDay, zone: ZoneRules, isEnabled: Bool = true) {
    self.days = days
    self.hours = hours
    self.zone = zone
    self.isEnabled = isEnabled
    pattern = isEnabled ? WeekPattern(days: days, hours: hours) : WeekPattern(days: [], hours: [])
  }

  /// Whether the schedule is on at that instant.
  public func isActive(at instant: Instant) -> Bool {
    pattern.isActive(atLocal: instant.secondsRoundedDown + zone.secondsEast(at: instant))
  }

  /// The exact instants in `[start, end)` at which the schedule turns on or off, found lazily.
  ///
  /// An edge at `start` itself is not listed: it is part of `ScheduleEdges.initial`. An end that
  /// is not after the start gives no edges.
  public func edges(from start: Instant, to end: Instant) -> ScheduleEdges {
    ScheduleEdges(of: self, from: start, to: end)
  }

  /// The exact instants after `start` at which the schedule turns on or off, without end.
  public func edges(after start: Instant) -> ScheduleEdges {
    ScheduleEdges(of: self, from: start, to: .distantFuture)
  }

  /// The first instant after `instant` at which the schedule turns on or off; nil when it never
  /// does within the scale of `Instant`.
  ///
  /// There is no horizon: a gap of weeks or years is found as surely as one of an hour.
  public func nextEdge(after instant: Instant) -> ScheduleEdge? {
    var edges = edges(after: instant).makeIterator()
    return edges.next()
  }

  /// The total time in `[start, end)` during which the schedule is on; zero when the end is not
  /// after the start, and `TimeSpan.max` when it would not fit.
  ///
  /// - Complexity: proportional to the number of the zone's transitions, not to that of the edges.
  public func activeTime(from start: Instant, to end: Instant) -> TimeSpan {
    guard start < end else { return .zero }
    let last = end.secondsRoundedDown
    var total: Int64 = 0
    var stretches = ZoneStretches(of: zone, from: start)
    while true {
      let offset = stretches.offset
      let stop = min(stretches.end, last)
      total += pattern.activeSeconds(
        fromLocal: stretches.start + offset, toLocal: max(stop, stretches.start) + offset)
      guard stretches.end < last, stretches.advance() else { break }
    }
    // Edges fall on whole seconds, so a part of a second is on or off as a whole.
    let cut = isActive(at: start) ? start.nanosecondsIntoSecond : 0
    let tail = isActive(at: end) ? end.nanosecondsIntoSecond : 0
    let nanoseconds = Int128(total) * 1_000_000_000 - Int128(cut) + Int128(tail)
    return TimeSpan(nanoseconds: Int64(clamping: nanoseconds))
  }
}
