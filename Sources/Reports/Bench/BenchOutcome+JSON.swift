package import Documents
package import Planning

extension BenchOutcome {
  /// The outcome as JSON for scripts: sorted keys, no wall clock.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    let counts = counts
    return try DocumentValue.mapping([
      ("schemaVersion", .string("1.0")), ("suite", .string(suite)),
      ("toolVersion", .string(toolVersion)),
      ("baselineToolVersion", baselineToolVersion.map { .string($0) } ?? .null),
      ("baselineProblem", baselineProblem.map { .string($0) } ?? .null),
      ("stale", .sequence(stale.map { .string($0) })), ("verdict", .string(verdict)),
      ("checks", .integer(Int64(counts.checks))), ("failed", .integer(Int64(counts.failed))),
      ("notJudged", .integer(Int64(counts.notJudged))),
      ("benchmarks", .sequence(benchmarks.map(Self.value))),
    ]).prettyJSON(sortsKeys: true)
  }

  private static func value(_ benchmark: BenchmarkOutcome) -> DocumentValue {
    .mapping([
      ("name", .string(benchmark.name)), ("scenario", .string(benchmark.scenario)),
      (
        "variants",
        .sequence(
          benchmark.variants.map { variant in
            .mapping([
              ("name", .string(variant.name)),
              ("seeds", .sequence(variant.seeds.map { .lexeme(String($0)) })),
              (
                "thresholds",
                .sequence(
                  variant.metrics.flatMap { metric in
                    metric.thresholds.map { value(metric, $0) }
                  })
              ),
              ("digests", .sequence(variant.digests.map(value))),
            ])
          })
      ),
    ])
  }

  private static func verdict(_ verdict: CheckVerdict) -> [(key: String, value: DocumentValue)] {
    var reason: DocumentValue = .null
    if case .notJudged(let words) = verdict { reason = .string(words) }
    return [("verdict", .string(verdict.word)), ("reason", reason)]
  }

  private static func value(
    _ metric: MetricOutcome, _ outcome: ThresholdOutcome
  ) -> DocumentValue {
    func number(_ value: Double?) -> DocumentValue { value.map { .number($0) } ?? .null }
    return .mapping(
      [
        ("metric", .string(metric.metric)), ("unit", .string(metric.unit)),
        ("threshold", .string(outcome.threshold.description)),
        ("measured", number(outcome.measured)), ("bound", number(outcome.bound)),
        ("baseline", number(outcome.baseline)),
      ] + verdict(outcome.verdict))
  }

  private static func value(_ outcome: DigestOutcome) -> DocumentValue {
    .mapping(
      [
        ("seed", .lexeme(String(outcome.seed))), ("measured", .string(outcome.measured)),
        ("baseline", outcome.baseline.map { .string($0) } ?? .null),
        ("divergence", .sequence(outcome.divergence.map { .string($0) })),
        ("changedMetrics", .sequence(outcome.changedMetrics.map { .string($0) })),
      ] + verdict(outcome.verdict))
  }
}
