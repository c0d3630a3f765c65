/// Why a schedule cannot be evaluated.
///
/// Each case carries the smallest offending text: the name of a day, not the list it stands in.
public enum ScheduleError: Error, Hashable, Sendable {
  /// The time zone is not a name of the zone rules in use. Names are case-sensitive, not trimmed.
  case invalidTimezone(String)
  /// A part of `daysOfWeek`, or one end of a range, is not `mon`, `tue`, … `sun`.
  case invalidDay(String)
  /// A part of `daysOfWeek` holds more than one dash.
  case invalidDayRange(String)
  /// A part of `hoursOfDay`, or one end of a range, is not an unsigned decimal number below 256.
  case invalidHour(String)
  /// A part of `hoursOfDay` holds more than one dash and does not begin with one.
  case invalidHourRange(String)
  /// An hour is a number from 24 to 255.
  case hourOutOfRange(String)

  /// The name of the error's class, as the 5-Spot behaviour vectors spell it.
  public var className: String {
    switch self {
    case .invalidTimezone: "InvalidTimezone"
    case .invalidDay: "InvalidDay"
    case .invalidDayRange: "InvalidDayRange"
    case .invalidHour: "InvalidHour"
    case .invalidHourRange: "InvalidHourRange"
    case .hourOutOfRange: "HourOutOfRange"
    }
  }

  /// The text that is at fault.
  public var item: String {
    switch self {
    case .invalidTimezone(let item), .invalidDay(let item), .invalidDayRange(let item),
      .invalidHour(let item), .invalidHourRange(let item), .hourOutOfRange(let item):
      item
    }
  }
}

extension ScheduleError: CustomStringConvertible {
  /// What is wrong, with which text, and what to write instead.
  public var description: String {
    let remedy =
      switch self {
      case .invalidTimezone:
        "is not a known time zone; use an IANA name such as Europe/London, spelt exactly"
      case .invalidDay:
        "is not a day of the week; use mon, tue, wed, thu, fri, sat or sun in lower case"
      case .invalidDayRange:
        "is not a range of days; a range has one dash, as in mon-fri"
      case .invalidHour:
        "is not an hour; use a whole number from 0 to 23"
      case .invalidHourRange:
        "is not a range of hours; a range has one dash, as in 9-17"
      case .hourOutOfRange:
        "is beyond the hours of a day, which are 0 to 23"
      }
    return "\"\(item)\" \(remedy)"
  }
}
