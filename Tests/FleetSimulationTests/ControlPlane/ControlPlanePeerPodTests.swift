import FleetSimulation
import SimulationKernel
import Testing
import Units

/// Pods that run in machines of a cloud beside their Nodes.
@Suite struct ControlPlanePeerPodTests {
  /// Two Nodes that take two peer pods each; a pod's machine runs after 60 s, its evidence takes 20 s, and
  /// the pod 5 s more.
  private func world(_ replicas: Int, outages: [AttestationService.Outage] = []) throws
    -> ControlPlanePlan
  {
    var plan = try ControlPlaneWorld.plan(replicas: 2, hours: 2)
    plan.deployments[0].peerPodsPerNode = 2
    plan.workloads = [try ControlPlaneWorld.pods(replicas)]
    plan.workloads[0].peers = PeerPodPlan(
      launch: try .constant(60), attestation: try .constant(20),
      broker: AttestationService(outages: outages))
    return plan
  }

  private func run(_ plan: ControlPlanePlan) -> ControlPlaneOutcome {
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  private func seconds(_ facts: [ControlPlaneFact]) -> [Double] {
    facts.map { ($0.at - .epoch).secondsAsDouble }
  }

  /// The pods come at 500 s.
  @Test func `a pod is ready when its machine runs, is attested, and it has started`() throws {
    let outcome = run(try world(4))
    #expect(seconds(outcome.facts(.podIsReady)).allSatisfy { 585 < $0 && $0 < 585.1 })
    let released = outcome.facts(.peerMachineIsReleased)
    #expect(released.map(\.at) == Array(repeating: outcome.facts.last?.at ?? .epoch, count: 4))
    #expect(released.allSatisfy { $0.value > 6_639_900_000_000 && $0.value < 6_640_000_000_000 })
  }

  @Test func `a node has so many peer pods and others beside them`() throws {
    var plan = try world(5)
    plan.workloads.append(try ControlPlaneWorld.pods(20))
    let outcome = run(plan)
    #expect(outcome.count(.podIsPlaced) == 24)
    #expect(outcome.count(.peerMachineIsReleased) == 4)
    plan.deployments[0].peerPodsPerNode = 3
    #expect(run(plan).count(.podIsPlaced) == 25)
  }

  /// The broker is away from 550 s to 700 s, and from then to 800 s.
  @Test func `who asks while the key broker is away is answered afterwards`() throws {
    let outages = [
      AttestationService.Outage(from: Instant(seconds: 550), until: Instant(seconds: 700)),
      AttestationService.Outage(from: Instant(seconds: 700), until: Instant(seconds: 800)),
    ]
    let ready = seconds(run(try world(4, outages: outages)).facts(.podIsReady))
    #expect(ready.count == 4 && ready.allSatisfy { $0 == 825 })
  }

  /// A Node that dies takes its pods with it; their machines go when the pods do, and others are launched.
  @Test func `machines end with their pods`() throws {
    var plan = try world(2)
    plan.deployments[0].healthCheck = ControlPlaneWorld.healthCheck
    plan.deployments[0].drainTimeout = .minutes(5)
    plan.deaths = [.init(at: Instant(seconds: 1_000), rank: 0)]
    let outcome = run(plan)
    let gone = try #require(outcome.first(.podIsGone))
    let released = outcome.facts(.peerMachineIsReleased)
    #expect(released.count == 3)
    let first = try #require(released.first)
    #expect(first.at == gone.at)
    let ran = (gone.at - Instant(seconds: 560)).nanoseconds
    #expect(first.value <= ran && first.value > ran - 100_000_000)
  }
}
