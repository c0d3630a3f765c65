public import Units

extension Upstream {
  /// The provider `CapitalMarketsSchedule`: an exchange's sessions, holidays and early closes.
  ///
  /// All by the local calendar day: a session over midnight breaks there, and a holiday cuts the
  /// day on which it falls, not the trading day.
  public struct CapitalMarketsSchedule: Hashable, Sendable {
    /// Days and hours as written.
    public struct Session: Hashable, Sendable {
      /// The days, as in `ScheduleSpec`.
      public var daysOfWeek: [String]
      /// The hours, as in `ScheduleSpec`.
      public var hoursOfDay: [String]

      /// Makes a session.
      public init(daysOfWeek: [String], hoursOfDay: [String]) {
        self.daysOfWeek = daysOfWeek
        self.hoursOfDay = hoursOfDay
      }
    }

    /// A day that ends early.
    public struct EarlyClose: Hashable, Sendable {
      /// The date, compared as text.
      public var date: String
      /// The last hour that is open: 12 closes at 13:00.
      public var closeHour: UInt8

      /// Makes one.
      public init(date: String, closeHour: UInt8) {
        self.date = date
        self.closeHour = closeHour
      }
    }

    /// Why it cannot be evaluated.
    public enum Failure: Error, Hashable, Sendable {
      /// The zone is unknown.
      case invalidTimezone(String)
      /// Days or hours of a session cannot be read.
      case calendar(ScheduleError)

      /// The name of the error's class, as the behaviour vectors spell it.
      public var className: String {
        switch self {
        case .invalidTimezone: "InvalidTimezone"
        case .calendar: "Calendar"
        }
      }
    }

    /// The zone's IANA name.
    public var timezone: String
    /// The sessions; in any of them the market is open.
    public var sessions: [Session]
    /// Dates such as `2026-07-03`, compared as text: any other spelling never matches.
    public var holidays: [String]
    /// Days that end early; of several for a date the first counts.
    public var earlyCloses: [EarlyClose]

    /// Makes a schedule.
    public init(
      timezone: String, sessions: [Session] = [], holidays: [String] = [],
      earlyCloses: [EarlyClose] = []
    ) {
      self.timezone = timezone
      self.sessions = sessions
      self.holidays = holidays
      self.earlyCloses = earlyCloses
    }

    /// Whether the market is open.
    ///
    /// Sessions are read one after the other until one is on, and not at all on a holiday; so an
    /// error in one shows only then.
    public func isActive(
      at instant: Instant, in zones: ZoneRulesSet
    ) throws(Failure) -> Bool {
      guard let zone = zones[timezone] else { throw .invalidTimezone(timezone) }
      let local = zone.civil(at: instant)
      let date = local.date.iso
      if holidays.contains(where: { $0.isSame(as: date) }) { return false }
      let hour = local.secondsOfDay / 3_600
      guard try isInSession(local.date.weekday, hour) else { return false }
      let early = earlyCloses.first { $0.date.isSame(as: date) }
      return early.map { hour <= Int($0.closeHour) } ?? true
    }

    /// The next change that the provider sees.
    public func nextTransition(
      after start: Instant, in zones: ZoneRulesSet
    ) throws(Failure) -> Instant? {
      try ScheduleProvider.nextTransition(after: start) { instant throws(Failure) in
        try isActive(at: instant, in: zones)
      }
    }

    /// The message of the condition `Ready`, which is `True` in both cases.
    public static func message(isActive: Bool) -> String {
      isActive ? "market session open" : "market session closed"
    }

    private func isInSession(_ weekday: Weekday, _ hour: Int) throws(Failure) -> Bool {
      for session in sessions {
        let days: DaysOfWeek
        let hours: HoursOfDay
        do throws(ScheduleError) {
          days = try DaysOfWeek(parsing: session.daysOfWeek)
          hours = try HoursOfDay(parsing: session.hoursOfDay)
        } catch {
          throw .calendar(error)
        }
        if days.contains(weekday), hours.contains(number: hour) { return true }
      }
      return false
    }
  }
}
