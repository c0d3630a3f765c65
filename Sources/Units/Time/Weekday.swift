/// A day of the week, numbered from Monday as ISO 8601 orders them (but from 0).
public enum Weekday: UInt8, CaseIterable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Monday, 0.
  case monday
  /// Tuesday, 1.
  case tuesday
  /// Wednesday, 2.
  case wednesday
  /// Thursday, 3.
  case thursday
  /// Friday, 4.
  case friday
  /// Saturday, 5.
  case saturday
  /// Sunday, 6.
  case sunday

  /// The weekday of a day counted from 1970-01-01, which was a Thursday.
  public init(daysSinceEpoch days: Int) {
    // The remainder is in -6...6; seven cases, so the index is always one of them.
    let remainder = (days % 7 + 10) % 7
    self = Weekday.allCases[remainder]
  }

  /// The English name in lower case with three letters, `mon` to `sun`, as schedules write it.
  public var abbreviation: String {
    switch self {
    case .monday: "mon"
    case .tuesday: "tue"
    case .wednesday: "wed"
    case .thursday: "thu"
    case .friday: "fri"
    case .saturday: "sat"
    case .sunday: "sun"
    }
  }

  /// The day after, with Monday after Sunday.
  public var next: Weekday { Weekday.allCases[(Int(rawValue) + 1) % 7] }

  /// Monday comes first.
  public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
