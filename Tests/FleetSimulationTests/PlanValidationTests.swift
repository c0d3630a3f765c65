import Facts
import FleetSimulation
import Placement
import SimulationKernel
import Testing
import Units

@Suite("Plans that cannot be simulated")
struct PlanValidationTests {
  private func error(of change: (inout SimulationPlan) throws -> Void) throws -> SimulationError? {
    var plan = try TinyPlan(nodes: [1, 1], jobs: [(1, 1, 1), (2, 1, 1)], lifetime: 5).plan()
    try change(&plan)
    var sink = CollectingSink()
    do {
      _ = try FleetSimulation.run(plan, into: &sink)
      return nil
    } catch {
      #expect(sink.facts.isEmpty, "nothing is recorded of a refused plan")
      return error
    }
  }

  @Test("each is refused with its own reason before anything is recorded")
  func refusals() throws {
    #expect(try error { _ in } == nil)
    #expect(
      try error { $0.end = $0.start } == .emptyHorizon(start: .epoch, end: .epoch))
    #expect(
      try error { $0.fleet.nodes[1].pool = PoolID(7) }
        == .unknownPoolOfNode(node: 1, pool: PoolID(7)))
    #expect(try error { $0.interruptions[0].pool = PoolID(3) } == .unknownPool(PoolID(3)))
    #expect(
      try error { $0.interruptions.append($0.interruptions[0]) } == .poolInterruptedTwice(PoolID(0))
    )
    #expect(
      try error { $0.interruptions[0].lifetime = .zero } == .noLifetime(PoolID(0), mean: 0))
    #expect(
      try error { $0.fleet.nodes[1].allocatable.cpu = MilliCPU(-1) }
        == .negativeResources(what: "node", index: 1))
    #expect(
      try error { $0.workload.jobs[0].request.memory = Bytes(-1) }
        == .negativeResources(what: "job", index: 0))
    #expect(
      try error { $0.workload.jobs[1].submittedAt = .epoch } == .jobsOutOfOrder(job: 1))
    #expect(
      try error { $0.start = Instant(seconds: 2) }
        == .jobBeforeStart(job: 0, submittedAt: Instant(seconds: 1), start: Instant(seconds: 2)))
  }

  @Test("by device, GPUs are shares of one device or whole ones")
  func devices() throws {
    for (jobs, nodes, isRefused) in [
      (1_000, 2_000, false), (2_000, 2_000, false), (1_500, 2_000, true), (500, 1_500, true),
      (500, 65_000, true), (0, 64_000, false),
    ] as [(Int64, Int64, Bool)] {
      let error = try error {
        $0.workload.jobs[0].request.gpu = MilliGPU(jobs)
        $0.fleet.nodes[1].allocatable.gpu = MilliGPU(nodes)
        $0.placement = .devices(.fragmentationGradient)
      }
      #expect((error != nil) == isRefused, "\(jobs) on \(nodes): \(String(describing: error))")
      let inTotals = try self.error {
        $0.workload.jobs[0].request.gpu = MilliGPU(jobs)
        $0.fleet.nodes[1].allocatable.gpu = MilliGPU(nodes)
      }
      #expect(inTotals == nil)
    }
  }

  @Test("spans out of range are refused", arguments: [TimeSpan(nanoseconds: -1), .days(36_501)])
  func spans(span: TimeSpan) throws {
    let changes: [(inout SimulationPlan) -> Void] = [
      { $0.workload.jobs[0].work = span },
      { $0.interruptions[0].notice = span },
      { $0.recovery = .restart(cost: span) },
      { $0.recovery = .checkpoint(interval: span, cost: .zero, restore: .zero) },
      { $0.recovery = .checkpoint(interval: .seconds(1), cost: span, restore: .zero) },
      { $0.recovery = .checkpoint(interval: .seconds(1), cost: .zero, restore: span) },
    ]
    for change in changes {
      guard case .spanOutOfRange(_, span, _) = try error(of: change) else {
        Issue.record("\(span) passed")
        continue
      }
    }
  }

  @Test("a fleet without nodes rejects every job, and one without jobs just ends")
  func emptyPlans() throws {
    #expect(
      try TinyPlan(nodes: [], jobs: [(1, 1, 0)], end: 2).story()
        == ["1s j0 is submitted", "1s j0 is rejected", "2s end"])
    #expect(try TinyPlan(end: 2).story() == ["0s n0 joins p0", "2s end"])
  }
}
