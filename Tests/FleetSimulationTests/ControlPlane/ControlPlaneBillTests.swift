import Facts
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// When machines of clouds are paid for.
@Suite struct ControlPlaneBillTests {
  private func facts(
    _ plan: ControlPlanePlan, _ types: [CapacityType]? = [.onDemand]
  ) throws -> [Fact] {
    var named = NamedControlPlane(
      plan: plan, deployments: ["workers"],
      workloads: plan.workloads.indices.map { "workload-\($0)" })
    named.capacityTypes = types
    let run = try ControlPlaneRun(named, checking: true)
    #expect(run.fleet.pools.map(\.capacityType) == types ?? [.owned])
    return run.facts
  }

  private func seconds(_ facts: [Fact], _ kind: FactKind) -> [Double] {
    facts.filter { $0.kind == kind }.map { ($0.at - .epoch).secondsAsDouble }
  }

  /// The cloud gives machines 60 s after their secrets, which come 1.5 s after the Machines: within 62.5 s
  /// of the start. The rollout of one deletes one when its successor is there.
  @Test func `a machine is paid for from when it runs until it is asked to go`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 2)
    plan.orders = [.init(at: Instant(seconds: 3_600), deployment: 0, change: .replicas(1))]
    let facts = try facts(plan)
    let launched = seconds(facts, .instanceLaunched)
    #expect(launched.count == 2 && launched.allSatisfy { 61.5 < $0 && $0 < 62.5 })
    let ended = facts.filter { $0.kind == .instanceTerminated }
    #expect(ended.map(\.value) == [0, 2])
    #expect(ended.map(\.object) == [0, 0])
    // It has no pods to drain.
    let first = try #require(ended.first)
    #expect(first.at > Instant(seconds: 3_600) && first.at < Instant(seconds: 3_602))
    #expect(ended.last?.at == plan.end)
    #expect(facts.last?.kind == .horizonReached)
    #expect(try self.facts(plan, nil).contains { $0.kind == .instanceLaunched } == false)
  }

  /// A machine that its cloud takes back costs nothing from then on; one that only died costs until it is
  /// deleted, which its health check asks for 345 s later.
  @Test func `who takes a machine down decides when its bill ends`() throws {
    var plan = try ControlPlaneWorld.plan(
      replicas: 1, healthCheck: ControlPlaneWorld.healthCheck, drainTimeout: .minutes(5))
    plan.deaths = [.init(at: Instant(seconds: 3_600), rank: 0)]
    let died = try #require(try facts(plan).first { $0.kind == .instanceTerminated })
    #expect(died.value == 0 && died.at > Instant(seconds: 3_900))
    plan.deaths = []
    plan.deployments[0].spot = try SpotMachinePlan(
      life: .constant(1e6), notice: .constant(120))
    plan.spotReclaims = [
      SpotReclaim(at: Instant(seconds: 3_600), deployment: 0, perThousand: 1_000)
    ]
    let taken = try #require(
      try facts(plan, [.spot]).first { $0.kind == .instanceTerminated })
    #expect(taken.value == 1 && taken.at == Instant(seconds: 3_720))
  }

  /// Each machine is launched once and ended once, in that order, whatever happens.
  @Test(arguments: 1..<7)
  func `every bill has an end`(seed: UInt64) throws {
    var plan = try ControlPlaneWorld.plan(
      replicas: 6, hours: 12, healthCheck: ControlPlaneWorld.healthCheck, drainTimeout: .minutes(5))
    plan.seed = seed
    plan.deployments[0].spot = try SpotMachinePlan(
      life: .exponential(mean: 7_200), notice: .uniform(low: 10, high: 120))
    plan.orders = [.init(at: Instant(seconds: 7_200), deployment: 0, change: .newTemplate)]
    plan.api.failuresPerThousand = 100
    plan.api.failuresEnd = plan.end
    var open: Set<UInt32> = []
    var launches = 0
    for fact in try facts(plan, [.spot]) {
      switch fact.kind {
      case .instanceLaunched:
        #expect(open.insert(fact.subject).inserted, "seed \(seed)")
        launches += 1
      case .instanceTerminated: #expect(open.remove(fact.subject) != nil, "seed \(seed)")
      default: break
      }
    }
    #expect(open.isEmpty && launches > 6, "seed \(seed)")
  }
}
