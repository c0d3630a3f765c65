import Facts
import Testing
import Units

@Suite("Where the jobs' cluster has its CPU from")
struct SupplyReplayTests {
  typealias Run = LendingRun

  static func hours(_ facts: [Fact]) throws(ReplayError) -> SupplyHours {
    let replay = SupplyReplay(header: Run.header, fleet: Run.fleet, workload: Run.workload)
    return try Run.play(facts, into: replay).finish()
  }

  /// One job waits, runs on a lent machine, loses it, and ends on a rented one.
  static let story = [
    Run.fact(0, .jobSubmitted, 0), Run.fact(0, .jobSubmitted, 1), Run.fact(0, .jobRejected, 1),
    Run.fact(1_800, .machineStageChanged, 0, Run.batch, MachineStage.ready.rawValue),
    Run.fact(1_800, .nodeJoined, 0, 0), Run.fact(1_800, .jobStarted, 0, 0, 1),
    Run.fact(5_400, .jobInterrupted, 0, 0), Run.fact(5_400, .nodeLeft, 0, 0),
    Run.fact(7_200, .nodeJoined, Run.cloud, 2), Run.fact(7_200, .jobStarted, 0, Run.cloud, 2),
    Run.fact(9_000, .jobFinished, 0, Run.cloud, 2),
    Run.fact(10_800, .nodeInterrupted, Run.cloud, 2),
  ]

  @Test func `supply goes by who owns the machine, demand by where the job is`() throws {
    let hours = try Self.hours(Self.story)
    #expect(hours.ready[SupplySource.own.rawValue] == [0, 0, 0, 0])
    #expect(hours.ready[SupplySource.lent.rawValue] == [5_000, 5_000, 0, 0])
    #expect(hours.ready[SupplySource.spot.rawValue] == [0, 0, 10_000, 0])
    #expect(hours.ready[SupplySource.onDemand.rawValue] == [0, 0, 0, 0])
    #expect(hours.requested == [2_000, 2_000, 2_000, 0])
    // The rejected job is in no queue; the other waits half an hour twice.
    #expect(hours.queued == [2_000, 2_000, 0, 0])
    // Half an hour of 70 % of 4 cores twice, on a machine of the first cluster.
    #expect(hours.usedOnLent == [[1_400, 1_400, 0, 0], [0, 0, 0, 0]])
  }

  @Test func `the sources sum to what the cluster offers, and requests are the cluster's`() throws {
    let replay = ClusterReplay(header: Run.header, fleet: Run.fleet, workload: Run.workload)
    let cluster = try Run.play(Self.story, into: replay).finish()[Int(Run.batch)]
    let hours = try Self.hours(Self.story)
    for hour in 0..<4 {
      #expect(hours.ready.reduce(0) { $0 + $1[hour] } == cluster.allocatable[hour])
    }
    #expect(hours.requested == cluster.requested)
  }

  @Test func `a run of less than an hour has one mean over its own length`() throws {
    let end = Run.start + .minutes(20)
    let header = JournalHeader(
      start: Run.start, end: end, fleet: Run.fleet, workload: Run.workload)
    var replay = SupplyReplay(header: header, fleet: Run.fleet, workload: Run.workload)
    replay.record(Run.fact(600, .nodeJoined, 0, 0))
    replay.record(Fact(at: end, kind: .horizonReached, subject: 0))
    #expect(try replay.finish().ready[SupplySource.lent.rawValue] == [5_000])
  }

  @Test func `facts that contradict each other are refused by name`() {
    #expect(throws: ReplayError.self) { try Self.hours([Run.fact(1, .nodeLeft, 0, 0)]) }
    #expect(throws: ReplayError.self) { try Self.hours([Run.fact(1, .jobFinished, 0, 0, 1)]) }
  }
}
