import Facts
import Ledger
import Units

/// Fleets small enough for a ledger by hand: machines of 16 cores that one cluster owns and lends,
/// and rented ones of the cluster of the jobs.
struct SmallFleet {
  static let trading = ClusterID(0)
  static let batch = ClusterID(1)
  static let owned = PoolID(0)
  static let spot = PoolID(1)
  static let onDemand = PoolID(2)
  /// The first rented machine: a spot one; the next is had on demand.
  static let firstRented: UInt32 = 2

  var start: Instant
  var length: TimeSpan
  var prices: PriceBook
  var workload: Workload

  static let fleet = Fleet(
    clusters: [Cluster(name: "trading"), Cluster(name: "batch")],
    pools: [
      Pool(name: "metal", cluster: trading),
      Pool(name: "spot", cluster: batch, capacityType: .spot),
      Pool(name: "reserve", cluster: batch, capacityType: .onDemand),
    ],
    nodes: [owned, owned, spot, onDemand].map { pool in
      Node(
        pool: pool,
        allocatable: ResourceVector(cpu: MilliCPU(16_000), memory: .mebibytes(65_536)))
    },
    nodeNames: ["m-0", "m-1", "s-0", "r-0"])

  init(start: Instant = Instant(seconds: 1_780_000_000), length: TimeSpan, cores: [Int64] = []) {
    self.start = start
    self.length = length
    prices = Self.prices
    workload = Workload(
      jobs: cores.map { cores in
        Job(
          submittedAt: start, work: .hours(1),
          request: ResourceVector(cpu: MilliCPU(cores * 1_000), memory: .mebibytes(1)))
      },
      jobNames: cores.indices.map { "j-\($0)" }, jobCluster: Self.batch, jobUsagePermille: 500)
  }

  /// 17,520 − 8,760 over a year is exactly 1 an hour; 200, 600 and 10 W; energy at 0.25 a kWh and
  /// a power usage effectiveness of 1.5, so 0.375 a kWh at the machine.
  static let prices = PriceBook(
    currency: usDollar,
    pools: [
      .owned(
        OwnedMachinePrice(
          purchase: Money(units: 17_520), residual: Money(units: 8_760), lifeYears: 1,
          idleMilliwatts: 200_000, fullMilliwatts: 600_000, offMilliwatts: 10_000)),
      .rented(
        RentedMachinePrice(
          perHour: Money(units: 36), listPerHour: Money(units: 90), minimumBilled: .seconds(60),
          billedStep: .seconds(1))),
      .rented(
        RentedMachinePrice(
          perHour: Money(units: 90), listPerHour: Money(units: 90), minimumBilled: .seconds(60),
          billedStep: .seconds(1))),
    ],
    energyPerKilowattHour: money("0.25"), powerUsageEffectivenessPermille: 1_500)

  static var usDollar: Currency {
    guard let currency = Currency(code: "USD") else { preconditionFailure("three letters") }
    return currency
  }

  static func money(_ text: String) -> Money {
    do { return try Money(text: text) } catch { preconditionFailure("\(error)") }
  }

  func fact(
    _ seconds: Int64, _ kind: FactKind, _ subject: UInt32, _ object: UInt32 = 0, _ value: Int64 = 0
  ) -> Fact {
    Fact(at: start + .seconds(seconds), kind: kind, subject: subject, object: object, value: value)
  }

  func stage(_ seconds: Int64, _ node: UInt32, _ cluster: ClusterID, _ stage: MachineStage) -> Fact
  {
    fact(seconds, .machineStageChanged, node, cluster.index, stage.rawValue)
  }

  /// The costs of a run with these facts and the horizon.
  func costs(_ facts: [Fact]) throws(LedgerError) -> MemberCosts {
    let header = JournalHeader(
      start: start, end: start + length, fleet: Self.fleet, workload: workload)
    var ledger = try Ledger(
      prices: prices, header: header, fleet: Self.fleet, workload: workload)
    for fact in facts { ledger.record(fact) }
    ledger.record(Fact(at: start + length, kind: .horizonReached, subject: 0))
    return try ledger.finish()
  }

  /// The amounts by driver as exact decimal texts, those of nothing left out.
  func amounts(_ facts: [Fact]) throws(LedgerError) -> [String: String] {
    let costs = try costs(facts)
    var amounts: [String: String] = [:]
    for driver in CostDriver.allCases where costs.amount(of: [driver]) != .zero {
      amounts[driver.name] = costs.amount(of: [driver]).text
    }
    return amounts
  }
}
