import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Testing
import Units

/// Volumes that hold Machines, and rules of the drain; times follow from the first look L of a drain:
/// the looks are at L, and every 20 s after the writes of the look before, each of which takes 10 ms.
@Suite struct ControlPlaneVolumeTests {
  private static let ordered = Instant(seconds: 1_000)

  /// Two workers of which the one with the second ordinal goes; volumes take so long to detach.
  private func oneLess(
    detach: Double, _ change: (inout ControlPlanePlan) throws -> Void = { _ in }
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(replicas: 2)
    var pods = try ControlPlaneWorld.pods(2)
    pods.kind = .statefulSet(
      StatefulSetPlan(isParallel: true, volume: VolumePlan(detach: try .constant(detach))))
    plan.workloads = [pods]
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(1))]
    try change(&plan)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// When the drain looked first: the cordon is its first write.
  private func firstLook(_ outcome: ControlPlaneOutcome) throws -> Instant {
    try #require(outcome.first(.nodeIsCordoned)).at - .milliseconds(10)
  }

  private func end(_ outcome: ControlPlaneOutcome) throws -> TimeSpan {
    let deleted = try #require(outcome.first(.infrastructureIsDeleted))
    return deleted.at - (try firstLook(outcome))
  }

  /// The pod goes 20 ms after L, ends after 30 s, and its volume 45 s later, at 75.02 s. The looks are
  /// at 20.03, 40.03 (drained; the wait begins), 60.04 and 80.04 s.
  @Test func `a machine waits for its volumes`() throws {
    let outcome = try oneLess(detach: 45)
    let look = try firstLook(outcome)
    let detached = try #require(outcome.first(.volumeIsDetached))
    #expect(detached.at - look == .milliseconds(75_020))
    #expect(try end(outcome) == .milliseconds(80_050))
    #expect(outcome.isComplete == [true])
  }

  /// The next pod of the ordinal gets the volume when the old Node lets go of it, and not earlier.
  @Test func `a pod waits for its volume`() throws {
    let outcome = try oneLess(detach: 45)
    let detached = try #require(outcome.first(.volumeIsDetached))
    let attached = try #require(outcome.first(.volumeIsAttached, from: Self.ordered))
    #expect(attached.at == detached.at)
    #expect(attached.object != detached.object)
    let placed = try #require(outcome.first(.podIsPlaced, from: Self.ordered))
    #expect(placed.at < detached.at)
    let ready = try #require(outcome.first(.podIsReady, from: Self.ordered))
    #expect(ready.at == detached.at + .seconds(5))
  }

  /// A limit of 30 s counts from 40.03 s, and 60.04 s is too early.
  @Test(arguments: [(20, 60_050), (30, 80_050), (60, 100_050)])
  func `a limit ends the wait at a look`(limit: Int64, ends: Int64) throws {
    let outcome = try oneLess(detach: 10_000) {
      $0.deployments[0].volumeDetachTimeout = .seconds(limit)
    }
    #expect(try end(outcome) == .milliseconds(ends))
  }

  @Test func `without a limit volumes hold a machine for ever`() throws {
    let outcome = try oneLess(detach: 100_000)
    #expect(outcome.count(.machineIsDeleted) == 1)
    #expect(outcome.count(.infrastructureIsDeleted) == 0)
  }

  /// A Machine that is left out of the wait goes as soon as it is drained.
  @Test func `a machine can be left out of the wait`() throws {
    let outcome = try oneLess(detach: 10_000) {
      $0.annotations = [
        AnnotationOrder(at: Instant(seconds: 900), deployment: 0, .excludeVolumeWait)
      ]
    }
    #expect(try end(outcome) == .milliseconds(40_040))
  }

  /// On a Node that does not answer nothing is waited for; what is attached goes with the Node.
  @Test func `a dead node is not waited for`() throws {
    let outcome = try oneLess(detach: 45) {
      $0.orders = []
      $0.deployments[0].healthCheck = ControlPlaneWorld.healthCheck
      $0.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
    }
    let deleted = try #require(outcome.first(.infrastructureIsDeleted))
    let gone = try #require(outcome.first(.podIsGone))
    let detached = try #require(outcome.first(.volumeIsDetached))
    #expect(deleted.at < gone.at)
    #expect(detached.at == gone.at + .seconds(45))
  }

  /// A pod deleted by force from a Node that does not answer leaves its volume there for six minutes,
  /// unless the Node is out of service.
  @Test(arguments: [false, true])
  func `a volume is taken by force after six minutes`(isOutOfService: Bool) throws {
    let forced = Instant(seconds: 2_500)
    let outcome = try oneLess(detach: 45) {
      $0.orders = []
      $0.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
      $0.forcedPodDeletions = [.init(at: forced, workload: 0)]
      if isOutOfService { $0.outOfService = [.init(at: forced + .seconds(100), rank: 0)] }
    }
    #expect(outcome.first(.podIsGone)?.at == forced)
    let detached = try #require(outcome.first(.volumeIsDetached))
    #expect(detached.at - forced == (isOutOfService ? .seconds(145) : .seconds(405)))
  }

  /// The drain of a worker with the pod of a Job that is waited for; it ends 605.03 s after the Job
  /// began at 500 s.
  private func waiting(
    lifeAfterEnd: TimeSpan? = .zero, drainTimeout: TimeSpan? = nil
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(replicas: 1, drainTimeout: drainTimeout)
    var job = try JobPlan(parallelism: 1, completions: 1, run: .constant(600))
    job.lifeAfterEnd = lifeAfterEnd
    var pods = try ControlPlaneWorld.pods(0)
    pods.kind = .job(job)
    pods.labels = ["job": "long"]
    plan.workloads = [pods]
    plan.drainRules = [
      MachineDrainRule(
        name: "jobs", namespace: ControlPlanePlan.namespace, behavior: .waitCompleted,
        pods: [.init(selector: LabelSelector(matchLabels: ["job": "long"]))])
    ]
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(0))]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    #expect(outcome.count(.podIsEvicted) == 0)
    return outcome
  }

  /// The first look after the pod is gone ends the drain: they are at L + 20.02 s and every 20 s.
  @Test func `a drain waits for a Job's pod to end`() throws {
    let outcome = try waiting()
    let look = try firstLook(outcome)
    let gone = try #require(outcome.first(.podIsGone))
    #expect(gone.at == Instant(seconds: 1_105) + .milliseconds(60))
    let waited = (gone.at - look - .milliseconds(20)).nanoseconds
    let beat = TimeSpan.seconds(20).nanoseconds
    #expect(
      try end(outcome)
        == TimeSpan(nanoseconds: (waited + beat - 1) / beat * beat) + .milliseconds(30))
  }

  /// A pod that has ended and that nobody removes is waited for all the same.
  @Test func `a Job that stays holds the drain for ever`() throws {
    let outcome = try waiting(lifeAfterEnd: nil)
    #expect(outcome.count(.jobIsComplete) == 1)
    #expect(outcome.count(.infrastructureIsDeleted) == 0)
  }

  @Test func `a limit ends the wait for a Job`() throws {
    let outcome = try waiting(drainTimeout: .seconds(60))
    #expect(try end(outcome) == .milliseconds(60_030))
  }

  /// The pods of a lower order go first: the others are evicted at the first look, 40 s later, at which
  /// those are gone.
  @Test func `drains go by order`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 1)
    plan.workloads = [try ControlPlaneWorld.pods(1), try ControlPlaneWorld.pods(1)]
    plan.workloads[1].labels = ["tier": "last"]
    plan.drainRules = [
      MachineDrainRule(
        name: "last", namespace: ControlPlanePlan.namespace, behavior: .drain(order: 10),
        pods: [.init(selector: LabelSelector(matchLabels: ["tier": "last"]))])
    ]
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(0))]
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    let look = try firstLook(outcome)
    let evictions = outcome.facts(.podIsEvicted)
    #expect(evictions.map(\.subject) == [0, 1])
    #expect(evictions.map { $0.at - look } == [.milliseconds(20), .milliseconds(40_040)])
    #expect(try end(outcome) == .milliseconds(80_050))
  }

  /// Pods that a rule skips are left, and their volumes are not waited for.
  @Test func `a drain skips what a rule leaves out`() throws {
    let outcome = try oneLess(detach: 45) {
      $0.workloads[0].labels = ["stays": "yes"]
      $0.drainRules = [
        MachineDrainRule(
          name: "stays", namespace: ControlPlanePlan.namespace, behavior: .skip,
          pods: [.init(selector: LabelSelector(matchLabels: ["stays": "yes"]))])
      ]
    }
    #expect(outcome.count(.podIsEvicted) == 0)
    #expect(try end(outcome) < .seconds(1))
  }
}
