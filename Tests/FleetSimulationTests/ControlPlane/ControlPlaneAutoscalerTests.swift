import ClusterAPI
import FleetSimulation
import KubernetesModel
import Testing
import Units

/// What an autoscaler does to a small world, to the hundredth of a second.
@Suite struct ControlPlaneAutoscalerTests {
  /// Ten pods of one deployment of one Machine, with room for ten on a Node.
  private func world(
    replicas: Int = 1, minimum: Int = 1, maximum: Int = 5, hours: Int64 = 4,
    budgets: [DisruptionLimit] = [], pods: Int = 10
  ) throws -> ControlPlanePlan {
    var plan = try ControlPlaneWorld.plan(replicas: replicas, hours: hours, podsPerNode: 10)
    plan.autoscaler = AutoscalerSettings()
    plan.deployments[0].nodeGroup = NodeGroupPlan(minimum: minimum, maximum: maximum)
    plan.workloads = [try ControlPlaneWorld.pods(pods, budgets: budgets)]
    return plan
  }

  private func scale(_ plan: inout ControlPlanePlan, to replicas: Int, at seconds: Int64) {
    plan.workloadOrders.append(
      WorkloadOrder(at: Instant(seconds: seconds), workload: 0, replicas: replicas))
  }

  private func run(_ plan: ControlPlanePlan) -> ControlPlaneOutcome {
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  private func sizes(_ outcome: ControlPlaneOutcome) -> [Int32] {
    outcome.facts.filter { $0.kind == .groupIsScaled }.map(\.object)
  }

  private func at(_ seconds: Int64, _ milliseconds: Int64) -> Instant {
    Instant(seconds: seconds) + .milliseconds(milliseconds)
  }

  /// Pods at 1003 s, the next look at 1010 s, its call 10 ms later, and a Node after the 105 s to 112 s
  /// that a Machine takes.
  @Test func `a pod without a place gets a node`() throws {
    var plan = try world()
    scale(&plan, to: 15, at: 1_003)
    let outcome = run(plan)
    #expect(sizes(outcome) == [2])
    #expect(outcome.first(.groupIsScaled)?.at == at(1_010, 10))
    let ready = try #require(outcome.first(.nodeIsReady, from: Instant(seconds: 1_010)))
    #expect(ready.at > Instant(seconds: 1_010 + 104) && ready.at < Instant(seconds: 1_010 + 112))
    let last = try #require(outcome.facts.last { $0.kind == .podIsPlaced })
    #expect(last.at - ready.at <= .milliseconds(60))
    #expect(outcome.count(.podIsPlaced) == 15)
    #expect(outcome.isComplete == [true])
  }

  @Test func `pods younger than the delay wait for a later look`() throws {
    var plan = try world()
    plan.autoscaler?.podDelay = .seconds(60)
    scale(&plan, to: 15, at: 1_003)
    #expect(run(plan).first(.groupIsScaled)?.at == at(1_070, 10))
  }

  @Test func `a group never grows beyond its most`() throws {
    var plan = try world(maximum: 3)
    scale(&plan, to: 100, at: 1_003)
    #expect(sizes(run(plan)) == [3])
  }

  /// The set deletes the ten pods of the fuller Node at 3000 s; the look at 3010 s finds it empty, and
  /// that at 3610 s lets it go: three calls, and the Machine that goes is the annotated one.
  @Test func `an idle node goes ten minutes after it was first idle`() throws {
    var plan = try world()
    scale(&plan, to: 15, at: 1_003)
    scale(&plan, to: 5, at: 3_000)
    let outcome = run(plan)
    #expect(sizes(outcome) == [2, 1])
    #expect(outcome.first(.groupIsScaled, from: Instant(seconds: 2_000))?.at == at(3_610, 30))
    let deleted = try #require(outcome.first(.machineIsDeleted))
    #expect(deleted.subject == 0)
    #expect(deleted.at < Instant(seconds: 3_612))
    #expect(outcome.count(.podIsEvicted) == 0)
  }

  /// A growth at 1010 s holds shrinking up until 1610 s.
  @Test func `no group shrinks within ten minutes of a growth`() throws {
    var plan = try world(replicas: 2, minimum: 2, pods: 5)
    plan.autoscaler?.scaleDown?.unneededTime = .seconds(30)
    plan.workloads[0].begins = Instant(seconds: 500)
    scale(&plan, to: 21, at: 1_003)
    scale(&plan, to: 2, at: 1_203)
    let outcome = run(plan)
    #expect(sizes(outcome).first == 3)
    #expect(
      outcome.facts.first { $0.kind == .groupIsScaled && $0.object == 2 }?.at == at(1_620, 30))
  }

  @Test(arguments: [0, 1])
  func `a drain keeps budgets`(allowed: Int) throws {
    var plan = try world(
      replicas: 3, budgets: [.maxUnavailable(.count(allowed))], pods: 9)
    let outcome = run(plan)
    // Three each of ten: two Nodes can go, and their pods have to move.
    #expect(sizes(outcome) == (allowed == 0 ? [] : [2, 1]))
    #expect((outcome.count(.podIsEvicted) >= 6) == (allowed > 0))
    #expect((outcome.count(.podIsEvicted) == 0) == (allowed == 0))
    plan.workloads[0].isSafeToEvict = false
    #expect(sizes(run(plan)).isEmpty)
  }

