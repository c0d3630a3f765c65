import Facts
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// When on-demand machines are bought beside spot ones, and when spot ones take their place again.
@Suite("Fallback to on-demand, and the return to spot")
struct FallbackTests {
  /// Two spot machines, n0 and n1, and two on-demand ones, n2 and n3, of one core each; a machine is
  /// Ready five seconds after its launch, and idle for 30 before it is given back.
  private struct Cloud {
    var jobs: [(at: Int64, work: Int64, cores: Int64)] = [(0, 300, 1)]
    var fallback = FallbackPolicy()
    /// When the market turns; it starts dry if `startsUp` is false.
    var turns: [Int64]?
    var startsUp = true
    var grace: Int64 = 0
    var end: Int64 = 1_000
    var seed: UInt64 = 1

    func facts() throws -> [Fact] {
      var plan = try TinyPlan(nodes: [1, 1, 1, 1], jobs: jobs, end: end).plan(seed: seed)
      plan.fleet.pools = [
        Pool(name: "spot", capacityType: .spot), Pool(name: "on-demand", capacityType: .onDemand),
      ]
      for node in 2..<4 { plan.fleet.nodes[node].pool = PoolID(1) }
      plan.workload.jobTerminationGrace = .seconds(grace)
      plan.autoscaling = AutoscalingPlan(
        pools: [
          AutoscaledPool(pool: PoolID(0), launchTime: try .constant(5)),
          AutoscaledPool(pool: PoolID(1), launchTime: try .constant(5)),
        ], pendingDelay: .zero, idleDelay: .seconds(30), fallback: fallback)
      if let turns {
        plan.interruptions = [
          PoolInterruption(
            pool: PoolID(0), lifetime: nil,
            market: SpotMarketPlan(
              availability: .recorded(
                startsUp: startsUp, turns: turns.map { Instant(seconds: $0) })))
        ]
      }
      var sink = CollectingSink()
      _ = try FleetSimulation.run(plan, into: &sink, checking: true)
      return sink.facts
    }

    /// What becomes of machines, a word each.
    func story() throws -> [String] {
      try facts().compactMap { fact in
        let what: String
        switch fact.kind {
        case .instanceLaunched: what = "n\(fact.subject) is launched"
        case .nodeCordoned: what = "n\(fact.subject) is cordoned"
        case .nodeUncordoned: what = "n\(fact.subject) is uncordoned"
        case .podEvicted, .podKilled: what = "j\(fact.subject) is asked to go"
        case .instanceTerminated where fact.value == 0: what = "n\(fact.subject) is given back"
        case .jobFinished: what = "j\(fact.subject) is done on n\(fact.object)"
        default: return nil
        }
        return "\(fact.at.nanoseconds / 1_000_000_000)s \(what)"
      }
    }
  }

