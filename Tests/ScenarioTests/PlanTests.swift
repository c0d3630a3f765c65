import Documents
import Facts
import FleetSimulation
import Foundation
import Placement
import Scenario
import SimulationKernel
import Testing
import Units

@Suite("Planning a simulation")
struct PlanTests {
  let bench: Bench

  init() throws {
    bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
  }

  private func small(_ change: (old: String, new: String)? = nil) throws -> ScenarioFile {
    let text =
      change.map { smallScenario.replacingOccurrences(of: $0.old, with: $0.new) } ?? smallScenario
    return try ScenarioFile.load(path: try bench.write(text, to: "s.yaml"))
  }

  @Test("the SURF week has its 277 hosts and 6,295 jobs")
  func plansTheRecordedWeek() throws {
    let file = try ScenarioFile.load(path: "\(repository)/scenarios/surf-week.yaml")
    #expect(file.variantNames == ["calm", "preemptible", "checkpointed"])
    let plans = try file.variantNames.map { try file.resolve(variant: $0).plan(seed: 42) }
    for plan in plans {
      #expect(plan.fleet.nodes.count == 277)
      #expect(plan.workload.jobs.count == 6_295)
      #expect(plan.end - plan.start == .days(8))
    }
    #expect(plans[0].interruptions.isEmpty)
    #expect(plans[1].interruptions == plans[2].interruptions)
    #expect(plans[1].recovery == .restart(cost: .zero))
    #expect(
      plans[2].recovery
        == .checkpoint(interval: .minutes(30), cost: .seconds(20), restore: .minutes(1)))
  }

  @Test("inputs carry their terms of use")
  func namesLicences() throws {
    let file = try ScenarioFile.load(path: "\(repository)/scenarios/surf-week.yaml")
    let inputs = try file.resolve(variant: "preemptible").inputs
    #expect(inputs.map(\.licence) == ["Apache-2.0", "MIT", "MIT"])
    #expect(inputs.map(\.format) == ["gcp-preemption", "opendc-tasks", "opendc-topology"])
    #expect(inputs.allSatisfy { $0.sha256.count == 64 && $0.byteCount > 0 })
  }

  @Test("the pods of openb start together or fifty times as fast")
  func plansOpenB() throws {
    let file = try ScenarioFile.load(path: "\(repository)/scenarios/openb-gpu.yaml")
    let packed = try file.resolve(variant: "packed").plan(seed: 7)
    #expect(packed.fleet.nodes.count == 1_523)
    #expect(packed.workload.jobs.allSatisfy { $0.submittedAt == packed.start })
    #expect(packed.placement == .bestFit)
    let fragmentation = try file.resolve(variant: "fragmentation").plan(seed: 7)
    #expect(fragmentation.placement == .devices(.fragmentationGradient))
    let compressed = try file.resolve(variant: "compressed").plan(seed: 7)
    let last = try #require(compressed.workload.jobs.last)
    #expect(last.submittedAt - compressed.start < .days(3))
    #expect(last.submittedAt - compressed.start > .days(2))
  }

  @Test("a placement by device refuses GPUs that are no devices, where they are given")
  func refusesPartsOfDevices() throws {
    let half = ScenarioOverride(path: "nodes.own.machine.gpus", value: "1500m")
    for policy in PackingPolicy.allCases {
      let byDevice = ScenarioOverride(path: "placement.policy", value: policy.rawValue)
      let error = #expect(throws: ScenarioError.self) {
        try small().resolve(variant: "calm", overrides: [half, byDevice]).plan(seed: 1)
      }
      let diagnostic = try #require(error?.diagnostics.first)
      #expect(diagnostic.path == "nodes")
      #expect(diagnostic.message.contains("own/0 has 1500 thousandths"), "\(diagnostic.message)")
      let whole = ScenarioOverride(path: "nodes.own.machine.gpus", value: "2")
      let plan = try small().resolve(variant: "calm", overrides: [whole, byDevice]).plan(seed: 1)
      #expect(plan.placement == .devices(policy))
    }
    _ = try small().resolve(variant: "calm", overrides: [half]).plan(seed: 1)
  }

  @Test("jobs outside the horizon are left out and counted")
  func leavesOutJobs() throws {
    let file = try small()
    let resolved = try file.resolve(variant: "calm")
    let plan = try resolved.plan(seed: 1)
    #expect(plan.workload.jobNames == ["batch/1", "batch/2"])
    let warnings = try resolved.inspect()
    #expect(warnings.map(\.severity) == [.warning])
    #expect(
      warnings.first?.message
        == "1 of 3 jobs are left out, submitted outside the horizon: "
        + "1 when it has ended (2026-01-02T00:00:00Z)")
  }

  @Test("a horizon without any job is an error that says where the trace is")
  func refusesAnEmptyHorizon() throws {
    let file = try small((old: "2026-01-01T", new: "2027-01-01T"))
    let error = #expect(throws: ScenarioError.self) {
      try file.resolve(variant: "calm").plan(seed: 1)
    }
    #expect(error?.description.contains("none of the 3 jobs is submitted inside") == true)
    #expect(error?.description.contains("workload.batch.start") == true)
  }

  @Test("a life of no length is refused at the entry that it comes from")
  func refusesStandingTime() throws {
    let zero = ScenarioOverride(path: "interruptions.spot.lifetime", value: "0s")
    let resolved = try small().resolve(variant: nil, overrides: [zero])
    let error = #expect(throws: ScenarioError.self) { try resolved.inspect() }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.path == "interruptions.spot.lifetime")
    #expect(diagnostic.message.contains("0.0 s on average"))
  }

  @Test("a mistake inside a trace is reported at its own line")
  func reportsTraceErrors() throws {
    let file = try small()
    try bench.write(jobsTrace.replacingOccurrences(of: "120000", with: "2 min"), to: "jobs.csv")
    let fresh = try ScenarioFile.load(path: file.path)
    let error = #expect(throws: ScenarioError.self) {
      try fresh.resolve(variant: "calm").plan(seed: 1)
    }
    #expect(error?.diagnostics.first?.position.line == 3)
    #expect(error?.diagnostics.first?.position.file == "\(bench.folder)/jobs.csv")
    #expect(error?.isMissingInput == false)
  }

  @Test("pools come by rank, then name, and their nodes are named by them")
  func ordersPools() throws {
    let file = try small()
    let plan = try file.resolve(variant: "calm").plan(seed: 1)
    #expect(plan.fleet.pools.map(\.name) == ["own", "spot"])
    #expect(plan.fleet.nodeNames == ["own/0", "own/1", "spot/0", "spot/1", "spot/2"])
    let turned = try file.resolve(
      variant: nil, overrides: [ScenarioOverride(path: "nodes.spot.rank", value: "-1")]
    ).plan(seed: 1)
    #expect(turned.fleet.pools.map(\.name) == ["spot", "own"])
    #expect(turned.interruptions.map(\.pool) == [PoolID(0)])
  }

  @Test("a count beyond the trace repeats its machines under names of their own")
  func repeatsMachines() throws {
    let file = try ScenarioFile.load(path: "\(repository)/scenarios/surf-week.yaml")
    let plan = try file.resolve(
      variant: "calm", overrides: [ScenarioOverride(path: "nodes.lisa.count", value: "600")]
    ).plan(seed: 1)
    #expect(plan.fleet.nodes.count == 600)
    #expect(Set(plan.fleet.nodeNames).count == 600)
  }

  static let laws: [(String, Distribution)] = {
    let seconds = 3_600.0
    return [
      ("90m", try? .constant(5_400)),
      ("{distribution: constant, value: 1h}", try? .constant(seconds)),
      ("{distribution: uniform, low: 1h, high: 2h}", try? .uniform(low: seconds, high: 7_200)),
      ("{distribution: exponential, mean: 1h}", try? .exponential(mean: seconds)),
      (
        "{distribution: weibull, shape: 0.58, scale: 1h}",
        try? .weibull(shape: 0.58, scale: seconds)
      ),
      (
        "{distribution: lognormal, median: 1h, sigma: 1.2}",
        try? .lognormal(mu: Mathematics.log(seconds), sigma: 1.2)
      ),
      ("{distribution: gamma, shape: 2, scale: 1h}", try? .gamma(shape: 2, scale: seconds)),
      (
        "{distribution: bounded-pareto, shape: 1.1, low: 1h, high: 2h}",
        try? .boundedPareto(shape: 1.1, low: seconds, high: 7_200)
      ),
      (
        "{distribution: hyper-exponential, branches: [{weight: 3, mean: 1h}, {weight: 1, mean: 2h}]}",
        try? .hyperExponential(weights: [0.75, 0.25], means: [seconds, 7_200])
      ),
      (
        "{distribution: mixture, components: [{weight: 1, law: 1h}, {weight: 1, law: 2h}]}",
        (try? Distribution.constant(seconds)).flatMap { one in
          (try? Distribution.constant(7_200)).flatMap { other in
            try? .mixture(weights: [0.5, 0.5], components: [one, other])
          }
        }
      ),
      (
        "{distribution: truncated, high: 2h, law: {distribution: exponential, mean: 1h}}",
        try? Distribution.exponential(mean: seconds).truncated(high: 7_200)
      ),
      (
        "{distribution: empirical, points: [{value: 1h, probability: 0.25}, "
          + "{value: 2h, probability: 1}]}",
        (try? EmpiricalDistribution(
          values: [seconds, 7_200], cumulative: [0.25, 1], interpolation: .step)).map {
            .empirical($0)
          }
      ),
    ].compactMap { text, law in law.map { (text, $0) } }
  }()

  @Test("every kind of law can be written", arguments: laws)
  func makesLaws(text: String, law: Distribution) throws {
    let file = try small((old: "replacement: 3m", new: "replacement: \(text)"))
    let plan = try file.resolve(variant: nil).plan(seed: 1)
    #expect(plan.interruptions.map(\.replacementDelay) == [law])
    #expect(Self.laws.count == 12)
  }
}
