import Units

/// The few higher functions that curves and means need; for setting up and testing, not per event.
enum SpecialFunctions {
  /// The regularized incomplete gamma function P(shape, x): the probability that a gamma variable of
  /// scale 1 is at most `x`.
  ///
  /// Series below shape + 1, Lentz's continued fraction above (DLMF 8.11.4 and 8.9.2).
  static func regularizedGamma(shape: Double, at x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x.isFinite else { return 1 }
    let front = Mathematics.exp(shape * Mathematics.log(x) - x - Mathematics.logGamma(shape))
    if x < shape + 1 {
      var term = 1 / shape
      var sum = term
      var divisor = shape
      for _ in 0..<100_000 {
        divisor += 1
        term *= x / divisor
        sum += term
        if term < sum * 1e-17 { break }
      }
      return min(sum * front, 1)
    }
    var b = x + 1 - shape
    var c = 1e300
    var d = 1 / b
    var fraction = d
    for index in 1..<100_000 {
      let i = Double(index)
      let numerator = -i * (i - shape)
      b += 2
      d = 1 / nonzero(numerator * d + b)
      c = nonzero(b + numerator / c)
      let step = d * c
      fraction *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return min(max(1 - fraction * front, 0), 1)
  }

  /// Lentz's guard: a denominator of 0 becomes the smallest that does no harm.
  static func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
