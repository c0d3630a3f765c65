import Documents
import Facts
import FleetSimulation
import Foundation
import Placement
import Scenario
import SimulationKernel
import Testing
import Units

@Suite("Resolving a scenario")
struct ResolutionTests {
  let bench: Bench
  let file: ScenarioFile

  init() throws {
    bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    file = try ScenarioFile.load(path: try bench.write(smallScenario, to: "s.yaml"))
  }

  private func override(_ arguments: String...) throws -> [ScenarioOverride] {
    try arguments.map { try #require(ScenarioOverride($0)) }
  }

  private func text(_ scenario: ResolvedScenario) -> String {
    String(decoding: scenario.canonical, as: UTF8.self)
  }

  @Test("variants come in the order of the file, and a scenario without any has one")
  func namesVariants() throws {
    #expect(file.variantNames == ["calm", "rough"])
    #expect(file.about(variant: "rough") == "Short lives.")
    let cut = try #require(smallScenario.range(of: "variants:"))
    let plain = try ScenarioFile.load(
      path: try bench.write(String(smallScenario[..<cut.lowerBound]), to: "plain.yaml"))
    #expect(plain.variantNames == ["default"])
    #expect(try plain.resolve(variant: "default").variant == "default")
    #expect(throws: ScenarioError.self) { try plain.resolve(variant: "calm") }
  }

  @Test("null removes, and a mapping changes only what it names")
  func laysVariantsOver() throws {
    #expect(try file.resolve(variant: "calm").plan(seed: 1).interruptions.isEmpty)
    let rough = try file.resolve(variant: "rough").plan(seed: 1)
    #expect(rough.interruptions.map(\.lifetime) == [try .exponential(mean: 1_800)])
    #expect(rough.interruptions.map(\.notice) == [.seconds(30)])
    #expect(rough.interruptions.map(\.replacementDelay) == [try .constant(180)])
    let base = try file.resolve(variant: nil).plan(seed: 1)
    #expect(base.interruptions.map(\.lifetime) == [try .exponential(mean: 14_400)])
  }

  @Test("another tag drops the keys of the one below, and so does the other of two alternatives")
  func replacesWhatExcludesEachOther() throws {
    let resolved = try file.resolve(
      variant: "rough",
      overrides: try override(
        "interruptions.spot.lifetime={distribution: weibull, shape: 0.5, scale: 2h}",
        "horizon.end=2026-01-01T06:00:00Z"))
    let plan = try resolved.plan(seed: 1)
    #expect(plan.interruptions.map(\.lifetime) == [try .weibull(shape: 0.5, scale: 7_200)])
    #expect(plan.end - plan.start == .hours(6))
    #expect(!text(resolved).contains("\"duration\""))
  }

  @Test("a part of a short form can be set")
  func setsAPartOfAShortForm() throws {
    let resolved = try file.resolve(
      variant: "rough", overrides: try override("interruptions.spot.replacement.value=5m"))
    #expect(
      try resolved.plan(seed: 1).interruptions.map(\.replacementDelay) == [try .constant(300)])
  }

  @Test("the last of several settings wins")
  func lastSettingWins() throws {
    let resolved = try file.resolve(
      variant: "calm", overrides: try override("nodes.own.count=5", "nodes.own.count=7"))
    #expect(try resolved.plan(seed: 1).fleet.nodes.count == 10)
  }

  static let wrongSettings: [(String, String)] = [
    (
      "nodes.own.cuont=5",
      "--set:1:11: error: nodes.own.cuont: unknown key \"cuont\"; did you mean \"count\"?"
    ),
    (
      "nodes.onw.count=5",
      "--set:1:7: error: nodes.onw.count: there is no pool \"onw\" in nodes; did you mean \"own\"?"
    ),
    (
      "nodes.own.count=many",
      "--set:1:17: error: nodes.own.count: \"many\" is not a whole number from 1 to 1000000"
    ),
    (
      "nodes..count=5",
      "--set:1:7: error: nodes..count: a name is missing between the dots of \"nodes..count\""
    ),
    (
      "interruptions.spot.notice=[",
      "--set:1:28: error: interruptions.spot.notice: "
    ),
    (
      "variants.calm.set=null",
      "--set:1:1: error: variants: unknown key \"variants\"; known keys: "
    ),
    (
      "seed.root=3",
      "--set:1:6: error: seed: expected a whole number of at least 0, found a mapping"
    ),
    (
      "interruptions.own.notice=30s",
      "--set:1:15: error: interruptions.own.notice: there is no pool \"own\" in interruptions; "
    ),
  ]

