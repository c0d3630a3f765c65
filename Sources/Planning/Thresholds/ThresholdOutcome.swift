/// What became of one check of a benchmark.
package enum CheckVerdict: Hashable, Sendable {
  /// It is as it has to be.
  case passed
  /// It is not.
  case failed
  /// Nobody can say: why.
  case notJudged(String)

  /// `passed`, `failed` or `not-judged`.
  package var word: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .notJudged: "not-judged"
    }
  }
}

/// A threshold held against what was measured.
package struct ThresholdOutcome: Hashable, Sendable {
  /// The threshold.
  package var threshold: Threshold
  /// The aggregate of the seeds; nil when there is none.
  package var measured: Double?
  /// The number it was held against; nil when there is none.
  package var bound: Double?
  /// The same aggregate of the baseline; nil when it has none.
  package var baseline: Double?
  /// What became of it.
  package var verdict: CheckVerdict

  /// Holds a threshold against the values of the seeds.
  ///
  /// - Parameters:
  ///   - values: What was measured, a value for each seed that has the metric.
  ///   - seeds: How many seeds were run.
  ///   - baseline: The baseline's values for the same seeds, nil for those that it does not have; or
  ///     why there is no baseline.
  package init(
    _ threshold: Threshold, values: [Double], seeds: Int, baseline: Result<[Double?], NoBaseline>
  ) {
    self.threshold = threshold
    let aggregation = threshold.aggregation
    measured = aggregation.value(of: values)
    let known = (try? baseline.get()) ?? []
    self.baseline =
      known.contains(nil) || known.isEmpty
      ? nil : aggregation.value(of: known.compactMap(\.self))
    switch threshold.bound {
    case .number(let number): bound = number
    case .baseline(let factor, let offset): bound = self.baseline.map { $0 * factor + offset }
    }
    verdict = .passed
    verdict = judge(values: values.count, seeds: seeds, baseline: baseline)
  }

  private func judge(
    values: Int, seeds: Int, baseline: Result<[Double?], NoBaseline>
  ) -> CheckVerdict {
    let aggregation = threshold.aggregation
    if values < aggregation.samplesMin {
      if values == 0 { return .notJudged("no seed has the metric") }
      return .notJudged(
        "\(aggregation.word) takes \(aggregation.samplesMin) seeds to be more than the "
          + "extreme, and there are \(values)")
    }
    if values < seeds, aggregation != .count {
      return .notJudged("\(values) of \(seeds) seeds have the metric")
    }
    if threshold.needsBaseline {
      if case .failure(let failure) = baseline { return .notJudged(failure.reason) }
      if bound == nil { return .notJudged("the baseline does not have the metric for every seed") }
    }
    guard let measured, let bound else { return .notJudged("nothing was measured") }
    return threshold.comparison.holds(measured, bound) ? .passed : .failed
  }
}

/// Why there is nothing to compare with.
package struct NoBaseline: Error, Hashable, Sendable {
  /// The reason, in words.
  package var reason: String

  /// Makes a reason.
  package init(_ reason: String) { self.reason = reason }
}
