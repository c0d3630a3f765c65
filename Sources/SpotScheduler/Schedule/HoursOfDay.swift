/// A set of hours of the local clock, 0 to 23, one bit an hour.
///
/// Hour `h` in the set means the whole clock hour from h:00 up to, not including, the next one.
public struct HoursOfDay: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit an hour, midnight lowest; bits above hour 23 are always 0.
  public let rawValue: UInt32

  /// Makes the set of the hours whose bits are set, midnight lowest; bits above 23 are dropped.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue & 0xFF_FFFF }

  /// All 24 hours.
  @inlinable
  public static var all: HoursOfDay { HoursOfDay(rawValue: 0xFF_FFFF) }

  /// The set of that one hour, 0 to 23; an hour outside traps.
  @inlinable
  public static func hour(_ number: Int) -> HoursOfDay {
    precondition(number >= 0 && number < 24, "hour \(number) is not in 0...23")
    return HoursOfDay(rawValue: 1 << UInt32(number))
  }

  /// The hours from `first` to `last`, both included, over midnight when `last` comes before
  /// `first`; hours outside 0 to 23 trap.
  public static func range(from first: Int, through last: Int) -> HoursOfDay {
    precondition(first >= 0 && first < 24 && last >= 0 && last < 24, "hours \(first)-\(last)")
    let count = (last - first + 24) % 24 + 1
    let run = (UInt64(1) << UInt64(count) - 1) << UInt64(first)
    return HoursOfDay(rawValue: UInt32(run & 0xFF_FFFF) | UInt32(run >> 24))
  }

  /// Whether the hour is in the set; an hour outside 0 to 23 is in none.
  @inlinable
  public func contains(number: Int) -> Bool {
    number >= 0 && number < 24 && rawValue >> UInt32(number) & 1 == 1
  }

  /// The hours in the set, ascending.
  public var numbers: [Int] { (0..<24).filter { contains(number: $0) } }
}

extension HoursOfDay {
  /// Reads an `hoursOfDay` list: unsigned decimal numbers from 0 to 23 and ranges `a-b`, both ends
  /// included and wrapping over midnight, any of them also joined by commas within one string.
  ///
  /// So `9-17` is nine hours and closes at 18:00. The result is the union; no strings at all give the
  /// empty set, while an empty part is an error. White space (Unicode White_Space) around a part and around a
  /// dash is dropped; `+9` and `007` are numbers. The rule is that of 5-Spot v0.1 to v0.3.
  ///
  /// - Throws: the first error in reading order: `ScheduleError.invalidHour`,
  ///   `ScheduleError.invalidHourRange` or `ScheduleError.hourOutOfRange`. Within a range both ends
  ///   are read as numbers before either is held against 23.
  public init(parsing items: some Sequence<String>) throws(ScheduleError) {
    var hours: HoursOfDay = []
    for item in items {
      for part in GrammarText.split(item[...], at: ",") {
        hours.formUnion(try HoursOfDay.part(GrammarText.trimmed(part)))
      }
    }
    self = hours
  }

  private static func part(_ part: Substring) throws(ScheduleError) -> HoursOfDay {
    // A leading dash is the sign of a negative hour, not a range, and unsigned numbers have none.
    if part.utf8.first == UInt8(ascii: "-") { throw .invalidHour(String(part)) }
    let ends = GrammarText.split(part, at: "-")
    guard ends.count <= 2 else { throw .invalidHourRange(String(part)) }
    let first = try number(of: ends[0])
    let last = ends.count == 2 ? try number(of: ends[1]) : first
    guard first < 24 else { throw .hourOutOfRange(String(GrammarText.trimmed(ends[0]))) }
    guard last < 24 else { throw .hourOutOfRange(String(GrammarText.trimmed(ends[1]))) }
    return .range(from: Int(first), through: Int(last))
  }

  private static func number(of text: Substring) throws(ScheduleError) -> UInt8 {
    let digits = GrammarText.trimmed(text)
    guard let hour = GrammarText.unsigned(digits, as: UInt8.self) else {
      throw .invalidHour(String(digits))
    }
    return hour
  }
}
