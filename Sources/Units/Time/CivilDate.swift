/// A day of the proleptic Gregorian calendar, years 0000 to 9999.
///
/// The conversions from and to a day count are Howard Hinnant's `days_from_civil` and
/// `civil_from_days` ("chrono-Compatible Low-Level Date Algorithms"): years start in March, so that
/// the leap day comes last, and 400 years always have 146,097 days.
public struct CivilDate: Hashable, Comparable, Sendable, BitwiseCopyable {
  private let storedYear: Int16
  private let storedMonth: UInt8
  private let storedDay: UInt8

  /// The year, 0 to 9999; year 0 is 1 BC.
  public var year: Int { Int(storedYear) }
  /// The month, 1 to 12.
  public var month: Int { Int(storedMonth) }
  /// The day of the month, from 1.
  public var day: Int { Int(storedDay) }

  /// Makes a date of its parts, or nothing when no such day exists.
  public init?(year: Int, month: Int, day: Int) {
    guard year >= 0 && year <= 9_999, month >= 1 && month <= 12,
      day >= 1 && day <= CivilDate.daysInMonth(month, year: year)
    else { return nil }
    self.init(uncheckedYear: year, month: month, day: day)
  }

  init(uncheckedYear year: Int, month: Int, day: Int) {
    storedYear = Int16(year)
    storedMonth = UInt8(month)
    storedDay = UInt8(day)
  }

  /// Makes the date that many days after 1970-01-01; traps outside years 0000 to 9999.
  public init(daysSinceEpoch days: Int) {
    precondition(CivilDate.allDays.contains(days), "day \(days) is outside years 0000 to 9999")
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    // `shifted` is negative only in January and February of year 0, which belong to era -1.
    let (usedEra, usedDay) = dayOfEra < 0 ? (era - 1, dayOfEra + 146_097) : (era, dayOfEra)
    let yearOfEra = (usedDay - usedDay / 1_460 + usedDay / 36_524 - usedDay / 146_096) / 365
    let dayOfYear = usedDay - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      uncheckedYear: yearOfEra + usedEra * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Makes the UTC date of an instant.
  public init(utc instant: Instant) {
    self.init(daysSinceEpoch: Int(floorDivide(instant.secondsRoundedDown, 86_400)))
  }

  /// The days from 1970-01-01 to this date; negative before.
  public var daysSinceEpoch: Int { CivilDate.daysSinceEpoch(year: year, month: month, day: day) }

  /// The day of the week.
  public var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

  /// The number of this day in its year, from 1 to 366.
  public var dayOfYear: Int {
    daysSinceEpoch - CivilDate.daysSinceEpoch(year: year, month: 1, day: 1) + 1
  }

  /// The date that many days later; traps outside years 0000 to 9999.
  public func adding(days: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: daysSinceEpoch + days)
  }

  /// Midnight UTC at the start of the day, or nothing when the instant scale does not reach it.
  public var startInUTC: Instant? {
    Instant(seconds: Int64(daysSinceEpoch) * 86_400, nanosecond: 0)
  }

  /// Earlier in the calendar.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.storedYear, left.storedMonth, left.storedDay)
      < (right.storedYear, right.storedMonth, right.storedDay)
  }

  /// Whether the year has a 29 February.
  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The length of a month; traps unless the month is in 1 to 12.
  public static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    case 1, 3, 5, 7, 8, 10, 12: 31
    default: preconditionFailure("month \(month) is not in 1...12")
    }
  }

  private static let allDays = -719_528...2_932_896

  /// The day count of a date of any year; the parts are not checked.
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = floorDivide(shiftedYear, 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension CivilDate: CustomStringConvertible {
  /// Reads an ISO 8601 calendar date, `2026-06-08`, as RFC 3339 writes it.
  ///
  /// - Parameter text: The date, without surrounding space.
  /// - Throws: What is wrong and at which byte of the UTF-8 text.
  public init(iso text: some StringProtocol) throws(TimestampError) {
    let owned = String(text)
    try self.init(iso: owned.utf8Span.span)
  }

  /// Reads an ISO 8601 calendar date from UTF-8 bytes.
  ///
  /// - Parameter bytes: The date, without surrounding space.
  /// - Throws: What is wrong and at which byte.
  public init(iso bytes: Span<UInt8>) throws(TimestampError) {
    var position = 0
    self = try TimestampGrammar.date(bytes, at: &position)
    guard position == bytes.count else { throw TimestampError(.trailingBytes, at: position) }
  }

  /// The date as ISO 8601 writes it, `2026-06-08`.
  public var iso: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(10)
    appendISO(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``iso`` as UTF-8.
  public func appendISO(to bytes: inout [UInt8]) {
    appendDecimal(year, width: 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendDecimal(month, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendDecimal(day, width: 2, to: &bytes)
  }

  /// The date as ISO 8601 writes it, as ``iso``.
  public var description: String { iso }
}
