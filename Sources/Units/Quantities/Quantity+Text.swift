extension Quantity: CustomStringConvertible {
  /// Reads a Kubernetes quantity such as `500m`, `1.5Gi`, `12e6` or `-3`.
  ///
  /// The number is rounded away from zero to a billionth, so that an amount above zero stays so;
  /// amounts with a binary suffix are capped at 2⁶³ - 1.
  ///
  /// - Parameter text: The quantity, without surrounding space.
  /// - Throws: What is wrong, in apimachinery's words.
  public init(text: some StringProtocol) throws(QuantityError) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .format }
    guard bytes.count <= 10_000 else { throw .tooLong }
    let parts = try QuantityParts(bytes)
    let suffix = try QuantitySuffix(parts.suffix)
    if let small = parts.smallAmount(suffix) {
      let isKept = parts.isPrintedAsWritten(suffix)
      self.init(
        amount: small, format: suffix.format, retainedText: isKept ? String(text) : nil)
      return
    }
    guard parts.hasDigits else { throw .number }
    var number = DecimalNumber(
      isNegative: parts.isNegative,
      magnitude: DecimalMagnitude(digits: parts.integer + parts.fraction),
      exponent: -parts.fraction.count)
    var format = suffix.format
    if suffix.base == 10 {
      number.exponent += suffix.exponent
    } else {
      for _ in 0..<(suffix.exponent / 10) { number.magnitude.multiply(by: 1_024) }
    }
    if number.sign != 0 { number = number.rounded(to: -9).number }
    if format == .binarySI {
      if number.isAbove(.max) { number = DecimalNumber(number.isNegative ? -.max : .max) }
      if number.sign != 0 && number.isBelow(1) { format = .decimalSI }
    }
    self.init(amount: .large(number), format: format)
  }

  /// What apimachinery's `String` gives: the parsed text where it keeps that, else the canonical text.
  ///
  /// It keeps texts such as `1.123` and `1E3`, though their canonical forms are `1123m` and `1e3`.
  public var text: String { retainedText ?? canonicalText }

  /// The quantity as apimachinery prints it, as ``text``.
  public var description: String { text }

  /// The canonical form: no fraction, the largest suffix that allows that, no lost precision.
  ///
  /// In the binary format, amounts below 1,024 and fractions are printed in the decimal one.
  public var canonicalText: String {
    let number = decimal
    guard number.sign != 0 else { return "0" }
    if format == .binarySI && !number.isBelow(1_024) {
      let whole = number.rounded(to: 0)
      if whole.isExact { return Quantity.binaryText(whole.number) }
    }
    var reduced = number.reduced
    let remainder = (reduced.exponent % 3 + 3) % 3
    reduced = reduced.lowered(to: reduced.exponent - remainder)
    let digits = (reduced.isNegative ? "-" : "") + reduced.magnitude.text
    if format != .decimalExponent,
      let suffix = QuantitySuffix.decimal.first(where: { $0.exponent == reduced.exponent })
    {
      return digits + suffix.text
    }
    return reduced.exponent == 0 ? digits : digits + "e\(reduced.exponent)"
  }

  private static func binaryText(_ number: DecimalNumber) -> String {
    var magnitude = number.magnitude
    var exponent = 0
    // The largest suffix is 2⁶⁰.
    while exponent < 60 {
      var shorter = magnitude
      guard shorter.divide(by: 1_024) == 0 else { break }
      magnitude = shorter
      exponent += 10
    }
    let suffix = QuantitySuffix.binary.first { $0.exponent == exponent }?.text ?? ""
    return (number.isNegative ? "-" : "") + magnitude.text + suffix
  }
}

extension DecimalNumber {
  /// Whether the magnitude is above a whole number.
  fileprivate func isAbove(_ limit: Int64) -> Bool { compareMagnitude(limit) > 0 }

  /// Whether the magnitude is below a whole number.
  fileprivate func isBelow(_ limit: Int64) -> Bool { compareMagnitude(limit) < 0 }

  private func compareMagnitude(_ limit: Int64) -> Int {
    var copy = self
    copy.isNegative = false
    return copy.compared(to: DecimalNumber(limit))
  }
}
