/// Count, mean, spread and extremes of observations, in constant memory.
///
/// By the update of B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and
/// Products", Technometrics 4(3), 1962, which does not cancel where sums of squares would. Two tallies
/// merge by the formula of T. F. Chan, G. H. Golub, R. J. LeVeque (1979).
package struct Tally: Hashable, Sendable {
  /// How many observations there were.
  package private(set) var count: Int = 0
  /// Their mean; 0 without observations.
  package private(set) var mean: Double = 0
  /// The sum of the squared distances from the mean.
  package private(set) var sumOfSquares: Double = 0
  private var least = Double.infinity
  private var greatest = -Double.infinity

  /// No observation yet.
  package init() {}

  /// The observations of a sequence, in its order.
  package init(_ observations: some Sequence<Double>) {
    for observation in observations { add(observation) }
  }

  /// Takes an observation in.
  package mutating func add(_ observation: Double) {
    count += 1
    let distance = observation - mean
    mean += distance / Double(count)
    sumOfSquares += distance * (observation - mean)
    least = min(least, observation)
    greatest = max(greatest, observation)
  }

  /// Takes in all observations of another tally.
  package mutating func merge(_ other: Tally) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count) + Double(other.count)
    let distance = other.mean - mean
    mean += distance * (Double(other.count) / total)
    sumOfSquares +=
      other.sumOfSquares + distance * distance * (Double(count) / total * Double(other.count))
    count += other.count
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  /// The least observation, if there is one.
  package var minimum: Double? { count > 0 ? least : nil }

  /// The greatest observation, if there is one.
  package var maximum: Double? { count > 0 ? greatest : nil }

  /// The unbiased estimate of the variance; nil with fewer than two observations.
  package var variance: Double? { count > 1 ? sumOfSquares / Double(count - 1) : nil }

  /// The square root of the variance estimate.
  package var standardDeviation: Double? { variance.map { $0.squareRoot() } }

  /// The standard deviation of the mean, for independent observations.
  package var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }

  /// The interval that covers the expectation with the probability `level`, for independent observations
  /// with a nearly normal mean; nil with fewer than two observations.
  package func confidenceInterval(level: Double) -> ConfidenceInterval? {
    guard let standardError else { return nil }
    return ConfidenceInterval(
      mean: mean, standardError: standardError, degreesOfFreedom: count - 1, level: level)
  }
}
