package import Facts
package import SimulationKernel

/// One metric of two variants over the seeds that both have: how each is spread over the seeds, and
/// apart from that how well their mean difference is known.
package struct MetricComparison: Sendable {
  /// How a row stands between the two, by the marks of a diff.
  package enum Mark: String, Sendable {
    /// Every seed has the same value on both sides.
    case unchanged = "="
    /// A seed's values differ.
    case changed = "~"
    /// Only the candidate has the metric.
    case added = "+"
    /// Only the baseline has it.
    case removed = "-"
  }

  /// What may be said about the direction of a change.
  package enum Judgement: String, Sendable {
    /// The values are equal.
    case equal
    /// A clear and large enough change the way that the metric is better.
    case better
    /// A clear and large enough change the other way.
    case worse
    /// A clear and large enough change of a metric that is neither better nor worse.
    case different
    /// A clear change, smaller than the floor.
    case small
    /// The interval of the mean difference includes none, or too many metrics were asked for one to
    /// stand out.
    case unclear
    /// Too few pairs to judge.
    case tooFewPairs = "too-few-pairs"
    /// The metric is missing on one side.
    case missing
  }

  /// A change below this share of the baseline's mean is small, however certain it is.
  package static let floor = 0.02
  /// The level of every interval.
  package static let level = 0.95

  /// The metric's name.
  package let name: String
  /// Its unit.
  package let unit: String
  /// Which way it is better.
  package let better: MetricDirection
  /// How many seeds have it on both sides.
  package let pairs: Int
  /// The baseline's values over its seeds; nil without any.
  package let baseline: SampleSpread?
  /// The candidate's values over its seeds; nil without any.
  package let candidate: SampleSpread?
  /// The candidate's mean less the baseline's, over the pairs; nil without a pair.
  package let meanDifference: Double?
  /// Student's interval of the expected difference; nil with fewer than two pairs.
  package let interval: ConfidenceInterval?
  /// The resampled interval; nil with fewer than six pairs.
  package let bootstrap: PairedBootstrap?
  /// The bootstrap's probability after Holm's correction for all metrics of the comparison.
  package internal(set) var adjustedProbability: Double?
  /// The smallest true difference that as many pairs with as much noise would show in four of five
  /// comparisons; nil with fewer than two pairs.
  package let detectableDifference: Double?
  /// How it stands between the two.
  package let mark: Mark

  /// Compares the values of one metric.
  ///
  /// - Parameters:
  ///   - definition: Name, unit and direction.
  ///   - values: For each seed the baseline's and the candidate's value, as far as they have one.
  package init(
    _ definition: MetricDefinition, values: [(baseline: Double?, candidate: Double?)]
  ) {
    name = definition.name
    unit = definition.unit
    better = definition.better
    baseline = SampleSpread(values.compactMap(\.baseline))
    candidate = SampleSpread(values.compactMap(\.candidate))
    var paired = PairedDifferences()
    var differences: [Double] = []
    for case (let baseline?, let candidate?) in values {
      paired.add(baseline: baseline, alternative: candidate)
      differences.append(candidate - baseline)
    }
    pairs = differences.count
    meanDifference = pairs == 0 ? nil : paired.differences.mean
    interval = paired.confidenceInterval(level: Self.level)
    bootstrap = PairedBootstrap(differences)
    adjustedProbability = bootstrap?.probability
    detectableDifference = paired.differences.standardError.map { error in
      let degrees = Double(paired.differences.count - 1)
      return error
        * (StudentLaw.quantile(0.5 + Self.level / 2, degreesOfFreedom: degrees)
          + StudentLaw.quantile(0.8, degreesOfFreedom: degrees))
    }
    let isEqual = values.allSatisfy { $0.baseline == $0.candidate }
    mark =
      isEqual
      ? .unchanged : baseline == nil ? .added : candidate == nil ? .removed : .changed
  }

  /// The mean difference over the magnitude of the baseline's mean; nil when that is 0.
  package var relativeDifference: Double? { meanDifference.flatMap(relative) }

  /// A difference over the magnitude of the baseline's mean; nil when that is 0.
  package func relative(_ difference: Double) -> Double? {
    guard let mean = baseline?.mean, mean != 0 else { return nil }
    return difference / abs(mean)
  }

  /// What may be said: that a change is clear takes an interval without 0 after the correction for
  /// many metrics, and that it matters takes ``floor``.
  package var judgement: Judgement {
    if mark == .unchanged { return .equal }
    guard mark == .changed, let meanDifference else { return .missing }
    guard let bootstrap, let adjustedProbability else { return .tooFewPairs }
    let excludesZero = bootstrap.lower > 0 || bootstrap.upper < 0
    guard excludesZero, adjustedProbability < 1 - Self.level else { return .unclear }
    if let relativeDifference, abs(relativeDifference) < Self.floor { return .small }
    switch better {
    case .none: return .different
    case .lower: return meanDifference < 0 ? .better : .worse
    case .higher: return meanDifference > 0 ? .better : .worse
    }
  }
}

/// How values are spread over the seeds of a variant: the spread of outcomes, which more seeds do not
/// narrow.
package struct SampleSpread: Hashable, Sendable {
  /// How many values there are.
  package let count: Int
  /// Their mean.
  package let mean: Double
  /// The 5th percentile, by nearest rank.
  package let p5: Double
  /// The median, by nearest rank.
  package let p50: Double
  /// The 95th percentile, by nearest rank.
  package let p95: Double

  /// Summarises the values; nil when there are none.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    func rank(_ percent: Int) -> Double {
      sorted[max(1, (sorted.count * percent + 99) / 100) - 1]
    }
    count = sorted.count
    mean = Tally(values).mean
    p5 = rank(5)
    p50 = rank(50)
    p95 = rank(95)
  }
}
