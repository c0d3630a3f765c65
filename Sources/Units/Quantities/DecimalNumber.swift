/// An exact decimal number of any size: a signed magnitude times a power of ten.
struct DecimalNumber: Sendable {
  var isNegative: Bool
  var magnitude: DecimalMagnitude
  /// The power of ten of the magnitude's last digit.
  var exponent: Int

  init(isNegative: Bool, magnitude: DecimalMagnitude, exponent: Int) {
    self.isNegative = isNegative && !magnitude.isZero
    self.magnitude = magnitude
    self.exponent = exponent
  }

  init(_ value: Int64, exponent: Int = 0) {
    self.init(
      isNegative: value < 0, magnitude: DecimalMagnitude(value.magnitude), exponent: exponent)
  }

  var sign: Int { magnitude.isZero ? 0 : isNegative ? -1 : 1 }

  /// The number as a multiple of a smaller or equal power of ten.
  func lowered(to exponent: Int) -> DecimalNumber {
    var result = self
    result.magnitude.scaleUp(by: self.exponent - exponent)
    result.exponent = exponent
    return result
  }

  /// The number as a multiple of any power of ten, rounded away from zero.
  func rounded(to exponent: Int) -> (number: DecimalNumber, isExact: Bool) {
    if exponent <= self.exponent { return (lowered(to: exponent), true) }
    var result = self
    let isExact = result.magnitude.scaleDown(by: exponent - self.exponent)
    if !isExact { result.magnitude = result.magnitude + DecimalMagnitude(1) }
    result.exponent = exponent
    return (result, isExact)
  }

  /// The number without trailing zeros: one form for one value.
  var reduced: DecimalNumber {
    guard !magnitude.isZero else { return DecimalNumber(0) }
    var result = self
    while true {
      var shorter = result.magnitude
      guard shorter.divide(by: 10) == 0 else { return result }
      result.magnitude = shorter
      result.exponent += 1
    }
  }

  /// The magnitude with its sign, when that fits 64 bits.
  var word: Int64? {
    guard let word = magnitude.word else { return nil }
    if isNegative { return word <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- word) : nil }
    return Int64(exactly: word)
  }

  static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
    let exponent = min(left.exponent, right.exponent)
    let (a, b) = (left.lowered(to: exponent), right.lowered(to: exponent))
    if a.isNegative == b.isNegative {
      return DecimalNumber(
        isNegative: a.isNegative, magnitude: a.magnitude + b.magnitude, exponent: exponent)
    }
    let isLeftLarger = a.magnitude.compared(to: b.magnitude) >= 0
    let (larger, smaller) = isLeftLarger ? (a, b) : (b, a)
    return DecimalNumber(
      isNegative: larger.isNegative, magnitude: larger.magnitude - smaller.magnitude,
      exponent: exponent)
  }

  static prefix func - (number: DecimalNumber) -> DecimalNumber {
    DecimalNumber(
      isNegative: !number.isNegative, magnitude: number.magnitude, exponent: number.exponent)
  }

  /// -1, 0 or 1.
  func compared(to other: DecimalNumber) -> Int {
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    let exponent = min(exponent, other.exponent)
    let order = lowered(to: exponent).magnitude.compared(to: other.lowered(to: exponent).magnitude)
    return isNegative ? -order : order
  }
}
