import Facts
import SimulationKernel
import Units

/// What owned machines are charged for: their time, the time that they are on, and their load.
struct PowerMeter: Sendable {
  /// Machines of one pool with equal CPU: jobs load them alike.
  private struct Kind: Sendable {
    var pool: Int
    var cpu: Int64
    /// CPU that jobs use on them, in millionths of a core.
    var usage: TimeWeighted
  }

  private let pools: [OwnedMachinePrice?]
  private let jobUsagePermille: Int64
  private let start: Instant
  private let poolOfNode: [Int]
  private let cpuOfNode: [Int64]
  private let kindOfNode: [Int]
  private let machineCounts: [Int64]
  private var kinds: [Kind]
  private var powered: [TimeWeighted]
  private var services: ServiceLoad

  init(
    prices: PriceBook, fleet: Fleet, workload: Workload, presence: MachinePresence, start: Instant
  ) {
    pools = prices.pools.map {
      if case .owned(let price) = $0 { price } else { nil }
    }
    jobUsagePermille = workload.jobUsagePermille
    self.start = start
    poolOfNode = fleet.nodes.map { Int($0.pool.index) }
    cpuOfNode = fleet.nodes.map(\.allocatable.cpu.value)
    var kinds: [Kind] = []
    var counts = Array(repeating: Int64(0), count: fleet.pools.count)
    // Nodes of a pool lie side by side, so the kind sought is nearly always the last one made.
    kindOfNode = fleet.nodes.map { node in
      let pool = Int(node.pool.index)
      let cpu = node.allocatable.cpu.value
      counts[pool] += 1
      if let known = kinds.lastIndex(where: { $0.pool == pool && $0.cpu == cpu }) { return known }
      kinds.append(Kind(pool: pool, cpu: cpu, usage: TimeWeighted(start: start)))
      return kinds.count - 1
    }
    self.kinds = kinds
    machineCounts = counts
    powered = Array(repeating: TimeWeighted(start: start), count: fleet.pools.count)
    services = ServiceLoad(fleet: fleet, workload: workload, start: start)
    for node in fleet.nodes.indices {
      move(node, from: .off, to: presence.place(of: node), at: start)
    }
  }

  /// A host is somewhere else.
  mutating func move(_ node: Int, from before: HostPlace, to after: HostPlace, at instant: Instant)
  {
    let pool = poolOfNode[node]
    if before.isPowered != after.isPowered {
      powered[pool].add(after.isPowered ? 1 : -1, at: instant)
    }
    if before.servesOwner != after.servesOwner {
      services.move(pool: pool, cpu: cpuOfNode[node], isHome: after.servesOwner, at: instant)
    }
  }

  /// A job began to run on a node, or ended.
  mutating func change(_ request: Int64, on node: Int, at instant: Instant) {
    kinds[kindOfNode[node]].usage.add(request * jobUsagePermille, at: instant)
  }

  /// Applies what a service uses or requests, or says why it cannot.
  mutating func apply(service fact: Fact) -> String? { services.apply(fact) }

  /// The charges of a pool's machines; none when they are not priced as owned.
  mutating func charges(of pool: Int, in book: PriceBook, until end: Instant) -> [Charge] {
    guard let price = pools[pool] else { return [] }
    let tariff = EnergyTariff(book)
    let time = Int128(machineCounts[pool]) * Int128((end - start).nanoseconds)
    let on = powered[pool].integral(until: end)
    var load = Money.zero
    var loadEnergy = 0.0
    let rise = price.fullMilliwatts - price.idleMilliwatts
    for (numerator, denominator) in utilisation(of: pool, until: end) {
      load += tariff.cost(milliwatts: rise, nanoseconds: numerator, over: denominator)
      loadEnergy += tariff.kilowattHours(
        milliwatts: rise, nanoseconds: numerator, over: denominator)
    }
    // Straight-line depreciation: (purchase − residual) / (years × 8,760 h) an hour, on or off.
    let depreciation = (price.purchase - price.residual).multiplied(
      by: time, over: Int128(price.lifeYears) * 8_760 * nanosecondsPerHour)
    func energy(_ driver: CostDriver, _ milliwatts: Int64, _ nanoseconds: Int128) -> Charge {
      let cost = tariff.cost(milliwatts: milliwatts, nanoseconds: nanoseconds, over: 1)
      return Charge(
        pool: PoolID(UInt32(pool)), driver: driver, amount: cost, listAmount: cost,
        quantity: tariff.kilowattHours(milliwatts: milliwatts, nanoseconds: nanoseconds, over: 1))
    }
    return [
      Charge(
        pool: PoolID(UInt32(pool)), driver: .ownedDepreciation, amount: depreciation,
        listAmount: depreciation, quantity: Double(time) / Double(nanosecondsPerHour)),
      energy(.ownedEnergyIdle, price.idleMilliwatts, on),
      Charge(
        pool: PoolID(UInt32(pool)), driver: .ownedEnergyLoad, amount: load, listAmount: load,
        quantity: loadEnergy),
      energy(.ownedEnergyOff, price.offMilliwatts, time - on),
    ]
  }

  /// Fully used machine time of a pool, in nanoseconds, as fractions.
  private mutating func utilisation(
    of pool: Int, until end: Instant
  ) -> [(numerator: Int128, denominator: Int128)] {
    var parts: [(numerator: Int128, denominator: Int128)] = []
    for kind in kinds where kind.pool == pool && kind.cpu > 0 {
      parts.append((kind.usage.integral(until: end), Int128(kind.cpu) * 1_000))
    }
    for part in services.load(of: pool, until: end) {
      parts.append((part.numerator, Int128(part.capacity)))
    }
    return parts
  }
}

let nanosecondsPerHour: Int128 = 3_600_000_000_000

/// What energy costs: power over time, times what the building adds, at the price of a
/// kilowatt-hour.
private struct EnergyTariff {
  let perKilowattHour: Money
  let effectivenessPermille: Int64

  /// A kilowatt-hour in thousandths of a watt times nanoseconds, times the thousandths of the
  /// power usage effectiveness: 10⁶ mW × 3.6·10¹² ns × 10³.
  static let unit: Int128 = 1_000_000 * nanosecondsPerHour * 1_000

  init(_ book: PriceBook) {
    perKilowattHour = book.energyPerKilowattHour
    effectivenessPermille = book.powerUsageEffectivenessPermille
  }

  func cost(milliwatts: Int64, nanoseconds: Int128, over divisor: Int128) -> Money {
    (perKilowattHour * milliwatts * effectivenessPermille)
      .multiplied(by: nanoseconds, over: divisor * Self.unit)
  }

  func kilowattHours(milliwatts: Int64, nanoseconds: Int128, over divisor: Int128) -> Double {
    Double(milliwatts) * Double(effectivenessPermille) * Double(nanoseconds)
      / (Double(divisor) * Double(Self.unit))
  }
}
