/// What a metric has to be: an aggregation over the seeds, an operator and a bound, as k6 writes it.
///
/// `p95 < 1200`, `max <= 0`, `mean < baseline * 1.02`.
package struct Threshold: Hashable, Sendable, CustomStringConvertible {
  /// How the values of the seeds become one.
  package enum Aggregation: Hashable, Sendable {
    /// Their mean.
    case mean
    /// The least.
    case min
    /// The greatest.
    case max
    /// The median, by nearest rank.
    case median
    /// How many seeds have the metric.
    case count
    /// A percentile above 0 and below 100, by nearest rank.
    case percentile(Double)
  }

  /// How value and bound are held together.
  package enum Comparison: String, CaseIterable, Sendable {
    /// Below the bound.
    case less = "<"
    /// At most the bound.
    case atMost = "<="
    /// Above the bound.
    case greater = ">"
    /// At least the bound.
    case atLeast = ">="
    /// The bound exactly.
    case equal = "=="
    /// Anything but the bound.
    case unequal = "!="

    /// Whether the value is as it has to be.
    package func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .less: value < bound
      case .atMost: value <= bound
      case .greater: value > bound
      case .atLeast: value >= bound
      case .equal: value == bound
      case .unequal: value != bound
      }
    }
  }

  /// What the value is held against.
  package enum Bound: Hashable, Sendable {
    /// A number in the metric's unit.
    case number(Double)
    /// The same aggregation of the baseline, times a factor, plus an offset.
    case baseline(factor: Double, offset: Double)
  }

  /// How the values of the seeds become one.
  package var aggregation: Aggregation
  /// How value and bound are held together.
  package var comparison: Comparison
  /// What the value is held against.
  package var bound: Bound
  /// The threshold as its writer wrote it, spaces evened out.
  package var description: String

  /// Whether it needs the baseline.
  package var needsBaseline: Bool {
    if case .baseline = bound { true } else { false }
  }
}

extension Threshold.Aggregation {
  /// The aggregate of the values; nil when there are none, `count` apart.
  package func value(of values: [Double]) -> Double? {
    if case .count = self { return Double(values.count) }
    guard let spread = SampleSpread(values) else { return nil }
    switch self {
    case .count, .mean: return spread.mean
    case .min: return values.min()
    case .max: return values.max()
    case .median: return spread.p50
    case .percentile(let percent):
      // A hair less, so that 99.9 % of 1000, which binary fractions miss, is 999.
      let rank = Int((Double(values.count) * percent / 100 - 1e-9).rounded(.up))
      return values.sorted()[Swift.min(Swift.max(rank, 1), values.count) - 1]
    }
  }

  /// How many values it takes so that it is not just the least or the greatest of them.
  package var samplesMin: Int {
    switch self {
    case .count: 0
    case .mean, .min, .max, .median: 1
    case .percentile(let percent):
      Int((100 / Swift.min(percent, 100 - percent) - 1e-9).rounded(.up))
    }
  }

  /// The word for it, without the percentile's brackets.
  package var word: String {
    switch self {
    case .mean: "mean"
    case .min: "min"
    case .max: "max"
    case .median: "med"
    case .count: "count"
    case .percentile(let percent):
      percent == percent.rounded() ? "p\(Int(percent))" : "p\(percent)"
    }
  }
}
