import Units

/// The standard normal law: mean 0, variance 1.
package enum NormalLaw {
  /// The value that a result does not exceed with this probability, which must lie in 0 < p < 1.
  ///
  /// M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
  /// Statistics 37(3), 1988, routine PPND16: relative error about 10⁻¹⁶.
  package static func quantile(_ probability: Double) -> Double {
    let q = probability - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * polynomial(r, central.numerator) / polynomial(r, central.denominator)
    }
    let tail = q < 0 ? probability : 1 - probability
    precondition(tail > 0, "the quantile exists for probabilities between 0 and 1")
    let r = (-Mathematics.log(tail)).squareRoot()
    let value =
      r <= 5
      ? polynomial(r - 1.6, near.numerator) / polynomial(r - 1.6, near.denominator)
      : polynomial(r - 5, far.numerator) / polynomial(r - 5, far.denominator)
    return q < 0 ? -value : value
  }

  /// The probability of a result at most `value`; absolute error below 10⁻¹⁵.
  ///
  /// Within 6 of the middle by the series of G. Marsaglia, "Evaluating the Normal Distribution",
  /// Journal of Statistical Software 11(4), 2004; beyond by the continued fraction of the tail.
  package static func cumulativeProbability(at value: Double) -> Double {
    guard !value.isNaN else { return .nan }
    if value < -40 { return 0 }
    if value > 40 { return 1 }
    let density = Mathematics.exp(-value * value / 2) * 0.398_942_280_401_432_677_94
    if abs(value) <= 6 {
      var term = value
      var sum = value
      var divisor = 1.0
      for _ in 0..<200 {
        divisor += 2
        term *= value * value / divisor
        let next = sum + term
        if next == sum { break }
        sum = next
      }
      return min(max(0.5 + sum * density, 0), 1)
    }
    // Q(x) = φ(x) / (x + 1 / (x + 2 / (x + 3 / …))), from the inside out.
    let x = abs(value)
    var fraction = x
    for depth in stride(from: 60.0, through: 1, by: -1) { fraction = x + depth / fraction }
    let tail = density / fraction
    return value < 0 ? tail : 1 - tail
  }

  private typealias Coefficients = [8 of Double]

  private static func polynomial(_ x: Double, _ coefficients: Coefficients) -> Double {
    var sum = coefficients[7]
    for index in stride(from: 6, through: 0, by: -1) { sum = sum * x + coefficients[index] }
    return sum
  }

  private static var central: (numerator: Coefficients, denominator: Coefficients) {
    (
      [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
        1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
        3.3430575583588128105e+4, 2.5090809287301226727e+3,
      ],
      [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
        5.2264952788528545610e+3,
      ]
    )
  }

  private static var near: (numerator: Coefficients, denominator: Coefficients) {
    (
      [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4,
      ],
      [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
      ]
    )
  }

  private static var far: (numerator: Coefficients, denominator: Coefficients) {
    (
      [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
      ],
      [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
      ]
    )
  }
}
