import ClusterAPI
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// How fast Nodes are tainted that nobody hears of, and zones that come back.
@Suite struct ControlPlaneZoneTests {
  /// Deployments of so many Machines, each in a zone of its own.
  private func world(_ sizes: [Int], pods: Int = 0) throws -> ControlPlanePlan {
    var plan = try ControlPlaneWorld.plan(replicas: sizes[0], hours: 8)
    for size in sizes.dropFirst() {
      var other = plan.deployments[0]
      other.replicas = size
      plan.deployments.append(other)
    }
    for zone in plan.deployments.indices { plan.deployments[zone].zone = zone }
    if pods > 0 { plan.workloads = [try ControlPlaneWorld.pods(pods)] }
    return plan
  }

  private func taints(_ outcome: ControlPlaneOutcome) -> [Instant] {
    outcome.facts.filter { $0.kind == .nodeIsTainted }.map(\.at)
  }

  private func steps(_ instants: [Instant]) -> [TimeSpan] {
    zip(instants, instants.dropFirst()).map { $1 - $0 }
  }

  private func run(_ plan: ControlPlanePlan) -> ControlPlaneOutcome {
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// Beside a zone that is well, a zone of which nothing is heard is tainted at 0.1 a second.
  @Test func `a zone that is cut off is tainted at one node in ten seconds`() throws {
    var plan = try world([10, 4])
    plan.zoneOutages = [
      ZoneOutage(zone: 0, from: Instant(seconds: 3_000), until: Instant(seconds: 6_000))
    ]
    let outcome = run(plan)
    let taints = taints(outcome)
    #expect(taints.count == 10)
    #expect(steps(taints) == Array(repeating: .seconds(10), count: 9))
    let unknown = try #require(outcome.first(.nodeIsUnknown))
    #expect(unknown.at >= Instant(seconds: 3_040) && unknown.at <= Instant(seconds: 3_055))
    #expect(outcome.isComplete == [true, true])
  }

  /// Deaths of 40 of 60 Nodes: a large zone that is partly disrupted goes on at 0.01 a second.
  @Test func `a large zone that is partly disrupted is tainted slowly`() throws {
    var plan = try world([60])
    for _ in 0..<40 { plan.deaths.append(.init(at: Instant(seconds: 3_000), rank: 0)) }
    let steps = steps(taints(run(plan)))
    #expect(steps.count == 39)
    #expect(steps.dropFirst().allSatisfy { $0 == .seconds(100) })
  }

  @Test func `a small zone that is partly disrupted is spared`() throws {
    var plan = try world([6], pods: 12)
    for _ in 0..<4 { plan.deaths.append(.init(at: Instant(seconds: 3_000), rank: 0)) }
    let outcome = run(plan)
    #expect(outcome.count(.nodeIsUnknown) == 4)
    #expect(taints(outcome).isEmpty)
    #expect(outcome.count(.podIsCreated) == 12)
  }

  @Test func `nothing is tainted while no zone answers`() throws {
    var plan = try world([3, 3], pods: 12)
    plan.zoneOutages = [0, 1].map {
      ZoneOutage(zone: $0, from: Instant(seconds: 3_000), until: Instant(seconds: 9_000))
    }
    let outcome = run(plan)
    #expect(outcome.count(.nodeIsUnknown) == 6)
    #expect(taints(outcome).count <= 1, "the first to turn Unknown may be alone for one look")
    #expect(outcome.isComplete == [true, true])
  }

  /// Twelve pods on four Nodes. Those of the zone leave 300 s after their taints and run in the other;
  /// when the zone is back its kubelets end them.
  @Test func `a zone that comes back ends what was replaced`() throws {
    var plan = try world([2, 2], pods: 12)
    plan.zoneOutages = [
      ZoneOutage(zone: 0, from: Instant(seconds: 3_000), until: Instant(seconds: 4_000))
    ]
    let outcome = run(plan)
    #expect(taints(outcome).count == 2)
    #expect(outcome.count(.podIsCreated) == 18)
    let gone = outcome.facts.filter { $0.kind == .podIsGone }
    #expect(gone.count == 6)
    #expect(gone.allSatisfy { $0.at == Instant(seconds: 4_030) })
    #expect(outcome.count(.machineIsGone) == 0)
  }

  /// Four pods on four Nodes end after 200 s. Those of the zone do so unheard, and their kubelets tell of it
  /// when they are back; none runs anew.
  @Test func `pods that ended in a zone that was cut off have ended when it is back`() throws {
    var plan = try world([2, 2])
    var job = try ControlPlaneWorld.pods(0)
    job.kind = .job(
      try JobPlan(
        parallelism: 4, completions: 4, backoffLimit: 0, isIndexed: true, run: .constant(200),
        failuresPerThousand: 0, ignoresDisruption: true, lifeAfterEnd: nil))
    job.begins = Instant(seconds: 3_000)
    plan.workloads = [job]
    plan.zoneOutages = [
      ZoneOutage(zone: 0, from: Instant(seconds: 3_100), until: Instant(seconds: 3_300))
    ]
    let outcome = run(plan)
    let ends = outcome.facts(.podIsFinished).map { ($0.at - .epoch).secondsAsDouble }
    #expect(ends.count == 4)
    #expect(ends.prefix(2).allSatisfy { 3_205 < $0 && $0 < 3_206 }, "\(ends)")
    #expect(ends.suffix(2).allSatisfy { 3_300 <= $0 && $0 < 3_301 }, "\(ends)")
    #expect(outcome.count(.jobIsComplete) == 1)
  }

  /// The zone is small and partly disrupted in one cluster, and gone in the other, which has no other zone:
  /// each cluster's own node controller judges.
  @Test func `zones of two clusters are judged apart`() throws {
    var plan = try world([2, 2, 2])
    plan.deployments[1].zone = 1
    plan.deployments[2].zone = 0
    plan.deployments[2].cluster = 1
    plan.zoneOutages = [
      ZoneOutage(zone: 0, from: Instant(seconds: 3_600), until: Instant(seconds: 7_200))
    ]
    let outcome = run(plan)
    let created = outcome.facts.filter { $0.kind == .machineIsCreated }
    let deployments = outcome.facts.filter { $0.kind == .setIsCreated }
    func deployment(of machine: Int32) -> Int32? {
      created.first { $0.subject == machine }.flatMap { made in
        deployments.first { $0.subject == made.object }?.object
      }
    }
    let tainted = Set(
      outcome.facts.filter { $0.kind == .nodeIsTainted }.map { deployment(of: $0.subject) })
    // Had they been judged as one, the ready Nodes of the first cluster would have let the second
    // one's be tainted.
    #expect(tainted == [0])
  }

  /// Less than the grace of the node controller, so nobody notices.
  @Test func `a short outage leaves no trace`() throws {
    var plan = try world([2, 2], pods: 12)
    plan.zoneOutages = [
      ZoneOutage(zone: 0, from: Instant(seconds: 3_000), until: Instant(seconds: 3_035))
    ]
    let outcome = run(plan)
    #expect(outcome.count(.nodeIsUnknown) == 0)
    #expect(outcome.count(.podIsCreated) == 12)
  }

  @Test func `a machine that starts in a zone cut off joins when it is back`() throws {
    var plan = try world([1, 1])
    plan.zoneOutages = [
      ZoneOutage(zone: 0, from: Instant(seconds: 10), until: Instant(seconds: 1_000))
    ]
    let outcome = run(plan)
    let joined = outcome.facts.filter { $0.kind == .nodeJoins }.map(\.at)
    #expect(joined.count == 2)
    #expect(joined.last == Instant(seconds: 1_030))
  }
}
