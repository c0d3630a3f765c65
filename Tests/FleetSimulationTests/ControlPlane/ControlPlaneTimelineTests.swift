import ClusterAPI
import FleetSimulation
import KubernetesModel
import Testing
import Units

/// Timelines that follow from the constants of Cluster API and Kubernetes, within a tenth.
@Suite struct ControlPlaneTimelineTests {
  /// One more worker: bootstrap, machine, Node and conditions, 105 to 120 s.
  @Test func `one more worker is available after two minutes`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 1)
    let ordered = Instant(seconds: 1_000)
    plan.orders = [.init(at: ordered, deployment: 0, change: .replicas(2))]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let available = try #require(outcome.first(.machineIsAvailable, from: ordered))
    let seconds = (available.at - ordered).secondsAsDouble
    #expect((94.5...132).contains(seconds), "\(seconds) s")
    #expect(outcome.isComplete == [true])
    #expect(outcome.completions.count == 2)
  }

  /// One worker less, with three pods of 30 s and no budget: two beats of the drain, and the
  /// machine itself, 51 s.
  @Test func `one worker less takes two beats of the drain`() throws {
    let (outcome, seconds) = try oneWorkerLess(pods: try ControlPlaneWorld.pods(6))
    #expect((46...56.5).contains(seconds), "\(seconds) s")
    #expect(outcome.count(.podIsEvicted) == 3)
  }

  /// The same with a budget that lets one go at a time and replacements that take 25 s: each waits
  /// for the next beat after the one before is replaced, 131 s.
  @Test func `a budget paces the drain by its beat`() throws {
    let (outcome, seconds) = try oneWorkerLess(
      pods: try ControlPlaneWorld.pods(6, start: 25, budgets: [.maxUnavailable(.count(1))]))
    #expect((118...144).contains(seconds), "\(seconds) s")
    #expect(outcome.count(.podIsEvicted) == 3)
    #expect(outcome.count(.evictionIsRefused) > 0)
  }

  /// Two workers that become one: what happens, and the seconds from the order to the end of one.
  private func oneWorkerLess(
    pods: WorkloadPlan
  ) throws -> (outcome: ControlPlaneOutcome, seconds: Double) {
    var plan = try ControlPlaneWorld.plan(replicas: 2)
    plan.workloads = [pods]
    let ordered = Instant(seconds: 1_000)
    plan.orders = [.init(at: ordered, deployment: 0, change: .replicas(1))]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let gone = try #require(outcome.first(.machineIsGone, from: ordered))
    return (outcome, (gone.at - ordered).secondsAsDouble)
  }

  /// A Node that dies without notice: Unknown after the grace, unhealthy after 300 s more, and
  /// replaced once its Machine is gone, 520 s. The pods tolerate more than 300 s: else they are
  /// deleted a moment before the drain, which then has nothing to wait for.
  @Test func `a dead node is replaced after nine minutes`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 3, healthCheck: ControlPlaneWorld.healthCheck)
    plan.workloads = [try ControlPlaneWorld.pods(9, toleration: .seconds(600))]
    let death = Instant(seconds: 2_000)
    plan.deaths = [.init(at: death, rank: 0)]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let dead = try #require(outcome.first(.nodeDies)).subject
    let unknown = try #require(outcome.first(.nodeIsUnknown, of: dead))
    #expect((40...55).contains((unknown.at - death).secondsAsDouble))
    let unhealthy = try #require(outcome.first(.machineIsUnhealthy, of: dead))
    #expect((340...370).contains((unhealthy.at - death).secondsAsDouble))
    let gone = try #require(outcome.first(.machineIsGone, of: dead))
    #expect((361...441).contains((gone.at - death).secondsAsDouble))
    let available = try #require(outcome.first(.machineIsAvailable, from: gone.at))
    let seconds = (available.at - death).secondsAsDouble
    #expect((468...572).contains(seconds), "\(seconds) s")
  }

  /// A rolling update of ten Machines with three pods each goes by rounds of what may be surplus:
  /// about 27 minutes one by one, about 11 minutes by threes.
  @Test(arguments: [(1, 1_449.0...1_771), (3, 580.0...708)])
  func `a rolling update goes in rounds`(surge: Int, expected: ClosedRange<Double>) throws {
    var plan = try ControlPlaneWorld.plan(
      replicas: 10,
      strategy: .rollingUpdate(maxSurge: .count(surge), maxUnavailable: .count(0)))
    plan.workloads = [try ControlPlaneWorld.pods(30)]
    plan.orders = [.init(at: Instant(seconds: 1_000), deployment: 0, change: .newTemplate)]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let rollout = try #require(outcome.completions.last)
    #expect(rollout.orderedAt == Instant(seconds: 1_000))
    let seconds = (rollout.completedAt - rollout.orderedAt).secondsAsDouble
    #expect(expected.contains(seconds), "\(seconds) s")
    #expect(outcome.count(.machineIsCreated) == 20)
    #expect(outcome.count(.machineIsGone) == 10)
  }
}
