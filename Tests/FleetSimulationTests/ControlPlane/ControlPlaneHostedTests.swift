import ClusterAPI
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// A cluster whose control plane is pods of another one.
@Suite struct ControlPlaneHostedTests {
  /// Nodes 1 to 3 host; the Machines of the other cluster wait for its control plane.
  private func world(
    replicas: Int, hosts: Int = 3, _ change: (inout ControlPlanePlan) throws -> Void = { _ in }
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(
      replicas: hosts, healthCheck: ControlPlaneWorld.healthCheck, podsPerNode: 10,
      drainTimeout: .minutes(30))
    var other = plan.deployments[0]
    other.replicas = 2
    other.cluster = 1
    plan.deployments.append(other)
    plan.workloads = [try ControlPlaneWorld.pods(4)]
    plan.workloads[0].cluster = 1
    plan.host(
      controlPlaneOf: 1, in: 0,
      HostedControlPlanePods(
        replicas: replicas, start: try .constant(20), termination: try .constant(5)))
    try change(&plan)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// Nodes of the first cluster are ready after 104 s; the pods start together and need 20 s more. Only
  /// then come tokens, machines (60 s) and Nodes (30 s).
  @Test func `machines wait for the control plane of their cluster`() throws {
    let outcome = try world(replicas: 1)
    let serves = try #require(outcome.first(.controlPlaneServes))
    let hosting = outcome.facts(.nodeIsReady)
    #expect(serves.subject == 1)
    #expect(serves.at > hosting[0].at + .seconds(20) && serves.at < hosting[0].at + .seconds(21))
    let joined = outcome.facts(.nodeJoins).dropFirst(3)
    #expect(joined.count == 2)
    for node in joined {
      #expect(node.at > serves.at + .seconds(90) && node.at <= serves.at + .seconds(96))
    }
    #expect(outcome.isComplete == [true, true])
    #expect(outcome.count(.controlPlaneCeases) == 0)
  }

  /// Pods of a StatefulSet are not made again while their Node is only Unknown, so a control plane of
  /// one is away until its Node is replaced.
  @Test func `one controller goes with its node`() throws {
    let outcome = try world(replicas: 1, hosts: 1) {
      $0.deaths = [.init(at: Instant(seconds: 1_000), rank: 0)]
    }
    let ceased = try #require(outcome.first(.controlPlaneCeases))
    let serves = try #require(outcome.first(.controlPlaneServes, from: ceased.at))
    #expect(ceased.at == Instant(seconds: 1_000))
    // The health check waits 300 s, and a new Node and new pods take two minutes.
    #expect(serves.at > ceased.at + .seconds(300))
    // Nobody in the other cluster is found missing meanwhile.
    #expect(outcome.count(.nodeIsUnknown) == 1)
  }

  @Test func `three controllers outlive a node`() throws {
    let outcome = try world(replicas: 3) {
      // Pods that come with the first Node all go there.
      for index in $0.workloads.indices { $0.workloads[index].begins = Instant(seconds: 400) }
      $0.deaths = [.init(at: Instant(seconds: 1_000), rank: 0)]
    }
    #expect(outcome.count(.nodeDies) == 1)
    #expect(outcome.count(.controlPlaneCeases) == 0)
    #expect(outcome.isComplete == [true, true])
  }

  /// A rollout of the hosted cluster needs its API server to cordon, evict and delete Nodes.
  @Test func `drains fail while the control plane is away`() throws {
    let outcome = try world(replicas: 1, hosts: 1) {
      $0.deaths = [.init(at: Instant(seconds: 1_000), rank: 0)]
      $0.orders = [.init(at: Instant(seconds: 1_060), deployment: 1, change: .replicas(1))]
    }
    let ceased = try #require(outcome.first(.controlPlaneCeases))
    let serves = try #require(outcome.first(.controlPlaneServes, from: ceased.at))
    let deleted = try #require(outcome.first(.machineIsDeleted, from: ceased.at))
    let cordoned = try #require(outcome.first(.nodeIsCordoned, of: deleted.subject))
    #expect(outcome.facts(.writeFails).contains { $0.at > ceased.at && $0.at < serves.at })
    #expect(cordoned.at > serves.at)
    #expect(outcome.isComplete == [true, true])
  }

  @Test func `etcd has an odd number of members`() throws {
    var plan = try ControlPlaneWorld.plan(replicas: 1)
    plan.host(
      controlPlaneOf: 1, in: 0,
      HostedControlPlanePods(
        replicas: 4, start: try .constant(20), termination: try .constant(5)))
    #expect(plan.workloads.map(\.replicas) == [4, 5])
    #expect(plan.workloads.allSatisfy { $0.cluster == 0 })
    #expect(plan.hostedControlPlanes[0].cluster == 1)
  }
}
