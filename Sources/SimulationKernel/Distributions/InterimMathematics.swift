/// Stands in until `Units.Mathematics` exists; the call sites are the same.
enum Mathematics {
  private static let logOfTwo = 0.693_147_180_559_945_309_42

  static func log(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    guard x > 0, x.isFinite else { return x == .infinity ? x : .nan }
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for odd in stride(from: 23.0, through: 1, by: -2) { sum = sum * square + 1 / odd }
    return exponent * logOfTwo + 2 * ratio * sum
  }

  static func exp(_ x: Double) -> Double {
    if x > 709.78 { return .infinity }
    if x < -745 { return 0 }
    guard !x.isNaN else { return x }
    let quotient = (x / logOfTwo).rounded(.toNearestOrEven)
    let rest = x - quotient * logOfTwo
    var sum = 1.0
    for divisor in stride(from: 16.0, through: 1, by: -1) { sum = 1 + rest * sum / divisor }
    let half = Int(quotient / 2)
    return sum * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: Int(quotient) - half, significand: 1)
  }

  static func pow(_ base: Double, _ exponent: Double) -> Double {
    base == 0 ? (exponent > 0 ? 0 : .infinity) : exp(exponent * log(base))
  }
}
