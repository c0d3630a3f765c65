public import Units

/// The text form of `gracefulShutdownTimeout` and `nodeDrainTimeout`: `90s`, `5m`, `24h`.
public enum TimeoutText {
  /// The longest timeout that is accepted: 86,400 s.
  public static var longest: TimeSpan { .seconds(86_400) }

  /// Reads one whole number and one unit, `s`, `m` or `h`.
  ///
  /// White space (Unicode White_Space) around the text is dropped; a leading `+`, leading zeros and
  /// zero itself are accepted; compound values, fractions and days are not. The rule is that of
  /// 5-Spot v0.1 to v0.3.
  ///
  /// - Throws: the first of these that applies, in this order: `.emptyDuration`, `.nonASCII`,
  ///   `.invalidValue`, `.invalidUnit`, `.overflow`, `.exceedsMaximum`. So the value is judged
  ///   before the unit: `xd` is an invalid value.
  public static func parse(_ text: String) throws(TimeoutError) -> TimeSpan {
    let trimmed = GrammarText.trimmed(text[...])
    guard let unit = trimmed.utf8.last else { throw .emptyDuration }
    guard trimmed.utf8.allSatisfy({ $0 < 0x80 }) else { throw .nonASCII(String(trimmed)) }
    guard let value = GrammarText.unsigned(trimmed.dropLastByte, as: UInt64.self) else {
      throw .invalidValue(String(trimmed))
    }
    let secondsInUnit: UInt64
    switch unit {
    case UInt8(ascii: "s"): secondsInUnit = 1
    case UInt8(ascii: "m"): secondsInUnit = 60
    case UInt8(ascii: "h"): secondsInUnit = 3_600
    default: throw .invalidUnit(String(trimmed))
    }
    let (seconds, overflowed) = value.multipliedReportingOverflow(by: secondsInUnit)
    guard !overflowed else { throw .overflow(String(trimmed)) }
    guard seconds <= 86_400 else { throw .exceedsMaximum(String(trimmed)) }
    return .seconds(Int64(seconds))
  }
}

extension Substring {
  /// Without its last byte: by bytes, since "\r\n" is one Character.
  fileprivate var dropLastByte: Substring { Substring(utf8.dropLast()) }
}

/// Why a timeout cannot be read; a case carries the text at fault.
public enum TimeoutError: Error, Hashable, Sendable {
  /// Nothing but white space.
  case emptyDuration
  /// A character outside ASCII.
  case nonASCII(String)
  /// What stands before the last character is not an unsigned decimal number of 64 bits.
  case invalidValue(String)
  /// The last character is not `s`, `m` or `h`.
  case invalidUnit(String)
  /// The number of seconds does not fit 64 bits.
  case overflow(String)
  /// More than 86,400 s.
  case exceedsMaximum(String)

  /// The name of the error's class, as the 5-Spot behaviour vectors spell it.
  public var className: String {
    switch self {
    case .emptyDuration: "EmptyDuration"
    case .nonASCII: "NonAscii"
    case .invalidValue: "InvalidValue"
    case .invalidUnit: "InvalidUnit"
    case .overflow: "Overflow"
    case .exceedsMaximum: "ExceedsMaximum"
    }
  }
}

extension TimeoutError: CustomStringConvertible {
  /// What is wrong, with which text, and what to write instead.
  public var description: String {
    switch self {
    case .emptyDuration:
      "the timeout is empty; write a whole number and s, m or h, as in 5m"
    case .nonASCII(let text):
      "\"\(text)\" holds characters outside ASCII; write a whole number and s, m or h, as in 5m"
    case .invalidValue(let text):
      "\"\(text)\" does not begin with one whole number; write it as 5m, without spaces or parts"
    case .invalidUnit(let text):
      "\"\(text)\" does not end in a unit; use s, m or h in lower case"
    case .overflow(let text), .exceedsMaximum(let text):
      "\"\(text)\" is more than the longest timeout, 24h"
    }
  }
}
