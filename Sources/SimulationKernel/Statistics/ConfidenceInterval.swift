/// A two-sided interval around an estimated mean.
package struct ConfidenceInterval: Hashable, Sendable {
  /// The estimate: the middle of the interval.
  package let mean: Double
  /// From the middle to either end.
  package let halfWidth: Double
  /// The probability that such an interval covers what it estimates, for instance 0.99.
  package let level: Double

  /// Makes the interval of Student's t.
  ///
  /// - Parameters:
  ///   - mean: The estimate.
  ///   - standardError: Its standard deviation, not negative.
  ///   - degreesOfFreedom: How many independent deviations that one was estimated from, at least 1.
  ///   - level: The probability of coverage, between 0 and 1.
  package init(mean: Double, standardError: Double, degreesOfFreedom: Int, level: Double) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    self.mean = mean
    self.level = level
    self.halfWidth =
      standardError
      * StudentLaw.quantile(0.5 + level / 2, degreesOfFreedom: Double(degreesOfFreedom))
  }

  /// The lower end.
  package var lower: Double { mean - halfWidth }

  /// The upper end.
  package var upper: Double { mean + halfWidth }

  /// The half-width as a part of the mean's magnitude; nil when the mean is 0.
  package var relativeHalfWidth: Double? { mean == 0 ? nil : halfWidth / abs(mean) }

  /// Whether a value lies in the interval, ends included.
  package func contains(_ value: Double) -> Bool { value >= lower && value <= upper }
}
