import Facts
import FleetSimulation
import SpotScheduler
import Testing
import Units

/// Recalls of some machines and emergency reclaims, told to the second.
@Suite struct OwnerOrderStoryTests {
  private static let start = BorrowerPlan.start

  /// Four hosts lent to cluster 1, each with a job that runs for hours.
  private static func lent(hosts: Int = 4) -> BorrowerPlan {
    BorrowerPlan(
      hosts: hosts, borrowers: [LendingBorrower(ClusterID(1))],
      jobs: (0..<hosts).map { _ in (0, 36_000, 1) }, byDemand: false)
  }

  private static func promises(_ plan: BorrowerPlan) throws -> (
    facts: [Fact], kept: MemberPromises
  ) {
    let made = try plan.plan()
    var sink = CollectingSink()
    _ = try FleetSimulation.run(made, into: &sink, checking: true)
    let header = JournalHeader(
      start: made.start, end: made.end, fleet: made.fleet, workload: made.workload)
    var audit = PromiseAudit(
      terms: PromiseTerms(
        notice: .minutes(10), tenure: .minutes(10), ownerLateTolerance: .zero,
        recallTolerance: .zero), header: header, fleet: made.fleet, workload: made.workload)
    for fact in sink.facts { audit.record(fact) }
    return (sink.facts, try audit.finish())
  }

  private static func recall(
    _ count: Int?, at minutes: Int64 = 120, within: Int64 = 10, until: Int64 = 600
  ) -> Recall {
    Recall(
      cluster: ClusterReference(0), at: start + .minutes(minutes), within: .minutes(within),
      until: start + .minutes(until), count: count)
  }

  @Test func `a recall of some machines tells which, and the others stay`() throws {
    var plan = Self.lent()
    plan.recalls = [Self.recall(2)]
    let (facts, kept) = try Self.promises(plan)
    let told = facts.filter { $0.kind == .recallOrdered }
    #expect(told.map(\.subject) == [3, 2], "the last in order go first")
    #expect(told.allSatisfy { $0.at == Self.start + .minutes(120) })
    #expect(told.allSatisfy { $0.value == TimeSpan.minutes(10).nanoseconds })
    let evicted = facts.filter { $0.kind == .podEvicted && $0.at == Self.start + .minutes(120) }
    #expect(Set(evicted.map(\.object)) == [2, 3])
    #expect(kept[.recall].opportunities == 2 && kept[.recall].breaches == 0)
    // Told before anything of it is carried out.
    let first = try #require(facts.firstIndex { $0.kind == .recallOrdered })
    let drained = try #require(facts.firstIndex { $0.kind == .podEvicted })
    #expect(first < drained)
  }

  @Test func `a limit that cannot be kept is broken by the machines that were called, no others`()
    throws
  {
    var plan = Self.lent()
    // Evicted at once, gone after 30 s, then 60 + 60 + 30 s: three minutes.
    plan.recalls = [Self.recall(3, within: 2)]
    let (_, kept) = try Self.promises(plan)
    #expect(kept[.recall].opportunities == 3 && kept[.recall].breaches == 3)
    #expect(kept[.recall].worst == .minutes(1))
    #expect(kept.breaches.filter { $0.promise == .recall }.map(\.node).sorted() == [1, 2, 3])
  }

  @Test func `a scheduler that knows no recalls breaks one of some machines for as many`() throws {
    var plan = Self.lent()
    plan.profile = .upstream03
    plan.recalls = [Self.recall(2)]
    let (facts, kept) = try Self.promises(plan)
    #expect(facts.filter { $0.kind == .recallOrdered }.map(\.subject) == [3, 2])
    #expect(kept[.recall].opportunities == 2 && kept[.recall].breaches == 2)
  }

  @Test func `two recalls at a time add up, and neither names a machine of the other`() throws {
    var plan = Self.lent()
    plan.recalls = [Self.recall(1), Self.recall(2, at: 121)]
    let (facts, kept) = try Self.promises(plan)
    #expect(facts.filter { $0.kind == .recallOrdered }.map(\.subject) == [3, 2, 1])
    #expect(kept[.recall].opportunities == 3 && kept[.recall].breaches == 0)
  }

  @Test func `more machines than are away are as many as are away`() throws {
    var plan = Self.lent(hosts: 2)
    plan.recalls = [Self.recall(5), Self.recall(5, at: 300, until: 400)]
    let (facts, kept) = try Self.promises(plan)
    #expect(facts.filter { $0.kind == .recallOrdered }.map(\.subject) == [1, 0])
    #expect(kept[.recall].opportunities == 2 && kept[.recall].breaches == 0)
  }

