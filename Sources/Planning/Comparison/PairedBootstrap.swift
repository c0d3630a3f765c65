import SimulationKernel

/// The mean of paired differences resampled: an interval and a probability without a law assumed.
///
/// The percentile bootstrap of B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap"
/// (1993), chapters 13 and 15: pairs are drawn with replacement, as many as there are. The draws
/// come from a stream of their own with a fixed seed, so that one comparison always says the same.
package struct PairedBootstrap: Hashable, Sendable {
  /// The fewest pairs that it judges.
  ///
  /// Below six, the signs of the differences alone cannot reach 5 % on both sides (2 · 2⁻⁵ = 6 %),
  /// and the resampled interval is known to be too narrow.
  package static let pairsMin = 6

  /// The lower end of the 95 % interval of the mean difference.
  package let lower: Double
  /// The upper end of the 95 % interval of the mean difference.
  package let upper: Double
  /// How often resampling gives no difference or one of the other sign, both sides taken together:
  /// twice the smaller tail, with one added to both counts so that it is never 0.
  package let probability: Double
  /// How many times the pairs were drawn anew.
  package let resamples: Int

  /// Resamples the differences; nil with fewer than ``pairsMin``.
  ///
  /// - Parameters:
  ///   - differences: One for each pair.
  ///   - resamples: How many times the pairs are drawn anew; at least 1,000.
  package init?(_ differences: [Double], resamples: Int = 10_000) {
    precondition(resamples >= 1_000, "\(resamples) resamples are too few for an interval of 95 %")
    guard differences.count >= Self.pairsMin else { return nil }
    self.resamples = resamples
    if Set(differences).count == 1 {
      // Nothing to resample, and sums of equal numbers would only add rounding.
      (lower, upper) = (differences[0], differences[0])
      probability = differences[0] == 0 ? 1 : 2 / Double(resamples + 1)
      return
    }
    var stream = RandomStream(seed: 0, label: "comparison.bootstrap")
    let count = UInt64(differences.count)
    var means: [Double] = []
    means.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var sum = 0.0
      for _ in differences.indices { sum += differences[Int(stream.uniform(below: count))] }
      means.append(sum / Double(differences.count))
    }
    means.sort()
    // The ranks that leave 2.5 % of the resamples outside on either side.
    let outside = resamples * 25 / 1_000
    lower = means[outside]
    upper = means[resamples - 1 - outside]
    let notAbove = means.prefix { $0 <= 0 }.count
    let notBelow = resamples - means.prefix { $0 < 0 }.count
    probability = min(1, 2 * Double(min(notAbove, notBelow) + 1) / Double(resamples + 1))
  }

  /// The probabilities of several judgements, raised so that together they err as seldom as one.
  ///
  /// S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of
  /// Statistics 6(2), 1979.
  package static func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted {
      (probabilities[$0], $0) < (probabilities[$1], $1)
    }
    var adjusted = probabilities
    var highest = 0.0
    for (rank, index) in order.enumerated() {
      highest = max(highest, min(1, probabilities[index] * Double(probabilities.count - rank)))
      adjusted[index] = highest
    }
    return adjusted
  }
}
