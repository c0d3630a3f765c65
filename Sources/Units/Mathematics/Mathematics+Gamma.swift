extension Mathematics {
  /// The natural logarithm of Euler's gamma function; error below 4·10⁻¹⁵ of the larger of 4 and the
  /// result's magnitude.
  ///
  /// Stirling's series (NIST Digital Library of Mathematical Functions, 5.11.1) at 16 and above;
  /// below, through Γ(x + 1) = x Γ(x).
  ///
  /// - Parameter x: A positive number.
  /// - Returns: +∞ at 0 and at +∞; NaN below 0.
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x == 0 ? .infinity : x < 0 ? .nan : x }
    var shifted = x
    var product = 1.0
    while shifted < 16 {
      product *= shifted
      shifted += 1
    }
    let inverse = 1 / shifted
    let square = inverse * inverse
    // B₂ₙ / (2n (2n - 1)) for n = 1...7; the next term is below 10⁻¹⁷ from 16 on.
    var series = 1.0 / 156
    series = series * square - 691.0 / 360_360
    series = series * square + 1.0 / 1_188
    series = series * square - 1.0 / 1_680
    series = series * square + 1.0 / 1_260
    series = series * square - 1.0 / 360
    series = series * square + 1.0 / 12
    let halfLogOfTwoPi = 0x1.d67f1c864beb5p-1
    let logarithm = Mathematics.log(shifted)
    // Grouped so that the two large terms meet first, in full precision.
    let large = TwoDoubles(productOf: shifted - 0.5, logarithm)
    let sum = TwoDoubles(sumOf: large.high, -shifted)
    let rest = sum.low + large.low + series * inverse + halfLogOfTwoPi
    return product == 1 ? sum.high + rest : sum.high + (rest - Mathematics.log(product))
  }
}
