/// The letters or the exponent after the number of a quantity.
struct QuantitySuffix {
  var base: Int
  var exponent: Int
  var format: Quantity.Format

  typealias Known = (text: String, exponent: Int)

  static let decimal: [Known] = [
    ("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15),
    ("E", 18),
  ]
  static let binary: [Known] = [
    ("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60),
  ]

  init(_ bytes: ArraySlice<UInt8>) throws(QuantityError) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let found = Self.decimal.first(where: { $0.text == text }) {
      (base, exponent, format) = (10, found.exponent, .decimalSI)
    } else if let found = Self.binary.first(where: { $0.text == text }) {
      (base, exponent, format) = (2, found.exponent, .binarySI)
    } else if let letter = text.first, letter == "e" || letter == "E",
      let parsed = Int64(text.dropFirst())
    {
      guard (-9_999...9_999).contains(parsed) else { throw .exponentTooLarge }
      (base, exponent, format) = (10, Int(parsed), .decimalExponent)
    } else {
      throw .suffix
    }
  }
}

/// The parts of a quantity's text, split as apimachinery's `parseQuantityString` does.
struct QuantityParts {
  var isNegative = false
  /// The digits before the point, without leading zeros; empty for zero.
  var integer: ArraySlice<UInt8> = []
  /// The digits after the point.
  var fraction: ArraySlice<UInt8> = []
  var suffix: ArraySlice<UInt8> = []
  /// Whether there is any digit; `.` and `-` alone count as zero.
  var hasDigits = false

  init(_ bytes: [UInt8]) throws(QuantityError) {
    var rest = bytes[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    let zeros = rest.prefix { $0 == UInt8(ascii: "0") }
    rest = rest.dropFirst(zeros.count)
    integer = rest.prefix { $0 &- 0x30 < 10 }
    rest = rest.dropFirst(integer.count)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = rest.prefix { $0 &- 0x30 < 10 }
      rest = rest.dropFirst(fraction.count)
    }
    hasDigits = !zeros.isEmpty || !integer.isEmpty || !fraction.isEmpty
    suffix = rest
    let letters = Array("eEinumkKMGTP".utf8)
    rest = rest.drop { letters.contains($0) }
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest.removeFirst()
    }
    guard rest.allSatisfy({ $0 &- 0x30 < 10 }) else { throw .format }
  }

  /// Digits before the point as apimachinery counts them: a missing number is a `0`.
  private var integerCount: Int { max(1, integer.count) }

  /// The amount as 64 bits times a power of ten, where apimachinery keeps it so.
  func smallAmount(_ suffix: QuantitySuffix) -> Quantity.Amount? {
    let scale: Int
    let precision: Int
    var factor: Int64 = 1
    if suffix.base == 10 {
      scale = suffix.exponent - fraction.count
      // 18 digits always fit 64 bits.
      precision = 18 - integerCount - fraction.count
    } else {
      guard fraction.isEmpty else { return nil }
      scale = 0
      factor <<= Int64(suffix.exponent)
      precision = 15 - integerCount - suffix.exponent * 3 / 10 - 1
    }
    guard precision >= 0 && scale >= -9, let digits = Int64(digitText) else { return nil }
    let (value, isTooBig) = digits.multipliedReportingOverflow(by: factor)
    return isTooBig ? nil : .small(value: isNegative ? -value : value, scale: scale)
  }

  /// Whether apimachinery prints the text as it was written, judging it canonical.
  func isPrintedAsWritten(_ suffix: QuantitySuffix) -> Bool {
    let digits = digitText
    if suffix.format == .binarySI { return (Int64(digits) ?? 0) & 7 != 0 }
    return (suffix.exponent - fraction.count) % 3 == 0 && !digits.hasSuffix("000")
      && !digits.hasPrefix("0")
  }

  private var digitText: String {
    (integer.isEmpty ? "0" : String(decoding: integer, as: UTF8.self))
      + String(decoding: fraction, as: UTF8.self)
  }
}
