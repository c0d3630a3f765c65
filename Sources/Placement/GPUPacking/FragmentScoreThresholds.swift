/// What a placement has to take off a node's fragment to earn each score, in exact whole numbers.
///
/// The score is the whole part of 100 · 1 / (1 + e^(-x)), where x is the fragment before less the
/// fragment after, in devices. It is at least k exactly when x ≥ ln(k / (100 - k)); with the amounts of
/// `Fragmentation`, which are the thousandths of a device times the weight W of the typical pods, when
/// the difference is at least ⌈1000 · W · ln(k / (100 - k))⌉. So no exponential is ever taken.
struct FragmentScoreThresholds: Sendable {
  /// The least difference that earns score k at index k - 1, for k from 1 to 99.
  let differences: [Int64]

  /// Prepares the thresholds for typical pods of that weight together.
  ///
  /// The logarithms of whole numbers are summed in fixed point, ln(n + 1) - ln(n) = 2 artanh(1 / (2n + 1)),
  /// to about 2⁻⁷² each, so that 1000 · W · ln is known to 2⁻³⁰ for any weight allowed. It is
  /// irrational but for k = 50, so no threshold is a tie.
  init(weight: Int64) {
    precondition(
      (0..<1 << 31).contains(weight), "the typical pods are at least 0 and fewer than 2³¹")
    let logarithms = FragmentScoreThresholds.logarithms(through: 99)
    differences = (1...99).map { score in
      guard score != 50, weight > 0 else { return 0 }
      let upper = max(score, 100 - score)
      let ratio = logarithms[upper] - logarithms[100 - upper]
      let whole = Int64((ratio * UInt128(1_000 * weight)) >> UInt128(Self.fractionBits))
      return score > 50 ? whole + 1 : -whole
    }
  }

  private static let fractionBits = 80

  /// ln(n) for n from 0, which has none, in units of 2⁻⁸⁰.
  private static func logarithms(through last: Int) -> [UInt128] {
    var logarithms: [UInt128] = [0, 0]
    for n in 1..<last {
      let divisor = UInt128(2 * n + 1)
      var power = (UInt128(1) << UInt128(fractionBits)) / divisor
      var sum: UInt128 = 0
      var odd: UInt128 = 1
      while power > 0 {
        sum += power / odd
        power /= divisor * divisor
        odd += 2
      }
      logarithms.append(logarithms[n] + 2 * sum)
    }
    return logarithms
  }

  /// The score of a placement that takes `difference` off a node's amount: 50 when it takes nothing.
  @inline(__always)
  func score(of difference: Int64) -> Int {
    var low = 0
    var high = differences.count
    while low < high {
      let middle = (low + high) / 2
      if differences[middle] <= difference { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
