public import Units

extension Upstream {
  /// What the two schedule providers of v0.3 have in common: when they look, and what they say.
  public enum ScheduleProvider {
    /// How many whole hours of UTC are looked at for the next change: eight days.
    public static var horizonHours: Int { 192 }
    /// When the provider looks again if none of them changes.
    public static var fallbackRequeue: TimeSpan { .seconds(21_600) }
    /// When it looks again after an error.
    public static var errorRequeue: TimeSpan { .seconds(30) }

    /// The first whole hour of UTC after an instant at which the state is another; nil when none
    /// of the next 192 hours is.
    ///
    /// A change within the hour is seen late, or not at all: zones of half hours are up to 45 min
    /// late, and a skipped hour does not show.
    public static func nextTransition<Failure: Error>(
      after start: Instant, isActive: (Instant) throws(Failure) -> Bool
    ) throws(Failure) -> Instant? {
      let current = try isActive(start)
      var sample = wholeHour(of: start)
      for _ in 0..<horizonHours {
        let next = sample.later(by: .hours(1))
        guard next > sample else { return nil }
        sample = next
        if try isActive(sample) != current { return sample }
      }
      return nil
    }

    /// The whole hour of UTC that an instant lies in.
    package static func wholeHour(of instant: Instant) -> Instant {
      let hour: Int64 = 3_600_000_000_000
      let rest = instant.nanoseconds % hour
      return instant.earlier(by: TimeSpan(nanoseconds: rest < 0 ? rest + hour : rest))
    }

    /// How long until the provider looks again.
    public static func requeue(at now: Instant, next: Instant?) -> TimeSpan {
      guard let next, next >= now else { return fallbackRequeue }
      return TimeSpan(
        nanoseconds: Int64(clamping: Int128(next.nanoseconds) - Int128(now.nanoseconds)))
    }

    /// Whether an evaluation counts as a change: the first one does.
    public static func isTransition(from previous: Bool?, to active: Bool) -> Bool {
      previous != active
    }
  }

  /// The provider `TimeBasedSpotSchedule`: v0.1's schedule in an object of its own.
  public enum TimeBasedProvider {
    /// Why it cannot be evaluated.
    public enum Failure: Error, Hashable, Sendable {
      /// The zone is unknown.
      case invalidTimezone(String)
      /// Days or hours cannot be read.
      case window(ScheduleError)

      /// The name of the error's class, as the behaviour vectors spell it.
      public var className: String {
        switch self {
        case .invalidTimezone: "InvalidTimezone"
        case .window: "Window"
        }
      }
    }

    /// Whether the schedule is on. All texts are read at once, unless it is not enabled.
    public static func isActive(
      _ schedule: ScheduleSpec, at instant: Instant, in zones: ZoneRulesSet
    ) throws(Failure) -> Bool {
      try resolved(schedule, in: zones)?.isActive(at: instant) ?? false
    }

    /// The next change that the provider sees.
    public static func nextTransition(
      of schedule: ScheduleSpec, after start: Instant, in zones: ZoneRulesSet
    ) throws(Failure) -> Instant? {
      guard let weekly = try resolved(schedule, in: zones) else { return nil }
      return ScheduleProvider.nextTransition(after: start) { weekly.isActive(at: $0) }
    }

    /// The message of the condition `Ready`, which is `True` in both cases.
    public static func message(isActive: Bool) -> String {
      isActive ? "schedule window open" : "schedule window closed"
    }

    private static func resolved(
      _ schedule: ScheduleSpec, in zones: ZoneRulesSet
    ) throws(Failure) -> WeeklySchedule? {
      guard schedule.enabled else { return nil }
      do throws(ScheduleError) {
        return try schedule.resolved(in: zones)
      } catch {
        if case .invalidTimezone(let name) = error { throw .invalidTimezone(name) }
        throw .window(error)
      }
    }
  }
}
