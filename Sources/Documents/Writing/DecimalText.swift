/// A decimal number taken apart: `0.digits × 10^point`, without leading or trailing zeros. Exact at any size.
struct DecimalText: Equatable {
  /// Whether it is below zero; false for zero.
  var isNegative = false
  /// The significant digits, `0x30...0x39`; empty for zero.
  var digits: [UInt8] = []
  /// The power of ten that the digits, read as a fraction after the point, are multiplied with.
  var point = 0

  /// Takes a number apart: decimal with optional fraction and exponent, or `0x` and `0o` integers and the `0644` form of up to 64 bits.
  ///
  /// - Returns: `nil` when the text is no number, or its exponent has more than 9 digits.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    if let value = NumberLexeme.integer(bytes.span) {
      isNegative = value < 0
      take(integer: Array(String(value.magnitude).utf8)[...], fraction: [], exponent: 0)
      return
    }
    var rest = bytes[...]
    if let sign = rest.first, sign == 0x2D || sign == 0x2B {
      isNegative = sign == 0x2D
      rest.removeFirst()
    }
    let integer = rest.prefix { $0 &- 0x30 < 10 }
    rest = rest.dropFirst(integer.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == 0x2E {
      fraction = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard !integer.isEmpty || !fraction.isEmpty else { return nil }
    var exponent = 0
    if let mark = rest.first, mark | 0x20 == 0x65 {
      var digits = rest.dropFirst()
      let isNegative = digits.first == 0x2D
      if isNegative || digits.first == 0x2B { digits.removeFirst() }
      let significant = digits.drop { $0 == 0x30 }
      guard !digits.isEmpty, significant.count <= 9 else { return nil }
      for digit in significant {
        guard digit &- 0x30 < 10 else { return nil }
        exponent = exponent * 10 + Int(digit - 0x30)
      }
      if isNegative { exponent = -exponent }
      rest = []
    }
    guard rest.isEmpty else { return nil }
    take(integer: integer, fraction: fraction, exponent: exponent)
  }

  private mutating func take(
    integer: ArraySlice<UInt8>, fraction: ArraySlice<UInt8>, exponent: Int
  ) {
    let all = integer + fraction
    let significant = all.drop { $0 == 0x30 }
    digits = Array(significant)
    while digits.last == 0x30 { digits.removeLast() }
    guard !digits.isEmpty else {
      isNegative = false
      return
    }
    point = integer.count - (all.count - significant.count) + exponent
  }

  /// The number as ECMAScript writes it (and RFC 8785 with it): plain from 1e-6 to below 1e21, else `d.ddde+n`.
  ///
  /// Integers keep all their digits: those that fit 64 bits are always plain.
  func write(to output: inout [UInt8]) {
    if isNegative { output.append(0x2D) }
    let count = digits.count
    switch point {
    case _ where count == 0:
      output.append(0x30)
    case _ where point >= count && point <= 21:
      output.append(contentsOf: digits)
      output.append(contentsOf: repeatElement(0x30, count: point - count))
    case 1...21:
      output.append(contentsOf: digits[..<point])
      output.append(0x2E)
      output.append(contentsOf: digits[point...])
    case -5...0:
      output.append(contentsOf: [0x30, 0x2E])
      output.append(contentsOf: repeatElement(0x30, count: -point))
      output.append(contentsOf: digits)
    default:
      output.append(digits[0])
      if count > 1 {
        output.append(0x2E)
        output.append(contentsOf: digits[1...])
      }
      output.append(0x65)
      if point > 0 { output.append(0x2B) }
      output.append(contentsOf: String(point - 1).utf8)
    }
  }
}
