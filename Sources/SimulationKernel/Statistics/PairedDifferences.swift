/// Two variants compared seed by seed.
///
/// With common random numbers the results of one seed rise and fall together, so that their difference
/// varies less than either of them.
package struct PairedDifferences: Hashable, Sendable {
  /// The alternative less the baseline, over the seeds.
  package private(set) var differences = Tally()
  /// The baseline over the seeds.
  package private(set) var baseline = Tally()
  /// The alternative over the seeds.
  package private(set) var alternative = Tally()

  /// No pair yet.
  package init() {}

  /// Takes the results of one seed in.
  package mutating func add(baseline: Double, alternative: Double) {
    differences.add(alternative - baseline)
    self.baseline.add(baseline)
    self.alternative.add(alternative)
  }

  /// The interval of the expected difference; nil with fewer than two pairs.
  package func confidenceInterval(level: Double) -> ConfidenceInterval? {
    differences.confidenceInterval(level: level)
  }

  /// How many times more seeds independent variants would need for the same width: the sum of the two
  /// variances over the variance of the difference; nil when that one is 0 or there are fewer than two
  /// pairs.
  package var efficiency: Double? {
    guard let spread = differences.variance, spread > 0, let first = baseline.variance,
      let second = alternative.variance
    else { return nil }
    return (first + second) / spread
  }
}
