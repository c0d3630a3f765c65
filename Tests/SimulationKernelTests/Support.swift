import Foundation

/// Whether the tests were compiled with optimisation; heavy statistics run only then.
var isRelease: Bool {
  #if DEBUG
    false
  #else
    true
  #endif
}

/// Whether tests that take minutes were asked for.
var hasMinutes: Bool {
  ProcessInfo.processInfo.environment["FIVESPOT_LONG_TESTS"] == "1"
}

/// Pearson's statistic of counts that should all be equal.
func chiSquare(_ counts: [Int]) -> Double {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
}

/// Whether Pearson's statistic of so many cells lies within 5 standard deviations of its mean.
func isPlausible(chiSquare statistic: Double, cells: Int) -> Bool {
  let freedom = Double(cells - 1)
  return abs(statistic - freedom) < 5 * (2 * freedom).squareRoot()
}
