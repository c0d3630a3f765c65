/// Why a text is not an RFC 3339 timestamp of this scale, and at which byte of it.
public struct TimestampError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  public enum Problem: Hashable, Sendable {
    /// The text ends before the timestamp is complete.
    case endOfText(expected: String)
    /// A byte that the grammar does not allow at this place.
    case unexpectedByte(UInt8, expected: String)
    /// More bytes follow a complete timestamp.
    case trailingBytes
    /// A month outside 1 to 12.
    case month(Int)
    /// A day that its month does not have.
    case day(Int, daysInMonth: Int)
    /// An hour outside 0 to 23, of the time or of the offset.
    case hour(Int)
    /// A minute outside 0 to 59, of the time or of the offset.
    case minute(Int)
    /// A second above 60.
    case second(Int)
    /// Second 60: a leap second, which this scale (like Unix time) does not have.
    case leapSecond
    /// A fraction finer than a nanosecond.
    case fractionTooLong
    /// A valid timestamp that 64 bits of nanoseconds since 1970 cannot hold.
    case outOfRange
  }

  /// What is wrong.
  public var problem: Problem
  /// Where: the offset of the offending byte from the start of the text, from 0.
  public var offset: Int

  /// Makes an error of its parts.
  public init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// One sentence with the place, the offending value and what is allowed there.
  public var description: String { "not an RFC 3339 timestamp: \(reason) at byte \(offset)" }

  private var reason: String {
    switch problem {
    case .endOfText(let expected): "the text ends where \(expected) is due,"
    case .unexpectedByte(let byte, let expected):
      "\(describeByte(byte)) where \(expected) is due,"
    case .trailingBytes: "text follows the complete timestamp"
    case .month(let value): "month \(value) is not in 1...12,"
    case .day(let value, let days): "day \(value) is not in 1...\(days) of that month,"
    case .hour(let value): "hour \(value) is not in 0...23,"
    case .minute(let value): "minute \(value) is not in 0...59,"
    case .second(let value): "second \(value) is not in 0...59,"
    case .leapSecond: "leap second :60 does not exist on the Unix time scale; use :59 or :00,"
    case .fractionTooLong: "a fraction of more than 9 digits is finer than a nanosecond,"
    case .outOfRange:
      "outside 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z,"
    }
  }
}

/// A byte as a reader would like to see it in an error message.
func describeByte(_ byte: UInt8) -> String {
  if byte > 0x20 && byte < 0x7f { return "'\(Character(Unicode.Scalar(byte)))'" }
  if byte == 0x20 { return "a space" }
  let digits = String(byte, radix: 16, uppercase: true)
  return "byte 0x" + (digits.count == 1 ? "0" : "") + digits
}
