/// The parts of RFC 3339 section 5.6, each read from `bytes` at `position`, which moves past it.
enum TimestampGrammar {
  /// `full-date`: a valid day of the proleptic Gregorian calendar, years 0000 to 9999.
  static func date(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(TimestampError) -> CivilDate {
    let year = try digits(4, bytes, at: &position, expected: "a four-digit year")
    try separator(bytes, at: &position, "-")
    let month = try digits(2, bytes, at: &position, expected: "a two-digit month")
    guard month >= 1 && month <= 12 else { throw TimestampError(.month(month), at: position - 2) }
    try separator(bytes, at: &position, "-")
    let day = try digits(2, bytes, at: &position, expected: "a two-digit day")
    let count = CivilDate.daysInMonth(month, year: year)
    guard day >= 1 && day <= count else {
      throw TimestampError(.day(day, daysInMonth: count), at: position - 2)
    }
    return CivilDate(uncheckedYear: year, month: month, day: day)
  }

  /// `partial-time` without its fraction, in seconds of the day.
  static func time(_ bytes: Span<UInt8>, at position: inout Int) throws(TimestampError) -> Int64 {
    let hour = try self.hour(bytes, at: &position)
    try separator(bytes, at: &position, ":")
    let minute = try self.minute(bytes, at: &position)
    try separator(bytes, at: &position, ":")
    let second = try digits(2, bytes, at: &position, expected: "a two-digit second")
    guard second < 60 else {
      throw TimestampError(second == 60 ? .leapSecond : .second(second), at: position - 2)
    }
    return Int64(hour * 3_600 + minute * 60 + second)
  }

  /// `[time-secfrac]`: nanoseconds, 0 when there is no fraction.
  static func fraction(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(TimestampError) -> Int64 {
    guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return 0 }
    position += 1
    let start = position
    var value: Int64 = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      guard position - start < 9 else { throw TimestampError(.fractionTooLong, at: position) }
      value = value * 10 + Int64(bytes[position] &- 0x30)
      position += 1
    }
    guard position > start else {
      throw wrongByte(bytes, at: position, expected: "a digit of the fraction")
    }
    for _ in (position - start)..<9 { value *= 10 }
    return value
  }

  /// `time-offset`: seconds east of UTC.
  static func offset(_ bytes: Span<UInt8>, at position: inout Int) throws(TimestampError) -> Int64 {
    let expected = "'Z' or an offset such as +02:00"
    guard position < bytes.count else {
      throw TimestampError(.endOfText(expected: expected), at: position)
    }
    switch bytes[position] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      position += 1
      return 0
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let sign: Int64 = bytes[position] == UInt8(ascii: "-") ? -1 : 1
      position += 1
      let hour = try self.hour(bytes, at: &position)
      try separator(bytes, at: &position, ":")
      let minute = try self.minute(bytes, at: &position)
      return sign * Int64(hour * 3_600 + minute * 60)
    default:
      throw wrongByte(bytes, at: position, expected: expected)
    }
  }

  /// One given character, or its other case.
  static func separator(
    _ bytes: Span<UInt8>, at position: inout Int, _ character: Unicode.Scalar,
    or other: Unicode.Scalar? = nil
  ) throws(TimestampError) {
    guard position < bytes.count,
      bytes[position] == UInt8(ascii: character)
        || other.map({ bytes[position] == UInt8(ascii: $0) }) ?? false
    else { throw wrongByte(bytes, at: position, expected: "'\(character)'") }
    position += 1
  }

  private static func hour(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(TimestampError) -> Int {
    let hour = try digits(2, bytes, at: &position, expected: "a two-digit hour")
    guard hour < 24 else { throw TimestampError(.hour(hour), at: position - 2) }
    return hour
  }

  private static func minute(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(TimestampError) -> Int {
    let minute = try digits(2, bytes, at: &position, expected: "a two-digit minute")
    guard minute < 60 else { throw TimestampError(.minute(minute), at: position - 2) }
    return minute
  }

  private static func digits(
    _ count: Int, _ bytes: Span<UInt8>, at position: inout Int, expected: StaticString
  ) throws(TimestampError) -> Int {
    var value = 0
    for _ in 0..<count {
      guard position < bytes.count, bytes[position] &- 0x30 < 10 else {
        throw wrongByte(bytes, at: position, expected: "\(expected)")
      }
      value = value * 10 + Int(bytes[position] &- 0x30)
      position += 1
    }
    return value
  }

  private static func wrongByte(
    _ bytes: Span<UInt8>, at position: Int, expected: String
  ) -> TimestampError {
    position < bytes.count
      ? TimestampError(.unexpectedByte(bytes[position], expected: expected), at: position)
      : TimestampError(.endOfText(expected: expected), at: position)
  }
}
