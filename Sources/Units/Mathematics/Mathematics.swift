/// Elementary functions that give the same bits on every machine.
///
/// The C library's `log`, `exp` and `pow` differ in their last bits between processors, because it
/// picks other code where fused multiply-add exists. These are made of `+`, `-`, `×`, `÷` and bit
/// operations only, each of which IEEE 754 defines to the last bit, and Swift never fuses them.
///
/// Error bounds are in units in the last place (ulp) of the exact result. They follow from the
/// algorithms, and the tests hold them against 300-bit values. Method: arguments are reduced to a
/// neighbourhood of a tabulated point (P. T. P. Tang, "Table-driven implementation of the exponential
/// function in IEEE floating-point arithmetic", ACM TOMS 15, 1989, and "… of the logarithm
/// function…", 16, 1990), where a few terms of the Taylor series suffice; leading terms are carried
/// as the unevaluated sum of two doubles (T. J. Dekker, Numerische Mathematik 18, 1971).
public enum Mathematics {
  /// The natural logarithm; error below 0.51 ulp.
  ///
  /// - Parameter x: Any double.
  /// - Returns: -∞ at zero of either sign, NaN below zero, +∞ at +∞.
  public static func log(_ x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      if x == 0 { return -.infinity }
      return x < 0 ? .nan : x
    }
    let result = logarithm(x)
    return result.high + result.low
  }

  /// The exponential function; error below 0.52 ulp, below 0.8 ulp where the result is subnormal.
  ///
  /// - Parameter x: Any double.
  /// - Returns: +∞ above 709.79, 0 below -745.14.
  public static func exp(_ x: Double) -> Double {
    guard x > -746 && x < 710 else {
      if x.isNaN { return x }
      return x > 0 ? .infinity : 0
    }
    return exponential(TwoDoubles(high: x, low: 0))
  }

  /// The natural logarithm of `1 + x`, exact to the last places for small `x`; error below 0.52 ulp.
  ///
  /// - Parameter x: Any double.
  /// - Returns: -∞ at -1, NaN below, +∞ at +∞; ±0 at ±0.
  public static func log1p(_ x: Double) -> Double {
    guard x > -1 && x < .infinity else {
      if x == -1 { return -.infinity }
      return x < -1 ? .nan : x
    }
    // Below 2⁻²⁸ three terms of the series suffice, and 1 + x would lose them.
    if x.magnitude < 0x1p-28 { return x - x * x * (0.5 - x / 3) }
    let sum = TwoDoubles(sumOf: 1, x)
    let result = logarithm(sum.high)
    return result.high + (result.low + sum.low / sum.high)
  }

  /// The exponential function less 1, exact to the last places for small `x`; error below 0.8 ulp.
  ///
  /// - Parameter x: Any double.
  /// - Returns: +∞ above 709.79, -1 below -40; ±0 at ±0.
  public static func expm1(_ x: Double) -> Double {
    if x.magnitude < 0.35 { return x.magnitude < 0x1p-54 ? x : x + x * x * expm1Tail(x) }
    if x < -40 { return -1 }
    // NaN comes this way; above 60 the 1 is far below the last place.
    guard x <= 60 else { return Mathematics.exp(x) }
    let (power, point, rest) = reduced(TwoDoubles(high: x, low: 0))
    let scale = powerOfTwo(power)
    let leading = TwoDoubles(sumOf: point.high * scale, -1)
    return leading.high + (leading.low + (point.low + point.high * rest) * scale)
  }

  /// The logarithm as a sum of two doubles, to about 2⁻⁶⁸ of its value.
  ///
  /// With x = 2ᵏ z and 1/c of 10 bits from the table, log x = k log 2 - log(1/c) + log(1 + r), where
  /// r = z/c - 1 is computed without error, in two parts of which the first has an exact square.
  static func logarithm(_ x: Double) -> TwoDoubles {
    var bits = x.bitPattern
    var k: Int64 = 0
    if bits < 0x0010_0000_0000_0000 {
      bits = (x * 0x1p54).bitPattern
      k = -54
    }
    let shifted = bits &- 0x3fe6_0000_0000_0000  // 0.6875, so that z is in [0.6875, 1.375).
    k += Int64(bitPattern: shifted) >> 52
    let z = Double(bitPattern: bits &- (shifted & 0xfff0_0000_0000_0000))
    let index = 3 * Int((z - 0.6875) * 128 + 0.5)
    let inverse = MathematicsTables.logarithms[index]

    // To the nearest 24 bits: rounding down would leave r1 and r2 to cancel just below 1.
    let zHigh = Double(bitPattern: (z.bitPattern + 0x1000_0000) & 0xffff_ffff_e000_0000)
    let r1 = zHigh * inverse - 1
    let r2 = (z - zHigh) * inverse
    let r = r1 + r2

    let exponent = Double(k)
    let leading = exponent * MathematicsTables.ln2High + MathematicsTables.logarithms[index + 1]
    let first = TwoDoubles(sumOf: leading, r1)
    let second = TwoDoubles(fastSumOf: first.high, -0.5 * (r1 * r1))
    let third = TwoDoubles(fastSumOf: second.high, r2)
    // The rest of r²/2, then the series r³/3 - r⁴/4 + … - r¹⁰/10.
    let cross = -0.5 * (r2 * (2 * r1 + r2))
    let head = 1.0 / 3 - r * (0.25 - r * (0.2 - r * (1.0 / 6)))
    let tail = 1.0 / 7 - r * (0.125 - r * (1.0 / 9 - r * 0.1))
    let square = r * r
    let series = square * r * (head + square * square * tail)
    let table = exponent * MathematicsTables.ln2Low + MathematicsTables.logarithms[index + 2]
    let low = (series + cross) + table + (first.low + second.low + third.low)
    return TwoDoubles(fastSumOf: third.high, low)
  }

  /// The exponential of a sum of two doubles of magnitude below 2,000.
  static func exponential(_ x: TwoDoubles) -> Double {
    let (power, point, rest) = reduced(x)
    let value = point.high + (point.low + point.high * rest)
    if power >= -1_021 && power <= 1_022 {
      return value * powerOfTwo(power)
    }
    // In two steps: the scale itself may have no double, and the result may be subnormal.
    let half = power / 2
    return value * powerOfTwo(half) * powerOfTwo(power - half)
  }

  /// 2 to a power from -1,022 to 1,023.
  @inline(__always)
  private static func powerOfTwo(_ power: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: power &+ 1_023) &<< 52)
  }

  /// Splits x into (64 power + j) log 2 / 64 + r with |r| below 0.0055, for 0 ≤ j < 64.
  ///
  /// - Returns: The power of two, 2^(j/64) from the table, and exp(r) - 1.
  @inline(__always)
  private static func reduced(
    _ x: TwoDoubles
  ) -> (power: Int64, point: TwoDoubles, rest: Double) {
    // Adding 1.5 · 2⁵² rounds to an integer and leaves it in the low bits.
    let rounding = x.high * MathematicsTables.stepsPerUnit + 0x1.8p52
    let steps = Int64(Int32(truncatingIfNeeded: rounding.bitPattern))
    let count = rounding - 0x1.8p52
    let r =
      (x.high - count * MathematicsTables.stepHigh)
      + (x.low - count * MathematicsTables.stepLow)
    let index = 2 * Int(steps & 63)
    let point = TwoDoubles(
      high: MathematicsTables.powersOfTwo[index], low: MathematicsTables.powersOfTwo[index + 1])
    let square = r * r
    let tail = 1.0 / 24 + r * (1.0 / 120) + square * (1.0 / 720 + r * (1.0 / 5_040))
    let rest = r + square * (0.5 + r * (1.0 / 6) + square * tail)
    return (steps >> 6, point, rest)
  }

  /// (exp(x) - 1 - x) / x² for |x| below 0.35: the Taylor series to 1/15!.
  private static func expm1Tail(_ x: Double) -> Double {
    var sum = 1.0 / 1_307_674_368_000
    sum = sum * x + 1.0 / 87_178_291_200
    sum = sum * x + 1.0 / 6_227_020_800
    sum = sum * x + 1.0 / 479_001_600
    sum = sum * x + 1.0 / 39_916_800
    sum = sum * x + 1.0 / 3_628_800
    sum = sum * x + 1.0 / 362_880
    sum = sum * x + 1.0 / 40_320
    sum = sum * x + 1.0 / 5_040
    sum = sum * x + 1.0 / 720
    sum = sum * x + 1.0 / 120
    sum = sum * x + 1.0 / 24
    sum = sum * x + 1.0 / 6
    return sum * x + 0.5
  }
}
