import Documents
import Facts
package import RunStore
import Units

extension RunComparison {
  /// Gathers what the store knows about two references and holds it side by side.
  ///
  /// - Parameters:
  ///   - baseline: What to compare with: `RUN[/VARIANT[/SEED]]`.
  ///   - candidate: What to compare. Where one of the two names no variant, it is the other's.
  ///   - seeds: The seeds to pair; empty for all, which both sides then have to have.
  ///   - store: The store that holds both.
  /// - Throws: `RunStoreError` or `ComparisonError`.
  package init(
    baseline: String, candidate: String, seeds: [UInt64], in store: RunStore
  ) throws {
    var left = try ComparedMembers(baseline, in: store)
    var right = try ComparedMembers(candidate, in: store)
    try ComparedMembers.chooseVariants(&left, &right)
    let pairs = try ComparedMembers.pairs(left, right, asked: seeds)
    let first = pairs[0]
    for pair in pairs {
      guard pair.baseline.start == pair.candidate.start, pair.baseline.end == pair.candidate.end
      else {
        throw ComparisonError.differentHorizons(
          baseline: pair.baseline.horizonText, candidate: pair.candidate.horizonText)
      }
    }
    let sides = (try left.side(store), try right.side(store))
    let costs = try Self.costs(pairs, in: store)
    self.init(
      baseline: sides.0, candidate: sides.1, seeds: pairs.map(\.baseline.seed),
      start: first.baseline.start ?? .epoch, end: first.baseline.end ?? .epoch,
      equalDigests: pairs.count { $0.baseline.digest == $0.candidate.digest },
      metrics: try Self.metrics(pairs, in: store), costs: costs.value,
      reasonForNoCosts: costs.reason, promises: try Self.promises(pairs, in: store),
      scenarioDifferences: try ScenarioDifference.between(
        baseline: store.resolvedScenario(of: first.baseline),
        candidate: store.resolvedScenario(of: first.candidate)),
      provenance: Provenance.differences(sides.0, sides.1))
  }

  private static func metrics(
    _ pairs: [MemberPair], in store: RunStore
  ) throws(RunStoreError) -> [MetricComparison] {
    var values: [String: [(baseline: Double?, candidate: Double?)]] = [:]
    let none: [(baseline: Double?, candidate: Double?)] = Array(
      repeating: (nil, nil), count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      for metric in try store.summary(of: pair.baseline) {
        values[metric.name, default: none][index].baseline = metric.value
      }
      for metric in try store.summary(of: pair.candidate) {
        values[metric.name, default: none][index].candidate = metric.value
      }
    }
    var metrics = MetricRegistry.all.compactMap { definition in
      values[definition.name].map { MetricComparison(definition, values: $0) }
    }
    // Several judgements at once: those of the metrics that differ, whatever they are.
    let judged = metrics.indices.filter {
      metrics[$0].mark == .changed && metrics[$0].bootstrap != nil
    }
    let adjusted = PairedBootstrap.holm(judged.map { metrics[$0].adjustedProbability ?? 1 })
    for (index, probability) in zip(judged, adjusted) {
      metrics[index].adjustedProbability = probability
    }
    return metrics
  }

  private static func costs(
    _ pairs: [MemberPair], in store: RunStore
  ) throws -> (value: CostComparison?, reason: String?) {
    var seeds: [CostComparison.Seed] = []
    var order: [String] = []
    var currencies: Set<String> = []
    for pair in pairs {
      let baseline = try store.costs(of: pair.baseline)
      let candidate = try store.costs(of: pair.candidate)
      guard !baseline.isEmpty, !candidate.isEmpty else {
        let side =
          baseline.isEmpty == candidate.isEmpty
          ? "neither" : baseline.isEmpty ? "only the candidate" : "only the baseline"
        return (nil, "\(side) has prices")
      }
      currencies.formUnion((baseline + candidate).map(\.currency))
      for cost in baseline + candidate where !order.contains(cost.driver) {
        order.append(cost.driver)
      }
      seeds.append(
        CostComparison.Seed(
          baseline: Dictionary(baseline.map { ($0.driver, $0.amount) }, uniquingKeysWith: +),
          candidate: Dictionary(candidate.map { ($0.driver, $0.amount) }, uniquingKeysWith: +)))
    }
    guard currencies.count == 1, let currency = currencies.first else {
      return (nil, "their currencies differ: \(currencies.sorted().joined(separator: ", "))")
    }
    let known = CostDriver.allCases.map(\.name)
    let names = known.filter(order.contains) + order.filter { !known.contains($0) }
    return (CostComparison(currency: currency, order: names, seeds: seeds), nil)
  }

  private static func promises(
    _ pairs: [MemberPair], in store: RunStore
  ) throws(RunStoreError) -> [PromiseComparison] {
    var order: [String] = []
    var baseline: [String: PromiseComparison.Record] = [:]
    var candidate: [String: PromiseComparison.Record] = [:]
    func add(
      _ promises: [StoredPromise], to records: inout [String: PromiseComparison.Record]
    ) {
      for promise in promises {
        if !order.contains(promise.promise) { order.append(promise.promise) }
        let record = PromiseComparison.Record(
          opportunities: promise.opportunities, breaches: promise.breaches,
          worstSeconds: promise.worstSeconds)
        records[promise.promise] = records[promise.promise].map { $0 + record } ?? record
      }
    }
    for pair in pairs {
      add(try store.promises(of: pair.baseline), to: &baseline)
      add(try store.promises(of: pair.candidate), to: &candidate)
    }
    let known = Promise.allCases.map(\.name)
    return (known.filter(order.contains) + order.filter { !known.contains($0) }).map {
      PromiseComparison(name: $0, baseline: baseline[$0], candidate: candidate[$0])
    }
  }
}
