import Facts
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// What is done with a node that is about to be taken away.
@Suite("A termination handler")
struct TerminationHandlingTests {
  /// Two nodes of a core that live for 100 s and come back 50 s later; the pod of a job has 5 s of grace.
  private func story(
    _ change: (inout PoolInterruption) throws -> Void,
    jobs: [(at: Int64, work: Int64, cores: Int64)] = [(0, 90, 1), (85, 30, 1)], grace: Int64 = 5,
    end: Int64 = 130
  ) throws -> [String] {
    var tiny = TinyPlan(nodes: [1], jobs: jobs, end: end)
    tiny.lifetime = 100
    tiny.delay = 50
    tiny.notice = 20
    var plan = try tiny.plan()
    plan.workload.jobTerminationGrace = .seconds(grace)
    try change(&plan.interruptions[0])
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink, checking: true)
    return sink.facts.map(tell).filter { !$0.contains("submitted") && !$0.hasSuffix("end") }
  }

  @Test("that ignores notices lets jobs start on a node that goes")
  func ignoring() throws {
    #expect(
      try story { _ in } == [
        "0s n0 joins p0", "0s j0 starts on n0, attempt 1", "80s n0 is told, 20s ahead",
        "90s j0 finishes on n0 after 1", "90s j1 starts on n0, attempt 1",
        "100s n0 is interrupted at the age of 100s", "100s j1 loses n0 and 10s of work",
      ])
  }

  @Test("that cordons lets what runs go on, and nothing start")
  func cordoning() throws {
    #expect(
      try story { $0.onNotice = .cordon } == [
        "0s n0 joins p0", "0s j0 starts on n0, attempt 1", "80s n0 is told, 20s ahead",
        "80s nodeCordoned 0 0 0", "90s j0 finishes on n0 after 1",
        "100s n0 is interrupted at the age of 100s",
      ])
  }

  @Test("that drains gives each pod its own grace period, or what is left of the notice")
  func draining() throws {
    #expect(
      try story { $0.onNotice = .drain } == [
        "0s n0 joins p0", "0s j0 starts on n0, attempt 1", "80s n0 is told, 20s ahead",
        "80s nodeCordoned 0 0 0", "80s podEvicted 0 0 5000000000",
        "85s j0 loses n0 and 85s of work",
        "100s n0 is interrupted at the age of 100s",
      ])
    // A grace period of a minute ends with the node; what is done by then is done.
    #expect(
      try story({ $0.onNotice = .drain }, grace: 60).suffix(3) == [
        "80s podEvicted 0 0 20000000000", "90s j0 finishes on n0 after 1",
        "100s n0 is interrupted at the age of 100s",
      ])
  }

  @Test("a node that comes back takes jobs again")
  func back() throws {
    let told = try story({ $0.onNotice = .drain }, end: 400)
    #expect(told.contains("150s n0 joins p0") && told.contains("150s j0 starts on n0, attempt 2"))
  }

  @Test("a recommendation comes before the notice, and is acted on as it is set")
  func rebalance() throws {
    func recommended(_ action: NoticeAction, lead: Double = 30) throws -> [String] {
      try story {
        $0.rebalance = RebalanceRecommendation(lead: try .constant(lead), action: action)
      }
    }
    #expect(
      try recommended(.ignore).dropFirst(2).prefix(2)
        == ["50s rebalanceRecommended 0 0 50000000000", "80s n0 is told, 20s ahead"])
    #expect(
      try recommended(.cordon).dropFirst(2).prefix(2)
        == ["50s rebalanceRecommended 0 0 50000000000", "50s nodeCordoned 0 0 0"])
    #expect(
      try recommended(.drain).dropFirst(2).prefix(4) == [
        "50s rebalanceRecommended 0 0 50000000000", "50s nodeCordoned 0 0 0",
        "50s podEvicted 0 0 5000000000", "55s j0 loses n0 and 55s of work",
      ])
    // With a lead longer than the life it comes at once.
    #expect(try recommended(.ignore, lead: 500).contains { $0.hasPrefix("0s rebalance") })
  }

  @Test("of a market that runs dry some are recommended, and no other draw changes")
  func market() throws {
    func facts(_ rebalance: RebalanceRecommendation?) throws -> [Fact] {
      var plan = try TinyPlan(
        nodes: Array(repeating: 1, count: 40), jobs: [(0, 5_000, 1)], end: 4_000
      ).plan(seed: 3)
      plan.interruptions = [
        PoolInterruption(
          pool: PoolID(0), lifetime: nil, notice: .seconds(120), replacementDelay: .zero,
          market: SpotMarketPlan(
            availability: .modelled(
              up: try .exponential(mean: 600), down: try .exponential(mean: 300)),
            spread: .seconds(180)), rebalance: rebalance)
      ]
      var sink = CollectingSink()
      _ = try FleetSimulation.run(plan, into: &sink, checking: true)
      return sink.facts
    }
    let without = try facts(nil)
    let with = try facts(
      RebalanceRecommendation(
        lead: try .constant(60), probabilityPermille: 500, action: .ignore))
    let hints = with.filter { $0.kind == .rebalanceRecommended }
    let notices = with.count { $0.kind == .interruptionNoticed }
    #expect(hints.count > notices / 4 && hints.count < notices * 3 / 4, "\(hints.count) \(notices)")
    #expect(hints.allSatisfy { $0.value >= 120_000_000_000 && $0.value <= 180_000_000_000 })
    func others(_ facts: [Fact]) -> [Fact] {
      facts.filter { $0.kind != .rebalanceRecommended && $0.kind != .horizonReached }
    }
    #expect(others(with) == others(without))
  }
}
