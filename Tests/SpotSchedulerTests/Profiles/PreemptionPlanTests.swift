import SpotScheduler
import TestSupport
import Testing
import Units

/// The plan of returns that is known before a window opens.
@Suite struct PreemptionPlanTests {
  @Test func `returns of one edge begin one session of the provider apart`() throws {
    var snapshot = SmallFleet.snapshot(hosts: 3, schedule: try SmallFleet.nights(), borrowers: 2)
    for machine in [7, 8] { snapshot.scheduledMachines[machine].priority = 200 }
    snapshot.scheduledMachines[2].isEnabled = false
    let policy = RegulatedPolicy(
      notice: .minutes(15), tenure: .minutes(30), drainDeadline: .minutes(5),
      returnTime: .minutes(10), returnSession: .minutes(6), providerConcurrency: 1)
    let plan = PreemptionPlan(
      snapshot, from: try Instant(rfc3339: "2026-06-10T12:00:00Z"),
      through: try Instant(rfc3339: "2026-06-11T12:00:00Z"), policy: policy)
    func clock(_ instant: Instant?) -> String {
      instant.map { String($0.rfc3339.split(separator: "T")[1].prefix(5)) } ?? "-"
    }
    #expect(
      plan.returns.map {
        "\($0.machine.index) \(clock($0.opens)) \(clock($0.announcement)) \(clock($0.drainStart)) "
          + "\(clock($0.deadline)) \(clock($0.edge))"
      } == [
        "4 18:00 06:03 06:33 06:38 07:00", "5 18:00 06:03 06:33 06:38 07:00",
        "1 18:00 06:09 06:39 06:44 07:00", "7 18:00 06:15 06:45 06:50 07:00",
        "8 18:00 06:15 06:45 06:50 07:00",
      ])
  }

  #if DEBUG
    static let seeds: Range<UInt64> = 0..<10
  #else
    static let seeds: Range<UInt64> = 0..<500
  #endif

  /// What was planned days before is what happens: no return for an owner's window but those of the
  /// plan, at its instants.
  @Test(arguments: seeds)
  func `what is announced was planned`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 5_000_000)
    var world = try RegulatedWorldTests.world(&random, seed: seed)
    world.decisionsPerLawCheck = .max
    guard case .regulated(let policy) = world.profile else { return }
    let plan = PreemptionPlan(
      world.snapshot, from: world.now, through: world.end + .days(7), policy: policy)
    world.run()
    for (at, action) in world.actions {
      guard case .announceDrain(let start) = action.verb, action.reason.rule == .ownerFirst else {
        continue
      }
      let isPlanned = plan.returns.contains {
        $0.machine == action.machine && $0.drainStart == start && $0.announcement == at
      }
      #expect(isPlanned, "seed \(seed): \(action) at \(at.rfc3339)")
    }
  }
}
