/// An amount of money: a count of 10⁻¹² of the currency's unit, in 128 bits.
///
/// Exact under addition and under splitting, and up to 1.7·10²⁶ units. The currency is kept apart, in
/// ``Currency``: one ledger has one currency. Rounding happens in two places only, both named:
/// ``multiplied(by:over:)`` and ``text(fractionDigits:)``.
@frozen
public struct Money: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Millionths of millionths of the currency's unit.
  public var picounits: Int128

  /// Makes an amount of 10⁻¹² units.
  @inlinable
  public init(picounits: Int128) { self.picounits = picounits }

  /// Makes an amount of whole units of the currency.
  @inlinable
  public init(units: Int64) { picounits = Int128(units) * 1_000_000_000_000 }

  /// No money.
  @inlinable
  public static var zero: Money { Money(picounits: 0) }

  /// Less, or more owed.
  @inlinable
  public static func < (left: Money, right: Money) -> Bool { left.picounits < right.picounits }

  /// The sum; traps beyond 1.7·10²⁶ units.
  @inlinable
  public static func + (left: Money, right: Money) -> Money {
    Money(picounits: left.picounits + right.picounits)
  }

  /// The difference; traps beyond 1.7·10²⁶ units.
  @inlinable
  public static func - (left: Money, right: Money) -> Money {
    Money(picounits: left.picounits - right.picounits)
  }

  /// The amount with the other sign.
  @inlinable
  public static prefix func - (money: Money) -> Money { Money(picounits: -money.picounits) }

  /// Adds an amount in place; traps beyond 1.7·10²⁶ units.
  @inlinable
  public static func += (left: inout Money, right: Money) { left.picounits += right.picounits }

  /// Subtracts an amount in place; traps beyond 1.7·10²⁶ units.
  @inlinable
  public static func -= (left: inout Money, right: Money) { left.picounits -= right.picounits }

  /// The amount `count` times over, exactly; traps beyond 1.7·10²⁶ units.
  @inlinable
  public static func * (money: Money, count: Int64) -> Money {
    Money(picounits: money.picounits * Int128(count))
  }

  /// The amount times a fraction, rounded to the nearest 10⁻¹² unit, halves to the even one.
  ///
  /// The product is formed in 256 bits, so that only the result has to fit.
  ///
  /// - Parameters:
  ///   - numerator: What to multiply by, such as nanoseconds used.
  ///   - denominator: What to divide by, such as the nanoseconds of an hour; above 0.
  /// - Returns: The rounded product; traps when it is beyond 1.7·10²⁶ units.
  public func multiplied(by numerator: Int128, over denominator: Int128) -> Money {
    scaled(by: numerator, over: denominator, rounding: .toNearestOrEven).money
  }

  /// The amount times a fraction when that is a whole number of 10⁻¹² units, and nothing else.
  ///
  /// - Parameters:
  ///   - numerator: What to multiply by.
  ///   - denominator: What to divide by; above 0.
  /// - Returns: The exact product, or nothing when it would have to be rounded.
  public func exactlyMultiplied(by numerator: Int128, over denominator: Int128) -> Money? {
    let (result, isExact) = scaled(by: numerator, over: denominator, rounding: .towardZero)
    return isExact ? result : nil
  }

  /// What a price per hour comes to over a span of time, rounded as ``multiplied(by:over:)`` does.
  ///
  /// Exact whenever the price is a whole multiple of 3.6·10⁻¹⁰ units an hour and the span one of
  /// seconds; to charge several parts of one span, charge the whole and ``split(by:)`` it.
  public func perHour(over span: TimeSpan) -> Money {
    multiplied(by: Int128(span.nanoseconds), over: 3_600_000_000_000)
  }

  private func scaled(
    by numerator: Int128, over denominator: Int128, rounding: FloatingPointRoundingRule
  ) -> (money: Money, isExact: Bool) {
    precondition(denominator > 0, "denominator \(denominator) is not positive")
    let product = picounits.magnitude.multipliedFullWidth(by: numerator.magnitude)
    let divisor = denominator.magnitude
    precondition(product.high < divisor, "the product is beyond 128 bits")
    var (quotient, remainder) = divisor.dividingFullWidth(product)
    let isExact = remainder == 0
    if rounding == .toNearestOrEven {
      // Compared as remainder against what is missing: twice the remainder could overflow.
      let missing = divisor - remainder
      if remainder > missing || remainder == missing && quotient % 2 == 1 { quotient += 1 }
    }
    return (Money(magnitude: quotient, isNegative: (picounits < 0) != (numerator < 0)), isExact)
  }

  /// Makes an amount of its magnitude and sign; traps beyond 1.7·10²⁶ units.
  init(magnitude: UInt128, isNegative: Bool) {
    precondition(
      magnitude <= (isNegative ? Int128.min.magnitude : Int128.max.magnitude),
      "the amount is beyond 128 bits")
    let value = Int128(truncatingIfNeeded: magnitude)
    // Wrapping turns 2¹²⁷, which has no positive amount, into the least one.
    picounits = isNegative ? 0 &- value : value
  }
}
