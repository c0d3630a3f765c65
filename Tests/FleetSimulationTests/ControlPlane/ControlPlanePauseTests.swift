import ClusterAPI
import FleetSimulation
import KubernetesModel
import Testing
import Units

/// What holds controllers back: pauses, preflight checks, limits, and deletions by hand.
@Suite struct ControlPlanePauseTests {
  private static let ordered = Instant(seconds: 1_000)
  private static let resumed = Instant(seconds: 3_000)

  private func run(
    replicas: Int = 2, strategy: RolloutStrategy = .standard, healthCheck: Bool = false,
    _ change: (inout ControlPlanePlan) throws -> Void
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(
      replicas: replicas, strategy: strategy,
      healthCheck: healthCheck ? ControlPlaneWorld.healthCheck : nil)
    try change(&plan)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// A Machine that is paused has its deletion asked for, and nothing moves until it is no more.
  @Test func `a paused machine does not go`() throws {
    let outcome = try run {
      $0.annotations = [
        AnnotationOrder(at: Instant(seconds: 900), deployment: 0, .paused),
        AnnotationOrder(at: Self.resumed, deployment: 0, .paused, isPresent: false),
      ]
      $0.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(1))]
    }
    let deleted = try #require(outcome.first(.machineIsDeleted))
    #expect((0.0..<2).contains((deleted.at - Self.ordered).secondsAsDouble))
    let next = try #require(outcome.first(.nodeIsCordoned))
    #expect((0.0..<1).contains((next.at - Self.resumed).secondsAsDouble))
    #expect(outcome.isComplete == [true])
  }

  /// A health check does not look at a Machine that is paused.
  @Test(arguments: [false, true])
  func `a paused machine is not judged`(isPaused: Bool) throws {
    let outcome = try run(healthCheck: true) {
      $0.deaths = [.init(at: Instant(seconds: 2_000), rank: 0)]
      if isPaused {
        $0.annotations = [AnnotationOrder(at: Instant(seconds: 900), deployment: 0, .paused)]
      }
    }
    #expect(outcome.count(.machineIsUnhealthy) == (isPaused ? 0 : 1))
  }

  /// A paused deployment is scaled, and rolls out what was ordered meanwhile when it goes on.
  @Test func `a paused deployment is scaled and not rolled out`() throws {
    let outcome = try run {
      $0.orders = [
        .init(at: Self.ordered, deployment: 0, change: .paused(true)),
        .init(at: Self.ordered + .seconds(60), deployment: 0, change: .newTemplate),
        .init(at: Self.ordered + .seconds(120), deployment: 0, change: .replicas(4)),
        .init(at: Self.resumed, deployment: 0, change: .paused(false)),
      ]
    }
    let sets = outcome.facts(.setIsCreated)
    #expect(sets.count == 2)
    #expect(sets[1].at > Self.resumed)
    let scaled = try #require(outcome.first(.setIsScaled, from: Self.ordered))
    #expect(scaled.object == 4)
    #expect((0.0..<1).contains((scaled.at - Self.ordered - .seconds(120)).secondsAsDouble))
    #expect(outcome.facts(.machineIsDeleted).allSatisfy { $0.at > Self.resumed })
    #expect(outcome.isComplete == [true])
  }

  /// Two sets in the middle of a rollout share out a change by their sizes: three and two of four and
  /// one more become six and three of eight and one more.
  @Test func `a deployment paused in a rollout keeps its proportions`() throws {
    let outcome = try run(
      replicas: 4, strategy: .rollingUpdate(maxSurge: .count(1), maxUnavailable: .count(0))
    ) {
      $0.orders = [
        .init(at: Self.ordered, deployment: 0, change: .newTemplate),
        .init(at: Self.ordered + .seconds(200), deployment: 0, change: .paused(true)),
        .init(at: Self.ordered + .seconds(600), deployment: 0, change: .replicas(8)),
      ]
    }
    var sizes: [Int32: Int32] = [:]
    for fact in outcome.facts(.setIsScaled) { sizes[fact.subject] = fact.object }
    #expect(sizes[0].map { old in sizes[1].map { old + $0 } } == 9)
    let late = outcome.facts(.setIsScaled).filter { $0.at > Self.ordered + .seconds(600) }
    #expect(Set(late.map(\.subject)) == [0, 1])
    #expect(outcome.facts(.machineIsDeleted).allSatisfy { $0.at < Self.ordered + .seconds(250) })
  }

  /// While its control plane is on its way up a set makes nothing, and looks again every 15 s.
  @Test func `machines wait for the upgrade of the control plane`() throws {
    let (from, to) = (
      try #require(KubernetesVersion("v1.34.2")), try #require(KubernetesVersion("v1.35.0"))
    )
    let outcome = try run {
      $0.deployments[0].version = from
      $0.controlPlane = ControlPlaneVersionPlan(
        version: from,
        upgrades: [.init(from: Instant(seconds: 900), until: Self.resumed, to: to)])
      $0.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(3))]
    }
    let scaled = try #require(outcome.first(.setIsScaled, from: Self.ordered))
    let made = try #require(outcome.first(.machineIsCreated, from: Self.ordered))
    #expect((0.0..<15.1).contains((made.at - Self.resumed).secondsAsDouble))
    #expect(scaled.at < Self.ordered + .seconds(1))
    #expect(outcome.isComplete == [true])
  }

  /// A set newer than its control plane, or four versions behind it, never makes a Machine.
  @Test(arguments: [("v1.36.0", 0), ("v1.35.3", 2), ("v1.32.0", 2), ("v1.31.0", 0)])
  func `versions that do not go together make no machines`(version: String, made: Int) throws {
    let controlPlane = try #require(KubernetesVersion("v1.35.0"))
    let outcome = try run {
      $0.deployments[0].version = KubernetesVersion(version)
      $0.controlPlane = ControlPlaneVersionPlan(version: controlPlane)
    }
    #expect(outcome.count(.machineIsCreated) == made)
  }

  /// Of three Nodes that die at once one is replaced at a time.
  @Test(arguments: [(nil, 3), (IntOrPercent.count(1), 1), (.percent(34), 2)])
  func `a limit holds back replacements`(limit: IntOrPercent?, atOnce: Int) throws {
    let outcome = try run(replicas: 4, healthCheck: true) {
      $0.deployments[0].mostInFlight = limit
      for second in 0..<3 {
        $0.deaths.append(.init(at: Instant(seconds: 2_000 + Int64(second)), rank: 0))
      }
    }
    var inFlight = Set<Int32>()
    var most = 0
    for fact in outcome.facts {
      if fact.kind == .machineIsDeleted { inFlight.insert(fact.subject) }
      if fact.kind == .machineIsGone { inFlight.remove(fact.subject) }
      most = max(most, inFlight.count)
    }
    #expect(outcome.count(.machineIsUnhealthy) == 3)
    #expect(outcome.count(.machineIsGone) == 3)
    #expect(most == atOnce)
    #expect(outcome.isComplete == [true])
  }

  /// A check with a range acts only inside of it.
  @Test(arguments: [("[1-2]", 0), ("[2-4]", 3)])
  func `a health check acts within its range`(range: String, replaced: Int) throws {
    let outcome = try run(replicas: 4, healthCheck: true) {
      $0.deployments[0].healthCheck?.trigger = try #require(RemediationTrigger(range: range))
      for second in 0..<3 {
        $0.deaths.append(.init(at: Instant(seconds: 2_000 + Int64(second)), rank: 0))
      }
    }
    #expect(outcome.count(.machineIsGone) == replaced)
  }

  /// Under `OnDelete` a new template changes nothing: each Machine that somebody deletes comes back with
  /// it.
  @Test func `a deleted machine comes back with the new template`() throws {
    let outcome = try run(replicas: 3, strategy: .onDelete) {
      $0.orders = [.init(at: Self.ordered, deployment: 0, change: .newTemplate)]
      for minute in 1...3 {
        $0.orders.append(
          .init(
            at: Self.ordered + .minutes(Int64(minute) * 10), deployment: 0,
            change: .deleteMachine(rank: 0)))
      }
    }
    let deleted = outcome.facts(.machineIsDeleted)
    #expect(deleted.map(\.subject) == [0, 1, 2])
    #expect(deleted.map(\.at) == (1...3).map { Self.ordered + .minutes($0 * 10) })
    let made = outcome.facts(.machineIsCreated)
    #expect(made.map(\.object) == [0, 0, 0, 1, 1, 1])
    // Each when the one before is gone.
    for (gone, next) in zip(outcome.facts(.machineIsGone), made.dropFirst(3)) {
      #expect((0.0..<3).contains((next.at - gone.at).secondsAsDouble))
    }
    #expect(outcome.completions.last?.orderedAt == Self.ordered)
    #expect(outcome.isComplete == [true])
  }

  /// A Machine deleted by hand is replaced once it is gone, since one that goes counts still.
  @Test func `a machine deleted by hand is replaced`() throws {
    let outcome = try run {
      $0.orders = [.init(at: Self.ordered, deployment: 0, change: .deleteMachine(rank: 1))]
    }
    #expect(outcome.facts(.machineIsDeleted).map(\.subject) == [1])
    let gone = try #require(outcome.first(.machineIsGone))
    let next = try #require(outcome.first(.machineIsCreated, from: Self.ordered))
    #expect(next.at > gone.at)
    #expect(outcome.isComplete == [true])
  }
}
