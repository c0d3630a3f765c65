import Facts
import Ledger
import Testing
import Units

/// What holds for every ledger.
@Suite struct LedgerIdentityTests {
  @Test("A year writes off exactly what a machine of one year loses") func yearOfDepreciation()
    throws
  {
    var fleet = SmallFleet(length: .hours(8_760))
    guard case .owned(var price) = fleet.prices.pools[0] else { return #expect(Bool(false)) }
    // An amount that no hour divides: every part of the year has to carry its share.
    price.purchase = SmallFleet.money("9999.999999999999")
    price.residual = SmallFleet.money("1234.567890123457")
    fleet.prices.pools[0] = .owned(price)
    let costs = try fleet.costs([])
    let lost = price.purchase - price.residual
    #expect(costs.amount(of: [.ownedDepreciation]) == lost * 2)
  }

  @Test("Depreciation is the same whether machines are on, off or lent") func depreciationIsFixed()
    throws
  {
    let fleet = SmallFleet(length: .hours(7))
    let still = try fleet.costs([])
    let moved = try fleet.costs([
      fleet.stage(60, 0, SmallFleet.trading, .absent),
      fleet.stage(120, 1, SmallFleet.trading, .deleting),
      fleet.stage(180, 1, SmallFleet.batch, .ready),
    ])
    #expect(still.amount(of: [.ownedDepreciation]) == moved.amount(of: [.ownedDepreciation]))
    #expect(still.amount(of: [.ownedEnergyIdle]) > moved.amount(of: [.ownedEnergyIdle]))
  }

  @Test("Drivers and pools sum to the total exactly", arguments: 0..<20 as Range<UInt64>)
  func partsSum(seed: UInt64) throws {
    let fleet = SmallFleet(length: .hours(30), cores: [1, 3, 5, 7])
    let costs = try fleet.costs(RandomLending(seed: seed, fleet: fleet).facts)
    let byDriver = CostDriver.allCases.map { costs.amount(of: [$0]) }.reduce(.zero, +)
    #expect(costs.amount() == byDriver, "seed \(seed)")
    var byPool = Money.zero
    for pool in 0..<3 as Range<UInt32> {
      byPool += costs.charges.filter { $0.pool == PoolID(pool) }.map(\.amount).reduce(.zero, +)
    }
    #expect(costs.amount() == byPool, "seed \(seed)")
    // On and off are all of the time: 2 machines × 30 h at 1 and the hours of their energy.
    let onHours = costs.quantity(of: [.ownedEnergyIdle]) / 0.2 / 1.5
    let offHours = costs.quantity(of: [.ownedEnergyOff]) / 0.01 / 1.5
    #expect(abs(onHours + offHours - 60) < 1e-9, "seed \(seed)")
    #expect(costs.listAmount() >= costs.amount(), "seed \(seed)")
  }
}

/// A run of random moves, rentals and jobs that could have happened.
struct RandomLending {
  var facts: [Fact] = []

  init(seed: UInt64, fleet: SmallFleet) {
    var state = seed &+ 0x9E37_79B9_7F4A_7C15
    func next(_ bound: UInt64) -> UInt64 {
      // SplitMix64 (Steele, Lea and Flood 2014).
      state = state &+ 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return (z ^ (z >> 31)) % bound
    }
    var second: Int64 = 0
    var launched = [false, false]
    var running: [Bool] = Array(repeating: false, count: fleet.workload.jobs.count)
    while true {
      second += Int64(next(4_000))
      guard second < 30 * 3_600 else { break }
      switch next(3) {
      case 0:
        let stage = MachineStage.allCases[Int(next(6))]
        let cluster = next(2) == 0 ? SmallFleet.trading : SmallFleet.batch
        facts.append(fleet.stage(second, UInt32(next(2)), cluster, stage))
      case 1:
        let index = Int(next(2))
        let node = SmallFleet.firstRented + UInt32(index)
        launched[index].toggle()
        facts.append(
          fleet.fact(
            second, launched[index] ? .instanceLaunched : .instanceTerminated, node,
            UInt32(1 + index)))
      default:
        let job = Int(next(UInt64(running.count)))
        running[job].toggle()
        facts.append(
          fleet.fact(second, running[job] ? .jobStarted : .jobInterrupted, UInt32(job), 0, 1))
      }
    }
  }
}
