public import Units

/// The `schedule` of a `ScheduledMachine` as written: unread texts.
///
/// Its own questions read the texts as late as 5-Spot v0.1 does, so that they fail exactly when it
/// fails: a schedule that is not enabled is never read; then the zone is looked up, then the days
/// are read; the hours only when the local day is among the days. `resolved(in:)` reads everything
/// at once instead.
public struct ScheduleSpec: Hashable, Sendable {
  /// Days and ranges of days, see `DaysOfWeek.init(parsing:)`; empty means never.
  public var daysOfWeek: [String]
  /// Hours and ranges of hours, see `HoursOfDay.init(parsing:)`; empty means never.
  public var hoursOfDay: [String]
  /// The IANA name of the time zone, case-sensitive and not trimmed.
  public var timezone: String
  /// False switches the schedule off, whatever the other fields hold.
  public var enabled: Bool

  /// Makes a schedule of those texts; the defaults are those of the resource.
  public init(
    daysOfWeek: [String] = [], hoursOfDay: [String] = [], timezone: String = "UTC",
    enabled: Bool = true
  ) {
    self.daysOfWeek = daysOfWeek
    self.hoursOfDay = hoursOfDay
    self.timezone = timezone
    self.enabled = enabled
  }

  /// Reads all the texts at once, whether the schedule is enabled or not.
  ///
  /// - Throws: the first error of zone, days and hours, in this order.
  public func resolved(in zones: ZoneRulesSet) throws(ScheduleError) -> WeeklySchedule {
    let zone = try zone(in: zones)
    let days = try DaysOfWeek(parsing: daysOfWeek)
    let hours = try HoursOfDay(parsing: hoursOfDay)
    return WeeklySchedule(days: days, hours: hours, zone: zone, isEnabled: enabled)
  }

  /// Whether the schedule is on at that instant, reading no more than needed to say so.
  ///
  /// - Throws: the first error among the texts that are read.
  public func isActive(
    at instant: Instant, in zones: ZoneRulesSet
  ) throws(ScheduleError) -> Bool {
    guard enabled else { return false }
    let zone = try zone(in: zones)
    let days = try DaysOfWeek(parsing: daysOfWeek)
    let local = zone.civil(at: instant)
    guard days.contains(local.date.weekday) else { return false }
    let hours = try HoursOfDay(parsing: hoursOfDay)
    return hours.contains(number: local.secondsOfDay / 3_600)
  }

  /// The exact edges in `[start, end)` of what `isActive(at:in:)` says at every instant of it.
  ///
  /// - Throws: the error that `isActive(at:in:)` throws at some instant of the stretch, or at
  ///   `start` when the stretch is empty. Bad hours throw nothing when no listed day falls into it.
  public func edges(
    from start: Instant, to end: Instant, in zones: ZoneRulesSet
  ) throws(ScheduleError) -> ScheduleEdges {
    guard enabled else { return ScheduleEdges(of: nil, from: start, to: end) }
    let zone = try zone(in: zones)
    let days = try DaysOfWeek(parsing: daysOfWeek)
    do throws(ScheduleError) {
      let hours = try HoursOfDay(parsing: hoursOfDay)
      return WeeklySchedule(days: days, hours: hours, zone: zone).edges(from: start, to: end)
    } catch {
      let anyHour = WeeklySchedule(days: days, hours: .all, zone: zone)
      let isNoticed =
        anyHour.isActive(at: start) || anyHour.activeTime(from: start, to: end) > .zero
      if isNoticed { throw error }
      return ScheduleEdges(of: nil, from: start, to: end)
    }
  }

  private func zone(in zones: ZoneRulesSet) throws(ScheduleError) -> ZoneRules {
    guard let zone = zones[timezone] else { throw .invalidTimezone(timezone) }
    return zone
  }
}
