public import Units

/// When a machine may be lent, or is to serve: windows on the clock of a zone.
public struct LendingSchedule: Sendable {
  private var weekly: WeeklySchedule?

  /// Never on.
  public static var never: LendingSchedule { LendingSchedule(weekly: nil) }

  private init(weekly: WeeklySchedule?) { self.weekly = weekly }

  /// 5-Spot's days and hours.
  public init(_ weekly: WeeklySchedule) { self.weekly = weekly }

  /// Whether it is on at that instant.
  public func isActive(at instant: Instant) -> Bool { weekly?.isActive(at: instant) ?? false }

  /// The first instant after `instant` at which it turns on or off; nil when it never does.
  public func nextEdge(after instant: Instant) -> ScheduleEdge? {
    weekly?.nextEdge(after: instant)
  }
}
