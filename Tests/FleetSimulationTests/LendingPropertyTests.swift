import Facts
import FleetSimulation
import SpotScheduler
import Testing
import Units

@Suite("Properties of lending")
struct LendingPropertyTests {
  private func facts(_ plan: SimulationPlan, checking: Bool) throws -> [Fact] {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink, checking: checking)
    return sink.facts
  }

  @Test(
    "no check ever fails, checking changes nothing, and the replay believes the facts",
    arguments: 0..<12 as Range<UInt64>, [true, false])
  func checked(seed: UInt64, regulated: Bool) throws {
    try checked(LendingWorld(seed: seed, regulated: regulated), seed: seed)
  }

  @Test(
    "the same with two clusters that borrow",
    arguments: 0..<20 as Range<UInt64>, [true, false])
  func checkedWithTwoBorrowers(seed: UInt64, regulated: Bool) throws {
    try checked(LendingWorld(seed: seed, regulated: regulated, borrowers: 2), seed: seed)
  }

  private func checked(_ world: LendingWorld, seed: UInt64) throws {
    let checked = try facts(world.plan, checking: true)
    #expect(checked == (try facts(world.plan, checking: false)), "seed \(seed)")
    let header = JournalHeader(
      start: world.plan.start, end: world.plan.end, fleet: world.plan.fleet,
      workload: world.plan.workload)
    var replay = FleetReplay(
      header: header, fleet: world.plan.fleet, workload: world.plan.workload)
    for fact in checked { replay.record(fact) }
    #expect(throws: Never.self, "seed \(seed)") { try replay.finish() }
    // Jobs run where their cluster is, and what each cluster has is told by the facts alone.
    var clusters = ClusterReplay(
      header: header, fleet: world.plan.fleet, workload: world.plan.workload)
    for fact in checked { clusters.record(fact) }
    #expect(throws: Never.self, "seed \(seed)") { try clusters.finish() }
  }

  @Test("terms are never relaxed, and reclaims are answered in time and once, whoever borrows")
  func terms() throws {
    var counted: [Promise: Int64] = [:]
    for seed in 0..<60 as Range<UInt64> {
      let plan = try LendingWorld(seed: seed, regulated: true, borrowers: 2).plan
      let header = JournalHeader(
        start: plan.start, end: plan.end, fleet: plan.fleet, workload: plan.workload)
      var audit = PromiseAudit(
        terms: PromiseTerms(
          notice: .zero, tenure: .zero, ownerLateTolerance: .zero, recallTolerance: .zero),
        header: header, fleet: plan.fleet, workload: plan.workload)
      let facts = try facts(plan, checking: false)
      for fact in facts { audit.record(fact) }
      let kept = try audit.finish()
      for promise in [Promise.emergencyReclaim, .jurisdiction, .confidentiality] {
        let broken = kept.breaches.filter { $0.promise == promise }
        #expect(broken.isEmpty, "seed \(seed): \(broken)")
        counted[promise, default: 0] += kept[promise].opportunities
      }
      // No order is told of more machines than it names, and none in another instant than its own.
      let recalls = plan.lending?.recalls ?? []
      for (at, told) in Dictionary(grouping: facts.filter { $0.kind == .recallOrdered }, by: \.at) {
        let orders = recalls.filter { $0.at == at }
        #expect(!orders.isEmpty, "seed \(seed): \(at)")
        guard orders.allSatisfy({ $0.count != nil }) else { continue }
        #expect(told.count <= orders.reduce(0) { $0 + ($1.count ?? 0) }, "seed \(seed): \(at)")
      }
    }
    for promise in [Promise.emergencyReclaim, .jurisdiction, .confidentiality] {
      #expect((counted[promise] ?? 0) >= 20, "\(promise): \(counted)")
    }
  }

  @Test("both of two borrowers are lent machines, by their demand")
  func bothBorrow() throws {
    var lent: [UInt32: Int] = [:]
    for seed in 0..<30 as Range<UInt64> {
      let world = try LendingWorld(seed: seed, regulated: true, borrowers: 2)
      for fact in try facts(world.plan, checking: false)
      where fact.kind == .machineStageChanged && fact.object != 0
        && fact.value == MachineStage.ready.rawValue
      {
        lent[fact.object, default: 0] += 1
      }
    }
    #expect((lent[1] ?? 0) > 50 && (lent[2] ?? 0) > 50, "\(lent)")
  }

  @Test(
    "machines are lent, come back, and serve one cluster at a time by the facts alone",
    arguments: [true, false])
  func lent(regulated: Bool) throws {
    var worldsThatLend = 0
    for seed in 0..<30 as Range<UInt64> {
      let world = try LendingWorld(seed: seed, regulated: regulated)
      let (lent, returned) = try moves(in: world)
      // An owner that needs all of its machines lends none of them under the regulated profile.
      worldsThatLend += lent > 0 ? 1 : 0
      #expect(lent == 0 || returned > 0, "seed \(seed): \(lent) lent and none returned")
    }
    #expect(worldsThatLend >= (regulated ? 24 : 30), "\(worldsThatLend) of 30 worlds lend")
  }

  @Test("the regulated profile breaks no budget of the owner's services to lend a machine")
  func budgets() throws {
    var evictions = 0
    for seed in 0..<30 as Range<UInt64> {
      let facts = try facts(LendingWorld(seed: seed, regulated: true).plan, checking: false)
      evictions += facts.count { $0.kind == .servicePodEvicted }
      #expect(!facts.contains { $0.kind == .serviceBudgetBroken }, "seed \(seed)")
    }
    #expect(evictions > 100, "\(evictions) evictions put budgets to the test")
  }

  private func moves(in world: LendingWorld) throws -> (lent: Int, returned: Int) {
    var stages: [UInt32: [UInt32: MachineStage]] = [:]
    var lent = 0
    var returned = 0
    for fact in try facts(world.plan, checking: false) where fact.kind == .machineStageChanged {
      let stage = try #require(MachineStage(rawValue: fact.value), "seed \(world.seed)")
      let before = stages[fact.subject]?[fact.object] ?? .absent
      #expect(stage != before, "seed \(world.seed): \(fact)")
      stages[fact.subject, default: [:]][fact.object] = stage
      let holding = stages[fact.subject, default: [:]].values.count {
        $0 != .absent && $0 != .waitingForHost
      }
      #expect(holding <= 1, "seed \(world.seed): \(fact)")
      if stage == .ready, fact.object == 1 { lent += 1 }
      if stage == .ready, fact.object == 0, before == .provisioning { returned += 1 }
    }
    return (lent, returned)
  }
}
