import Facts
import Testing

@Suite("What services lacked")
struct ServiceReplayTests {
  typealias Run = LendingRun

  static func shortage(_ facts: [Fact]) throws(ReplayError) -> ServiceShortage? {
    let replay = ServiceReplay(header: Run.header, fleet: Run.fleet, workload: Run.workload)
    return try Run.play(facts, into: replay).finish()
  }

  @Test func `pods wait, and usage beyond what placed pods request is unserved`() throws {
    let shortage = try #require(
      try Self.shortage([
        Run.fact(0, .serviceUsageChanged, 0, 0, 5_000),
        Run.fact(0, .serviceRequestChanged, 0, 0, 6_000),
        // Another service wants 3 cores and has one pod of one placed, for an hour.
        Run.fact(3_600, .serviceUsageChanged, 1, 0, 3_000),
        Run.fact(3_600, .serviceRequestChanged, 1, 0, 1_000),
        Run.fact(3_600, .servicePendingChanged, 1, 0, 2),
        Run.fact(5_400, .servicePendingChanged, 0, 0, 1),
        Run.fact(6_300, .servicePendingChanged, 0, 0, 0),
        Run.fact(7_200, .servicePendingChanged, 1, 0, 0),
        Run.fact(7_200, .serviceRequestChanged, 1, 0, 3_000),
      ]))
    #expect(shortage.pendingTime == Int128((2 * 3_600 + 900) * 1_000_000_000))
    #expect(shortage.pendingPeak == 3)
    #expect(shortage.unservedCoreTime == Int128(2_000) * 3_600_000_000_000)
  }

  @Test func `what lasts to the horizon counts up to it`() throws {
    let shortage = try #require(
      try Self.shortage([Run.fact(10_800, .servicePendingChanged, 0, 0, 4)]))
    #expect(shortage.pendingTime == Int128(4 * 3_600) * 1_000_000_000)
    #expect(try Self.shortage([])?.pendingPeak == 0)
  }

  @Test func `less than no pods are refused`() {
    #expect(throws: ReplayError.self) {
      try Self.shortage([Run.fact(1, .servicePendingChanged, 0, 0, -1)])
    }
  }
}
