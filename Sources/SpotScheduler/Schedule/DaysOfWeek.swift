public import Units

/// A set of days of the week, one bit a day.
public struct DaysOfWeek: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit a day, Monday lowest; bits above Sunday are always 0.
  public let rawValue: UInt8

  /// Makes the set of the days whose bits are set, Monday lowest; bits above Sunday are dropped.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x7F }

  /// All seven days.
  @inlinable
  public static var all: DaysOfWeek { DaysOfWeek(rawValue: 0x7F) }

  /// The set of that one day.
  @inlinable
  public static func day(_ weekday: Weekday) -> DaysOfWeek {
    DaysOfWeek(rawValue: 1 << weekday.rawValue)
  }

  /// The days from `first` to `last`, both included, over Sunday night when `last` comes before
  /// `first`.
  public static func range(from first: Weekday, through last: Weekday) -> DaysOfWeek {
    let length = (UInt16(last.rawValue) + 7 - UInt16(first.rawValue)) % 7 + 1
    let run = (UInt16(1) << length - 1) << UInt16(first.rawValue)
    return DaysOfWeek(rawValue: UInt8(run & 0x7F) | UInt8(run >> 7))
  }

  /// Whether the day is in the set.
  @inlinable
  public func contains(_ weekday: Weekday) -> Bool { rawValue >> weekday.rawValue & 1 == 1 }

  /// The days in the set, Monday first.
  public var weekdays: [Weekday] { Weekday.allCases.filter { contains($0) } }
}

extension DaysOfWeek {
  /// Reads a `daysOfWeek` list: `mon` … `sun` in lower case and ranges `a-b`, both ends included
  /// and wrapping over Sunday, any of them also joined by commas within one string.
  ///
  /// The result is the union; no strings at all give the empty set, while an empty part is an
  /// error. White space (Unicode White_Space) around a part and around a dash is dropped. The rule
  /// is that of 5-Spot v0.1 to v0.3.
  ///
  /// - Throws: the first error in reading order, the start of a range before its end:
  ///   `ScheduleError.invalidDay` or `ScheduleError.invalidDayRange`.
  public init(parsing items: some Sequence<String>) throws(ScheduleError) {
    var days: DaysOfWeek = []
    for item in items {
      for part in GrammarText.split(item[...], at: ",") {
        let part = GrammarText.trimmed(part)
        let ends = GrammarText.split(part, at: "-")
        guard ends.count <= 2 else { throw .invalidDayRange(String(part)) }
        let first = try DaysOfWeek.weekday(named: ends[0])
        let last = ends.count == 2 ? try DaysOfWeek.weekday(named: ends[1]) : first
        days.formUnion(.range(from: first, through: last))
      }
    }
    self = days
  }

  private static func weekday(named text: Substring) throws(ScheduleError) -> Weekday {
    let name = GrammarText.trimmed(text)
    // By bytes: `==` would also accept canonically equivalent spellings.
    guard
      let weekday = Weekday.allCases.first(where: {
        $0.abbreviation.utf8.elementsEqual(name.utf8)
      })
    else { throw .invalidDay(String(name)) }
    return weekday
  }
}
