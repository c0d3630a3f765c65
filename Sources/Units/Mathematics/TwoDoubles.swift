/// An unevaluated sum of two doubles, the second far below the first: about 106 bits.
struct TwoDoubles {
  var high: Double
  var low: Double

  @inline(__always)
  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// The exact sum of any two doubles (D. E. Knuth, TAOCP 2, 4.2.2, theorem B).
  @inline(__always)
  init(sumOf a: Double, _ b: Double) {
    high = a + b
    let used = high - a
    low = (a - (high - used)) + (b - used)
  }

  /// The exact sum when `a` is 0 or has the larger magnitude (T. J. Dekker 1971).
  @inline(__always)
  init(fastSumOf a: Double, _ b: Double) {
    high = a + b
    low = b - (high - a)
  }

  /// The exact product of two doubles, apart from underflow, from halves of 26 bits (Dekker 1971).
  @inline(__always)
  init(productOf a: Double, _ b: Double) {
    let aHigh = Double(bitPattern: a.bitPattern & 0xffff_ffff_f800_0000)
    let bHigh = Double(bitPattern: b.bitPattern & 0xffff_ffff_f800_0000)
    let aLow = a - aHigh
    let bLow = b - bHigh
    high = a * b
    low = ((aHigh * bHigh - high) + aHigh * bLow + aLow * bHigh) + aLow * bLow
  }
}
