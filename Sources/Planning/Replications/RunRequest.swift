import Facts
package import RunStore
package import Scenario

/// What one invocation of `run` asks for: resolved variants, seeds, and how to carry it out.
package struct RunRequest: Sendable {
  /// The variants, resolved, in the order in which results are shown.
  package var variants: [ResolvedScenario]
  /// The seeds; each variant runs with each of them. Empty means each variant's own default seed.
  package var seeds: [UInt64]
  /// The scenario file's path, absolute, so that a later verification finds its inputs.
  package var scenarioPath: String
  /// The scenario file as it was read.
  package var scenarioText: String
  /// Which members keep their journal and their jobs.
  package var keepJournal: KeepJournal
  /// Whether whole-state checkers run after every event.
  package var isChecking: Bool
  /// How many members are simulated at a time.
  package var workers: Int
  /// The command line, the program's name first.
  package var commandLine: [String]

  /// Makes a request.
  package init(
    variants: [ResolvedScenario], seeds: [UInt64], scenarioPath: String, scenarioText: String,
    keepJournal: KeepJournal, isChecking: Bool, workers: Int, commandLine: [String]
  ) {
    self.variants = variants
    self.seeds = seeds
    self.scenarioPath = scenarioPath
    self.scenarioText = scenarioText
    self.keepJournal = keepJournal
    self.isChecking = isChecking
    self.workers = workers
    self.commandLine = commandLine
  }

  /// The members in order: by variant, then by seed.
  package var members: [Member] {
    variants.flatMap { scenario in
      (seeds.isEmpty ? [scenario.defaultSeed] : seeds).map { Member(scenario: scenario, seed: $0) }
    }
  }

  /// The places of `members` in the order in which they are simulated: by seed, then by variant, so that
  /// what a run that is stopped leaves can be compared.
  package var workOrder: [Int] {
    let seeds = Swift.max(seeds.count, 1)
    return (0..<seeds).flatMap { stride(from: $0, to: variants.count * seeds, by: seeds) }
  }

  /// One member to be simulated.
  package struct Member: Sendable {
    /// The variant, resolved.
    package var scenario: ResolvedScenario
    /// The root of its random streams.
    package var seed: UInt64

    /// Makes a member.
    package init(scenario: ResolvedScenario, seed: UInt64) {
      self.scenario = scenario
      self.seed = seed
    }
  }

  /// What the store is told before the run begins.
  var description: RunDescription {
    var inputs: [RunInput] = []
    for input in variants.flatMap(\.inputs) {
      let stored = RunInput(
        path: input.path, sha256: input.sha256, byteCount: Int(input.byteCount),
        format: input.format, licence: input.licence ?? "")
      if !inputs.contains(stored) { inputs.append(stored) }
    }
    return RunDescription(
      toolVersion: ToolVersion.current, commandLine: commandLine,
      scenarioName: variants.first?.name ?? "", scenarioPath: scenarioPath,
      scenarioText: scenarioText,
      zoneRulesVersion: variants.first?.zoneRulesVersion ?? "", keepJournal: keepJournal,
      inputs: inputs,
      members: members.map {
        PlannedMember(
          variant: $0.scenario.variant, seed: $0.seed, scenarioHash: $0.scenario.hash,
          resolvedScenario: $0.scenario.canonical)
      })
  }
}