  @Test func `a listed program empties its machine within the limit, once, and holds it at home`()
    throws
  {
    var plan = Self.lent()
    plan.change = { lending in
      lending.reclaims = [
        ReclaimOrder(
          at: Self.start + .minutes(60), cause: .processMatch, within: .minutes(2),
          nodes: [0, 1, 2, 3], count: 1)
      ]
    }
    let (facts, kept) = try Self.promises(plan)
    let told = facts.filter { $0.kind == .reclaimOrdered || $0.kind == .machineReclaimed }
    #expect(
      told.map(tell)
        == ["\(Self.start.nanoseconds / 1_000_000_000 + 3_600)s "].flatMap {
          [$0 + "reclaimOrdered 0 1 120000000000", $0 + "machineReclaimed 0 1 0"]
        })
    #expect(kept[.emergencyReclaim].opportunities == 1 && kept[.emergencyReclaim].breaches == 0)
    // At home after the eviction's 30 s and 150 s, and lent again half an hour after the request.
    let stages = facts.filter {
      $0.kind == .machineStageChanged && $0.subject == 0 && $0.value == MachineStage.ready.rawValue
        && $0.at > Self.start + .minutes(60) && $0.at < Self.start + .minutes(120)
    }
    #expect(stages.map(\.object) == [0, 1])
    #expect(stages.first?.at == Self.start + .minutes(60) + .seconds(180))
    #expect(stages.last?.at == Self.start + .minutes(90) + .seconds(150))
  }

  @Test func `a machine that was asked for is held at home from every borrower`() throws {
    var plan = Self.lent(hosts: 1)
    plan.borrowers = [LendingBorrower(ClusterID(1)), LendingBorrower(ClusterID(2))]
    plan.change = { lending in
      lending.reclaims = [
        ReclaimOrder(
          at: Self.start + .minutes(60), cause: .processMatch, within: .minutes(2), nodes: [0])
      ]
    }
    let (facts, kept) = try Self.promises(plan)
    #expect(kept[.emergencyReclaim].opportunities == 1 && kept[.emergencyReclaim].breaches == 0)
    let next = facts.first {
      $0.kind == .machineStageChanged && $0.object != 0 && $0.at > Self.start + .minutes(70)
    }
    #expect(try #require(next).at >= Self.start + .minutes(90))
  }

  @Test func `a limit below the grace of the pods is broken, by as much`() throws {
    var plan = Self.lent()
    plan.change = { lending in
      lending.reclaims = [
        ReclaimOrder(
          at: Self.start + .minutes(60), cause: .processMatch, within: .seconds(10), nodes: [2])
      ]
    }
    let kept = try Self.promises(plan).kept[.emergencyReclaim]
    #expect(kept.opportunities == 1 && kept.breaches == 1 && kept.worst == .seconds(20))
  }

  @Test func `a kill switch takes machines without grace, and none is lent until it is released`()
    throws
  {
    var plan = Self.lent()
    plan.change = { lending in
      lending.reclaims = [
        ReclaimOrder(
          at: Self.start + .minutes(60), cause: .killSwitch, within: .seconds(1),
          until: Self.start + .minutes(180), nodes: [1, 3])
      ]
    }
    let (facts, kept) = try Self.promises(plan)
    let killed = facts.filter { $0.kind == .podKilled && $0.at == Self.start + .minutes(60) }
    #expect(killed.map(\.object).sorted() == [1, 3])
    #expect(kept[.emergencyReclaim].opportunities == 2 && kept[.emergencyReclaim].breaches == 0)
    // What a kill switch does to pods is counted where it is broken.
    #expect(kept[.gracefulDrain].breaches >= 2)
    let again = facts.filter {
      $0.kind == .machineStageChanged && $0.object == 1 && [1, 3].contains($0.subject)
        && $0.value == MachineStage.ready.rawValue && $0.at > Self.start + .minutes(61)
    }
    #expect(again.first?.at == Self.start + .minutes(180) + .seconds(150))
  }

  @Test func `a scheduler without a reclaim leaves machines as they are, and that is counted`()
    throws
  {
    var plan = Self.lent()
    plan.profile = .upstream01
    plan.change = { lending in
      lending.reclaims = [
        ReclaimOrder(
          at: Self.start + .minutes(60), cause: .processMatch, within: .minutes(2), nodes: [0])
      ]
    }
    let kept = try Self.promises(plan).kept[.emergencyReclaim]
    #expect(kept.opportunities == 1 && kept.breaches == 1)
  }

  @Test func `a reclaim of a machine that nobody has is none`() throws {
    var plan = BorrowerPlan(jobs: [])
    plan.change = { lending in
      lending.reclaims = [
        ReclaimOrder(
          at: Self.start + .minutes(60), cause: .processMatch, within: .minutes(2), nodes: [0, 1]),
        ReclaimOrder(
          at: Self.start + .minutes(70), cause: .killSwitch, within: .minutes(2), nodes: [0]),
      ]
    }
    let (facts, kept) = try Self.promises(plan)
    #expect(!facts.contains { $0.kind == .reclaimOrdered || $0.kind == .machineReclaimed })
    #expect(kept[.emergencyReclaim].opportunities == 0)
    #expect(kept.outcomes.contains { $0.promise == .emergencyReclaim })
  }
}
