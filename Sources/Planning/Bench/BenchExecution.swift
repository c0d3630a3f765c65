import Facts
package import RunStore
package import Scenario
package import Units

/// Runs the scenarios of a suite and gathers what was measured.
package struct BenchExecution: Sendable {
  private struct Prepared: Sendable {
    var benchmark: BenchSuite.Benchmark
    var request: RunRequest
  }

  private let prepared: [Prepared]

  /// How many members there are to simulate.
  package var memberCount: Int { prepared.reduce(0) { $0 + $1.request.members.count } }

  /// Reads and resolves the scenarios of a suite.
  ///
  /// - Parameters:
  ///   - suite: The suite.
  ///   - zones: The time zone rules to resolve with.
  ///   - workers: How many members are simulated at a time.
  ///   - commandLine: The command line that the store keeps with each run.
  /// - Throws: What is wrong with a scenario, with its place.
  package init(
    _ suite: BenchSuite, zones: ZoneRulesSet, workers: Int, commandLine: [String]
  ) throws(ScenarioError) {
    var prepared: [Prepared] = []
    for benchmark in suite.benchmarks {
      let path = suite.opened(benchmark.scenario)
      let file = try ScenarioFile.load(path: path, zones: zones)
      var variants: [ResolvedScenario] = []
      for name in benchmark.variants.isEmpty ? file.variantNames : benchmark.variants {
        let scenario = try file.resolve(variant: name, overrides: benchmark.settings)
        _ = try scenario.inspect()
        variants.append(scenario)
      }
      prepared.append(
        Prepared(
          benchmark: benchmark,
          request: RunRequest(
            variants: variants, seeds: benchmark.seeds, scenarioPath: path,
            scenarioText: (try? InputFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
              ?? "",
            keepJournal: benchmark.isExact ? .all : .none, isChecking: false, workers: workers,
            commandLine: commandLine)))
    }
    self.prepared = prepared
  }

  /// Simulates every member, keeps it in `store`, and reads back what was measured.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked every few thousand events; once true, nothing more is begun.
  ///   - onMember: Told after each member.
  /// - Returns: What was measured, or nil when it was cancelled on the way.
  /// - Throws: As `RunExecution.run`.
  package func run(
    in store: RunStore, isCancelled: @escaping @Sendable () -> Bool, onMember: () -> Void
  ) throws -> [MeasuredBenchmark]? {
    var measured: [MeasuredBenchmark] = []
    for part in prepared {
      let outcome = try RunExecution.run(
        part.request, in: store, isCancelled: isCancelled, onMember: { _ in onMember() })
      guard outcome.status == .complete else { return nil }
      let members = try store.find(outcome.runID).members
      var variants: [MeasuredVariant] = []
      for scenario in part.request.variants {
        variants.append(
          MeasuredVariant(
            name: scenario.variant,
            members: try members.filter { $0.variant == scenario.variant }.map {
              try MeasuredMember($0, isExact: part.benchmark.isExact, in: store)
            }))
      }
      measured.append(
        MeasuredBenchmark(
          benchmark: part.benchmark, scenarioName: part.request.variants.first?.name ?? "",
          runID: outcome.runID, variants: variants))
    }
    return measured
  }
}

/// What was measured of one scenario.
package struct MeasuredBenchmark: Sendable {
  /// What the suite says of it.
  package var benchmark: BenchSuite.Benchmark
  /// The scenario's name.
  package var scenarioName: String
  /// The run's id in the store.
  package var runID: String
  /// The variants, in the order of the run.
  package var variants: [MeasuredVariant]
}

/// What was measured of one variant.
package struct MeasuredVariant: Sendable {
  /// The variant's name.
  package var name: String
  /// A member for each seed, in the order of the run.
  package var members: [MeasuredMember]

  /// The values of a metric, nil for a seed that does not have it.
  package func values(of metric: String) -> [Double?] { members.map { $0.metrics[metric] } }
}

/// What was measured of one member.
package struct MeasuredMember: Sendable {
  /// The seed.
  package var seed: UInt64
  /// Its digest.
  package var digest: String
  /// Its metrics by name.
  package var metrics: [String: Double]
  /// Its journal's blocks; nil where digests do not matter.
  package var blocks: JournalBlocks?
  /// The member in the store.
  package var record: MemberRecord

  init(_ record: MemberRecord, isExact: Bool, in store: RunStore) throws(RunStoreError) {
    seed = record.seed
    digest = record.digest ?? ""
    metrics = Dictionary(
      try store.summary(of: record).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    blocks = isExact ? JournalBlocks(try store.journal(of: record)) : nil
    self.record = record
  }
}
