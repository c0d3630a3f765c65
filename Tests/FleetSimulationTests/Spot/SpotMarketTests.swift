import Documents
import Facts
import FleetSimulation
import Foundation
import Placement
import SimulationKernel
import Testing
import Traces
import Units

/// Markets of spot machines, held against 45 days of probes of nine zones.
@Suite("Spot markets")
struct SpotMarketTests {
  private static let step = TimeSpan.seconds(195)

  private static let record: RecordedAvailability? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = "traces/frontier-spot-2023/p3_2xlarge_availability.csv.gz"
    guard let data = try? Data(contentsOf: root.appendingPathComponent(path)),
      case .availability(let record)? = try? TraceFormats.named("spot-availability")?.read(
        Array(data), file: path)
    else { return nil }
    return record
  }()

  private static func region(_ zone: String) -> String { String(zone.dropLast()) }

  // MARK: Measures

  /// Of all falls, the part that comes in the same probe as one of another zone of the region; with
  /// zones shifted against each other, what chance makes of it.
  private static func coInterruption(
    _ series: [[Bool]], _ regions: [String], shift: Int = 0
  ) -> Double {
    var falls = 0
    var together = 0
    for one in series.indices {
      for tick in 1..<series[one].count where series[one][tick - 1] && !series[one][tick] {
        falls += 1
        let isJoined = series.indices.contains { other in
          guard other != one, regions[other] == regions[one] else { return false }
          let count = series[other].count
          let place = (tick + shift * (other + 1)) % count
          return place > 0 && series[other][place - 1] && !series[other][place]
        }
        if isJoined { together += 1 }
      }
    }
    return Double(together) / Double(max(falls, 1))
  }

  /// The median length of the spells in which a machine could be had, in probes.
  private static func medianSpell(_ series: [Bool]) -> Double {
    var lengths: [Int] = []
    var start: Int?
    for (tick, isUp) in series.enumerated() {
      if isUp, start == nil { start = tick }
      guard !isUp, let first = start else { continue }
      if first > 0 { lengths.append(tick - first) }
      start = nil
    }
    lengths.sort()
    guard !lengths.isEmpty else { return 0 }
    let middle = lengths.count / 2
    return lengths.count % 2 == 1
      ? Double(lengths[middle]) : Double(lengths[middle - 1] + lengths[middle]) / 2
  }

  /// The turns of markets as probes at equal steps see them.
  private static func probes(
    _ plans: [SpotMarketPlan], seed: UInt64, count: Int
  ) -> [[Bool]] {
    var markets = SpotMarkets(
      plans, seed: seed, start: .epoch, end: .epoch + step * Int64(count))
    var series = Array(repeating: [Bool](), count: plans.count)
    for tick in 0..<count {
      let now = Instant.epoch + step * Int64(tick)
      while let (market, at) = markets.nextTurn.enumerated()
        .compactMap({ place, at in at.map { (place, $0) } }).min(by: { $0.1 < $1.1 }), at <= now
      {
        _ = markets.turn(market, at: at)
      }
      for place in plans.indices { series[place].append(markets.isUp[place]) }
    }
    return series
  }

  // MARK: Replayed and modelled

  @Test("a replayed market turns when the record does")
  func replay() throws {
    let record = try #require(Self.record)
    let plans = record.zones.map { zone in
      let (startsUp, turns) = record.turns(
        of: zone, where: true, from: .zero, startingAt: .epoch)
      return SpotMarketPlan(availability: .recorded(startsUp: startsUp, turns: turns))
    }
    let series = Self.probes(plans, seed: 1, count: record.probes[0].count)
    #expect(series == record.probes)
    let regions = record.zones.map(Self.region)
    // Measured on the record by others as well: 19 % together, 3 % by chance.
    let together = Self.coInterruption(series, regions)
    let chance = Self.coInterruption(series, regions, shift: 1_709)
    #expect(
      (0.17...0.21).contains(together) && (0.02...0.05).contains(chance), "\(together) \(chance)")
  }

  /// By region, in thousandths: how often a zone that falls by itself takes another one along, and how
  /// often one that rises does. Half of what was measured as P(another falls | one falls), less chance,
  /// since of two that fall together each is "the other" once.
  private static let contagion: [String: (falls: Int64, rises: Int64)] = [
    "us-east-1": (50, 30), "us-east-2": (110, 110), "us-west-2": (110, 210),
  ]

  @Test("modelled markets fall together as recorded ones do, and their spells are as long")
  func modelled() throws {
    let record = try #require(Self.record)
    let plans = try record.zones.map { zone in
      let contagion = try #require(Self.contagion[Self.region(zone)])
      return SpotMarketPlan(
        availability: .modelled(
          up: try record.upSpells(of: [zone], where: true).estimate().distribution(),
          down: try record.upSpells(of: [zone], where: false).estimate().distribution()),
        region: Self.region(zone), contagionPermille: contagion.falls,
        recoveryPermille: contagion.rises)
    }
    let regions = record.zones.map(Self.region)
    var together: [Double] = []
    var medians = Array(repeating: 0.0, count: plans.count)
    let seeds: Range<UInt64> = 0..<6
    for seed in seeds {
      let series = Self.probes(plans, seed: seed, count: record.probes[0].count)
      together.append(Self.coInterruption(series, regions))
      for place in plans.indices {
        medians[place] += Self.medianSpell(series[place]) / Double(seeds.count)
      }
    }
    let mean = together.reduce(0, +) / Double(together.count)
    #expect((0.15...0.23).contains(mean), "\(mean) of falls come together, the record has 0.19")
    for (place, zone) in record.zones.enumerated() {
      let recorded = Self.medianSpell(record.probes[place])
      let ratio = medians[place] / recorded
      #expect(
        (0.8...1.2).contains(ratio), "\(zone): \(medians[place]) against \(recorded) probes")
    }
  }

  @Test("what contagion adds is taken off the own hazard: a market is up as often as its laws say")
  func rates() throws {
    let plan = SpotMarketPlan(
      availability: .modelled(
        up: try .exponential(mean: 3_600), down: try .exponential(mean: 1_800)),
      region: "r", contagionPermille: 250, recoveryPermille: 250)
    let series = Self.probes(
      Array(repeating: plan, count: 4), seed: 3, count: 60_000)
    for one in series {
      let part = Double(one.count { $0 }) / Double(one.count)
      #expect((0.63...0.70).contains(part), "\(part)")
      let falls = zip(one, one.dropFirst()).count { $0 && !$1 }
      // 60,000 probes are 3,250 h of cycles of 1.5 h; spells within a step are unseen.
      #expect((1_850...2_300).contains(falls), "\(falls)")
    }
  }

  @Test(
    "of sixteen machines all go in as many falls as were recorded",
    arguments: [
      (SpotMarketPlan.Loss.beta(0.3, 0.2), 0.36, 0.63), (.wipeOut(permille: 700), 0.70, 0.85),
    ])
  func losses(loss: SpotMarketPlan.Loss, whole: Double, mean: Double) {
    var markets = SpotMarkets(
      [SpotMarketPlan(availability: .recorded(startsUp: true, turns: []), loss: loss)], seed: 5,
      start: .epoch, end: .distantFuture)
    var counts = Array(repeating: 0, count: 17)
    for _ in 0..<20_000 { counts[markets.loss(of: 0, among: 16)] += 1 }
    let found = Double(counts[16]) / 20_000
    let part = Double(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / 320_000
    #expect(abs(found - whole) < 0.02 && abs(part - mean) < 0.03, "\(loss): \(found), \(part)")
    #expect(counts[0] == 0)
    #expect(markets.loss(of: 0, among: 1) == 1 && markets.loss(of: 0, among: 0) == 0)
  }

  // MARK: In a run

  private func facts(_ plan: SimulationPlan) throws -> [Fact] {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink, checking: true)
    return sink.facts
  }

  @Test("when a market runs dry its machines are told, go, and come back once it has some again")
  func story() throws {
    var plan = try TinyPlan(nodes: [1, 1], jobs: [(0, 300, 1)], end: 400).plan()
    plan.interruptions = [
      PoolInterruption(
        pool: PoolID(0), lifetime: nil, notice: .seconds(20), replacementDelay: try .constant(5),
        market: SpotMarketPlan(
          availability: .recorded(
            startsUp: true, turns: [Instant(seconds: 100), Instant(seconds: 200)])))
    ]
    let told = try facts(plan).map(tell)
    #expect(
      told == [
        "0s n0 joins p0", "0s n1 joins p0", "0s j0 is submitted", "0s j0 starts on n0, attempt 1",
        "100s spotMarketTurned 0 0 0", "100s n1 is told, 20s ahead", "100s n0 is told, 20s ahead",
        "120s n1 is interrupted at the age of 120s", "120s n0 is interrupted at the age of 120s",
        "120s j0 loses n0 and 120s of work", "200s spotMarketTurned 0 0 1", "205s n1 joins p0",
        "205s n0 joins p0",
        "205s j0 starts on n0, attempt 2", "400s end",
      ])
  }

  @Test("a run that starts in a dry spell has no machines before it ends")
  func dryStart() throws {
    var plan = try TinyPlan(nodes: [1], jobs: [(0, 10, 1)], end: 100).plan()
    plan.interruptions = [
      PoolInterruption(
        pool: PoolID(0), lifetime: nil,
        market: SpotMarketPlan(
          availability: .recorded(startsUp: false, turns: [Instant(seconds: 40)])))
    ]
    let told = try facts(plan).map(tell)
    #expect(
      told.prefix(2) == ["0s spotMarketTurned 0 0 0", "0s j0 is submitted"]
        && told.contains("40s n0 joins p0"), "\(told)")
  }

  @Test(
    "random markets break nothing, and another policy leaves them as they were",
    arguments: 0..<30 as Range<UInt64>)
  func properties(seed: UInt64) throws {
    var generator = PropertyGenerator(seed: seed)
    var tiny = TinyPlan(nodes: (0..<12).map { _ in 1 + generator.below(4) }, end: 20_000)
    var at: Int64 = 0
    for _ in 0..<60 {
      at += generator.below(200)
      tiny.jobs.append((at, 1 + generator.below(900), 1 + generator.below(3)))
    }
    var plan = try tiny.plan(seed: seed)
    plan.fleet.pools = (0..<3).map { Pool(name: "p\($0)") }
    for node in plan.fleet.nodes.indices { plan.fleet.nodes[node].pool = PoolID(UInt32(node % 3)) }
    plan.interruptions = try (0..<3).map { pool in
      PoolInterruption(
        pool: PoolID(pool), lifetime: generator.below(2) == 0 ? try .exponential(mean: 3_000) : nil,
        notice: .seconds(generator.below(3) * 60), replacementDelay: try .exponential(mean: 60),
        market: SpotMarketPlan(
          availability: .modelled(
            up: try .lognormal(mu: 7, sigma: 1.2), down: try .exponential(mean: 500)),
          region: "r", contagionPermille: generator.below(500),
          recoveryPermille: generator.below(500),
          loss: generator.below(2) == 0 ? .beta(0.3, 0.2) : .wipeOut(permille: 600),
          spread: .seconds(generator.below(180)), missedNoticePermille: generator.below(300)))
    }
    let first = try facts(plan)
    #expect(first == (try facts(plan)), "seed \(seed)")
    #expect(first.contains { $0.kind == .nodeInterrupted }, "seed \(seed)")
    plan.recovery = .checkpoint(interval: .seconds(30), cost: .seconds(1), restore: .seconds(2))
    plan.placement = .bestFit
    func supply(_ facts: [Fact]) -> [Fact] {
      facts.filter { [.nodeJoined, .interruptionNoticed, .nodeInterrupted].contains($0.kind) }
    }
    #expect(supply(first) == supply(try facts(plan)), "seed \(seed)")
  }
}
