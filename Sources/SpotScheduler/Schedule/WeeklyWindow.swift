public import Units

/// A minute of the local week: a day and what its clock shows.
public struct WeekTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Minutes since Monday 00:00 on the clock, 0 to 10,079.
  public let minuteOfWeek: Int

  /// Makes it of a day and a time of day; 24:00 is 00:00 of the next day. Nil when there is no
  /// such time.
  public init?(_ weekday: Weekday, hour: Int, minute: Int = 0) {
    guard hour >= 0, minute >= 0, minute < 60, hour < 24 || (hour == 24 && minute == 0) else {
      return nil
    }
    minuteOfWeek = (Int(weekday.rawValue) * 1_440 + hour * 60 + minute) % 10_080
  }

  /// The day.
  public var weekday: Weekday { Weekday.allCases[minuteOfWeek / 1_440] }
  /// Minutes since the day's 00:00 on the clock.
  public var minuteOfDay: Int { minuteOfWeek % 1_440 }

  /// The order from Monday 00:00 on.
  public static func < (left: Self, right: Self) -> Bool { left.minuteOfWeek < right.minuteOfWeek }
}

extension WeekTime: CustomStringConvertible {
  /// Reads `fri 18:00`: a day as 5-Spot abbreviates it, a space, and two digits each of hours and
  /// minutes. Nil for any other text.
  public init?(text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 9, bytes[3] == UInt8(ascii: " "),
      let weekday = Weekday.allCases.first(where: {
        $0.abbreviation.utf8.elementsEqual(bytes[..<3])
      }),
      let minute = ClockText.minuteOfDay(bytes[4...])
    else { return nil }
    self.init(weekday, hour: minute / 60, minute: minute % 60)
  }

  /// The text that `init(text:)` reads.
  public var description: String { "\(weekday.abbreviation) \(ClockText.text(minuteOfDay))" }
}

/// A window of every week, from one minute of the local week to another; it may cross midnight,
/// days and the end of the week.
///
/// It opens at the first instant at which the zone's clock shows its opening time or a later one,
/// and closes likewise. So a time that the clock skips means the first instant after the gap, and
/// one that it shows twice means its first occurrence.
public struct WeeklyWindow: Hashable, Sendable {
  /// When it opens.
  public var opens: WeekTime
  /// When it closes: the first such time after it opened. Equal to `opens`, it never closes.
  public var closes: WeekTime
  /// The rules of the zone whose clock is meant.
  public var zone: ZoneRules

  /// Makes a window.
  public init(from opens: WeekTime, to closes: WeekTime, in zone: ZoneRules) {
    self.opens = opens
    self.closes = closes
    self.zone = zone
  }
}

/// Times of day as texts, `18:00`.
enum ClockText {
  /// Reads two digits of hours, a colon and two of minutes, 00:00 to 24:00; nil for other texts.
  static func minuteOfDay(_ bytes: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(bytes)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
    guard digits.allSatisfy({ $0 >= 0 && $0 <= 9 }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute < 60, hour * 60 + minute <= 1_440 else { return nil }
    return hour * 60 + minute
  }

  /// Writes what `minuteOfDay` reads.
  static func text(_ minuteOfDay: Int) -> String {
    let (hour, minute) = (minuteOfDay / 60, minuteOfDay % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
