package import Planning

/// Every check of a benchmark run as the same few words in every format.
package struct BenchRow: Sendable {
  /// `benchmark/variant`.
  package var group: String
  /// The check: `job.wait.p95: p95 < 1200`, or `digest of seed 7`.
  package var name: String
  /// What was measured.
  package var measured: String
  /// What it was held against.
  package var expected: String
  /// How far it is from the baseline: `+4.2 %`, `equal`; may be empty.
  package var delta: String
  /// What became of it.
  package var verdict: CheckVerdict
  /// What is known beyond that, in lines.
  package var details: [String]

  /// A tick, a cross or a question mark.
  package var mark: String {
    switch verdict {
    case .passed: "✓"
    case .failed: "✗"
    case .notJudged: "?"
    }
  }
}

extension BenchOutcome {
  /// Every check, in the suite's order.
  package var rows: [BenchRow] {
    benchmarks.flatMap { benchmark in
      benchmark.variants.flatMap { variant in
        let group = "\(benchmark.name)/\(variant.name)"
        return variant.metrics.flatMap { metric in
          metric.thresholds.map { row(group, metric, $0) }
        } + variant.digests.map { row(group, $0) }
      }
    }
  }

  private func row(
    _ group: String, _ metric: MetricOutcome, _ outcome: ThresholdOutcome
  ) -> BenchRow {
    let suffix = metric.unit.isEmpty ? "" : " \(metric.unit)"
    var delta = ""
    if let measured = outcome.measured, let baseline = outcome.baseline {
      if measured == baseline {
        delta = "equal"
      } else if baseline != 0 {
        delta = ComparisonWords.signedPercent((measured - baseline) / abs(baseline))
      } else {
        delta = "was 0"
      }
    }
    let number = Self.writing(outcome.measured, outcome.bound)
    return BenchRow(
      group: group, name: "\(metric.metric): \(outcome.threshold)",
      measured: outcome.measured.map { number($0) + suffix } ?? "—",
      expected: outcome.bound.map { "\(outcome.threshold.comparison.rawValue) \(number($0))" }
        ?? "—", delta: delta, verdict: outcome.verdict, details: reason(outcome.verdict))
  }

  private func row(_ group: String, _ outcome: DigestOutcome) -> BenchRow {
    var details = outcome.divergence
    if !outcome.changedMetrics.isEmpty {
      details.append("metrics that differ from the baseline:")
      details += outcome.changedMetrics.map { "  \($0)" }
    } else if outcome.verdict == .failed {
      details.append("no metric differs from the baseline")
    }
    details += reason(outcome.verdict)
    let delta = outcome.baseline.map { $0 == outcome.measured ? "equal" : "different" } ?? ""
    return BenchRow(
      group: group, name: "digest of seed \(outcome.seed)",
      measured: String(outcome.measured.prefix(16)),
      expected: outcome.baseline.map { String($0.prefix(16)) } ?? "—", delta: delta,
      verdict: outcome.verdict, details: details)
  }

  /// Why a check was not judged, unless it is what is said of the baseline as a whole.
  private func reason(_ verdict: CheckVerdict) -> [String] {
    guard case .notJudged(let reason) = verdict, reason != baselineProblem else { return [] }
    return [reason]
  }

  /// How two numbers are written beside each other: with seven digits, or with all that they have
  /// where seven do not tell them apart.
  private static func writing(_ left: Double?, _ right: Double?) -> (Double) -> String {
    if let left, let right, left != right, rounded(left) == rounded(right) { return exact }
    return { exact(rounded($0)) }
  }

  private static func exact(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  /// To seven significant digits; whole numbers and very large or small ones stay as they are.
  private static func rounded(_ value: Double) -> Double {
    let size = abs(value)
    guard value != value.rounded(), size >= 1e-6, size < 1e7 else { return value }
    var scale = 1.0
    while size * scale < 1e6 { scale *= 10 }
    return (value * scale).rounded(.toNearestOrEven) / scale
  }

  /// The verdict in a sentence.
  package var verdict: String {
    let counts = counts
    let checks = NumberText.counted(counts.checks, "check")
    func number(_ count: Int) -> String { NumberText.grouped(Int64(count)) }
    var parts: [String] = []
    if counts.failed > 0 { parts.append("\(number(counts.failed)) of \(checks) failed") }
    if counts.notJudged > 0 {
      parts.append(
        parts.isEmpty
          ? "\(number(counts.notJudged)) of \(checks) could not be judged"
          : "\(number(counts.notJudged)) could not be judged")
    }
    guard !parts.isEmpty else { return "\(suite): all \(checks) passed" }
    return "\(suite): " + parts.joined(separator: ", ")
  }

  /// What the reader should know of the baseline, in lines.
  package var remarks: [String] {
    var lines: [String] = []
    if let baselineProblem { lines.append("the baseline cannot be used: \(baselineProblem)") }
    if let version = baselineToolVersion, version != toolVersion {
      lines.append("the baseline was made by fivespot \(version); this is \(toolVersion)")
    }
    if !stale.isEmpty {
      lines.append(
        "the baseline has \(stale.count) members that the suite no longer has, such as \(stale[0])"
          + "; --update drops them")
    }
    return lines
  }
}
