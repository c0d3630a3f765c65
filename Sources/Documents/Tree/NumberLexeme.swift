/// Reads the texts of numbers.
enum NumberLexeme {
  /// The value of a plain integer that fits 64 bits, else `nil`.
  ///
  /// Decimal with an optional sign; `0x` and `0o`; and a leading 0 followed by octal digits, which is octal.
  static func integer(_ text: Span<UInt8>) -> Int64? {
    var index = 0
    var isNegative = false
    if text.count > 0, text[0] == 0x2D || text[0] == 0x2B {
      isNegative = text[0] == 0x2D
      index = 1
    }
    var radix: UInt64 = 10
    if text.count - index > 1, text[index] == 0x30 {
      switch text[index + 1] {
      case 0x78:
        radix = 16
        index += 2
      case 0x6F:
        radix = 8
        index += 2
      default:
        radix = 8
        index += 1
      }
    }
    guard index < text.count else { return nil }
    var magnitude: UInt64 = 0
    while index < text.count {
      guard let digit = digit(text[index]), digit < radix else { return nil }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      guard !overflow, !carry else { return nil }
      magnitude = sum
      index += 1
    }
    if isNegative {
      return magnitude <= UInt64(1) << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x61...0x66: UInt64(byte - 0x61 + 10)
    case 0x41...0x46: UInt64(byte - 0x41 + 10)
    default: nil
    }
  }

  /// The nearest double, or `nil` when it would be infinite.
  static func double(_ text: Span<UInt8>) -> Double? {
    if let exact = integer(text), exact.magnitude <= 1 << 53 {
      return exact == 0 && text[0] == 0x2D ? -0.0 : Double(exact)
    }
    var string = String()
    for index in text.indices {
      string.unicodeScalars.append(Unicode.Scalar(text[index]))
    }
    // The standard library's conversion is correctly rounded and knows no locale.
    guard let value = Double(string), value.isFinite else { return nil }
    return value
  }
}
