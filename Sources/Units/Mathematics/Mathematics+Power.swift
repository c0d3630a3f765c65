extension Mathematics {
  /// `x` to the power `y`; error below 0.6 ulp, below 0.9 ulp where the result is subnormal.
  ///
  /// Special cases are those of IEEE 754-2019 section 9.2.1: `pow(x, ±0)` and `pow(1, y)` are 1 for
  /// any other argument, even NaN; a negative base has a result for integral exponents only, else
  /// NaN.
  ///
  /// - Parameters:
  ///   - x: The base, any double.
  ///   - y: The exponent, any double.
  /// - Returns: The power.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let parity = Parity(y)
    if x == 0 || x.isInfinite || y.isInfinite { return limit(x, y, parity) }
    guard x > 0 || parity != .notIntegral else { return .nan }
    let isNegative = x < 0 && parity == .odd
    let magnitude = positivePower(x.magnitude, y)
    return isNegative ? -magnitude : magnitude
  }

  private enum Parity {
    case even, odd, notIntegral

    init(_ value: Double) {
      let magnitude = value.magnitude
      // From 2⁵³ on every double is an even integer.
      if magnitude >= 0x1p53 {
        self = .even
      } else {
        let whole = UInt64(magnitude)
        self = Double(whole) != magnitude ? .notIntegral : whole % 2 == 1 ? .odd : .even
      }
    }
  }

  /// The power of a positive finite base other than 1 to a finite exponent other than 0.
  private static func positivePower(_ x: Double, _ y: Double) -> Double {
    let logarithm = logarithm(x)
    let estimate = y * logarithm.high
    if estimate > 720 { return .infinity }
    if estimate < -760 { return 0 }
    // Below this the power rounds to 1, and the split of a tiny exponent could underflow.
    if estimate.magnitude < 0x1p-60 { return 1 + estimate }
    let product = TwoDoubles(productOf: y, logarithm.high)
    return exponential(TwoDoubles(high: product.high, low: product.low + y * logarithm.low))
  }

  /// The power when an argument is zero or infinite.
  private static func limit(_ x: Double, _ y: Double, _ parity: Parity) -> Double {
    if y.isInfinite {
      if x.magnitude == 1 { return 1 }
      return (x.magnitude > 1) == (y > 0) ? .infinity : 0
    }
    let magnitude: Double = (x == 0) == (y > 0) ? 0 : .infinity
    return x.sign == .minus && parity == .odd ? -magnitude : magnitude
  }
}
