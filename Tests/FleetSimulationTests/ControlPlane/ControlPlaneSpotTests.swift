import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Testing
import Units

/// Spot machines that live for an hour and are told two minutes ahead.
@Suite struct ControlPlaneSpotTests {
  private func world(
    budgets: [DisruptionLimit] = [],
    _ change: (inout SpotMachinePlan) -> Void = { _ in }
  ) throws -> ControlPlanePlan {
    var plan = try ControlPlaneWorld.plan(
      replicas: 1, hours: 2, healthCheck: ControlPlaneWorld.healthCheck)
    var spot = try SpotMachinePlan(life: .constant(3_600), notice: .constant(120))
    change(&spot)
    plan.deployments[0].spot = spot
    // A second deployment, with room for what has to leave.
    var other = plan.deployments[0]
    other.spot = nil
    plan.deployments.append(other)
    plan.workloads = [try ControlPlaneWorld.pods(8, budgets: budgets)]
    return plan
  }

  private func run(_ plan: ControlPlanePlan) -> ControlPlaneOutcome {
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// The end of the first spot machine, from the Node that joined 30 s after it began to run.
  private func end(_ outcome: ControlPlaneOutcome) throws -> Instant {
    let died = try #require(outcome.first(.nodeDies))
    let joined = try #require(outcome.first(.nodeJoins, of: died.subject))
    #expect(died.at == joined.at + .seconds(3_570))
    return died.at
  }

  /// The handler hears at its next question, 2 s at most; then come the cordon and four evictions, with
  /// a burst of ten calls.
  @Test func `a handler drains on the notice`() throws {
    let outcome = run(try world { $0.handler = TerminationHandler(.metadata) })
    let end = try end(outcome)
    let notice = try #require(outcome.first(.spotIsNoticed))
    #expect(notice.at == end - .seconds(120))
    let cordon = try #require(outcome.first(.nodeIsCordoned))
    #expect(cordon.subject == notice.subject)
    #expect(cordon.at > notice.at && cordon.at <= notice.at + .milliseconds(2_010))
    let evicted = outcome.facts.filter { $0.kind == .podIsEvicted && $0.at < end }
    #expect(evicted.count == 4)
    #expect(evicted.allSatisfy { $0.at <= cordon.at + .milliseconds(40) })
    // Cluster API itself waits for the Node to be Unknown and for its health check.
    let unhealthy = try #require(outcome.first(.machineIsUnhealthy))
    #expect(unhealthy.at >= end + .seconds(340) && unhealthy.at <= end + .seconds(375))
    #expect(outcome.isComplete == [true, true])
  }

  /// A notice that comes while the machine boots is found when the handler's pod is there.
  @Test func `a notice before the node joins is heard after`() throws {
    let life = try Distribution.constant(100)
    let outcome = run(
      try world {
        $0.handler = TerminationHandler(.metadata)
        $0.life = life
      })
    let notice = try #require(outcome.first(.spotIsNoticed))
    let joined = try #require(outcome.first(.nodeJoins, of: notice.subject))
    let died = try #require(outcome.first(.nodeDies))
    let cordon = try #require(outcome.first(.nodeIsCordoned))
    #expect(notice.at < joined.at)
    #expect(cordon.subject == notice.subject && cordon.at > joined.at && cordon.at < died.at)
  }

  @Test func `without a notice nobody acts`() throws {
    let outcome = run(
      try world {
        $0.handler = TerminationHandler(.metadata)
        $0.missedPerThousand = 1_000
      })
    let end = try end(outcome)
    #expect(outcome.count(.spotIsNoticed) == 0)
    #expect(outcome.facts.allSatisfy { $0.kind != .podIsEvicted || $0.at > end })
  }

  /// A handler that is a pod on every labelled Node is not there on clouds that label none.
  @Test func `a handler by metadata needs the label`() throws {
    func evictions(_ mode: TerminationHandler.Mode) throws -> Int {
      let outcome = run(
        try world {
          $0.handler = TerminationHandler(mode)
          $0.isInterruptible = false
        })
      let end = try end(outcome)
      return outcome.facts.count { $0.kind == .podIsEvicted && $0.at < end }
    }
    #expect(try evictions(.metadata) == 0)
    #expect(try evictions(.queue) == 4)
  }

  /// A budget that allows nothing is asked every five seconds for two minutes.
  @Test func `a handler keeps budgets and asks again`() throws {
    let outcome = run(
      try world(budgets: [.maxUnavailable(.count(0))]) { $0.handler = TerminationHandler(.queue) })
    let end = try end(outcome)
    #expect(outcome.facts.count { $0.kind == .podIsEvicted && $0.at < end } == 0)
    let refused = outcome.facts.count { $0.kind == .evictionIsRefused && $0.at < end }
    #expect(refused >= 4 * 20 && refused <= 4 * 25)
  }

  @Test(arguments: TerminationHandler.Mode.allCases)
  func `a machine at risk is cordoned, and drained from the queue`(
    mode: TerminationHandler.Mode
  ) throws {
    let outcome = run(
      try world {
        $0.handler = TerminationHandler(mode)
        $0.rebalancePerThousand = 1_000
      })
    let end = try end(outcome)
    let notice = end - .seconds(120)
    let cordon = try #require(outcome.first(.nodeIsCordoned))
    #expect(cordon.at > notice - .seconds(300) && cordon.at < notice - .seconds(297))
    let early = outcome.facts.count { $0.kind == .podIsEvicted && $0.at < notice }
    #expect(early == (mode == .queue ? 4 : 0))
    #expect(outcome.facts.count { $0.kind == .podIsEvicted && $0.at < end } == 4)
  }

  @Test func `a machine deleted at its notice is replaced without a health check`() throws {
    let outcome = run(try world { $0.deletesMachines = true })
    let notice = try #require(outcome.first(.spotIsNoticed))
    let deleted = try #require(outcome.first(.machineIsDeleted))
    #expect(deleted.at == notice.at && deleted.subject == notice.subject)
    let again = try #require(outcome.first(.machineIsCreated, from: notice.at))
    #expect(again.at < notice.at + .seconds(90))
  }

  /// Pods need 30 s to end, and have 20 s of the 25 s.
  @Test func `a kubelet ends pods within the time that it has`() throws {
    let outcome = run(
      try world { $0.shutdown = NodeShutdown(total: .seconds(25), critical: .seconds(5)) })
    let end = try end(outcome)
    let shutdown = try #require(outcome.first(.nodeShutsDown))
    #expect(shutdown.at == end - .seconds(25))
    let gone = outcome.facts.filter { $0.kind == .podIsGone && $0.at <= end }
    #expect(gone.count == 4)
    #expect(gone.allSatisfy { $0.at == end - .seconds(5) })
    #expect(outcome.first(.podIsEvicted, from: Instant(seconds: 600)) == nil)
  }

  @Test func `many are taken back at once`() throws {
    var plan = try world { $0.life = $0.notice }
    plan.deployments[0].replicas = 20
    plan.deployments[0].spot?.life = try .constant(1e6)
    plan.spotReclaims = [
      SpotReclaim(at: Instant(seconds: 2_000), deployment: 0, perThousand: 500)
    ]
    let outcome = run(plan)
    let noticed = outcome.facts.filter { $0.kind == .spotIsNoticed }
    #expect(noticed.count > 3 && noticed.count < 17)
    #expect(noticed.allSatisfy { $0.at == Instant(seconds: 2_000) })
    #expect(
      outcome.facts.filter { $0.kind == .nodeDies }.allSatisfy { $0.at == Instant(seconds: 2_120) })
    #expect(outcome.isComplete == [true, true])
  }
}
