import ClusterAPI
import FleetSimulation
import KubernetesModel
import Testing
import Units

/// What surprises those who run Cluster API.
@Suite struct ControlPlaneSurpriseTests {
  private static let ordered = Instant(seconds: 1_000)

  /// Two workers of which one goes, with six pods that two budgets cover.
  private func twiceCovered(drainTimeout: TimeSpan?) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(replicas: 2, hours: 2, drainTimeout: drainTimeout)
    plan.workloads = [
      try ControlPlaneWorld.pods(
        6, budgets: [.maxUnavailable(.count(1)), .minAvailable(.count(1))])
    ]
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(1))]
    return ControlPlaneSimulation.run(plan, checking: true)
  }

  /// Two budgets over a pod are an error of the server, and the drain tries for ever.
  @Test func `two budgets over one pod hold a drain for ever`() throws {
    let outcome = try twiceCovered(drainTimeout: nil)
    #expect(outcome.failure == nil)
    #expect(outcome.count(.machineIsDeleted) == 1)
    #expect(outcome.count(.machineIsGone) == 0)
    let refusal = try #require(outcome.first(.evictionIsRefused))
    #expect(refusal.object == 500)
    // Three pods, each tried at every beat of 20 s for the rest of two hours.
    #expect((900...933).contains(outcome.count(.evictionIsRefused)))
  }

  /// A limit of the drain lets the Machine go at the first beat past it, with pods on it.
  @Test func `a limit of the drain ends it`() throws {
    let outcome = try twiceCovered(drainTimeout: .seconds(90))
    #expect(outcome.failure == nil)
    let gone = try #require(outcome.first(.machineIsGone))
    let seconds = (gone.at - Self.ordered).secondsAsDouble
    #expect((100.0...125).contains(seconds), "\(seconds) s")
    #expect(outcome.count(.podIsEvicted) == 0)
    #expect(outcome.isComplete == [true])
  }

  /// A provider with one session brings up one machine after another.
  @Test func `one session makes machines one by one`() throws {
    let plan = try ControlPlaneWorld.plan(replicas: 3, mostAtOnce: 1)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let joins = outcome.facts.filter { $0.kind == .nodeJoins }.map(\.at)
    #expect(joins.count == 3)
    for (earlier, later) in zip(joins, joins.dropFirst()) {
      #expect(later - earlier == .seconds(60))
    }
  }

  /// A deployment scaled down while its drain is held does not delete a Machine twice.
  @Test func `a machine that goes already counts`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 4)
    plan.workloads = [try ControlPlaneWorld.pods(12)]
    plan.orders = [
      .init(at: Self.ordered, deployment: 0, change: .replicas(3)),
      .init(at: Self.ordered + .seconds(10), deployment: 0, change: .replicas(2)),
    ]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    #expect(outcome.count(.machineIsDeleted) == 2)
    #expect(outcome.count(.machineIsGone) == 2)
    #expect(outcome.isComplete == [true])
  }

  /// The only Node dies with pods under a budget: with no Node Ready the pods are not evicted by
  /// taint, and the budget of pods that are not healthy lets none go, so the Machine is never
  /// replaced, unless its drain has a limit.
  @Test(arguments: [nil, TimeSpan.minutes(10)])
  func `the only node dies under a budget`(drainTimeout: TimeSpan?) throws {
    var plan = try ControlPlaneWorld.plan(
      replicas: 1, healthCheck: ControlPlaneWorld.healthCheck, drainTimeout: drainTimeout)
    plan.workloads = [try ControlPlaneWorld.pods(2, budgets: [.maxUnavailable(.count(1))])]
    plan.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    #expect(outcome.count(.machineIsUnhealthy) == 1)
    #expect(outcome.count(.evictionIsRefused) > 0)
    #expect(outcome.count(.machineIsGone) == (drainTimeout == nil ? 0 : 1))
    #expect(outcome.isComplete == [drainTimeout != nil])
  }

  /// A deployment scaled to nothing in the middle of a rollout cuts both its sets in one pass: the
  /// new one to nothing, the old one as far as its budget goes.
  @Test func `scaling to nothing ends a rollout`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 3)
    let scaled = Self.ordered + .seconds(150)
    plan.orders = [
      .init(at: Self.ordered, deployment: 0, change: .newTemplate),
      .init(at: scaled, deployment: 0, change: .replicas(0)),
    ]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let cuts = outcome.facts.filter { $0.kind == .setIsScaled && $0.at > scaled }
    let firstPass = cuts.filter { ($0.at - scaled).secondsAsDouble < 1 }
    #expect(Set(firstPass.map(\.subject)).count == 2)
    // The newest set goes to nothing at once.
    let newest = cuts.map(\.subject).max()
    #expect(firstPass.contains { $0.subject == newest && $0.object == 0 })
    #expect(outcome.count(.machineIsGone) == outcome.count(.machineIsCreated))
    #expect(outcome.isComplete == [true])
  }

  /// A limit of the drain written to a deployment reaches a Machine whose drain is stuck, without a
  /// rollout, and releases it at the next beat.
  @Test func `a limit written later releases a stuck drain`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 2)
    plan.workloads = [
      try ControlPlaneWorld.pods(
        6, budgets: [.maxUnavailable(.count(1)), .minAvailable(.count(1))])
    ]
    let released = Self.ordered + .seconds(1_005)
    plan.orders = [
      .init(at: Self.ordered, deployment: 0, change: .replicas(1)),
      .init(at: released, deployment: 0, change: .drainTimeout(.seconds(60))),
    ]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let gone = try #require(outcome.first(.machineIsGone))
    let seconds = (gone.at - released).secondsAsDouble
    #expect((10.0...35).contains(seconds), "\(seconds) s")
    #expect(outcome.count(.machineIsCreated) == 2)
    #expect(outcome.isComplete == [true])
  }

  /// A controller waits until it sees what it wrote: however slow the watch, no Machine is made or
  /// deleted twice.
  @Test(arguments: [ControllerProfile.v113, .v112])
  func `a slow watch makes no machine twice`(profile: ControllerProfile) throws {
    var plan = try ControlPlaneWorld.plan(replicas: 5, profile: profile)
    plan.api.watchLatency = .seconds(7)
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(3))]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    #expect(outcome.count(.machineIsCreated) == 5)
    #expect(outcome.count(.machineIsGone) == 2)
    #expect(outcome.isComplete == [true])
  }
}
