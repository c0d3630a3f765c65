public import Units

/// A minute of the calendar: a date and what the clock shows on it.
public struct CivilTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The date.
  public let date: CivilDate
  /// Minutes since 00:00 on the clock, 0 to 1,440; 1,440 is 00:00 of the next day.
  public let minuteOfDay: Int

  /// Makes it of a date and a time of day, 00:00 to 24:00; nil when there is no such time.
  public init?(_ date: CivilDate, hour: Int = 0, minute: Int = 0) {
    guard hour >= 0, minute >= 0, minute < 60, hour < 24 || (hour == 24 && minute == 0) else {
      return nil
    }
    self.date = date
    minuteOfDay = hour * 60 + minute
  }

  /// Seconds that a local clock without changes shows since 1970-01-01T00:00.
  var localSecond: Int64 { Int64(date.daysSinceEpoch) * 86_400 + Int64(minuteOfDay) * 60 }

  /// The order of the calendar.
  public static func < (left: Self, right: Self) -> Bool { left.localSecond < right.localSecond }
}

extension CivilTime: CustomStringConvertible {
  /// Reads `2026-12-24 13:00`, or a date alone, which means its 00:00. Nil for any other text.
  public init?(text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || (bytes.count == 16 && bytes[10] == UInt8(ascii: " ")),
      let date = try? CivilDate(iso: String(decoding: bytes[..<10], as: UTF8.self)),
      let minute = bytes.count == 10 ? 0 : ClockText.minuteOfDay(bytes[11...])
    else { return nil }
    self.init(date, hour: minute / 60, minute: minute % 60)
  }

  /// The text that `init(text:)` reads.
  public var description: String { "\(date.iso) \(ClockText.text(minuteOfDay))" }
}

/// A window of the calendar that occurs once.
///
/// Its ends are found on the zone's clock as those of `WeeklyWindow` are.
public struct CivilWindow: Hashable, Sendable {
  /// When it opens.
  public var opens: CivilTime
  /// When it closes; not after `opens`, it never opens.
  public var closes: CivilTime
  /// The rules of the zone whose clock is meant.
  public var zone: ZoneRules

  /// Makes a window.
  public init(from opens: CivilTime, to closes: CivilTime, in zone: ZoneRules) {
    self.opens = opens
    self.closes = closes
    self.zone = zone
  }
}
