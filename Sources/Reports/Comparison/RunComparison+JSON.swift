package import Documents
import Facts
package import Planning
import SimulationKernel
import Units

extension RunComparison {
  /// The comparison as JSON for scripts: sorted keys, money as decimal text, no wall clock.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    try DocumentValue.mapping([
      ("schemaVersion", .string("1.0")), ("baseline", Self.side(baseline)),
      ("candidate", Self.side(candidate)), ("hasDifferences", .boolean(hasDifferences)),
      ("seeds", .sequence(seeds.map { .lexeme(String($0)) })),
      ("start", .string(start.rfc3339)), ("end", .string(end.rfc3339)),
      ("equalDigests", .integer(Int64(equalDigests))),
      ("verdict", .sequence(ComparisonVerdict.sentences(self).map { .string($0) })),
      ("metrics", .sequence(metrics.map(Self.metric))),
      ("costs", costs.map(Self.costs) ?? .null),
      ("reasonForNoCosts", reasonForNoCosts.map { .string($0) } ?? .null),
      ("promises", .sequence(promises.map(Self.promise))),
      (
        "scenarioDifferences",
        .sequence(scenarioDifferences.map { Self.difference($0.path, $0.baseline, $0.candidate) })
      ),
      (
        "provenanceDifferences",
        .sequence(provenance.map { Self.difference($0.name, $0.baseline, $0.candidate) })
      ),
    ]).prettyJSON(sortsKeys: true)
  }

  private static func side(_ side: Side) -> DocumentValue {
    .mapping([
      ("run", .string(side.runID)), ("variant", .string(side.variant)),
      ("scenario", .string(side.scenario)), ("scenarioHash", .string(side.scenarioHash)),
      ("toolVersion", .string(side.toolVersion)), ("zoneRules", .string(side.zoneRulesVersion)),
      (
        "inputs",
        .sequence(
          side.inputs.map {
            .mapping([("path", .string($0.path)), ("sha256", .string($0.sha256))])
          })
      ),
    ])
  }

  private static func difference(
    _ name: String, _ baseline: String?, _ candidate: String?
  ) -> DocumentValue {
    .mapping([
      ("name", .string(name)), ("baseline", baseline.map { .string($0) } ?? .null),
      ("candidate", candidate.map { .string($0) } ?? .null),
    ])
  }

  private static func metric(_ metric: MetricComparison) -> DocumentValue {
    .mapping([
      ("name", .string(metric.name)), ("unit", .string(metric.unit)),
      ("better", .string(metric.better.rawValue)), ("mark", .string(metric.mark.rawValue)),
      ("judgement", .string(metric.judgement.rawValue)), ("pairs", .integer(Int64(metric.pairs))),
      ("baseline", spread(metric.baseline)), ("candidate", spread(metric.candidate)),
      ("meanDifference", number(metric.meanDifference)),
      ("relativeDifference", number(metric.relativeDifference)),
      ("interval", interval(metric.interval)),
      (
        "bootstrap",
        metric.bootstrap.map { bootstrap in
          .mapping([
            ("lower", .number(bootstrap.lower)), ("upper", .number(bootstrap.upper)),
            ("probability", .number(bootstrap.probability)),
            ("adjustedProbability", number(metric.adjustedProbability)),
            ("resamples", .integer(Int64(bootstrap.resamples))),
          ])
        } ?? .null
      ), ("detectableDifference", number(metric.detectableDifference)),
    ])
  }

  private static func number(_ value: Double?) -> DocumentValue {
    value.map { .number($0) } ?? .null
  }

  private static func spread(_ spread: SampleSpread?) -> DocumentValue {
    guard let spread else { return .null }
    return .mapping([
      ("mean", .number(spread.mean)), ("p5", .number(spread.p5)), ("p50", .number(spread.p50)),
      ("p95", .number(spread.p95)), ("seeds", .integer(Int64(spread.count))),
    ])
  }

  private static func interval(_ interval: ConfidenceInterval?) -> DocumentValue {
    guard let interval else { return .null }
    return .mapping([
      ("level", .number(interval.level)), ("lower", .number(interval.lower)),
      ("upper", .number(interval.upper)),
    ])
  }

  private static func amounts(
    _ amounts: CostComparison.Amounts
  ) -> [(key: String, value: DocumentValue)] {
    [
      ("baseline", .string(amounts.baseline.text)), ("candidate", .string(amounts.candidate.text)),
      ("difference", .string(amounts.difference.text)),
    ]
  }

  private static func costs(_ costs: CostComparison) -> DocumentValue {
    func entry(
      _ means: CostComparison.Amounts, _ sums: CostComparison.Amounts
    ) -> [(key: String, value: DocumentValue)] {
      [("mean", .mapping(amounts(means))), ("sum", .mapping(amounts(sums)))]
    }
    return .mapping([
      ("currency", .string(costs.currency)), ("seeds", .integer(Int64(costs.seeds))),
      (
        "drivers",
        .sequence(
          costs.drivers.map { .mapping([("driver", .string($0.name))] + entry($0.means, $0.sums)) })
      ),
      (
        "total",
        .mapping(
          entry(costs.means, costs.sums) + [
            ("interval", interval(costs.interval)),
            ("baselineSpread", spread(costs.baselineSpread)),
            ("candidateSpread", spread(costs.candidateSpread)),
            (
              "relativeDifference",
              number(costs.relative(costs.means.difference.approximateUnits))
            ),
          ])
      ),
    ])
  }

  private static func promise(_ promise: PromiseComparison) -> DocumentValue {
    func record(_ record: PromiseComparison.Record?) -> DocumentValue {
      guard let record else { return .null }
      return .mapping([
        ("opportunities", .integer(record.opportunities)), ("breaches", .integer(record.breaches)),
        ("worstSeconds", number(record.worstSeconds)),
      ])
    }
    return .mapping([
      ("promise", .string(promise.name)), ("baseline", record(promise.baseline)),
      ("candidate", record(promise.candidate)),
      ("mark", .string(promise.isChanged ? "~" : "=")),
    ])
  }
}
