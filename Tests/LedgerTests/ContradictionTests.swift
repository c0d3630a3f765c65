import Facts
import Ledger
import Testing
import Units

/// Facts and prices that no ledger can be made of are told by name.
@Suite struct ContradictionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var facts: @Sendable (SmallFleet) -> [Fact]
    var message: String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "ended without a launch",
      facts: {
        [$0.fact(5, .instanceTerminated, 2, SmallFleet.spot.index)]
      }, message: "the instance was not launched"),
    Case(
      name: "launched twice",
      facts: {
        [
          $0.fact(5, .instanceLaunched, 2, SmallFleet.spot.index),
          $0.fact(6, .instanceLaunched, 2, SmallFleet.spot.index),
        ]
      }, message: "the instance is paid for already"),
    Case(
      name: "launched in another pool",
      facts: {
        [$0.fact(5, .instanceLaunched, 2, SmallFleet.onDemand.index)]
      }, message: "the machine is one of another pool"),
    Case(
      name: "no such stage",
      facts: {
        [$0.fact(5, .machineStageChanged, 0, 0, 99)]
      }, message: "there is no such stage"),
    Case(
      name: "back in time",
      facts: {
        [
          $0.fact(5, .instanceLaunched, 2, SmallFleet.spot.index),
          $0.fact(4, .instanceTerminated, 2, SmallFleet.spot.index),
        ]
      }, message: "is earlier than the event before it"),
    Case(
      name: "after the horizon",
      facts: {
        [$0.fact(3_601, .instanceLaunched, 2, SmallFleet.spot.index)]
      }, message: "is later than the end of the run"),
    Case(
      name: "an unknown machine",
      facts: {
        [$0.fact(5, .nodeJoined, 77)]
      }, message: "unknown subject"),
    Case(
      name: "a job ends where it did not start",
      facts: {
        [$0.fact(5, .jobStarted, 0, 0, 1), $0.fact(6, .jobFinished, 0, 1, 1)]
      }, message: "the job is not running on that node"),
    Case(
      name: "a job starts twice",
      facts: {
        [$0.fact(5, .jobStarted, 0, 0, 1), $0.fact(6, .jobStarted, 0, 1, 2)]
      }, message: "the job is running already"),
    Case(
      name: "a job larger than its node",
      facts: {
        [$0.fact(5, .jobStarted, 1, 0, 1)]
      }, message: "the node has no room for the job"),
    Case(
      name: "a node joins twice",
      facts: {
        [
          $0.fact(5, .nodeJoined, 2, SmallFleet.spot.index),
          $0.fact(6, .nodeJoined, 2, SmallFleet.spot.index),
        ]
      }, message: "the node is ready already"),
  ]

  @Test("Facts that contradict each other", arguments: cases) func facts(_ wrong: Case) throws {
    let fleet = SmallFleet(length: .hours(1), cores: [8, 17])
    let error = try #require(throws: LedgerError.self) { try fleet.costs(wrong.facts(fleet)) }
    guard case .facts(let replay) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(replay.message == wrong.message)
  }

  @Test("A run without an end has no cost") func noHorizon() throws {
    let fleet = SmallFleet(length: .hours(1))
    let header = JournalHeader(
      start: fleet.start, end: fleet.start + fleet.length, fleet: SmallFleet.fleet,
      workload: fleet.workload)
    let ledger = try Ledger(
      prices: fleet.prices, header: header, fleet: SmallFleet.fleet, workload: fleet.workload)
    let error = try #require(throws: LedgerError.self) { try ledger.finish() }
    #expect("\(error)".contains("the horizon is not reached"))
  }

  @Test("Prices that machines cannot have") func prices() throws {
    let fleet = SmallFleet(length: .hours(1))
    func problem(_ change: (inout PriceBook) -> Void) throws -> String {
      var wrong = fleet
      change(&wrong.prices)
      return "\(try #require(throws: LedgerError.self) { try wrong.costs([]) })"
    }
    #expect(try problem { $0.pools.removeLast() }.contains("2 entries for 3 pools"))
    #expect(
      try problem { $0.powerUsageEffectivenessPermille = 990 }.contains("990 thousandths"))
    #expect(try problem { $0.pools[1] = $0.pools[0] }.contains("pool spot: it is bought"))
    #expect(try problem { $0.pools[0] = $0.pools[1] }.contains("pool metal: it is rented"))
    #expect(
      try problem { book in
        guard case .owned(var price) = book.pools[0] else { return }
        price.residual = Money(units: 20_000)
        book.pools[0] = .owned(price)
      }.contains("the residual value 20000 is more than the purchase 17520"))
    #expect(
      try problem { book in
        guard case .owned(var price) = book.pools[0] else { return }
        price.offMilliwatts = 300_000
        book.pools[0] = .owned(price)
      }.contains("300000, 200000 and 600000 mW"))
    #expect(
      try problem { book in
        guard case .rented(var price) = book.pools[1] else { return }
        price.billedStep = .zero
        book.pools[1] = .rented(price)
      }.contains("a billed step of 0 ns"))
  }

  @Test("A pool without a price costs nothing, and is no error") func unpriced() throws {
    var fleet = SmallFleet(length: .hours(1))
    fleet.prices.pools[1] = nil
    #expect(
      try fleet.amounts([fleet.fact(0, .instanceLaunched, 2, SmallFleet.spot.index)])
        == ["owned.depreciation": "2", "owned.energy.idle": "0.15"])
  }

  @Test("Machines of a rented pool that never launch are paid for while they are nodes")
  func withoutLaunch() throws {
    let fleet = SmallFleet(length: .hours(2))
    // 30 min at 36: 18; again from 1:30 to the horizon: 18.
    let amounts = try fleet.amounts([
      fleet.fact(0, .nodeJoined, 2, SmallFleet.spot.index),
      fleet.fact(1_800, .nodeInterrupted, 2, SmallFleet.spot.index, 1_800_000_000_000),
      fleet.fact(5_400, .nodeJoined, 2, SmallFleet.spot.index),
    ])
    #expect(amounts["cloud.spot"] == "36")
  }
}
