/// Why a text is no amount of money, and at which byte of it.
public struct MoneyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  public enum Problem: Hashable, Sendable {
    /// A digit was due here.
    case missingDigit
    /// A character that is no digit, or a second decimal point.
    case unexpectedByte(UInt8)
    /// More than 12 digits after the point, beyond what an amount holds.
    case fractionTooLong
    /// An amount beyond 1.7·10²⁶ units.
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

  /// One sentence with the place and the offending value.
  public var description: String { "not an amount of money: \(reason) at byte \(offset)" }

  private var reason: String {
    switch problem {
    case .missingDigit: "a digit is due"
    case .unexpectedByte(let byte): "\(describeByte(byte)) where a digit is due,"
    case .fractionTooLong: "more than 12 digits after the point"
    case .outOfRange: "more than 1.7e26 units"
    }
  }
}

extension Money: CustomStringConvertible {
  /// Reads a decimal number such as `-12.345`, exactly.
  ///
  /// An optional sign, digits, and optionally a point with 1 to 12 digits. Neither exponents nor
  /// separators: a price list that has them is converted where it is read.
  ///
  /// - Parameter text: The number, without surrounding space.
  /// - Throws: What is wrong and at which byte of the UTF-8 text.
  public init(text: some StringProtocol) throws(MoneyError) {
    let owned = String(text)
    try self.init(text: owned.utf8Span.span)
  }

  /// Reads a decimal number from UTF-8 bytes, exactly.
  ///
  /// - Parameter bytes: The number, without surrounding space.
  /// - Throws: What is wrong and at which byte.
  public init(text bytes: Span<UInt8>) throws(MoneyError) {
    var position = 0
    var isNegative = false
    if bytes.count > 0, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      position = 1
    }
    var magnitude: UInt128 = 0
    try Money.digits(bytes, at: &position, into: &magnitude)
    var fractionCount = 0
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let start = position
      try Money.digits(bytes, at: &position, into: &magnitude)
      fractionCount = position - start
      guard fractionCount <= 12 else { throw MoneyError(.fractionTooLong, at: start + 12) }
    }
    guard position == bytes.count else {
      throw MoneyError(.unexpectedByte(bytes[position]), at: position)
    }
    for _ in fractionCount..<12 {
      let (product, isTooBig) = magnitude.multipliedReportingOverflow(by: 10)
      guard !isTooBig else { throw MoneyError(.outOfRange, at: 0) }
      magnitude = product
    }
    guard let value = Int128(exactly: magnitude) else { throw MoneyError(.outOfRange, at: 0) }
    self.init(picounits: isNegative ? -value : value)
  }

  /// The exact amount with as few digits after the point as it has: `-12.345`.
  public var text: String {
    var digits = text(fractionDigits: 12)
    while digits.last == "0" { digits.removeLast() }
    if digits.last == "." { digits.removeLast() }
    return digits
  }

  /// The amount with a fixed number of digits after the point, halves rounded to the even digit.
  ///
  /// - Parameter count: 0 to 12.
  /// - Returns: The text; an amount that rounds to zero has no sign.
  public func text(fractionDigits count: Int) -> String {
    precondition(count >= 0 && count <= 12, "\(count) digits are not in 0...12")
    var unit: UInt128 = 1
    for _ in count..<12 { unit *= 10 }
    var (quotient, remainder) = picounits.magnitude.quotientAndRemainder(dividingBy: unit)
    if remainder * 2 > unit || remainder * 2 == unit && quotient % 2 == 1 { quotient += 1 }
    var digits = String(quotient)
    if digits.utf8.count <= count {
      digits = String(repeating: "0", count: count + 1 - digits.utf8.count) + digits
    }
    if count > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -count)) }
    return picounits < 0 && quotient != 0 ? "-" + digits : digits
  }

  /// The exact amount, as ``text``.
  public var description: String { text }

  private static func digits(
    _ bytes: Span<UInt8>, at position: inout Int, into magnitude: inout UInt128
  ) throws(MoneyError) {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      let (product, isTooBig) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, isAbove) = product.addingReportingOverflow(UInt128(bytes[position] &- 0x30))
      guard !isTooBig && !isAbove else { throw MoneyError(.outOfRange, at: 0) }
      magnitude = sum
      position += 1
    }
    guard position > start else {
      throw position < bytes.count
        ? MoneyError(.unexpectedByte(bytes[position]), at: position)
        : MoneyError(.missingDigit, at: position)
    }
  }
}
