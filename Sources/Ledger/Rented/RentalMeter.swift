import Facts
import Units

/// What rented machines are charged for: the billed time of each instance.
///
/// An instance is paid for from its launch to its termination. Machines of a rented pool that never
/// launch, such as a recorded fleet that is there from the start, are paid for while they are nodes.
struct RentalMeter: Sendable {
  private static let none = Int64.min
  private let prices: [RentedMachinePrice?]
  private let drivers: [CostDriver]
  private let poolOfNode: [Int]
  /// Since when each node is paid for, or `none`.
  private var since: [Int64]
  private var wasLaunched: [Bool]
  /// Billed nanoseconds by pool.
  private var billed: [Int128]

  init(prices: PriceBook, fleet: Fleet) {
    self.prices = prices.pools.map {
      if case .rented(let price) = $0 { price } else { nil }
    }
    drivers = fleet.pools.map { $0.capacityType == .spot ? .cloudSpot : .cloudOnDemand }
    poolOfNode = fleet.nodes.map { Int($0.pool.index) }
    since = Array(repeating: Self.none, count: fleet.nodes.count)
    wasLaunched = Array(repeating: false, count: fleet.nodes.count)
    billed = Array(repeating: 0, count: fleet.pools.count)
  }

  /// Applies the launch, the end, the joining or the leaving of a machine, or says why it cannot.
  mutating func apply(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    let pool = poolOfNode[node]
    switch fact.kind {
    case .instanceLaunched, .instanceTerminated:
      guard fact.object == UInt32(pool) else { return "the machine is one of another pool" }
    default: break
    }
    guard prices[pool] != nil else { return nil }
    let at = fact.at.nanoseconds
    switch fact.kind {
    case .instanceLaunched:
      guard since[node] == Self.none else { return "the instance is paid for already" }
      since[node] = at
      wasLaunched[node] = true
    case .instanceTerminated:
      guard since[node] != Self.none, wasLaunched[node] else {
        return "the instance was not launched"
      }
      close(node, pool, at)
    case .nodeJoined:
      guard since[node] == Self.none else { return nil }
      since[node] = at
      wasLaunched[node] = false
    case .nodeLeft, .nodeInterrupted:
      if since[node] != Self.none, !wasLaunched[node] { close(node, pool, at) }
    default: break
    }
    return nil
  }

  /// Bills what is still there at the horizon.
  mutating func close(at end: Instant) {
    for node in since.indices where since[node] != Self.none {
      close(node, poolOfNode[node], end.nanoseconds)
    }
  }

  /// The charge of a pool's machines; none when they are not priced as rented.
  func charges(of pool: Int) -> [Charge] {
    guard let price = prices[pool] else { return [] }
    return [
      Charge(
        pool: PoolID(UInt32(pool)), driver: drivers[pool],
        amount: price.perHour.multiplied(by: billed[pool], over: nanosecondsPerHour),
        listAmount: price.listPerHour.multiplied(by: billed[pool], over: nanosecondsPerHour),
        quantity: Double(billed[pool]) / Double(nanosecondsPerHour))
    ]
  }

  private mutating func close(_ node: Int, _ pool: Int, _ at: Int64) {
    guard let price = prices[pool] else { return }
    let used = TimeSpan(nanoseconds: at - since[node])
    billed[pool] += Int128(price.billedTime(of: used).nanoseconds)
    since[node] = Self.none
  }
}
