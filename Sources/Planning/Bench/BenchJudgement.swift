import Facts
package import RunStore

/// Holds what was measured against a suite's thresholds and its baseline; every check, whatever the
/// others say.
package struct BenchJudgement {
  private let suite: BenchSuite
  private let baseline: Result<BenchBaseline, NoBaseline>
  private let store: RunStore

  /// Makes a judge.
  ///
  /// - Parameters:
  ///   - suite: The suite.
  ///   - baseline: The baseline, or why there is none. One of another suite is none.
  ///   - store: The store with the new journals; where it also has a journal with the baseline's
  ///     digest, a difference is found to the event.
  package init(
    _ suite: BenchSuite, baseline: Result<BenchBaseline, NoBaseline>, store: RunStore
  ) {
    self.suite = suite
    self.store = store
    if case .success(let known) = baseline, known.suite != suite.name {
      self.baseline = .failure(
        NoBaseline("the baseline is that of the suite \(known.suite), not of \(suite.name)"))
    } else {
      self.baseline = baseline
    }
  }

  /// Judges what was measured.
  ///
  /// - Throws: `RunStoreError` when a journal cannot be read.
  package func judge(_ measured: [MeasuredBenchmark]) throws(RunStoreError) -> BenchOutcome {
    var outcome = BenchOutcome(
      suite: suite.name, toolVersion: ToolVersion.current,
      baselineToolVersion: nil, baselineProblem: nil, stale: [], benchmarks: [])
    switch baseline {
    case .success(let known):
      outcome.baselineToolVersion = known.toolVersion
      let own = BenchBaseline(suite: suite.name, measured: measured).members
      outcome.stale = known.members.keys.sorted().filter { own[$0] == nil }.map(\.text)
    case .failure(let failure): outcome.baselineProblem = failure.reason
    }
    for benchmark in measured {
      var variants: [BenchOutcome.VariantOutcome] = []
      for variant in benchmark.variants {
        variants.append(try judge(variant, of: benchmark.benchmark))
      }
      outcome.benchmarks.append(
        BenchOutcome.BenchmarkOutcome(
          name: benchmark.benchmark.name, scenario: benchmark.benchmark.scenario,
          variants: variants))
    }
    return outcome
  }

  private func judge(
    _ variant: MeasuredVariant, of benchmark: BenchSuite.Benchmark
  ) throws(RunStoreError) -> BenchOutcome.VariantOutcome {
    let keys = variant.members.map {
      BenchBaseline.Key(benchmark: benchmark.name, variant: variant.name, seed: $0.seed)
    }
    let known = baseline.map { baseline in keys.map { baseline.members[$0] } }
    let metrics = benchmark.thresholds.map { entry in
      judge(
        entry, values: variant.values(of: entry.metric),
        baseline: known.map { $0.map { $0?.metrics[entry.metric] } })
    }
    var digests: [BenchOutcome.DigestOutcome] = []
    if benchmark.isExact {
      for (member, key) in zip(variant.members, keys) {
        digests.append(try judge(member, key))
      }
    }
    return BenchOutcome.VariantOutcome(
      name: variant.name, seeds: variant.members.map(\.seed), metrics: metrics, digests: digests)
  }

  private func judge(
    _ entry: BenchSuite.MetricThresholds, values: [Double?],
    baseline: Result<[Double?], NoBaseline>
  ) -> BenchOutcome.MetricOutcome {
    let definition = MetricRegistry.metric(named: entry.metric)
    let outcomes = entry.thresholds.map { threshold in
      var outcome = ThresholdOutcome(
        threshold, values: values.compactMap(\.self), seeds: values.count, baseline: baseline)
      if definition == nil {
        outcome.verdict = .notJudged("there is no metric \(entry.metric)")
        outcome.measured = nil
      }
      return outcome
    }
    return BenchOutcome.MetricOutcome(
      metric: entry.metric, unit: definition?.unit ?? "", thresholds: outcomes)
  }

  private func judge(
    _ member: MeasuredMember, _ key: BenchBaseline.Key
  ) throws(RunStoreError) -> BenchOutcome.DigestOutcome {
    var outcome = BenchOutcome.DigestOutcome(
      seed: member.seed, measured: member.digest, baseline: nil, verdict: .passed, divergence: [],
      changedMetrics: [])
    let known: BenchBaseline
    switch baseline {
    case .failure(let failure):
      outcome.verdict = .notJudged(failure.reason)
      return outcome
    case .success(let value): known = value
    }
    guard let old = known.members[key] else {
      outcome.verdict = .notJudged("the baseline does not have \(key.text)")
      return outcome
    }
    outcome.baseline = old.digest
    guard old.digest != member.digest else { return outcome }
    outcome.verdict = .failed
    outcome.changedMetrics = BenchBaseline.changedMetrics(from: old.metrics, to: member.metrics)
    outcome.divergence = try divergence(member, from: old)
    return outcome
  }

  /// Where a journal parts from the baseline's: to the event where the store still has that one,
  /// else to the block.
  private func divergence(
    _ member: MeasuredMember, from old: BenchBaseline.Member
  ) throws(RunStoreError) -> [String] {
    let journal = try store.journal(of: member.record)
    if let kept = try store.memberKeepingJournal(withDigest: old.digest) {
      let expected = try store.journal(of: kept)
      if let found = FirstDivergence.between(expected: expected, actual: journal) {
        return found.text(expected: "baseline", actual: "now")
          .split(separator: "\n").map(String.init)
      }
    }
    guard let blocks = old.blocks else {
      return ["the baseline has no blocks of this journal; make it again with --update"]
    }
    return BlockDivergence.find(journal, from: blocks)?.lines
      ?? ["no block of the journal differs, yet its digest does: the baseline was changed by hand"]
  }
}
