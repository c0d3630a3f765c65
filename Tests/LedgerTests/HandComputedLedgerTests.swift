import Facts
import Ledger
import Testing
import Units

/// Ledgers computed by hand, to the last digit.
@Suite struct HandComputedLedgerTests {
  @Test("A machine that is switched off saves energy and no depreciation") func switchedOff() throws
  {
    let fleet = SmallFleet(length: .hours(10))
    // Two machines for ten hours; m-1 is off for the last four.
    // Depreciation: 2 × 10 h × 1 = 20.
    // Idle: (10 + 6) h × 0.2 kW = 3.2 kWh, × 0.375 = 1.2.
    // Off: 4 h × 0.01 kW = 0.04 kWh, × 0.375 = 0.015.
    let amounts = try fleet.amounts([
      fleet.stage(0, 0, SmallFleet.trading, .ready), fleet.stage(0, 1, SmallFleet.trading, .ready),
      fleet.stage(5 * 3_600, 1, SmallFleet.trading, .draining),
      fleet.stage(6 * 3_600 - 600, 1, SmallFleet.trading, .deleting),
      fleet.stage(6 * 3_600, 1, SmallFleet.trading, .absent),
    ])
    #expect(
      amounts == [
        "owned.depreciation": "20", "owned.energy.idle": "1.2", "owned.energy.off": "0.015",
      ])
  }

  @Test("A spot hour that is interrupted at minute 17 is paid to the second") func spotHour() throws
  {
    let fleet = SmallFleet(length: .hours(1))
    // Launched at 0, taken at 17 min 0.5 s: 1,020.5 s are billed as 1,021 s.
    // 1,021 s × 36 / 3,600 s = 10.21; by the list 1,021 × 90 / 3,600 = 25.525.
    // The two owned machines: depreciation 2, idle 2 × 0.2 kWh × 0.375 = 0.15.
    var terminated = fleet.fact(1_020, .instanceTerminated, 2, SmallFleet.spot.index, 1)
    terminated.at = terminated.at + .milliseconds(500)
    let facts = [
      fleet.fact(0, .instanceLaunched, 2, SmallFleet.spot.index),
      fleet.fact(90, .nodeJoined, 2, SmallFleet.spot.index),
      fleet.fact(1_020, .nodeInterrupted, 2, SmallFleet.spot.index, 930_000_000_000), terminated,
    ]
    #expect(
      try fleet.amounts(facts) == [
        "owned.depreciation": "2", "owned.energy.idle": "0.15", "cloud.spot": "10.21",
      ])
    let costs = try fleet.costs(facts)
    #expect(costs.listAmount(of: [.cloudSpot]).text == "25.525")
    #expect(costs.quantity(of: [.cloudSpot]) == 1_021.0 / 3_600)
  }

  @Test("An on-demand hour, and one that goes on at the horizon") func onDemandHour() throws {
    let fleet = SmallFleet(length: .hours(3))
    // From 0:30 to 1:30 one hour at 90, and from 2:15 to the horizon 45 min at 90, 67.5.
    // Depreciation 2 × 3, idle 2 × 3 × 0.2 × 0.375 = 0.45.
    let pool = SmallFleet.onDemand.index
    let amounts = try fleet.amounts([
      fleet.fact(1_800, .instanceLaunched, 3, pool), fleet.fact(1_900, .nodeJoined, 3, pool),
      fleet.fact(5_300, .nodeLeft, 3, pool, 3_400_000_000_000),
      fleet.fact(5_400, .instanceTerminated, 3, pool, 0),
      fleet.fact(8_100, .instanceLaunched, 3, pool),
    ])
    #expect(
      amounts == [
        "owned.depreciation": "6", "owned.energy.idle": "0.45", "cloud.on-demand": "157.5",
      ])
  }

  @Test("A day of 25 hours costs 25 hours") func longDay() throws {
    // 2026-11-01 in New York begins at 04:00 UTC, in summer time, and ends 25 hours later.
    let start = try Instant(rfc3339: "2026-11-01T04:00:00Z")
    let end = try Instant(rfc3339: "2026-11-02T05:00:00Z")
    let fleet = SmallFleet(start: start, length: end - start)
    // Depreciation 2 × 25; idle 2 × 25 h × 0.2 kW × 0.375 = 3.75.
    // A spot machine of the whole day: 25 × 36 = 900.
    let amounts = try fleet.amounts([
      fleet.fact(0, .instanceLaunched, 2, SmallFleet.spot.index)
    ])
    #expect(
      amounts == [
        "owned.depreciation": "50", "owned.energy.idle": "3.75", "cloud.spot": "900",
      ])
  }

  @Test("A lent night: the machine is on, and its jobs load it") func lentNight() throws {
    let fleet = SmallFleet(length: .hours(10), cores: [8, 8])
    let batch = SmallFleet.batch
    // m-0 is lent from hour 1 to hour 9. It holds jobs of 8 of its 16 cores for 4 h and of all 16
    // for 2 h, and they use half of what they request: 4 h × ¼ + 2 h × ½ = 2 h of full load.
    // Load: 2 h × 0.4 kW × 0.375 = 0.3.
    // Idle: 2 × 10 h × 0.2 kW × 0.375 = 1.5, for it is on while it moves and while it is lent.
    // Depreciation 20, whoever uses it.
    let amounts = try fleet.amounts([
      fleet.stage(0, 0, SmallFleet.trading, .ready), fleet.stage(0, 1, SmallFleet.trading, .ready),
      fleet.stage(3_600, 0, SmallFleet.trading, .deleting),
      fleet.stage(3_600, 0, batch, .waitingForHost),
      fleet.stage(3_900, 0, SmallFleet.trading, .absent),
      fleet.stage(3_900, 0, batch, .provisioning), fleet.stage(4_200, 0, batch, .ready),
      fleet.fact(4_200, .nodeJoined, 0, SmallFleet.owned.index),
      fleet.fact(7_200, .jobStarted, 0, 0, 1), fleet.fact(10_800, .jobStarted, 1, 0, 1),
      fleet.fact(18_000, .jobInterrupted, 1, 0), fleet.fact(28_800, .jobFinished, 0, 0, 1),
      fleet.stage(28_800, 0, batch, .draining),
      fleet.fact(30_000, .nodeLeft, 0, SmallFleet.owned.index, 25_800_000_000_000),
      fleet.stage(30_000, 0, batch, .deleting),
      fleet.stage(30_000, 0, SmallFleet.trading, .waitingForHost),
      fleet.stage(31_000, 0, batch, .absent), fleet.stage(31_000, 0, SmallFleet.trading, .ready),
    ])
    // Job 0 holds 8 cores from hour 2 to hour 8, job 1 from hour 3 to hour 5.
    #expect(
      amounts == [
        "owned.depreciation": "20", "owned.energy.idle": "1.5", "owned.energy.load": "0.3",
      ])
  }

  @Test("A machine of two seconds is billed for a minute") func minimumBilling() throws {
    let fleet = SmallFleet(length: .minutes(30))
    // 60 s × 36 / 3,600 = 0.6, twice; and one of 61.2 s: 62 s, 0.62. Together 1.82.
    // Depreciation 2 × ½; idle 2 × ½ h × 0.2 kW × 0.375 = 0.075.
    let pool = SmallFleet.spot.index
    var last = fleet.fact(361, .instanceTerminated, 2, pool, 0)
    last.at = last.at + .milliseconds(200)
    let amounts = try fleet.amounts([
      fleet.fact(0, .instanceLaunched, 2, pool), fleet.fact(2, .instanceTerminated, 2, pool, 0),
      fleet.fact(100, .instanceLaunched, 2, pool),
      fleet.fact(160, .instanceTerminated, 2, pool, 1),
      fleet.fact(300, .instanceLaunched, 2, pool), last,
    ])
    #expect(
      amounts == [
        "owned.depreciation": "1", "owned.energy.idle": "0.075", "cloud.spot": "1.82",
      ])
  }
}
