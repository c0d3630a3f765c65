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

extension SpecialFunctions {
  /// The regularized incomplete beta function I_x(a, ½), with `complement` = 1 − x given apart so that
  /// neither loses places.
  ///
  /// Lentz's method on the continued fraction (DLMF 8.17.22), on the side where it converges fast.
  static func regularizedBeta(at x: Double, complement: Double, _ a: Double) -> Double {
    guard x > 0 else { return 0 }
    guard complement > 0 else { return 1 }
    let rootOfPi = 1.772_453_850_905_516_027_3
    let front =
      gammaRatio(a) / rootOfPi * complement.squareRoot()
      * Mathematics.exp(a * logarithm(x, complement))
    if x <= (a + 1) / (a + 2.5) {
      return min(front * betaFraction(x, a, 0.5) / a, 1)
    }
    return max(1 - front * betaFraction(complement, 0.5, a) / 0.5, 0)
  }

  /// Γ(a + ½) / Γ(a): for large arguments by its asymptotic series (DLMF 5.11.13), as the difference of
  /// two large logarithms would lose places.
  private static func gammaRatio(_ a: Double) -> Double {
    guard a > 100 else {
      return Mathematics.exp(Mathematics.logGamma(a + 0.5) - Mathematics.logGamma(a))
    }
    let n = 1 / a
    let series =
      1 - n
      * (1.0 / 8 - n * (1.0 / 128 + n * (5.0 / 1_024 - n * (21.0 / 32_768 + n * (399.0 / 262_144)))))
    return a.squareRoot() * series
  }

  /// log x, from the smaller of x and 1 − x.
  private static func logarithm(_ x: Double, _ complement: Double) -> Double {
    x < complement ? Mathematics.log(x) : Mathematics.log1p(-complement)
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var fraction = d
    for index in 1..<100_000 {
      let m = Double(index)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      let step = d * c
      fraction *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return fraction
  }
}