  /// The look at 1010 s is refused, and the group left alone until 1310 s.
  @Test func `a call that fails leaves the group alone for a while`() throws {
    var plan = try world()
    scale(&plan, to: 15, at: 1_003)
    plan.api.failures = [
      FailureWindow(
        from: Instant(seconds: 1_005), until: Instant(seconds: 1_015), .conflict,
        kind: .deployments)
    ]
    let outcome = run(plan)
    #expect(outcome.first(.groupFails)?.at == at(1_010, 10))
    #expect(outcome.first(.groupIsScaled)?.at == at(1_320, 10))
  }

  /// The first group never gets a machine. After 15 minutes the other grows, and the Machine is given
  /// up.
  @Test func `another group grows when one does not come`() throws {
    var plan = try world()
    let spot = try DeploymentPlan(
      replicas: 0, provider: ControlPlaneWorld.cloud(provisioning: 1e6), podsPerNode: 10)
    plan.deployments.append(spot)
    plan.deployments[1].nodeGroup = NodeGroupPlan(minimum: 0, maximum: 5, priority: 1)
    plan.autoscaler?.expander = .priority
    scale(&plan, to: 15, at: 1_003)
    let outcome = run(plan)
    let scaled = outcome.facts.filter { $0.kind == .groupIsScaled }
    #expect(scaled.first?.subject == 1)
    #expect(scaled.first?.at == at(1_010, 10))
    #expect(outcome.first(.groupFails, of: 1)?.at == Instant(seconds: 1_920))
    #expect(outcome.first(.groupIsScaled, of: 0)?.at == at(1_920, 10))
    #expect(scaled.last { $0.subject == 1 }?.object == 0)
    #expect(outcome.isComplete == [true, true])
  }

  /// A rollout that is paused half-way holds Machines of two sets: a smaller deployment could lose any
  /// of them. What is idle goes when the rollout is over.
  @Test(arguments: [nil, ConsolidationPolicy.Kind.whenUnderutilized])
  func `no node goes while its deployment is rolled out`(kind: ConsolidationPolicy.Kind?) throws {
    var plan = try world(replicas: 3, pods: 25)
    plan.deployments[0].nodeGroup?.consolidation = kind.map {
      ConsolidationPolicy($0, after: .minutes(10), budget: .count(1))
    }
    plan.orders = [(3_000, .newTemplate), (3_150, .paused(true)), (7_200, .paused(false))].map {
      .init(at: Instant(seconds: $0), deployment: 0, change: $1)
    }
    scale(&plan, to: 5, at: 3_300)
    let outcome = run(plan)
    #expect(outcome.count(.setIsCreated) == 2)
    #expect(sizes(outcome) == [2, 1])
    let done = try #require(outcome.first(.deploymentIsComplete, from: Instant(seconds: 7_201)))
    let shrunk = try #require(outcome.first(.groupIsScaled))
    #expect(shrunk.at >= done.at + (kind == nil ? .minutes(10) : .zero))
    #expect(outcome.isComplete == [true])
  }

  /// Nine pods on three Nodes: after a quiet minute the first Node is chosen, the plan holds for 15 s,
  /// and so on until one is left.
  @Test(arguments: ConsolidationPolicy.Kind.allCases)
  func `consolidation moves pods together as its policy says`(kind: ConsolidationPolicy.Kind)
    throws
  {
    var plan = try world(replicas: 3, pods: 9)
    plan.autoscaler = nil
    plan.deployments[0].nodeGroup = NodeGroupPlan(
      minimum: 0, maximum: 5,
      consolidation: ConsolidationPolicy(kind, after: .minutes(1), budget: .count(1)))
    let outcome = run(plan)
    switch kind {
    case .whenEmpty:
      // The pods come at 500 s; before, the Nodes were empty, and one of three had to wait its turn.
      #expect(outcome.count(.podIsEvicted) == 0)
    case .whenUnderutilized, .balanced:
      #expect(outcome.first(.groupIsScaled) != nil)
      #expect(sizes(outcome).last == 1)
    }
  }

  /// Two budgets over a pod hold a Node for ever that consolidation wants to take away. It takes no pods
  /// and is still one of its group's, so that pods without a place get another.
  @Test func `a node that consolidation cannot empty is not one on its way`() throws {
    var plan = try world(
      replicas: 3, minimum: 0,
      budgets: [.maxUnavailable(.count(1)), .maxUnavailable(.count(1))], pods: 9)
    plan.deployments[0].nodeGroup?.consolidation = ConsolidationPolicy(
      .whenUnderutilized, after: .minutes(10), budget: .count(1))
    scale(&plan, to: 25, at: 3_003)
    let outcome = run(plan)
    #expect(outcome.count(.evictionIsRefused) > 0)
    #expect(outcome.count(.podIsEvicted) == 0)
    #expect(sizes(outcome) == [4])
    #expect(outcome.first(.groupIsScaled)?.at == at(3_010, 10))
    #expect(outcome.count(.podIsPlaced) == 25)
  }
}
