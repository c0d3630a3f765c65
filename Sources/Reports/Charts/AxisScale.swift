/// A linear axis whose ticks fall on round numbers.
package struct AxisScale: Sendable {
  /// The lowest value shown.
  package let lower: Double
  /// The highest value shown; above `lower`.
  package let upper: Double
  /// The tick values, from `lower` to `upper`.
  package let ticks: [Double]

  /// Makes an axis from zero to at least `maximum` with about `count` ticks at 1, 2 or 5 × 10ⁿ.
  package init(zeroTo maximum: Double, count: Int = 5) {
    let top = maximum.isFinite && maximum > 0 ? maximum : 1
    var step = 1.0
    while step * Double(count) < top { step *= 10 }
    while step * Double(count) >= top * 10 { step /= 10 }
    for factor in [0.1, 0.2, 0.5] where step * factor * Double(count) >= top {
      step *= factor
      break
    }
    let steps = Int((top / step).rounded(.up))
    lower = 0
    upper = step * Double(max(steps, 1))
    ticks = (0...max(steps, 1)).map { Double($0) * step }
  }

  /// Where `value` lies between `lower` (0) and `upper` (1).
  package func position(_ value: Double) -> Double { (value - lower) / (upper - lower) }
}
