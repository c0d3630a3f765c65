import ClusterAPI
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// StatefulSets, DaemonSets and Jobs, whose times follow from the laws: a pod is placed 30 ms after it is
/// made, which is the lag of those who watch, and ready 5 s later.
@Suite struct ControlPlaneKindTests {
  private static let begins = Instant(seconds: 500)
  private static let ordered = Instant(seconds: 1_000)

  private func run(
    _ kind: WorkloadKind, replicas: Int = 0, machines: Int = 3, healthCheck: Bool = false,
    start: Double = 5, _ change: (inout ControlPlanePlan) throws -> Void = { _ in }
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(
      replicas: machines, healthCheck: healthCheck ? ControlPlaneWorld.healthCheck : nil)
    var workload = try ControlPlaneWorld.pods(replicas, start: start)
    workload.kind = kind
    plan.workloads = [workload]
    try change(&plan)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  private func seconds(_ facts: [ControlPlaneFact]) -> [Double] {
    facts.map { (($0.at - Self.begins).secondsAsDouble * 1_000).rounded() / 1_000 }
  }

  /// Each ordinal waits for the one before: 5.03 s, and another 30 ms until that is seen.
  @Test func `an ordered StatefulSet starts its pods one by one`() throws {
    let outcome = try run(.statefulSet(StatefulSetPlan()), replicas: 3)
    #expect(seconds(outcome.facts(.podIsCreated)) == [0, 5.06, 10.12])
    #expect(seconds(outcome.facts(.podIsReady)) == [5.03, 10.09, 15.15])
  }

  @Test func `a parallel StatefulSet starts its pods at once`() throws {
    let outcome = try run(.statefulSet(StatefulSetPlan(isParallel: true)), replicas: 3)
    #expect(seconds(outcome.facts(.podIsCreated)) == [0, 0, 0])
    #expect(seconds(outcome.facts(.podIsReady)) == [5.03, 5.03, 5.03])
  }

  /// A drained pod is replaced when it is gone, not when it leaves: 30 s later than a ReplicaSet's.
  @Test(arguments: [false, true])
  func `an ordinal waits for the end of its pod`(isStateful: Bool) throws {
    let outcome = try run(
      isStateful ? .statefulSet(StatefulSetPlan()) : .replicaSet, replicas: 3
    ) {
      $0.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(2))]
    }
    let eviction = try #require(outcome.first(.podIsEvicted))
    let next = try #require(outcome.first(.podIsCreated, from: Self.ordered))
    let wait = next.at - eviction.at
    #expect(wait == (isStateful ? .milliseconds(30_030) : .milliseconds(30)))
  }

  /// On a Node that died nobody ends the pod: its ordinal, and all after it, wait for as long as the
  /// Node object is there.
  @Test func `an ordinal on a dead node waits for ever without a health check`() throws {
    let outcome = try run(.statefulSet(StatefulSetPlan()), replicas: 3) {
      $0.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
    }
    #expect(outcome.count(.nodeIsUnknown) == 1)
    #expect(outcome.count(.podIsCreated) == 3)
    #expect(outcome.count(.podIsGone) == 0)
  }

  /// With one the Machine goes, its Node with it, and the pod is collected at the first look at least
  /// 40 s later; looks are every 20 s.
  @Test func `an ordinal on a dead node waits for the collector`() throws {
    let outcome = try run(.statefulSet(StatefulSetPlan()), replicas: 3, healthCheck: true) {
      $0.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
    }
    let machine = try #require(outcome.first(.machineIsGone))
    // The Node goes with the write before the last one.
    let node = machine.at - .milliseconds(10)
    let due = (node + .seconds(40) - .epoch).nanoseconds
    let look = TimeSpan.seconds(20).nanoseconds
    let collected = Instant.epoch + TimeSpan(nanoseconds: (due + look - 1) / look * look)
    let gone = try #require(outcome.first(.podIsGone))
    #expect(gone.at == collected)
    let next = try #require(outcome.first(.podIsCreated, from: Instant(seconds: 2_000)))
    #expect(next.at == collected + .milliseconds(30))
  }

  /// A Node out of service loses its pods at the next look of the collector.
  @Test func `a node out of service gives its ordinals free`() throws {
    let outcome = try run(.statefulSet(StatefulSetPlan()), replicas: 3) {
      $0.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
      $0.outOfService = [.init(at: Instant(seconds: 2_405), rank: 0)]
    }
    #expect(outcome.first(.podIsGone)?.at == Instant(seconds: 2_420))
    #expect(
      outcome.first(.podIsCreated, from: Instant(seconds: 2_000))?.at
        == Instant(seconds: 2_420) + .milliseconds(30))
  }

  /// Every Node gets its pod before it is Ready, also one that comes later; a drain leaves it, and
  /// it goes with its Node.
  @Test func `a DaemonSet has a pod on every node`() throws {
    let outcome = try run(.daemonSet) {
      $0.workloads[0].begins = .epoch
      $0.orders = [
        .init(at: Self.ordered, deployment: 0, change: .replicas(4)),
        .init(at: Instant(seconds: 2_000), deployment: 0, change: .replicas(1)),
      ]
    }
    let joined = outcome.facts(.nodeJoins)
    let placed = outcome.facts(.podIsPlaced)
    #expect(placed.map(\.object) == joined.map(\.subject))
    // A watch, a look of the DaemonSet, and one of the scheduler, which Nodes may share that join
    // together.
    let waits = zip(placed, joined).map { $0.at - $1.at }
    #expect(waits.allSatisfy { .milliseconds(50) <= $0 && $0 <= .milliseconds(80) })
    #expect(waits.last == .milliseconds(80))
    #expect(outcome.count(.podIsEvicted) == 0)
    #expect(outcome.count(.podIsGone) == 3)
    let deleted = try #require(outcome.first(.infrastructureIsDeleted))
    // The drain has nothing to wait for.
    let began = try #require(outcome.first(.nodeIsCordoned))
    #expect(deleted.at - began.at < .seconds(1))
    #expect(outcome.isComplete == [true])
  }

  /// What a DaemonSet has on a Node others cannot have: of nine pods on three Nodes for three, two
  /// are left a Node.
  @Test func `pods of a DaemonSet hold room`() throws {
    let outcome = try run(.daemonSet) {
      $0.deployments[0].podsPerNode = 3
      $0.workloads[0].begins = .epoch
      $0.workloads.append(try ControlPlaneWorld.pods(9))
    }
    #expect(outcome.count(.podIsPlaced) == 9)
    #expect(outcome.count(.podIsCreated) == 12)
  }

  private func job(
    parallelism: Int = 1, completions: Int = 1, backoffLimit: Int = 6, run seconds: Double = 100
  ) throws -> JobPlan {
    try JobPlan(
      parallelism: parallelism, completions: completions, backoffLimit: backoffLimit,
      run: .constant(seconds))
  }

  /// Five successes, two at a time: three rounds of 5 s and 100 s, and 60 ms until the next one is
  /// placed.
  @Test(arguments: [false, true])
  func `a Job runs its pods in rounds`(isIndexed: Bool) throws {
    var job = try job(parallelism: 2, completions: 5)
    job.isIndexed = isIndexed
    let outcome = try run(.job(job))
    #expect(
      seconds(outcome.facts(.podIsFinished)) == [105.03, 105.03, 210.09, 210.09, 315.15])
    #expect(seconds(outcome.facts(.jobIsComplete)) == [315.18])
    #expect(outcome.count(.podIsCreated) == 5)
  }

  /// After each failure it waits twice as long, from 10 s on, until there were more than it may.
  @Test func `a Job that fails is tried again ever later`() throws {
    var job = try job(backoffLimit: 3)
    job.failuresPerThousand = 1_000
    let outcome = try run(.job(job))
    let failures = outcome.facts(.podIsFinished).map(\.at)
    let tries = outcome.facts(.podIsCreated).map(\.at)
    #expect(failures.count == 4)
    #expect(zip(tries.dropFirst(), failures).map { $0 - $1 } == [10, 20, 40].map { .seconds($0) })
    #expect(seconds(outcome.facts(.jobFails)) == [4 * 105.03 + 70 + 0.03])
  }

  /// An evicted pod is a failure, unless a policy ignores disruptions: then it is tried again when it
  /// is gone, and counts for nothing.
  @Test(arguments: [false, true])
  func `an evicted pod counts as failed`(ignoresDisruption: Bool) throws {
    var job = try job(backoffLimit: 0, run: 3_600)
    job.ignoresDisruption = ignoresDisruption
    let outcome = try run(.job(job), machines: 1) {
      $0.orders = [.init(at: Self.ordered, deployment: 0, change: .newTemplate)]
    }
    let eviction = try #require(outcome.first(.podIsEvicted))
    if ignoresDisruption {
      let next = try #require(outcome.first(.podIsCreated, from: Self.ordered))
      #expect(next.at - eviction.at == .milliseconds(30_030))
      #expect(outcome.count(.jobFails) == 0)
      #expect(outcome.count(.jobIsComplete) == 1)
    } else {
      #expect(outcome.first(.jobFails)?.at == eviction.at + .milliseconds(30))
      #expect(outcome.count(.podIsCreated) == 1)
    }
  }

  /// A pod that its Node took along counts when its toleration ends, and is tried again 10 s later.
  @Test func `a Job's pod on a dead node is tried again elsewhere`() throws {
    let outcome = try run(.job(try job(run: 3_600)), machines: 2) {
      $0.deaths = [
        .init(at: Instant(seconds: 2_000), rank: 0), .init(at: Instant(seconds: 4_000), rank: 0),
      ]
      $0.deployments[0].healthCheck = ControlPlaneWorld.healthCheck
    }
    let placed = outcome.facts(.podIsPlaced)
    let unknown = outcome.facts(.nodeIsUnknown)
    #expect(placed.count >= 2)
    let lost = try #require(unknown.first { $0.subject == placed[0].object })
    let next = try #require(outcome.facts(.podIsCreated).dropFirst().first)
    #expect(next.at == lost.at + .seconds(310))
    #expect(outcome.count(.jobIsComplete) == 1)
  }
}
