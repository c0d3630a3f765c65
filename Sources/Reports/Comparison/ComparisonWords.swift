import Facts
package import Planning
import SimulationKernel

/// Differences as people read them, the same in every format.
package enum ComparisonWords {
  /// A difference of two values of a metric with its sign; of shares in percentage points.
  package static func difference(_ value: Double, unit: String) -> String {
    let text =
      unit == "ratio"
      ? NumberText.decimal(value * 100, fractionDigits: 1) + " points"
      : NumberText.value(value, unit: unit)
    return value > 0 ? "+" + text : text
  }

  /// A share with its sign: `+4.2 %`.
  package static func signedPercent(_ share: Double) -> String {
    let text = NumberText.percent(share)
    return share > 0 ? "+" + text : text
  }

  /// `−19.9 … −16.8 %`: the ends of an interval over the baseline's mean.
  package static func percentInterval(_ lower: Double, _ upper: Double) -> String {
    NumberText.decimal(lower * 100, fractionDigits: 1) + " … " + NumberText.percent(upper)
  }

  /// `50 paired seeds`, `1 seed`.
  package static func seeds(_ count: Int) -> String {
    count == 1 ? "1 seed" : "\(count) paired seeds"
  }

  /// What may be said about a metric's change; where it is unclear, from which size on as many pairs
  /// would mostly show one.
  package static func judgement(_ metric: MetricComparison) -> String {
    switch metric.judgement {
    case .equal: "equal"
    case .better: "better"
    case .worse: "worse"
    case .different: "different"
    case .small: "below 2 %"
    case .unclear:
      metric.detectableDifference.flatMap(metric.relative).map {
        "unclear (would show from \(NumberText.percent($0)))"
      } ?? "unclear"
    case .tooFewPairs: "—"
    case .missing: "missing"
    }
  }

  /// How a promise was kept: `3 of 120 broken, worst 5 min`.
  package static func promise(_ record: PromiseComparison.Record?) -> String {
    guard let record else { return "—" }
    if record.opportunities == 0, record.breaches == 0 { return "no occasion" }
    let text =
      NumberText.grouped(record.breaches) + " of "
      + NumberText.grouped(record.opportunities) + " broken"
    guard let worst = record.worstSeconds, worst > 0 else { return text }
    return text + ", worst \(NumberText.duration(seconds: worst))"
      + (record.breaches == 0 ? ", tolerated" : "")
  }

  /// What the columns mean, for the reader of a table.
  package static func legend(_ comparison: RunComparison) -> [String] {
    var lines = ["~ changed, + only in the candidate, - only in the baseline."]
    guard comparison.seeds.count > 1 else {
      return lines + ["One seed: there is neither a spread of outcomes nor an interval."]
    }
    lines.append(
      "[ … ] is the spread of outcomes, from the 5th to the 95th percentile of the seeds. The 95 % "
        + "CI is the uncertainty of the mean difference, by Student's law over the pairs.")
    lines.append(
      comparison.seeds.count < PairedBootstrap.pairsMin
        ? "Which changes are clear is judged from \(PairedBootstrap.pairsMin) pairs on."
        : "A change is clear when a paired bootstrap of 10,000 resamples excludes none, corrected by "
          + "Holm for all metrics that differ; below 2 % it is called so.")
    return lines
  }
}
