import Documents
import FleetSimulation
import Scenario
import SimulationKernel
import Testing
import Units

@Suite("Scenarios that say when on-demand is bought")
struct FallbackScenarioTests {
  private func text(_ autoscaling: String = "", interruption: String = "") -> String {
    """
    apiVersion: fivespot/v0
    name: small
    horizon: {start: 2026-01-01T00:00:00Z, duration: 6h}
    nodes:
      spot: {capacityType: spot, machine: {cpu: 4, memory: 8Gi}, count: 4, rank: 1}
      demand: {capacityType: on-demand, machine: {cpu: 4, memory: 8Gi}, count: 4, rank: 2}
    workload:
      batch: {trace: {format: opendc-tasks, file: jobs.csv}}
    interruptions:
      spot: {lifetime: 2h\(interruption)}
    autoscaling:
      pools: {spot: {}, demand: {}}
      \(autoscaling)

    """
  }

  private func plan(_ text: String) throws -> SimulationPlan {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    let file = try ScenarioFile.parse(Array(text.utf8), path: bench.folder + "/s.yaml")
    return try file.resolve(variant: nil).plan(seed: 1)
  }

  @Test("what is not said is off, and a scenario without it keeps its hash")
  func off() throws {
    let plan = try plan(text())
    #expect(plan.autoscaling?.fallback == FallbackPolicy())
    #expect(plan.interruptions[0].onNotice == .ignore && plan.interruptions[0].rebalance == nil)
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    let canonical = String(
      decoding: try ScenarioFile.parse(Array(text().utf8), path: bench.folder + "/s.yaml")
        .resolve(variant: nil).canonical, as: UTF8.self)
    for key in ["onDemandFloor", "waitBeforeFallback", "returnToSpot", "onNotice", "rebalance"] {
      #expect(!canonical.contains(key), "\(key)")
    }
  }

  @Test("a policy is read as it is written")
  func policy() throws {
    let read = try plan(
      text(
        "onDemandFloor: 25%\n  waitBeforeFallback: 10m\n  returnToSpot: {after: 1h, machines: 2, "
          + "interval: 5m, manner: drain}"))
    #expect(
      read.autoscaling?.fallback
        == FallbackPolicy(
          floor: .percent(25), wait: .minutes(10),
          spotReturn: SpotReturn(
            after: .hours(1), machines: 2, interval: .minutes(5), manner: .drain)))
    #expect(
      try plan(text("onDemandFloor: 3\n  returnToSpot: {}")).autoscaling?.fallback
        == FallbackPolicy(floor: .count(3), spotReturn: SpotReturn(after: .minutes(30))))
    let interruption = try plan(
      text(
        interruption:
          ", notice: 2m, onNotice: drain, rebalance: {lead: 5m, probability: 60%, action: drain}")
    ).interruptions[0]
    #expect(interruption.onNotice == .drain)
    #expect(
      interruption.rebalance
        == RebalanceRecommendation(
          lead: try .constant(300), probabilityPermille: 600, action: .drain))
  }

  @Test("what has no effect is warned of, and what cannot be is refused")
  func wrong() throws {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    func found(_ text: String) -> [String] { problems(of: text, path: bench.folder + "/s.yaml") }
    #expect(
      found(text(interruption: ", onNotice: cordon")) == [
        "10:34: warning: interruptions.spot.onNotice: nodes of spot are not told of their end; give "
          + "notice, such as 2m"
      ])
    let alone = text("onDemandFloor: 1\n  waitBeforeFallback: 5m").replacing(
      "{spot: {}, demand: {}}", with: "{spot: {}}")
    #expect(
      found(alone) == [
        "13:18: warning: autoscaling.onDemandFloor: no pool of autoscaling.pools is on-demand; it says "
          + "when on-demand machines are bought: add a pool of them, or leave it out",
        "14:23: warning: autoscaling.waitBeforeFallback: no pool of autoscaling.pools is on-demand; it "
          + "says when on-demand machines are bought: add a pool of them, or leave it out",
      ])
    #expect(found(text("returnToSpot: {manner: slowly}")).count == 1)
    #expect(found(text("onDemandFloor: 120%")).count == 1)
  }
}
