import Facts
import FleetSimulation
import Ledger
import Scenario
import SpotScheduler
import Testing
import Units

/// What the shipped week of market hours says, held against the calendar and the price list.
@Suite("The week of market hours")
struct MarketHoursScenarioTests {
  private let file: ScenarioFile

  init() throws {
    file = try ScenarioFile.load(path: "\(repository)/scenarios/market-hours.yaml")
  }

  private func plan(_ variant: String, seed: UInt64 = 42) throws -> SimulationPlan {
    try file.resolve(variant: variant).plan(seed: seed)
  }

  private func schedule(_ variant: String) throws -> LendingSchedule {
    try #require(try plan(variant).lending?.offers.first).borrowerSchedule
  }

  @Test("its variants differ by lending alone")
  func differsByLendingAlone() throws {
    #expect(
      file.variantNames == [
        "dedicated", "five-spot", "regulated-days-and-hours", "regulated", "stress",
        "stress-metal3", "regulated-two-desks",
      ])
    let first = try plan("dedicated")
    #expect(first.lending == nil)
    #expect(first.fleet.nodes.count == 96 + 12 + 200 + 300)
    #expect(first.workload.jobs.count == 6_295)
    for variant in file.variantNames.dropFirst() where variant != "regulated-two-desks" {
      let plan = try plan(variant)
      #expect(plan.fleet == first.fleet)
      #expect(plan.workload == first.workload)
      #expect(plan.services == first.services)
      #expect(plan.autoscaling == first.autoscaling)
      #expect(plan.interruptions == first.interruptions)
      // 5-Spot does not look at the load, so its user keeps machines back by hand.
      let offered = ["five-spot", "regulated-days-and-hours"].contains(variant) ? 64 : 96
      #expect(plan.lending?.offers.map(\.nodes.count) == [offered])
    }
  }

  /// SURF's week began on Friday 7 October 2022, 00:00 in Amsterdam.
  @Test("the recorded weekdays fall on the same weekdays")
  func alignsWeekdays() throws {
    let plan = try plan("dedicated")
    let zone = try #require(ZoneRulesSet.pinned["America/New_York"])
    let local = zone.civil(at: plan.start)
    #expect(local.date == (try CivilDate(iso: "2026-11-20")) && local.secondsOfDay == 0)
    #expect(local.date.weekday == .friday)
    #expect(plan.workload.jobs.first?.submittedAt == plan.start)
    let last = try #require(plan.workload.jobs.last).submittedAt
    #expect(last - plan.start == .milliseconds(1_665_698_347_000 - 1_665_093_600_000))
  }

  @Test("the owner uses 70 % by day, 10 % by night, on the holiday and after the early close")
  func followsTheMarket() throws {
    let plan = try plan("dedicated")
    func share(_ text: String) throws -> Double {
      let step = Int((try Instant(rfc3339: text) - plan.start).nanoseconds / 300_000_000_000)
      let used = plan.services.reduce(0) { $0 + $1.usage.values[step] }
      return Double(used) / 3_456_000
    }
    for text in ["2026-11-20T12:00:00Z", "2026-11-25T20:00:00Z", "2026-11-27T17:55:00Z"] {
      #expect(abs(try share(text) - 0.7) <= 0.036, "\(text)")
    }
    for text in ["2026-11-20T05:00:00Z", "2026-11-26T17:00:00Z", "2026-11-27T19:00:00Z"] {
      #expect(abs(try share(text) - 0.1) <= 0.006, "\(text)")
    }
  }

  @Test("windows know the holiday and the early close, and 5-Spot's hours do not")
  func schedules() throws {
    let (regulated, upstream) = (try schedule("regulated"), try schedule("five-spot"))
    let byFiveSpotsHours = try schedule("regulated-days-and-hours")
    // Instant, lent by windows, lent by days and hours. New York is five hours behind.
    let hand: [(String, Bool, Bool)] = [
      ("2026-11-23T10:30:00Z", true, true),  // Monday 05:30
      ("2026-11-23T11:00:00Z", false, false),  // Monday 06:00
      ("2026-11-24T00:00:00Z", true, true),  // Monday 19:00
      ("2026-11-22T17:00:00Z", true, false),  // Sunday noon
      ("2026-11-26T17:00:00Z", true, false),  // Thanksgiving noon
      ("2026-11-27T19:30:00Z", false, false),  // Friday 14:30, after the early close
      ("2026-11-27T20:00:00Z", true, false),  // Friday 15:00
    ]
    for (text, byWindows, byHours) in hand {
      let at = try Instant(rfc3339: text)
      #expect(regulated.isActive(at: at) == byWindows, "\(text)")
      #expect(upstream.isActive(at: at) == byHours, "\(text)")
      #expect(byFiveSpotsHours.isActive(at: at) == byHours, "\(text)")
    }
  }

  @Test("the stress variants call back in the night of a working day, with either provider")
  func recalls() throws {
    let (stress, metal) = (try plan("stress").lending, try plan("stress-metal3").lending)
    let recall = try #require(stress?.recalls.first)
    #expect(stress?.recalls == metal?.recalls)
    #expect(recall.at == (try Instant(rfc3339: "2026-11-25T02:00:00-05:00")))
    #expect(recall.within == .minutes(10))
    #expect(try plan("regulated").lending?.recalls == [])
    guard case .regulated(let policy)? = stress?.profile,
      case .regulated(let slow)? = metal?.profile
    else {
      Issue.record("not the regulated profile")
      return
    }
    #expect(policy.returnTime == .seconds(298))
    // 14.9 min of cleaning, 24.79 min of set-up and 6.96 min of joining.
    #expect(slow.returnTime == .seconds(2_799))
  }

  @Test("two desks share the jobs of the week and the machines of the owner, on terms of their own")
  func twoDesks() throws {
    let (first, plan) = (try plan("dedicated"), try plan("regulated-two-desks"))
    // The same jobs, dealt to two clusters.
    #expect(plan.workload.jobs.map(\.submittedAt) == first.workload.jobs.map(\.submittedAt))
    func total(_ plan: SimulationPlan) -> Int64 {
      plan.workload.jobs.reduce(0) { $0 + $1.work.nanoseconds / 1_000_000_000 }
    }
    #expect(total(plan) == total(first))
    let names = plan.fleet.clusters.map(\.name)
    let desk = plan.workload.jobs.count { names[Int($0.cluster.index)] == "risk-desk" }
    #expect(desk == 6_295 / 4 && plan.workload.jobClusters.count == 2)
    // The same owned CPU, at two sites.
    func owned(_ plan: SimulationPlan) -> Int64 {
      plan.fleet.nodes.filter { plan.fleet.pools[Int($0.pool.index)].isOwned }
        .reduce(0) { $0 + $1.allocatable.cpu.value }
    }
    #expect(owned(plan) == owned(first))
    #expect(plan.services == first.services)
    let lending = try #require(plan.lending)
    #expect(lending.offers.map(\.nodes.count) == [72, 24])
    #expect(lending.borrowers.map { names[Int($0.cluster.index)] } == ["risk-desk", "batch"])
    #expect(lending.recalls.map(\.count) == [8])
    #expect(lending.reclaims.map(\.cause) == [.processMatch, .killSwitch])
    let rules = try #require(plan.fleet.placementRules)
    #expect(rules.hasReclaims && rules.hasJurisdictions && rules.hasConfidential)
    let pools = plan.fleet.pools.map(\.name)
    let risk = Int(lending.borrowers[0].cluster.index)
    let within = try #require(rules.jurisdictions[risk])
    #expect(zip(pools, within).filter(\.1).map(\.0) == ["trading-general"])
  }

  @Test("cloud prices are those of the list")
  func prices() throws {
    let book = try #require(try file.resolve(variant: "dedicated").priceBook)
    let rented = book.pools.compactMap { price -> [String]? in
      guard case .rented(let price)? = price else { return nil }
      return [price.perHour.text, price.listPerHour.text]
    }
    #expect(rented == [["0.2", "0.9472"], ["0.9472", "0.9472"]])
    #expect(book.pools.count == 4)
  }
}
