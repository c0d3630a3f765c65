import SpotScheduler
import TestSupport
import Testing
import Units

/// The planned drains before a provider whose workers serve first come, first served: some hosts are
/// drained faster than they may be, some work takes less than it may, and that makes nobody late.
@Suite struct ProviderQueueTests {
  /// How many seconds each host of a fleet sets out before the first one does.
  @Test(arguments: [
    (1, [0, 360, 720, 1_080, 1_440]), (2, [0, 360, 540, 720, 720]), (3, [0, 360, 480, 480, 480]),
    (4, [0, 360, 360, 360, 360]), (5, [0, 0, 0, 0, 0]), (.max, [0, 0, 0, 0, 0]),
  ])
  func `hosts that may wait for a worker set out earlier`(workers: Int, seconds: [Int64]) throws {
    let policy = RegulatedPolicy(returnSession: .minutes(6), providerConcurrency: workers)
    let starts = try Self.drainStarts(hosts: seconds.count, policy: policy)
    #expect(starts.map { (starts[0] - $0).nanoseconds / 1_000_000_000 } == seconds)
  }

  #if DEBUG
    static let seeds: Range<UInt64> = 0..<20
  #else
    static let seeds: Range<UInt64> = 0..<500
  #endif

  @Test(arguments: seeds)
  func `whoever comes early makes nobody late`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 7_000_000)
    for round in 0..<100 {
      let morning = try Morning(&random, staggers: round % 2 == 1)
      let sessions = morning.returns.indices.map { _ in
        [Self.draw(morning.deprovision, &random), Self.draw(morning.provision, &random)]
      }
      // Most take as long as they may, and some do not: that is where queues are worst.
      let releases = morning.returns.map { host in
        random.below(3) > 0
          ? host.release : host.release - random.below(UInt64(morning.drain) + 1)
      }
      let ends = Self.ends(releases, sessions, workers: morning.workers)
      let late = zip(ends, morning.returns).map { $0 - $1.edge }.max() ?? 0
      #expect(
        late <= 0, "seed \(seed): \(late) s late: \(morning), drained at \(releases), \(sessions)")
    }
  }

  /// A fleet whose hosts are drained by an instant at the latest before their windows close, all in
  /// seconds from the first close that could be.
  private struct Morning {
    var workers: Int
    var deprovision: Int64
    var provision: Int64
    var drain: Int64
    var returns: [(release: Int64, edge: Int64)]

    init(_ random: inout SeededGenerator, staggers: Bool) throws {
      deprovision = Int64(30 + random.below(240))
      provision = Int64(30 + random.below(240))
      let session = TimeSpan.seconds(deprovision + provision)
      drain = Int64(60 + random.below(600))
      workers = 1 + Int(random.below(4))
      let policy = RegulatedPolicy(
        drainDeadline: .seconds(drain), returnTime: session, returnSession: session,
        providerConcurrency: workers)
      var snapshot = SmallFleet.snapshot(
        hosts: workers + 1 + Int(random.below(6)), schedule: try SmallFleet.nights())
      if staggers {
        try SmallFleet.stagger(&snapshot, "UTC", &random)
        SmallFleet.addOwner(to: &snapshot, &random)
      }
      let plan = PreemptionPlan(
        snapshot, from: try Instant(rfc3339: "2026-06-10T12:00:00Z"),
        through: try Instant(rfc3339: "2026-06-11T12:00:00Z"), policy: policy)
      let first = try Instant(rfc3339: "2026-06-11T07:00:00Z")
      let drain = drain
      returns = plan.returns.map {
        (
          ($0.drainStart - first).nanoseconds / 1_000_000_000 + drain,
          ($0.edge - first).nanoseconds / 1_000_000_000
        )
      }
    }
  }

  /// When the drains of a fleet begin for one morning, in order.
  private static func drainStarts(hosts: Int, policy: RegulatedPolicy) throws -> [Instant] {
    let plan = PreemptionPlan(
      SmallFleet.snapshot(hosts: hosts, schedule: try SmallFleet.nights()),
      from: try Instant(rfc3339: "2026-06-10T12:00:00Z"),
      through: try Instant(rfc3339: "2026-06-11T12:00:00Z"), policy: policy)
    return plan.returns.sorted { $0.host.index < $1.host.index }.map(\.drainStart)
  }

  private static func draw(_ longest: Int64, _ random: inout SeededGenerator) -> Int64 {
    random.below(3) > 0 ? longest : longest / 2
  }

  /// When each host is done; its second piece of work queues when its first is done.
  private static func ends(
    _ releases: [Int64], _ sessions: [[Int64]], workers: Int
  ) -> [Int64] {
    var arrivals = releases.indices.map { (at: releases[$0], host: $0, piece: 0) }
    var free = Array(repeating: Int64.min, count: workers)
    var ends = releases
    while let next = arrivals.indices.min(by: {
      (arrivals[$0].at, arrivals[$0].host) < (arrivals[$1].at, arrivals[$1].host)
    }), let worker = free.indices.min(by: { free[$0] < free[$1] }) {
      let job = arrivals.remove(at: next)
      free[worker] = max(free[worker], job.at) + sessions[job.host][job.piece]
      ends[job.host] = free[worker]
      if job.piece == 0 { arrivals.append((free[worker], job.host, 1)) }
    }
    return ends
  }
}
