import Units

/// Student's t law.
package enum StudentLaw {
  /// The probability of a result at most `value`.
  ///
  /// From the regularized incomplete beta function (NIST Digital Library of Mathematical Functions,
  /// 8.17); relative error of the smaller tail below 10⁻¹⁰ for up to 10⁶ degrees of freedom.
  package static func cumulativeProbability(at value: Double, degreesOfFreedom: Double) -> Double {
    let tail = upperTail(abs(value), degreesOfFreedom)
    return value < 0 ? tail : 1 - tail
  }

  /// The value that a result does not exceed with this probability, which must lie in 0 < p < 1.
  ///
  /// By bisection of the tail, down to neighbouring floating-point numbers; relative error below 10⁻¹¹ for
  /// up to 10⁶ degrees of freedom, beyond which the normal law stands in (off by less than 10⁻⁵ up to
  /// p = 1 − 10⁻⁶).
  ///
  /// - Parameters:
  ///   - probability: The probability.
  ///   - degreesOfFreedom: Greater than 0, not necessarily whole.
  /// - Returns: The quantile.
  package static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile needs a probability in 0 < p < 1")
    precondition(degreesOfFreedom > 0, "there must be a degree of freedom")
    if probability == 0.5 { return 0 }
    if degreesOfFreedom > 1e6 { return NormalLaw.quantile(probability) }
    let tail = min(probability, 1 - probability)
    var low = 0.0
    var high = 1.0
    while upperTail(high, degreesOfFreedom) > tail, high < 1e300 {
      low = high
      high *= 2
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if upperTail(middle, degreesOfFreedom) > tail { low = middle } else { high = middle }
    }
    return probability < 0.5 ? -high : high
  }

  /// P(T > value) for a value of at least 0.
  private static func upperTail(_ value: Double, _ degrees: Double) -> Double {
    let square = value * value
    guard square.isFinite else { return 0 }
    // Whichever of the two complementary arguments is small is computed without a difference.
    let rest = degrees / (degrees + square)
    let part = square / (degrees + square)
    return 0.5 * SpecialFunctions.regularizedBeta(at: rest, complement: part, degrees / 2)
  }
}
