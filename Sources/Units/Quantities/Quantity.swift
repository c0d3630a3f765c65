/// An amount of a resource as Kubernetes' `resource.Quantity` holds it: exact, to a billionth.
///
/// Follows `k8s.io/apimachinery/pkg/api/resource`: the same texts are accepted, rounded, capped and
/// printed in the same way, and the same quantities count as integers. Like there, a quantity is a
/// 64-bit integer times a power of ten as long as that holds it, and else a decimal number of any
/// size; ``exactInteger`` tells them apart.
public struct Quantity: Sendable {
  /// The family of suffixes in which a quantity was written and is printed.
  public enum Format: Hashable, Sendable {
    /// `n`, `u`, `m`, none, `k`, `M`, `G`, `T`, `P`, `E`: powers of 1,000.
    case decimalSI
    /// `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`: powers of 1,024.
    case binarySI
    /// `e3`, `E-6`: powers of ten.
    case decimalExponent
  }

  enum Amount: Sendable {
    /// `value` times 10 to the power `scale`.
    case small(value: Int64, scale: Int)
    case large(DecimalNumber)
  }

  /// The family of suffixes used in print.
  public private(set) var format: Format
  var amount: Amount
  /// The text that was parsed, when apimachinery would print it again as it is.
  var retainedText: String?

  init(amount: Amount, format: Format, retainedText: String? = nil) {
    self.amount = amount
    self.format = format
    self.retainedText = retainedText
  }

  /// Makes a whole quantity.
  public init(_ value: Int64, format: Format = .decimalSI) {
    self.init(amount: .small(value: value, scale: 0), format: format)
  }

  /// Makes a quantity of thousandths.
  public init(milli value: Int64, format: Format = .decimalSI) {
    self.init(amount: .small(value: value, scale: -3), format: format)
  }

  /// -1, 0 or 1.
  public var sign: Int {
    switch amount {
    case .small(let value, _): Int(value.signum())
    case .large(let number): number.sign
    }
  }

  /// The quantity rounded away from zero to a whole number, at most what 64 bits hold.
  public var value: Int64 { scaledValue(0) }

  /// The quantity in thousandths, rounded away from zero, at most what 64 bits hold.
  public var milliValue: Int64 { scaledValue(-3) }

  /// The quantity in units of 10 to a power, rounded away from zero to a whole number.
  ///
  /// Apimachinery's `ScaledValue`, where its result is defined: beyond 64 bits it wraps silently,
  /// and this gives the nearest 64-bit number; and of some negative quantities it rounds towards
  /// zero, against its own documentation, which this follows.
  ///
  /// - Parameter power: -3 for thousandths; any number in -9,999...9,999.
  /// - Returns: The count of units.
  public func scaledValue(_ power: Int) -> Int64 {
    if case .small(let value, let scale) = amount, scale == power { return value }
    let number = decimal
    // Digits above 10 to the power 40 cannot fit; do not write out thousands of zeros.
    if number.exponent - power > 40 && number.sign != 0 { return sign < 0 ? .min : .max }
    return number.rounded(to: power).number.word ?? (sign < 0 ? .min : .max)
  }

  /// The whole number that the quantity is, when apimachinery's `AsInt64` gives it.
  ///
  /// That is not always so when the value is whole: `1.5Gi` and `1000m` are not integers to it, while
  /// `1536Mi` is, because it does not reduce what it parsed.
  public var exactInteger: Int64? {
    guard case .small(let value, let scale) = amount, scale >= 0 else { return nil }
    return Quantity.scaleUp(value, by: scale)
  }

  /// The quantity as a double, by apimachinery's `AsApproximateFloat64`: the stored integer to the
  /// nearest double, times a rounded power of ten; infinite beyond the doubles.
  public var approximateDouble: Double {
    switch amount {
    case .small(let value, let scale):
      return scale == 0 ? Double(value) : Double(value) * powerOfTen(scale)
    case .large(let number):
      // Reading decimal text rounds correctly, as big.Float does.
      let base = Double(number.magnitude.text) ?? .infinity
      let signed = number.isNegative ? -base : base
      return number.exponent == 0 ? signed : signed * powerOfTen(number.exponent)
    }
  }