  @Test("without a policy on-demand is bought at once, and stays until it is idle")
  func none() throws {
    #expect(
      try Cloud(turns: [60], startsUp: false).story() == [
        "10s n2 is launched", "315s j0 is done on n2", "350s n2 is given back",
      ])
  }

  @Test("a job waits for spot as long as it is told to, and no longer")
  func wait() throws {
    let policy = FallbackPolicy(wait: .seconds(60))
    #expect(
      try Cloud(fallback: policy, turns: [400], startsUp: false).story() == [
        "60s n2 is launched", "365s j0 is done on n2", "400s n2 is given back",
      ])
    #expect(
      try Cloud(fallback: policy, turns: [35], startsUp: false).story() == [
        "40s n0 is launched", "345s j0 is done on n0", "380s n0 is given back",
      ])
    // With the quota used up it is the same.
    #expect(
      try Cloud(jobs: [(0, 300, 1), (0, 300, 1), (0, 300, 1)], fallback: policy).story().prefix(3)
        == ["10s n0 is launched", "10s n1 is launched", "60s n2 is launched"])
  }

  @Test(
    "the floor is bought first and given back last",
    arguments: [
      (FallbackPolicy.Floor.count(1), ["n2", "n0", "n1"]), (.percent(50), ["n2", "n0", "n3"]),
      (.percent(100), ["n2", "n3", "n0"]), (.percent(10), ["n2", "n0", "n1"]),
    ])
  func floor(floor: FallbackPolicy.Floor, launched: [String]) throws {
    let cloud = Cloud(
      jobs: [(0, 100, 1), (1, 300, 1), (2, 300, 1)], fallback: FallbackPolicy(floor: floor))
    let story = try cloud.story()
    #expect(story.prefix(3) == launched.map { "10s \($0) is launched" }[...], "\(story)")
    let bought = try cloud.facts().filter {
      [.instanceLaunched, .instanceTerminated].contains($0.kind)
    }
    var there: Set<UInt32> = []
    for fact in bought where fact.at < Instant(seconds: 1_000) {
      if fact.kind == .instanceLaunched {
        there.insert(fact.subject)
      } else {
        there.remove(fact.subject)
        #expect(
          there.count { $0 >= 2 } >= min(floor.required(of: there.count), 2), "\(floor) \(fact)")
      }
    }
    #expect(there.isEmpty)
  }

  @Test("an idle machine of the floor stays while a spot one works")
  func floorStays() throws {
    let story = try Cloud(
      jobs: [(0, 300, 1), (1, 50, 1)], fallback: FallbackPolicy(floor: .count(1))
    ).story()
    #expect(
      story == [
        "10s n2 is launched", "10s n0 is launched", "65s j1 is done on n2", "315s j0 is done on n0",
        "350s n0 is given back", "350s n2 is given back",
      ])
  }

  @Test("once the market is back for long enough machines are exchanged as their jobs end")
  func betweenJobs() throws {
    let terms = SpotReturn(after: .seconds(60))
    let cloud = Cloud(
      jobs: [(0, 200, 1), (0, 300, 1), (250, 10, 1)], fallback: FallbackPolicy(spotReturn: terms),
      turns: [50], startsUp: false)
    #expect(
      try cloud.story() == [
        "10s n2 is launched", "10s n3 is launched",
        // 60 s after the market came back; one at a time, and the next when the first is gone.
        "110s n2 is cordoned", "215s j0 is done on n2", "220s n2 is given back",
        "230s n3 is cordoned",
        // What comes meanwhile finds no room on it, and buys spot.
        "260s n0 is launched", "275s j2 is done on n0", "310s n0 is given back",
        "315s j1 is done on n3", "320s n3 is given back",
      ])
  }

  @Test("with drain the jobs are evicted, and go on where spot is")
  func drain() throws {
    let terms = SpotReturn(after: .seconds(60), machines: 2, manner: .drain)
    let story = try Cloud(
      jobs: [(0, 200, 1), (0, 300, 1)], fallback: FallbackPolicy(spotReturn: terms),
      turns: [50], startsUp: false, grace: 20
    ).story()
    #expect(
      story.prefix(10) == [
        "10s n2 is launched", "10s n3 is launched", "110s n0 is launched", "110s n1 is launched",
        "115s n2 is cordoned", "115s j0 is asked to go", "115s n3 is cordoned",
        "115s j1 is asked to go", "140s n2 is given back", "140s n3 is given back",
      ])
    #expect(story.suffix(4).contains("335s j0 is done on n0"), "\(story)")
  }

  @Test(
    "the interval spaces exchanges, the floor keeps its machines, and a market that dries stops it")
  func limits() throws {
    func launches(_ policy: FallbackPolicy, turns: [Int64]) throws -> [String] {
      try Cloud(
        jobs: [(0, 2_000, 1), (0, 2_000, 1)], fallback: policy, turns: turns, startsUp: false
      ).story().filter { !$0.hasSuffix("n2 is launched") && !$0.hasSuffix("n3 is launched") }
    }
    func terms(
      _ machines: Int, every seconds: Int64, _ manner: SpotReturn.Manner = .betweenJobs
    ) -> SpotReturn {
      SpotReturn(
        after: .zero, machines: machines, interval: .seconds(seconds), manner: manner)
    }
    let two = terms(2, every: 100)
    #expect(
      try launches(FallbackPolicy(spotReturn: two), turns: [50])
        == ["50s n2 is cordoned", "50s n3 is cordoned"])
    #expect(
      try launches(FallbackPolicy(spotReturn: terms(1, every: 100)), turns: [50])
        == ["50s n2 is cordoned"])
    #expect(
      try launches(FallbackPolicy(floor: .count(1), spotReturn: two), turns: [50])
        == ["50s n2 is cordoned"])
    #expect(
      try launches(FallbackPolicy(floor: .percent(100), spotReturn: two), turns: [50]).isEmpty)
    #expect(
      try launches(FallbackPolicy(spotReturn: two), turns: [50, 80]).suffix(2) == [
        "80s n2 is uncordoned", "80s n3 is uncordoned",
      ])
    #expect(
      try launches(FallbackPolicy(spotReturn: terms(1, every: 100, .drain)), turns: [50]) == [
        "50s n0 is launched", "55s n2 is cordoned", "55s j0 is asked to go", "60s n2 is given back",
        "150s n1 is launched", "155s n3 is cordoned", "155s j1 is asked to go",
        "160s n3 is given back",
      ])
  }

  @Test(
    "random clouds under random policies break nothing, and hold the floor when they buy",
    arguments: 0..<60 as Range<UInt64>)
  func properties(seed: UInt64) throws {
    var generator = PropertyGenerator(seed: seed)
    var cloud = Cloud(turns: [], end: 20_000, seed: seed)
    cloud.jobs = []
    var at: Int64 = 0
    for _ in 0..<80 {
      at += generator.below(400)
      cloud.jobs.append((at, 1 + generator.below(900), 1))
    }
    var turns: [Int64] = []
    at = 0
    while at < 19_000 {
      at += 1 + generator.below(900)
      turns.append(at)
    }
    cloud.turns = turns
    cloud.startsUp = generator.below(2) == 0
    cloud.grace = generator.below(3) * 20
    let floor: FallbackPolicy.Floor? =
      switch generator.below(3) {
      case 0: nil
      case 1: .count(Int(1 + generator.below(2)))
      default: .percent(Int(1 + generator.below(100)))
      }
    cloud.fallback = FallbackPolicy(
      floor: floor, wait: .seconds(generator.below(2) * generator.below(600)),
      spotReturn: generator.below(4) == 0
        ? nil
        : SpotReturn(
          after: .seconds(generator.below(300)), machines: Int(1 + generator.below(2)),
          interval: .seconds(generator.below(3) * 60),
          manner: generator.below(2) == 0 ? .drain : .betweenJobs))
    let facts = try cloud.facts()
    #expect(facts == (try cloud.facts()), "seed \(seed)")
    // Everything is done where there is time for it: no machine is lost on the way.
    #expect(facts.count { $0.kind == .jobFinished } > 40, "seed \(seed)")
    var there: Set<UInt32> = []
    for fact in facts {
      if fact.kind == .instanceLaunched {
        if fact.subject < 2, let floor, there.count(where: { $0 >= 2 }) < 2 {
          // A spot machine is bought when the floor is there, or as another's replacement.
          let onDemand = there.count { $0 >= 2 }
          #expect(onDemand >= floor.required(of: there.count + 1), "seed \(seed): \(fact)")
        }
        #expect(there.insert(fact.subject).inserted, "seed \(seed)")
      } else if fact.kind == .instanceTerminated {
        #expect(there.remove(fact.subject) != nil, "seed \(seed)")
      }
    }
  }
}
