import Facts
import FleetSimulation
import Ledger
import Scenario
import SimulationKernel
import SpotScheduler
import Testing
import Units

@Suite("Planning services, lending, autoscaling and prices")
struct LendingPlanTests {
  let bench: LendingBench
  let resolved: ResolvedScenario

  init() throws {
    bench = try LendingBench()
    resolved = try bench.scenario().resolve(variant: nil)
  }

  private func resolve(_ settings: String...) throws -> ResolvedScenario {
    let overrides = try settings.map { try #require(ScenarioOverride($0)) }
    return try bench.scenario().resolve(variant: nil, overrides: overrides)
  }

  private func instant(_ text: String) throws -> Instant { try Instant(rfc3339: text) }

  @Test("clusters keep back headroom of what they own, and reservations")
  func clusters() throws {
    let plan = try resolved.plan(seed: 1)
    #expect(
      plan.fleet.clusters == [
        Cluster(name: "batch"),
        // A tenth of 6 × 32 cores, isolated ones too.
        Cluster(name: "trading", headroom: MilliCPU(19_200), reserved: MilliCPU(8_000)),
      ])
    #expect(plan.fleet.pools.map(\.name) == ["exchange", "floor", "spot"])
    #expect(plan.fleet.pools.map(\.cluster) == [ClusterID(1), ClusterID(1), ClusterID(0)])
    #expect(plan.fleet.pools.map(\.capacityType) == [.owned, .owned, .spot])
    #expect(plan.fleet.pools.map(\.isIsolated) == [true, false, false])
    #expect(plan.workload.jobClusters == [ClusterID(0)])
    #expect(plan.workload.jobUsagePermille == 900)
    #expect(plan.workload.jobTerminationGrace == .seconds(30))
    let cores = try resolve("clusters.trading.headroom=12.5").plan(seed: 1)
    #expect(cores.fleet.clusters[1].headroom == MilliCPU(12_500))
  }

  @Test("services follow their curve, and draw their noise from the seed")
  func services() throws {
    let plan = try resolved.plan(seed: 1)
    #expect(plan.workload.services.map(\.name) == ["pricing", "routing"])
    #expect(plan.workload.services.map(\.pool) == [nil, PoolID(0)])
    #expect(plan.workload.services[0].maxUnavailablePercent == 25)
    #expect(plan.services.map(\.targetUtilisationPercent) == [80, 80])
    #expect(plan.services[1].usage.values == [10_000])
    let calm = try resolve("curves.market.noise=0%").plan(seed: 1).services[0].usage
    #expect(calm.start == plan.start && calm.step == .minutes(5))
    #expect(calm.values.count == 5 * 288)
    // 60 % of the curve, of 192 cores: 10 % at midnight, 40 % at 06:30, 70 % at noon.
    #expect(calm.values[0] == 11_520)
    #expect(calm.values[78] == 46_080)
    #expect(calm.values[144] == 80_640)
    // Thanksgiving is outside all day, and on the day after the inside ends at 13:00.
    #expect(calm.values[3 * 288 + 144] == 11_520)
    #expect(calm.values[4 * 288 + 155] == 80_640)
    #expect(calm.values[4 * 288 + 162] == 46_080)
    let noisy = plan.services[0].usage.values
    #expect(noisy != calm.values)
    #expect(zip(noisy, calm.values).allSatisfy { abs($0 - $1) * 20 <= $1 + 20 })
    #expect(try resolved.plan(seed: 1).services == plan.services)
    #expect(try resolved.plan(seed: 2).services != plan.services)
  }

  @Test("another service leaves the noise of the others as it was")
  func noiseStreams() throws {
    let more = try resolve(
      "services.alerts={cluster: trading, curve: market, share: 5%, pod: {cpu: 1, memory: 1Gi}}")
    let plan = try more.plan(seed: 9)
    #expect(plan.workload.services.map(\.name) == ["alerts", "pricing", "routing"])
    #expect(Array(plan.services.dropFirst()) == (try resolved.plan(seed: 9).services))
  }

