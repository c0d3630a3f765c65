import ClusterAPI
import FleetSimulation
import Testing
import Units

/// Annotations that somebody writes on Machines.
@Suite struct ControlPlaneAnnotationTests {
  private static let ordered = Instant(seconds: 1_000)

  /// Two workers with three pods each, of which one goes, with annotations.
  private func oneLess(
    _ annotations: [AnnotationOrder], replicas: Int = 1
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(replicas: 2)
    plan.workloads = [try ControlPlaneWorld.pods(6)]
    plan.orders = [.init(at: Self.ordered, deployment: 0, change: .replicas(replicas))]
    plan.annotations = annotations
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// A hook holds a deletion before its drain for as long as it is there: no resync ends it.
  @Test func `a pre-drain hook holds the drain until it is taken away`() throws {
    let released = Self.ordered + .hours(1)
    let outcome = try oneLess([
      AnnotationOrder(at: Instant(seconds: 900), deployment: 0, .preDrainHook),
      AnnotationOrder(at: released, deployment: 0, .preDrainHook, isPresent: false),
    ])
    let eviction = try #require(outcome.first(.podIsEvicted))
    #expect((0.0..<1).contains((eviction.at - released).secondsAsDouble))
    let gone = try #require(outcome.first(.machineIsGone))
    let seconds = (gone.at - released).secondsAsDouble
    #expect((46...56.5).contains(seconds), "\(seconds) s")
    #expect(outcome.isComplete == [true])
  }

  /// A hook before the end lets the drain pass and holds the machine itself.
  @Test func `a pre-terminate hook holds the machine after its drain`() throws {
    let released = Self.ordered + .hours(1)
    let outcome = try oneLess([
      AnnotationOrder(at: Instant(seconds: 900), deployment: 0, .preTerminateHook),
      AnnotationOrder(at: released, deployment: 0, .preTerminateHook, isPresent: false),
    ])
    let eviction = try #require(outcome.first(.podIsEvicted))
    #expect((0.0..<2).contains((eviction.at - Self.ordered).secondsAsDouble))
    let deletion = try #require(outcome.first(.infrastructureIsDeleted))
    #expect((0.0..<1).contains((deletion.at - released).secondsAsDouble))
    #expect(outcome.isComplete == [true])
  }

  /// Without a hook that is taken away nothing ends the wait.
  @Test(arguments: [MachineAnnotation.preDrainHook, .preTerminateHook])
  func `a hook that stays holds a machine for ever`(hook: MachineAnnotation) throws {
    let outcome = try oneLess([AnnotationOrder(at: Instant(seconds: 900), deployment: 0, hook)])
    #expect(outcome.count(.machineIsDeleted) == 1)
    #expect(outcome.count(.infrastructureIsDeleted) == 0)
    #expect(outcome.isComplete == [false])
  }

  /// A Machine that is not drained goes with its pods on it.
  @Test func `a machine can be left out of the drain`() throws {
    let outcome = try oneLess([
      AnnotationOrder(at: Instant(seconds: 900), deployment: 0, .excludeNodeDraining)
    ])
    #expect(outcome.count(.podIsEvicted) == 0)
    let gone = try #require(outcome.first(.machineIsGone))
    #expect((10.0..<15).contains((gone.at - Self.ordered).secondsAsDouble))
    #expect(outcome.isComplete == [true])
  }

  /// The Machine that somebody picked goes, whichever it is; taken away after the order, the
  /// annotation changes nothing.
  @Test(arguments: [0, 1])
  func `the machine that is picked goes`(rank: Int) throws {
    let outcome = try oneLess([
      AnnotationOrder(at: Instant(seconds: 900), deployment: 0, rank: rank, .deleteMachine),
      AnnotationOrder(
        at: Self.ordered + .seconds(5), deployment: 0, .deleteMachine, isPresent: false),
    ])
    #expect(outcome.count(.machineIsDeleted) == 1)
    #expect(outcome.first(.machineIsDeleted)?.subject == Int32(rank))
    #expect(outcome.isComplete == [true])
  }
}
