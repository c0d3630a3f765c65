import Facts
import Ledger
import Testing
import Units

/// How the usage of services reaches the machines of their owner.
@Suite struct ServiceLoadTests {
  static func fleet(services: [Service], length: TimeSpan) -> SmallFleet {
    var fleet = SmallFleet(length: length)
    fleet.workload.services = services
    return fleet
  }

  static func service(_ name: String, pool: PoolID? = nil) -> Service {
    Service(
      name: name, cluster: SmallFleet.trading, pool: pool,
      request: ResourceVector(cpu: MilliCPU(2_000), memory: .mebibytes(1)),
      maxUnavailablePercent: 10, terminationGrace: .seconds(30), startTime: .seconds(10))
  }

  @Test("The machines at home share it") func sharedAtHome() throws {
    let fleet = Self.fleet(services: [Self.service("quotes")], length: .hours(4))
    // 8 cores are used all along. Two hours on two machines of 16: each is used to a quarter, 2 h ×
    // 2 × ¼ = 1 h of full load. Two hours on one machine: to a half, 1 h. Load: 2 h × 0.4 × 0.375.
    let amounts = try fleet.amounts([
      fleet.fact(0, .serviceUsageChanged, 0, 0, 8_000),
      fleet.fact(0, .serviceRequestChanged, 0, 0, 12_000),
      fleet.stage(7_200, 1, SmallFleet.trading, .deleting),
    ])
    #expect(amounts["owned.energy.load"] == "0.3")
  }

  @Test("Pods without a place use nothing") func pendingPods() throws {
    let fleet = Self.fleet(services: [Self.service("quotes")], length: .hours(2))
    // 30 cores are wanted and pods of 16 placed: 16 of 32 cores are used, 2 × 2 h × ½ = 2 h.
    let amounts = try fleet.amounts([
      fleet.fact(0, .serviceRequestChanged, 0, 0, 16_000),
      fleet.fact(0, .serviceUsageChanged, 0, 0, 30_000),
    ])
    #expect(amounts["owned.energy.load"] == "0.3")
  }

  @Test("A service that is pinned to a pool stays on it") func pinned() throws {
    let cluster = SmallFleet.trading
    let pools = [Pool(name: "a", cluster: cluster), Pool(name: "b", cluster: cluster)]
    let fleet = Fleet(
      clusters: [Cluster(name: "trading"), Cluster(name: "batch")], pools: pools,
      nodes: [0, 1, 1].map { pool in
        Node(
          pool: PoolID(pool),
          allocatable: ResourceVector(cpu: MilliCPU(10_000), memory: .mebibytes(1)))
      }, nodeNames: ["a-0", "b-0", "b-1"])
    let workload = Workload(
      jobs: [], jobNames: [], jobCluster: SmallFleet.batch,
      services: [Self.service("pinned", pool: PoolID(0)), Self.service("free")])
    var prices = SmallFleet.prices
    prices.pools = [prices.pools[0], prices.pools[0]]
    let start = Instant(seconds: 0)
    let header = JournalHeader(
      start: start, end: start + .hours(1), fleet: fleet, workload: workload)
    var ledger = try Ledger(prices: prices, header: header, fleet: fleet, workload: workload)
    // Pinned: 5 of a's 10 cores, ½ h of full load on a. Free: 6 of all 30 cores, 1/5 h on each
    // machine. a: 0.7 h × 0.4 kW × 0.375 = 0.105; b: 0.4 h → 0.06.
    for (service, cores) in [(UInt32(0), Int64(5)), (1, 6)] {
      ledger.record(
        Fact(at: start, kind: .serviceRequestChanged, subject: service, value: cores * 1_000))
      ledger.record(
        Fact(at: start, kind: .serviceUsageChanged, subject: service, value: cores * 1_000))
    }
    ledger.record(Fact(at: header.end, kind: .horizonReached, subject: 0))
    let loads = try ledger.finish().charges.filter { $0.driver == .ownedEnergyLoad }
    #expect(loads.map(\.amount.text) == ["0.105", "0.06"])
  }
}
