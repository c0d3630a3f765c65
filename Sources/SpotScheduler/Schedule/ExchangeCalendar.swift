public import Units

/// The days on which an exchange does not trade, or closes early.
public struct ExchangeCalendar: Hashable, Sendable {
  /// A day that ends early.
  public struct EarlyClose: Hashable, Sendable, BitwiseCopyable {
    /// The date on the exchange's calendar.
    public var date: CivilDate
    /// Minutes since 00:00 on the exchange's clock at which trading ends.
    public var minuteOfDay: Int

    /// Makes a day that ends early.
    @inlinable
    public init(date: CivilDate, minuteOfDay: Int) {
      self.date = date
      self.minuteOfDay = minuteOfDay
    }
  }

  /// The rules of the exchange's zone.
  public var zone: ZoneRules
  /// The days without trading, in any order.
  public var holidays: [CivilDate]
  /// The days that end early, in any order.
  public var earlyCloses: [EarlyClose]

  /// Makes a calendar.
  public init(zone: ZoneRules, holidays: [CivilDate] = [], earlyCloses: [EarlyClose] = []) {
    self.zone = zone
    self.holidays = holidays
    self.earlyCloses = earlyCloses
  }
}
