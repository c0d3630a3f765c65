import Facts
import Testing
import Units

/// Machines that are lost, and when what they were needed for is there again.
@Suite("Lost Machines in a journal")
struct ControlPlaneLossTests {
  typealias Run = LendingRun

  private func accounts(_ facts: [Fact]) throws -> ControlPlaneAccounts {
    let ordered = [Run.fact(0, .deploymentScaled, 0, 0, 3)] + facts
    return try Run.play(
      ordered,
      into: ControlPlaneReplay(header: Run.header, fleet: Run.fleet, workload: Run.workload)
    ).finish().accounts
  }

  private func stage(_ seconds: Int64, _ node: UInt32, _ stage: MachineStage) -> Fact {
    Run.fact(seconds, .machineStageChanged, node, 0, stage.rawValue)
  }

  /// A health check gives m-0 up before it was ever there: its deployment waits for what was ordered.
  @Test("a Machine that never came is not lost")
  func neverThere() throws {
    let accounts = try accounts([
      stage(10, 0, .provisioning), Run.fact(600, .machineFoundUnhealthy, 0, 0),
      Run.fact(601, .machineDeletionOrdered, 0, 0, 1), stage(660, 0, .absent),
      stage(660, 1, .provisioning), stage(800, 1, .ready),
    ])
    #expect(accounts.replacements.isEmpty)
  }

  /// Three are wanted, and only two have come when one of them dies: it is replaced when there are two
  /// again, and not when it is gone.
  @Test("a loss is over when there are as many as before")
  func asManyAsBefore() throws {
    let accounts = try accounts([
      stage(10, 0, .provisioning), stage(10, 1, .provisioning), stage(60, 0, .ready),
      stage(70, 1, .ready), Run.fact(70, .nodeJoined, 1, 0),
      Run.fact(500, .nodeInterrupted, 1, 0), Run.fact(900, .machineDeletionOrdered, 1, 0, 1),
      stage(960, 1, .absent), stage(960, 2, .provisioning),
    ])
    #expect(accounts.replacements.map(\.lostAt) == [Run.start + .seconds(500)])
    #expect(accounts.replacements.map(\.restoredAt) == [nil])
  }

  /// The pods of a budget are held on a Node that is drained, and its machine dies.
  @Test("what a dead machine held was overruled by nobody")
  func deadMachine() throws {
    func held(_ end: [Fact]) throws -> [Bool] {
      try accounts(
        [
          stage(10, 0, .provisioning), stage(60, 0, .ready), Run.fact(60, .nodeJoined, 0, 0),
          Run.fact(500, .machineDeletionOrdered, 0, 0, 0), stage(501, 0, .draining),
          Run.fact(501, .podEvictionRefused, 0, 0, 7),
        ] + end + [stage(900, 0, .deleting)]
      ).holds.map(\.isOverruled)
    }
    #expect(try held([]) == [true])
    #expect(try held([Run.fact(700, .nodeInterrupted, 0, 0)]) == [false])
  }
}