  @Test("a wrong setting says where and what instead", arguments: wrongSettings)
  func refusesWrongSettings(argument: String, report: String) throws {
    let error = #expect(throws: ScenarioError.self) {
      try file.resolve(variant: nil, overrides: try override(argument))
    }
    let found = error?.diagnostics.map(\.description) ?? []
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(report) == true, "\(found)")
  }

  @Test("an unknown variant is told the nearest one")
  func refusesUnknownVariants() throws {
    let error = #expect(throws: ScenarioError.self) { try file.resolve(variant: "clam") }
    #expect(error?.description.contains("did you mean \"calm\"?") == true)
  }

  @Test("the canonical form holds defaults, the variant and hashes, and no folder")
  func canonicalFormIsGolden() throws {
    let resolved = try file.resolve(variant: "rough")
    #expect(
      text(resolved)
        == #"{"apiVersion":"fivespot/v0","horizon":{"duration":"1d","start":"2026-01-01T00:00:00Z"},"#
        + #""interruptions":{"spot":{"lifetime":{"distribution":"exponential","mean":"30m"},"#
        + #""notice":"30s","replacement":{"distribution":"constant","value":"3m"}}},"#
        + #""name":"small","nodes":{"own":{"count":2,"machine":{"cpu":16,"gpus":0,"#
        + #""memory":100000000000},"rank":0},"spot":{"count":3,"machine":{"cpu":16,"gpus":0,"#
        + #""memory":100000000000},"rank":0}},"placement":{"policy":"first-fit"},"#
        + #""recovery":{"cost":"0s","mode":"restart"},"resolved":{"inputs":[{"bytes":185,"#
        + #""format":"opendc-tasks","path":"jobs.csv","sha256":"#
        + #""4d5f97895951f7b21aa03141216fb23ef2593e9dfb9d89b1dfdd78a7c8819cb8"}],"variant":"rough","#
        + #""zoneRules":"2025b"},"seed":1,"timezone":"UTC","workload":{"batch":{"timeScale":"1/1","#
        + #""timing":"recorded","trace":{"file":"jobs.csv","format":"opendc-tasks"}}}}"#)
    #expect(resolved.hash == SHA256.digest(resolved.canonical).hex)
  }

  @Test("equal meanings have equal hashes, in any folder, order and spelling")
  func hashIsOfTheMeaning() throws {
    let other = try Bench()
    try other.write(jobsTrace, to: "deep/down/jobs.csv")
    let reordered =
      smallScenario
      .replacingOccurrences(of: "mean: 4h", with: "mean: 240m")
      .replacingOccurrences(of: "memory: 100G", with: "memory: 100000M")
      .replacingOccurrences(of: "cpu: 16", with: "cpu: 16000m")
      .replacingOccurrences(of: "00:00:00Z", with: "01:00:00+01:00")
      .replacingOccurrences(
        of: "replacement: 3m", with: "replacement: {value: 180s, distribution: constant}"
      )
      .replacingOccurrences(of: "name: small", with: "# a comment\nseed: 1\nname: \"small\"")
      .replacingOccurrences(
        of: "count: 2", with: "count: 2\n    capacityType: owned\n    isolated: false"
      )
      .replacingOccurrences(
        of: "  batch:\n", with: "  batch:\n    usage: 100.0%\n    terminationGrace: 0.5m\n")
    let moved = try ScenarioFile.load(path: try other.write(reordered, to: "deep/down/x.yaml"))
    for variant in file.variantNames {
      #expect(
        text(try moved.resolve(variant: variant)) == text(try file.resolve(variant: variant)))
    }
    #expect(try file.resolve(variant: "calm").hash != file.resolve(variant: "rough").hash)
  }

  @Test("a stored scenario comes back with the same plan")
  func restores() throws {
    let resolved = try file.resolve(variant: "rough")
    let restored = try ResolvedScenario.restore(
      canonical: resolved.canonical, baseDirectory: bench.folder)
    #expect(restored.hash == resolved.hash)
    #expect(restored.inputs == resolved.inputs)
    #expect(restored.variant == "rough")
    #expect(restored.zoneRulesVersion == resolved.zoneRulesVersion)
    let (one, other) = (try resolved.plan(seed: 3), try restored.plan(seed: 3))
    #expect(one.fleet == other.fleet)
    #expect(one.workload == other.workload)
    #expect(one.interruptions == other.interruptions)
  }

  @Test("changed and missing inputs are named with both hashes")
  func noticesChangedInputs() throws {
    let resolved = try file.resolve(variant: "calm")
    let then = resolved.inputs[0].sha256
    try bench.write(jobsTrace + "4,1767229200000,120000,16,33600.0,100000\n", to: "jobs.csv")
    let changed = #expect(throws: RestorationError.self) {
      try ResolvedScenario.restore(canonical: resolved.canonical, baseDirectory: bench.folder)
    }
    #expect(changed?.description.hasPrefix("jobs.csv changed: it had SHA-256 \(then)") == true)
    #expect(changed?.isMissingInput == false)
    try FileManager.default.removeItem(atPath: bench.folder + "/jobs.csv")
    let missing = #expect(throws: RestorationError.self) {
      try ResolvedScenario.restore(canonical: resolved.canonical, baseDirectory: bench.folder)
    }
    #expect(missing?.description.hasPrefix("jobs.csv is missing") == true)
    #expect(missing?.isMissingInput == true)
    let broken = #expect(throws: RestorationError.self) {
      try ResolvedScenario.restore(canonical: Array("{}".utf8), baseDirectory: bench.folder)
    }
    #expect(broken?.isMissingInput == false)
  }
}
