package import Units

/// Two variants, of one run or of two, compared over the seeds that both have.
package struct RunComparison: Sendable {
  /// One of the two.
  package struct Side: Sendable {
    /// The run's id.
    package var runID: String
    /// The variant's name.
    package var variant: String
    /// The scenario's name.
    package var scenario: String
    /// The version of the tool that made the run.
    package var toolVersion: String
    /// The release of the zone rules that the run used.
    package var zoneRulesVersion: String
    /// The hash of its resolved scenario.
    package var scenarioHash: String
    /// The files that its run read, by path, with their hashes.
    package var inputs: [Input]

    /// The beginning of the run's id and the variant: what a reader types.
    package var reference: String { "\(runID.prefix(12))/\(variant)" }
  }

  /// A file that a run read.
  package struct Input: Hashable, Sendable {
    /// The path as the scenario names it.
    package var path: String
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    package var sha256: String
  }

  /// Something beside the scenario's entries that decides results and is not the same on both sides.
  package struct Provenance: Hashable, Sendable {
    /// What it is: `tool version`, `zone rules`, or an input's path.
    package var name: String
    /// What the baseline has; nil for nothing.
    package var baseline: String?
    /// What the candidate has; nil for nothing.
    package var candidate: String?
  }

  /// What is compared with.
  package var baseline: Side
  /// What is compared.
  package var candidate: Side
  /// The seeds, in the order in which they are paired.
  package var seeds: [UInt64]
  /// The first instant of both horizons.
  package var start: Instant
  /// The end of both horizons.
  package var end: Instant
  /// The seeds whose journals are equal, digest by digest.
  package var equalDigests: Int
  /// Every metric that one of them has, in the registry's order.
  package var metrics: [MetricComparison]
  /// What they cost; nil when one of them has no prices, or the currencies differ.
  package var costs: CostComparison?
  /// Why there are no costs.
  package var reasonForNoCosts: String?
  /// What became of the promises; empty when neither has any.
  package var promises: [PromiseComparison]
  /// Entries of the scenarios that differ.
  package var scenarioDifferences: [ScenarioDifference]
  /// What else differs: tool, zone rules, input files.
  package var provenance: [Provenance]

  /// Whether anything that the simulation made or that was derived from it differs.
  package var hasDifferences: Bool {
    equalDigests != seeds.count || metrics.contains { $0.mark != .unchanged }
      || promises.contains(where: \.isChanged)
      || costs?.drivers.contains { $0.sums.difference != .zero } == true
  }
}

extension RunComparison.Provenance {
  /// What differs between two sides beside their scenarios' entries.
  static func differences(
    _ baseline: RunComparison.Side, _ candidate: RunComparison.Side
  ) -> [RunComparison.Provenance] {
    var found: [RunComparison.Provenance] = []
    func hold(_ name: String, _ left: String?, _ right: String?) {
      guard left != right else { return }
      found.append(RunComparison.Provenance(name: name, baseline: left, candidate: right))
    }
    hold("tool version", baseline.toolVersion, candidate.toolVersion)
    hold("zone rules", baseline.zoneRulesVersion, candidate.zoneRulesVersion)
    var paths: [String] = []
    for input in baseline.inputs + candidate.inputs where !paths.contains(input.path) {
      paths.append(input.path)
    }
    for path in paths.sorted() {
      hold(
        path, baseline.inputs.first { $0.path == path }?.sha256,
        candidate.inputs.first { $0.path == path }?.sha256)
    }
    return found
  }
}