  /// The exact value.
  var decimal: DecimalNumber {
    switch amount {
    case .small(let value, let scale): DecimalNumber(value, exponent: scale)
    case .large(let number): number
    }
  }

  /// `value` times 10 to a power of 0 or more, when 64 bits hold it.
  static func scaleUp(_ value: Int64, by power: Int) -> Int64? {
    if value == 0 { return 0 }
    guard power < 19 else { return nil }
    var result = value
    for _ in 0..<power {
      let (product, isTooBig) = result.multipliedReportingOverflow(by: 10)
      guard !isTooBig else { return nil }
      result = product
    }
    return result
  }
}

extension Quantity: Hashable, Comparable {
  /// Whether both are the same amount, however they are written.
  public static func == (left: Quantity, right: Quantity) -> Bool {
    left.compared(to: right) == 0
  }

  /// Whether `left` is the smaller amount.
  public static func < (left: Quantity, right: Quantity) -> Bool { left.compared(to: right) < 0 }

  /// -1 when smaller than `other`, 0 when equal, 1 when larger.
  public func compared(to other: Quantity) -> Int {
    if case .small(let left, let leftScale) = amount,
      case .small(let right, let rightScale) = other.amount, leftScale == rightScale
    {
      return left == right ? 0 : left < right ? -1 : 1
    }
    return decimal.compared(to: other.decimal)
  }

  /// Feeds the amount, without its format.
  public func hash(into hasher: inout Hasher) {
    let reduced = decimal.reduced
    hasher.combine(reduced.isNegative)
    hasher.combine(reduced.magnitude)
    hasher.combine(reduced.exponent)
  }
}

extension Quantity {
  /// The sum, in the format of `left`, or in that of `right` when `left` is zero.
  public static func + (left: Quantity, right: Quantity) -> Quantity {
    let format = left.sign == 0 ? right.format : left.format
    if case .small(let a, let aScale) = left.amount, case .small(let b, let bScale) = right.amount {
      if b == 0 { return Quantity(amount: left.amount, format: format) }
      if a == 0 { return Quantity(amount: right.amount, format: format) }
      let scale = min(aScale, bScale)
      if let first = scaleUp(a, by: aScale - scale), let second = scaleUp(b, by: bScale - scale) {
        let (sum, isTooBig) = first.addingReportingOverflow(second)
        if !isTooBig { return Quantity(amount: .small(value: sum, scale: scale), format: format) }
      }
    }
    return Quantity(amount: .large(left.decimal + right.decimal), format: format)
  }

  /// The difference, in the format of `left`, or in that of `right` when `left` is zero.
  public static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

  /// The amount with the other sign.
  public static prefix func - (quantity: Quantity) -> Quantity {
    switch quantity.amount {
    case .small(let value, let scale) where value != .min:
      Quantity(amount: .small(value: -value, scale: scale), format: quantity.format)
    default:
      Quantity(amount: .large(-quantity.decimal), format: quantity.format)
    }
  }
}

/// Go's `math.Pow10`: a product (or quotient) of two tabulated powers, 0 or infinite out of range.
private func powerOfTen(_ power: Int) -> Double {
  if power > 308 { return .infinity }
  if power < -323 { return 0 }
  let small: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31,
  ]
  if power >= 0 {
    let large: [Double] = [
      1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288,
    ]
    return large[power / 32] * small[power % 32]
  }
  // 10⁻³²⁰ is subnormal, and written by its bits: 2,024 times the smallest double.
  let large: [Double] = [
    1e0, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288,
    Double(bitPattern: 2_024),
  ]
  return large[-power / 32] / small[-power % 32]
}
