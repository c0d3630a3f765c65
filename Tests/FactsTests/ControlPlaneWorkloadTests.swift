import Facts
import Testing
import Units

/// What a journal says of hosted control planes, Jobs and hosts, played back.
@Suite("Workload clusters in a journal")
struct ControlPlaneWorkloadTests {
  typealias Run = LendingRun

  private func replay(_ facts: [Fact]) throws -> (ControlPlaneAccounts, ControlPlaneSummary) {
    let replay = Run.play(
      facts,
      into: ControlPlaneReplay(header: Run.header, fleet: Run.fleet, workload: Run.workload))
    let result = try replay.finish()
    return (result.accounts, result.summary)
  }

  /// One answers from 60 s on and is away from 100 s to 160 s and from 14,000 s to the end, which is at
  /// 14,400 s; the other never answers, so nobody misses it.
  @Test("an outage begins when an API server that answered ceases")
  func outages() throws {
    let (accounts, summary) = try replay([
      Run.fact(60, .apiServerServed, 0), Run.fact(100, .apiServerCeased, 0),
      Run.fact(160, .apiServerServed, 0), Run.fact(14_000, .apiServerCeased, 0),
    ])
    #expect(
      accounts.outages.map(\.beganAt) == [Run.start + .seconds(100), Run.start + .seconds(14_000)])
    #expect(accounts.outages.map(\.endedAt) == [Run.start + .seconds(160), nil])
    let outages = try #require(summary.outages)
    #expect(outages.count == 2 && outages.sum == 460_000_000_000)
    #expect(outages.max == .seconds(400))
    #expect(try replay([]).1.outages == nil)
    #expect(try replay([Run.fact(60, .apiServerServed, 1)]).1.outages?.count == 0)
  }

  /// 3 pods for 100 s, 5 for 50 s more; the 9 of one instant had their places at once.
  @Test("pods without a place are counted over time")
  func pending() throws {
    let facts = [
      Run.fact(100, .servicePendingChanged, 0, 0, 3),
      Run.fact(200, .servicePendingChanged, 1, 0, 2),
      Run.fact(250, .servicePendingChanged, 0, 0, 9),
      Run.fact(250, .servicePendingChanged, 0, 0, 0),
      Run.fact(250, .servicePendingChanged, 1, 0, 0), Run.fact(300, .queueDepthMeasured, 0),
    ]
    let stretch = try #require(try replay(facts).0.stretches.first)
    #expect(stretch.pendingTime == 550_000_000_000)
    #expect(stretch.pendingPeak == 5)
  }

  @Test("Jobs and steps of hosts are counted")
  func counts() throws {
    let (accounts, summary) = try replay([
      Run.fact(200, .workloadCompleted, 0, 0, Int64(150).s),
      Run.fact(300, .workloadFailed, 1, 0, Int64(20).s),
      Run.fact(310, .hostStepFailed, 0, 0, 1), Run.fact(320, .hostStepFailed, 0, 0, 1),
      Run.fact(330, .hostStepFailed, 1, 0, 2),
    ])
    #expect(accounts.jobEnds.map(\.hasFailed) == [false, true])
    #expect(accounts.jobEnds.map(\.length) == [.seconds(150), .seconds(20)])
    #expect(summary.jobLengths?.count == 1 && summary.jobLengths?.p50 == .seconds(150))
    #expect(summary.jobsFailed == 1)
    #expect(summary.hostSetUpsFailed == 2 && summary.hostCleaningsFailed == 1)
    let none = try replay([]).1
    #expect(none.jobLengths == nil && none.jobsFailed == nil && none.hostSetUpsFailed == nil)
  }

  @Test(
    "what cannot be is refused",
    arguments: [
      ([Run.fact(60, .apiServerCeased, 0)], "does not answer"),
      (
        [Run.fact(60, .apiServerServed, 0), Run.fact(61, .apiServerServed, 0)],
        "answers already"
      ),
      ([Run.fact(60, .workloadFailed, 0, 0, -1)], "less than no time"),
      ([Run.fact(60, .hostStepFailed, 0, 0, 3)], "no such step"),
      ([Run.fact(60, .apiServerServed, 2)], "unknown subject"),
      ([Run.fact(60, .servicePendingChanged, 0, 0, -1)], "cannot be so many pods"),
      (
        [
          Run.fact(60, .servicePendingChanged, 0, 0, .max),
          Run.fact(61, .servicePendingChanged, 1, 0, .max),
        ], "cannot be so many pods"
      ),
      ([Run.fact(60, .peerMachineReleased, 0, 0, -1)], "less than no time"),
    ])
  func refusals(_ facts: [Fact], _ problem: String) throws {
    let error = try #require(throws: ReplayError.self) { try replay(facts) }
    #expect(error.message.contains(problem))
  }
}
