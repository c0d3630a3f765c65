import FleetSimulation
import SimulationKernel
import SpotScheduler
import Testing
import Units

/// The promises of the regulated scheduler where Cluster API stands between it and the machines.
@Suite struct LentWorldTests {
  #if DEBUG
    static let seeds: Range<UInt64> = 1..<9
  #else
    static let seeds: Range<UInt64> = 1..<251
  #endif

  /// Runs a world with every check on; the result is what became of it, and what was decided.
  private func run(_ world: LentWorld) -> (ControlPlaneOutcome, LentAudit) {
    var audit = LentAudit(world)
    let outcome = ControlPlaneSimulation.run(world.plan, checking: true) {
      audit.hear($0, $1, $2)
    }
    #expect(outcome.failure == nil, "seed \(world.seed): \(outcome.failure ?? "")")
    #expect(audit.broken.isEmpty, "seed \(world.seed): \(audit.broken.first ?? "")")
    return (outcome, audit)
  }

  /// How far the Machine of each object was at an instant, as the scheduler saw it.
  private func stages(in world: LentWorld, _ outcome: ControlPlaneOutcome, at instant: Instant)
    -> [Int32]
  {
    var stages = Array(
      repeating: Int32(0), count: world.plan.lending?.fleet.scheduledMachines.count ?? 0)
    for fact in outcome.facts where fact.kind == .lentStageChanges && fact.at <= instant {
      stages[Int(fact.subject)] = fact.object
    }
    return stages
  }

  private let ready: Int32 = 3
  private let absent: Int32 = 0

  private func expectHome(_ world: LentWorld, _ outcome: ControlPlaneOutcome, at instant: Instant) {
    let stages = stages(in: world, outcome, at: instant)
    for host in world.plan.lending?.fleet.hosts ?? [] {
      let own = stages[Int(host.owner.index)]
      let lent = host.borrowers.map { stages[Int($0.index)] }
      #expect(
        own == ready && lent.allSatisfy { $0 == absent },
        "seed \(world.seed): \(host.name) has \(own) and \(lent) at \(instant.rfc3339)")
    }
  }

  /// Nothing fails; machines of a MachineDeployment are rolled meanwhile.
  @Test(arguments: seeds, [1, 2])
  func `owners have their hosts back, and pods keep their tenure`(
    seed: UInt64, borrowers: Int
  ) throws {
    let world = try LentWorld(seed: seed, borrowers: borrowers)
    let (outcome, _) = run(world)
    for close in world.closes { expectHome(world, outcome, at: close) }
    #expect(outcome.isComplete.allSatisfy { $0 }, "seed \(seed)")
  }

  /// Calls fail, watches stall and lie, controllers restart, Nodes die, set-ups fail, hosts stay
  /// dirty, owners call machines back; when that is over everything is as it should be.
  @Test(arguments: seeds, [1, 2])
  func `nothing is lost or doubled whatever happens`(seed: UInt64, borrowers: Int) throws {
    let world = try LentWorld(seed: seed &+ 1_000_000, borrowers: borrowers, hasFaults: true)
    let (outcome, _) = run(world)
    expectHome(world, outcome, at: world.plan.end)
  }

  @Test func `machines are lent and drained`() throws {
    var loans = 0
    var evictions = 0
    var confidential = 0
    for seed in Self.seeds.prefix(8) {
      let (_, audit) = run(try LentWorld(seed: seed))
      loans += audit.loans
      evictions += audit.evictions
      let (_, other) = run(try LentWorld(seed: seed, borrowers: 2))
      confidential += other.confidentialLoans
    }
    #expect(loans > 20, "\(loans)")
    #expect(evictions > 20, "\(evictions)")
    #expect(confidential > 2, "\(confidential)")
  }

  @Test func `the same seed gives the same facts`() throws {
    let world = try LentWorld(seed: 5, borrowers: 2, hasFaults: true)
    let one = ControlPlaneSimulation.run(world.plan)
    let other = ControlPlaneSimulation.run(world.plan, checking: true)
    #expect(one.facts == other.facts)
    #expect(one.digest == other.digest)
  }
}