  @Test("lending has the offered machines, and windows that know the exchange")
  func lending() throws {
    let lending = try #require(try resolved.plan(seed: 1).lending)
    #expect(lending.owner == ClusterID(1) && lending.borrowers == [LendingBorrower(ClusterID(0))])
    let offer = try #require(lending.offers.first)
    // The two isolated machines come first by the name of their pool.
    #expect(offer.nodes == [2, 3, 4])
    let schedule = offer.borrowerSchedule
    let on = [
      "2026-11-24T00:00:00Z", "2026-11-24T10:59:59Z", "2026-11-26T05:00:00Z",
      "2026-11-26T17:00:00Z", "2026-11-27T19:00:00Z", "2026-11-28T17:00:00Z",
    ]
    let off = [
      "2026-11-23T23:59:59Z", "2026-11-24T11:00:00Z", "2026-11-26T04:59:59Z",
      "2026-11-27T05:00:00Z", "2026-11-27T18:59:59Z",
    ]
    for text in on { #expect(schedule.isActive(at: try instant(text)), "\(text)") }
    for text in off { #expect(!schedule.isActive(at: try instant(text)), "\(text)") }
    #expect(offer.ownerSchedule.isActive(at: try instant("2026-11-24T11:00:00Z")))
    #expect(!offer.ownerSchedule.isActive(at: try instant("2026-11-24T10:00:00Z")))
    let recall = Recall(
      cluster: ClusterReference(1), at: try instant("2026-11-24T07:00:00Z"), within: .minutes(10),
      until: try instant("2026-11-24T12:00:00Z"))
    #expect(lending.recalls == [recall])
    #expect(lending.provider.concurrency == 5)
    #expect(lending.provider.join == (try .uniform(low: 20, high: 60)))
  }

  /// The quantiles of uniform laws by hand: at 99 % set-up takes 178.5 s, joining 59.6 s and
  /// clean-up 59.5 s, of which only joining holds no worker.
  @Test("the way back is planned at the quantiles of the provider's laws")
  func policies() throws {
    let terms = try resolved.plan(seed: 1).lending?.profile
    #expect(
      terms
        == .regulated(
          RegulatedPolicy(
            notice: .minutes(20), tenure: .minutes(30), drainDeadline: .minutes(5),
            evictionRetry: .seconds(20), returnTime: .seconds(298), returnSession: .seconds(238),
            providerConcurrency: 5, simultaneousStarts: .max, spareHosts: 0)))
    let half = try resolve(
      "lending.scheduler.confidence=50%", "lending.scheduler.simultaneousStarts=3",
      "lending.provider=metal3"
    ).plan(seed: 1).lending
    guard case .regulated(let policy)? = half?.profile else {
      Issue.record("not the regulated profile")
      return
    }
    // Metal3's medians: 14.5 min, 280 s and 10 min.
    #expect(policy.returnTime == .seconds(870 + 280 + 600))
    #expect(policy.returnSession == .seconds(870 + 600))
    #expect(policy.providerConcurrency == 20 && policy.simultaneousStarts == 3)
  }

  @Test(
    "5-Spot has days, hours and a second object; none lends nothing",
    arguments: [SchedulerProfile.upstream01, .upstream03])
  func profiles(profile: SchedulerProfile) throws {
    let upstream = try resolve(
      "lending.scheduler={profile: \(profile.name), nodeDrainTimeout: 10m}",
      "lending.offers.floor.schedule={timezone: America/New_York, daysOfWeek: [mon-sun], "
        + "hoursOfDay: [19-23, 0-5]}",
      "lending.offers.floor.schedule.calendar=null",
      "lending.offers.floor.ownerSchedule={timezone: America/New_York, daysOfWeek: [mon-sun], "
        + "hoursOfDay: [6-18]}")
    let lending = try #require(try upstream.plan(seed: 1).lending)
    #expect(lending.profile == profile)
    #expect(lending.gracefulShutdownTimeout == .minutes(5))
    #expect(lending.nodeDrainTimeout == .minutes(10))
    let offer = try #require(lending.offers.first)
    for hour in Int64(0)..<120 {
      let at = try instant("2026-11-23T05:30:00Z") + .hours(hour)
      #expect(offer.borrowerSchedule.isActive(at: at) != offer.ownerSchedule.isActive(at: at))
      #expect(offer.borrowerSchedule.isActive(at: at) == !(6..<19).contains(hour % 24))
    }
    #expect(try resolve("lending.scheduler=none").plan(seed: 1).lending == nil)
    #expect(try resolve("lending=null").plan(seed: 1).lending == nil)
  }

  @Test("cloud machines are bought in the order of rank")
  func autoscaling() throws {
    let one = try #require(try resolved.plan(seed: 1).autoscaling)
    #expect(one.pools.map(\.pool) == [PoolID(2)])
    #expect(one.pools.map(\.refusalPermille) == [50])
    #expect(one.pendingDelay == .seconds(10) && one.idleDelay == .minutes(10))
    let two = try resolve(
      "nodes.cloud={cluster: batch, capacityType: on-demand, rank: 1, count: 3, "
        + "machine: {cpu: 16, memory: 104G}}",
      "autoscaling.pools.cloud={launchTime: 2m}", "nodes.spot.rank=2",
      "prices.pools.cloud={kind: rented, perHour: 0.9}"
    ).plan(seed: 1)
    #expect(two.fleet.pools.map(\.name) == ["exchange", "floor", "cloud", "spot"])
    #expect(two.autoscaling?.pools.map(\.pool) == [PoolID(2), PoolID(3)])
    #expect(two.autoscaling?.pools.first?.launchTime == (try .constant(120)))
  }

  @Test("prices are given or looked up, and terms default")
  func prices() throws {
    let book = try #require(try resolved.priceBook)
    #expect(book.currency == Currency(code: "USD"))
    #expect(book.energyPerKilowattHour == (try Money(text: "0.13")))
    #expect(book.powerUsageEffectivenessPermille == 1_580)
    #expect(
      book.pools == [
        .owned(
          OwnedMachinePrice(
            purchase: try Money(text: "9999.99"), residual: .zero, lifeYears: 4,
            idleMilliwatts: 65_800, fullMilliwatts: 367_100, offMilliwatts: 8_000)),
        .owned(
          OwnedMachinePrice(
            purchase: Money(units: 10_000), residual: Money(units: 1_000), lifeYears: 5,
            idleMilliwatts: 65_800, fullMilliwatts: 367_100, offMilliwatts: 8_000)),
        .rented(
          RentedMachinePrice(
            perHour: try Money(text: "0.2"), listPerHour: try Money(text: "0.9472"),
            minimumBilled: .minutes(1), billedStep: .seconds(1))),
      ])
    #expect(
      resolved.promiseTerms
        == PromiseTerms(
          notice: .minutes(15), tenure: .minutes(45), ownerLateTolerance: .zero,
          recallTolerance: .zero))
    let onDemand = try resolve("nodes.spot.capacityType=on-demand")
    guard case .rented(let price)? = try onDemand.priceBook?.pools[2] else {
      Issue.record("no rented price")
      return
    }
    #expect(price.perHour == price.listPerHour)
    #expect(try resolve("prices=null", "promises=null").priceBook == nil)
  }

  @Test("it is simulated, and stored and made again with the same plan")
  func restores() throws {
    #expect(try resolved.inspect() == [])
    let restored = try ResolvedScenario.restore(
      canonical: resolved.canonical, baseDirectory: bench.bench.folder)
    #expect(restored.hash == resolved.hash)
    #expect(restored.inputs.map(\.path) == ["days.csv", "jobs.csv", "prices.csv"])
    let (one, other) = (try resolved.plan(seed: 3), try restored.plan(seed: 3))
    #expect(one.fleet == other.fleet)
    #expect(one.workload == other.workload)
    #expect(one.services == other.services)
    #expect(one.lending?.profile == other.lending?.profile)
    #expect(one.lending?.provider == other.lending?.provider)
    #expect(one.autoscaling == other.autoscaling)
    #expect(try restored.priceBook == resolved.priceBook)
    #expect(restored.promiseTerms == resolved.promiseTerms)
  }

  @Test("a stored scenario with windows asks for the zone rules that it was made with")
  func asksForItsZoneRules() throws {
    let zone = try #require(ZoneRulesSet.pinned["America/New_York"])
    #expect(!zone.version.isEmpty)
    let text = String(decoding: resolved.canonical, as: UTF8.self)
      .replacing("\"zoneRules\":\"\(zone.version)\"", with: "\"zoneRules\":\"1999z\"")
    let error = #expect(throws: RestorationError.self) {
      try ResolvedScenario.restore(
        canonical: Array(text.utf8), baseDirectory: bench.bench.folder)
    }
    #expect(error?.description.contains("1999z") == true)
    #expect(error?.isMissingInput == false)
  }
}
