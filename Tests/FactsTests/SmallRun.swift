import Facts
import Units

/// A run small enough to check by hand: two nodes, three jobs, ten hours, one interruption.
enum SmallRun {
  static let start = Instant(seconds: 1_780_000_000)
  static let end = start + .hours(10)

  static let fleet = Fleet(
    pools: [Pool(name: "spot")],
    nodes: [
      Node(pool: PoolID(0), allocatable: resources(4_000)),
      Node(pool: PoolID(0), allocatable: resources(8_000)),
    ],
    nodeNames: ["n-0", "n-1"])

  static let workload = Workload(
    jobs: [
      Job(submittedAt: start + .hours(1), work: .hours(2), request: resources(2_000)),
      Job(submittedAt: start + .hours(1), work: .hours(4), request: resources(8_000)),
      Job(submittedAt: start + .hours(2), work: .hours(1), request: resources(64_000)),
    ],
    jobNames: ["a", "b", "c"])

  static let header = JournalHeader(start: start, end: end, fleet: fleet, workload: workload)

  static let facts: [Fact] = [
    fact(0, .nodeJoined, 0), fact(0, .nodeJoined, 1),
    fact(60, .jobSubmitted, 0), fact(60, .jobStarted, 0, 0, 1),
    fact(60, .jobSubmitted, 1), fact(60, .jobStarted, 1, 1, 1),
    fact(120, .jobSubmitted, 2), fact(120, .jobRejected, 2),
    fact(178, .interruptionNoticed, 1, 0, 2 * minute),
    fact(180, .jobFinished, 0, 0, 1),
    fact(180, .jobInterrupted, 1, 1, 120 * minute),
    fact(180, .nodeInterrupted, 1, 0, 180 * minute),
    fact(210, .nodeJoined, 1), fact(210, .jobStarted, 1, 1, 2),
    fact(450, .jobFinished, 1, 1, 2),
    fact(600, .horizonReached, 0, 0, 42),
  ]

  static var journal: Journal {
    var journal = Journal(header: header, chunkRows: 5)
    for fact in facts { journal.record(fact) }
    return journal
  }

  static let minute: Int64 = 60_000_000_000

  static func resources(_ cpu: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cpu), memory: .mebibytes(1_024))
  }

  static func fact(
    _ minutes: Int64, _ kind: FactKind, _ subject: UInt32, _ object: UInt32 = 0, _ value: Int64 = 0
  ) -> Fact {
    Fact(at: start + .minutes(minutes), kind: kind, subject: subject, object: object, value: value)
  }

  static func replay(_ facts: [Fact] = facts) throws(ReplayError) -> ReplayResult {
    var replay = FleetReplay(header: header, fleet: fleet, workload: workload)
    for fact in facts { replay.record(fact) }
    return try replay.finish()
  }
}
