/// Means of consecutive batches of one long run: a confidence interval although observations depend on
/// one another.
///
/// Between `batches` and twice as many batches are kept: when the last place is full, neighbours are
/// joined and batches become twice as long. So memory is constant and the batches grow with the run,
/// which lets the dependence between them fade. (A. M. Law, "Simulation Modeling and Analysis", 5th ed.,
/// s9.5.3; the doubling after G. S. Fishman.)
package struct BatchMeans: Hashable, Sendable {
  /// The least number of full batches once the run is long enough.
  package let batches: Int
  /// How many observations a batch has.
  package private(set) var batchSize = 1
  /// The means of the full batches, in order.
  package private(set) var means: [Double] = []
  private var open = Tally()

  /// - Parameter batches: The least number of batches, at least 2; 20 to 40 are usual.
  package init(batches: Int = 32) {
    precondition(batches >= 2, "an interval needs two batches")
    self.batches = batches
    means.reserveCapacity(2 * batches)
  }

  /// Takes the next observation of the run in.
  package mutating func add(_ observation: Double) {
    open.add(observation)
    guard open.count == batchSize else { return }
    means.append(open.mean)
    open = Tally()
    guard means.count == 2 * batches else { return }
    for index in 0..<batches {
      means[index] = (means[2 * index] + means[2 * index + 1]) / 2
    }
    means.removeLast(batches)
    batchSize *= 2
  }

  /// The mean of the full batches.
  package var mean: Double { Tally(means).mean }

  /// The interval from the batch means; nil before there are `batches` of them.
  package func confidenceInterval(level: Double) -> ConfidenceInterval? {
    guard means.count >= batches else { return nil }
    return Tally(means).confidenceInterval(level: level)
  }

  /// The correlation between neighbouring batch means, which should be near 0; nil before there are
  /// `batches` of them, or when they do not vary.
  package var neighbourCorrelation: Double? {
    guard means.count >= batches else { return nil }
    let tally = Tally(means)
    guard tally.sumOfSquares > 0 else { return nil }
    var sum = 0.0
    for index in means.indices.dropLast() {
      sum += (means[index] - tally.mean) * (means[index + 1] - tally.mean)
    }
    return sum / tally.sumOfSquares
  }
}
