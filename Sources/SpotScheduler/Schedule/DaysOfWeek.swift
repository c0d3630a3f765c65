/// A set of days of the week, Monday = 0 to Sunday = 6, one bit a day.
public struct DaysOfWeek: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit a day, Monday lowest; bits above Sunday are always 0.
  public let rawValue: UInt8

  /// Makes the set of the days whose bits are set, Monday lowest; bits above Sunday are dropped.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x7F }

  /// All seven days.
  @inlinable
  public static var all: DaysOfWeek { DaysOfWeek(rawValue: 0x7F) }

  /// The set of that one day, Monday = 0 to Sunday = 6; a day outside traps.
  @inlinable
  public static func day(_ number: Int) -> DaysOfWeek {
    precondition(number >= 0 && number < 7, "day \(number) is not in 0...6")
    return DaysOfWeek(rawValue: 1 << UInt8(number))
  }

  /// The days from `first` to `last`, both included, over Sunday night when `last` comes before
  /// `first`; days outside 0 to 6 trap.
  public static func range(from first: Int, through last: Int) -> DaysOfWeek {
    precondition(first >= 0 && first < 7 && last >= 0 && last < 7, "days \(first)-\(last)")
    let count = (last - first + 7) % 7 + 1
    let run = (UInt16(1) << UInt16(count) - 1) << UInt16(first)
    return DaysOfWeek(rawValue: UInt8(run & 0x7F) | UInt8(run >> 7))
  }

  /// Whether the day, Monday = 0 to Sunday = 6, is in the set; a day outside is in none.
  @inlinable
  public func contains(number: Int) -> Bool {
    number >= 0 && number < 7 && rawValue >> UInt8(number) & 1 == 1
  }

  /// The numbers of the days in the set, ascending.
  public var numbers: [Int] { (0..<7).filter { contains(number: $0) } }
}

extension DaysOfWeek {
  /// Reads a `daysOfWeek` list: `mon` … `sun` in lower case and ranges `a-b`, both ends included
  /// and wrapping over Sunday, any of them also joined by commas within one string.
  ///
  /// The result is the union; no strings at all give the empty set, while an empty part is an
  /// error. White space (Unicode White_Space) around a part and around a dash is dropped. The rule is that
  /// of 5-Spot v0.1 to v0.3.
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
        let first = try DaysOfWeek.number(of: ends[0])
        let last = ends.count == 2 ? try DaysOfWeek.number(of: ends[1]) : first
        days.formUnion(.range(from: first, through: last))
      }
    }
    self = days
  }

  private static func number(of text: Substring) throws(ScheduleError) -> Int {
    let name = GrammarText.trimmed(text)
    let names: [StaticString] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    guard let number = names.firstIndex(where: { GrammarText.isSame(name, $0) }) else {
      throw .invalidDay(String(name))
    }
    return number
  }
}
