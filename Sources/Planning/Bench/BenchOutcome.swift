/// A suite that was run and held against its thresholds and its baseline.
package struct BenchOutcome: Sendable {
  /// The thresholds of one metric of one variant.
  package struct MetricOutcome: Sendable {
    /// The metric's name.
    package var metric: String
    /// Its unit; empty when there is no such metric.
    package var unit: String
    /// The thresholds, in the suite's order.
    package var thresholds: [ThresholdOutcome]

    /// Makes an outcome of its parts.
    package init(metric: String, unit: String, thresholds: [ThresholdOutcome]) {
      self.metric = metric
      self.unit = unit
      self.thresholds = thresholds
    }
  }

  /// One member's digest held against the baseline's.
  package struct DigestOutcome: Sendable {
    /// The seed.
    package var seed: UInt64
    /// The digest that was measured.
    package var measured: String
    /// The baseline's; nil when it has none.
    package var baseline: String?
    /// What became of it.
    package var verdict: CheckVerdict
    /// Where the journals part, in lines; empty when they are equal.
    package var divergence: [String]
    /// The metrics that differ from the baseline's, as `name old → new`.
    package var changedMetrics: [String]

    /// Makes an outcome of its parts.
    package init(
      seed: UInt64, measured: String, baseline: String?, verdict: CheckVerdict,
      divergence: [String], changedMetrics: [String]
    ) {
      self.seed = seed
      self.measured = measured
      self.baseline = baseline
      self.verdict = verdict
      self.divergence = divergence
      self.changedMetrics = changedMetrics
    }
  }

  /// One variant of a benchmark.
  package struct VariantOutcome: Sendable {
    /// Its name.
    package var name: String
    /// Its seeds.
    package var seeds: [UInt64]
    /// Its thresholds, by metric.
    package var metrics: [MetricOutcome]
    /// Its digests, where they matter.
    package var digests: [DigestOutcome]

    /// Makes an outcome of its parts.
    package init(
      name: String, seeds: [UInt64], metrics: [MetricOutcome],
      digests: [DigestOutcome]
    ) {
      self.name = name
      self.seeds = seeds
      self.metrics = metrics
      self.digests = digests
    }
  }

  /// One benchmark.
  package struct BenchmarkOutcome: Sendable {
    /// Its name in the suite.
    package var name: String
    /// The scenario file as the suite names it.
    package var scenario: String
    /// Its variants.
    package var variants: [VariantOutcome]

    /// Makes an outcome of its parts.
    package init(name: String, scenario: String, variants: [VariantOutcome]) {
      self.name = name
      self.scenario = scenario
      self.variants = variants
    }
  }

  /// The suite's name.
  package var suite: String
  /// The version of the tool that ran it.
  package var toolVersion: String
  /// The version of the tool that made the baseline; nil without one.
  package var baselineToolVersion: String?
  /// Why the baseline cannot be used; nil when it can.
  package var baselineProblem: String?
  /// Members of the baseline that the suite no longer has.
  package var stale: [String]
  /// The benchmarks, by name.
  package var benchmarks: [BenchmarkOutcome]

  /// Makes an outcome of its parts.
  package init(
    suite: String, toolVersion: String, baselineToolVersion: String?, baselineProblem: String?,
    stale: [String], benchmarks: [BenchmarkOutcome]
  ) {
    self.suite = suite
    self.toolVersion = toolVersion
    self.baselineToolVersion = baselineToolVersion
    self.baselineProblem = baselineProblem
    self.stale = stale
    self.benchmarks = benchmarks
  }

  /// Every verdict, in order.
  package var verdicts: [CheckVerdict] {
    let checks = benchmarks.flatMap(\.variants).flatMap { variant in
      variant.metrics.flatMap(\.thresholds).map(\.verdict) + variant.digests.map(\.verdict)
    }
    return checks + (baselineProblem.map { [.notJudged($0)] } ?? [])
  }

  /// How many checks there are, how many failed and how many could not be judged.
  package var counts: (checks: Int, failed: Int, notJudged: Int) {
    let verdicts = verdicts
    return (
      verdicts.count, verdicts.count { $0.word == "failed" },
      verdicts.count { $0.word == "not-judged" }
    )
  }
}
