import Facts
import Testing
import Units

@Suite("What clusters have, request and use")
struct ClusterReplayTests {
  typealias Run = LendingRun

  static func hours(_ facts: [Fact]) throws(ReplayError) -> [ClusterHours] {
    let replay = ClusterReplay(header: Run.header, fleet: Run.fleet, workload: Run.workload)
    return try Run.play(facts, into: replay).finish()
  }

  /// The idle parts of an hour by name, those of nothing left out.
  static func parts(_ hours: [ClusterHours], _ hour: Int) throws -> [String: Int64] {
    let idle = try #require(hours[0].idle)[hour]
    return Dictionary(
      uniqueKeysWithValues: zip(IdlePart.allCases, idle).filter { $1 != 0 }.map { ($0.name, $1) })
  }

  @Test("An empty cluster: headroom, reservation and isolation come off what is lendable")
  func empty() throws {
    let hours = try Self.hours([])
    // Of 20 cores that are not isolated 2 are reserved and 3 headroom; 15 are one machine and half
    // of another.
    #expect(
      try Self.parts(hours, 0) == [
        "headroom": 3_000, "reservation": 2_000, "isolation": 10_000, "fragmentation": 5_000,
        "lendable": 10_000,
      ])
    #expect(hours[0].allocatable == [30_000, 30_000, 30_000, 30_000])
    #expect(hours[1].allocatable == [0, 0, 0, 0])
    #expect(hours[1].idle == nil, "the batch cluster owns no machine")
  }

  @Test("Services use, request and crowd out what is free") func services() throws {
    let hours = try Self.hours([
      Run.fact(0, .serviceUsageChanged, 0, 0, 4_000),
      Run.fact(0, .serviceRequestChanged, 0, 0, 6_000),
      Run.fact(0, .serviceUsageChanged, 1, 0, 1_000),
      Run.fact(0, .serviceRequestChanged, 1, 0, 2_000),
      // Half an hour of more load than pods are placed for: usage is capped at the request.
      Run.fact(5_400, .serviceUsageChanged, 0, 0, 9_000),
      // The owner's load leaves no whole machine, then not even the headroom.
      Run.fact(7_200, .serviceRequestChanged, 0, 0, 12_000),
      Run.fact(10_800, .serviceRequestChanged, 0, 0, 17_000),
    ])
    #expect(
      try Self.parts(hours, 0) == [
        "used": 5_000, "request-slack": 3_000, "headroom": 3_000, "reservation": 2_000,
        "isolation": 8_000, "fragmentation": 9_000,
      ])
    // 4 cores for half an hour, 6 of the request for the other half, and 1 of the pinned service.
    #expect(try Self.parts(hours, 1)["used"] == 6_000)
    #expect(
      try Self.parts(hours, 2) == [
        "used": 10_000, "request-slack": 4_000, "headroom": 3_000, "reservation": 2_000,
        "isolation": 8_000, "fragmentation": 3_000,
      ])
    #expect(
      try Self.parts(hours, 3) == [
        "used": 10_000, "request-slack": 9_000, "headroom": 1_000, "reservation": 2_000,
        "isolation": 8_000,
      ])
    #expect(hours[0].requested == [8_000, 8_000, 14_000, 19_000])
    #expect(hours[0].used == [5_000, 6_000, 10_000, 10_000])
  }

  @Test("A machine that is lent: on its way, then lent, then on its way back") func lent() throws {
    let hours = try Self.hours([
      Run.stage(3_600, 0, Run.trading, .deleting),
      Run.stage(3_900, 0, Run.trading, .absent), Run.stage(3_900, 0, Run.batch, .provisioning),
      Run.stage(4_500, 0, Run.batch, .ready), Run.fact(4_500, .nodeJoined, 0, 0),
      Run.fact(5_400, .jobStarted, 0, 0, 1), Run.fact(7_200, .jobStarted, 1, 0, 1),
      Run.fact(9_000, .jobFinished, 0, 0, 1), Run.stage(9_000, 0, Run.batch, .draining),
      Run.fact(9_000, .jobInterrupted, 1, 0), Run.fact(9_000, .nodeLeft, 0, 0),
      Run.stage(9_900, 0, Run.batch, .deleting), Run.stage(10_800, 0, Run.batch, .absent),
      Run.stage(10_800, 0, Run.trading, .ready),
    ])
    // The second hour: 900 s of 3,600 on its way, 2,700 s lent, and never lendable then.
    #expect(
      try Self.parts(hours, 1) == [
        "lent": 7_500, "moving": 2_500, "headroom": 3_000, "reservation": 2_000,
        "isolation": 10_000, "fragmentation": 5_000,
      ])
    // The third: draining is lent still, 2,700 s; then 900 s on its way back.
    #expect(try Self.parts(hours, 2)["lent"] == 7_500)
    #expect(try Self.parts(hours, 2)["moving"] == 2_500)
    #expect(try Self.parts(hours, 3) == Self.parts(try Self.hours([]), 3))
    #expect(hours[0].allocatable == [30_000, 20_000, 20_000, 30_000])
    // 4,500 to 9,000 s of ten cores; jobs request 4 from 5,400 and 8 from 7,200 s, and use 70 %.
    #expect(hours[1].allocatable == [0, 7_500, 5_000, 0])
    #expect(hours[1].requested == [0, 2_000, 4_000, 0])
    #expect(hours[1].used == [0, 1_400, 2_800, 0])
  }

  @Test("A machine that is drained at home counts as used as far as pods are on it")
  func drainedAtHome() throws {
    let hours = try Self.hours([
      Run.fact(0, .serviceRequestChanged, 0, 0, 15_000),
      Run.fact(0, .serviceUsageChanged, 0, 0, 15_000),
      Run.stage(0, 1, Run.trading, .draining),
    ])
    // One machine is left, yet 15 cores are requested: 5 of the drained one's are used, 5 moving.
    #expect(
      try Self.parts(hours, 0) == ["used": 15_000, "moving": 5_000, "isolation": 10_000])
  }

  @Test("Means of uneven hours sum to the capacity exactly", arguments: 0..<30 as Range<UInt64>)
  func exactSums(seed: UInt64) throws {
    var generator = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: UInt64) -> Int64 {
      generator ^= generator << 13
      generator ^= generator >> 7
      generator ^= generator << 17
      return Int64(generator % bound)
    }
    var facts: [Fact] = []
    var nanoseconds: Int64 = 0
    while true {
      nanoseconds += next(1_000_000_000_000)
      guard nanoseconds < Int64(4 * 3_600).s else { break }
      var fact = Run.fact(0, .serviceRequestChanged, UInt32(next(2)), 0, next(5_000))
      if next(2) == 0 { fact.kind = .serviceUsageChanged }
      if next(4) == 0 { fact = Run.stage(0, UInt32(next(2)), Run.batch, .ready) }
      if next(4) == 0 { fact = Run.stage(0, UInt32(next(2)), Run.trading, .absent) }
      fact.at = Run.start + TimeSpan(nanoseconds: nanoseconds)
      // A machine serves one cluster at a time, and the isolated one carries the load of all.
      if fact.kind == .machineStageChanged, fact.object == Run.batch {
        var gone = Run.stage(0, fact.subject, Run.trading, .absent)
        gone.at = fact.at
        facts.append(gone)
      }
      facts.append(fact)
    }
    let hours = try Self.hours(facts)
    let idle = try #require(hours[0].idle)
    #expect(idle.count == 4, "seed \(seed)")
    for parts in idle {
      #expect(parts.reduce(0, +) == 30_000, "seed \(seed): \(parts)")
      #expect(parts.allSatisfy { $0 >= 0 }, "seed \(seed): \(parts)")
    }
  }

  @Test("More requests than machines are a contradiction, once they last") func overCommitted()
    throws
  {
    let facts = [
      Run.fact(60, .serviceRequestChanged, 0, 0, 25_000),
      Run.stage(60, 0, Run.batch, .ready), Run.stage(60, 0, Run.trading, .absent),
    ]
    let error = try #require(throws: ReplayError.self) { try Self.hours(facts) }
    #expect(error.message.contains("requested more than the machines of their cluster have"))
    // Within one instant the order of facts is nobody's business.
    #expect(throws: Never.self) {
      try Self.hours(facts + [Run.fact(60, .serviceRequestChanged, 0, 0, 20_000)])
    }
  }
}
