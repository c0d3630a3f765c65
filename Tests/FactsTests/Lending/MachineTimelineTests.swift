import Facts
import Testing
import Units

@Suite("Where machines were when")
struct MachineTimelineTests {
  typealias Run = LendingRun

  static func timeline(_ facts: [Fact]) throws(ReplayError) -> (
    spans: [MachineSpan], windows: [DeclaredWindow]
  ) {
    let timeline = MachineTimeline(header: Run.header, fleet: Run.fleet, workload: Run.workload)
    return try Run.play(facts, into: timeline).finish()
  }

  @Test("Spans of stages end where the next begins, and at the horizon") func spans() throws {
    let (spans, windows) = try Self.timeline([
      Run.stage(0, 0, Run.trading, .ready), Run.stage(0, 1, Run.trading, .ready),
      Run.fact(600, .lendingWindowOpened, 0, Run.batch, Int64(7_200).s),
      Run.stage(600, 0, Run.trading, .deleting), Run.stage(600, 0, Run.batch, .waitingForHost),
      Run.stage(900, 0, Run.trading, .absent), Run.stage(900, 0, Run.batch, .provisioning),
      // A stage of no length, and one that is told twice.
      Run.stage(1_200, 0, Run.batch, .ready), Run.stage(1_200, 0, Run.batch, .draining),
      Run.stage(1_500, 0, Run.batch, .draining),
      Run.fact(3_600, .recallOrdered, 0, Run.trading, Int64(600).s),
      Run.fact(7_800, .lendingWindowClosed, 0, Run.trading),
      Run.fact(9_000, .lendingWindowOpened, 0, Run.batch, .max),
    ])
    let texts = spans.map { span in
      "\(span.node) \(span.cluster.index) \(span.stage.name) "
        + "\((span.start - Run.start).nanoseconds / 1_000_000_000) "
        + "\((span.end - Run.start).nanoseconds / 1_000_000_000)"
    }
    #expect(
      texts == [
        "0 0 ready 0 600", "0 0 deleting 600 900", "0 1 waiting-for-host 600 900",
        "0 1 provisioning 900 1200", "0 1 draining 1200 14400", "1 0 ready 0 14400",
      ])
    let declared = windows.map { window in
      "\(window.kind.rawValue) \((window.start - Run.start).nanoseconds / 1_000_000_000) "
        + "\((window.end - Run.start).nanoseconds / 1_000_000_000)"
    }
    #expect(declared == ["window 600 7800", "recall 3600 4200", "window 9000 14400"])
  }

  @Test("Windows that contradict each other") func contradictions() throws {
    let closed = Run.fact(5, .lendingWindowClosed, 0, Run.trading)
    let opened = Run.fact(5, .lendingWindowOpened, 0, Run.batch, 1)
    #expect(
      try #require(throws: ReplayError.self) { try Self.timeline([closed]) }.message
        == "no window is open")
    #expect(
      try #require(throws: ReplayError.self) { try Self.timeline([opened, opened]) }.message
        == "the window is open already")
    #expect(
      try #require(throws: ReplayError.self) {
        try Self.timeline([Run.fact(5, .recallOrdered, 0, 0, -1)])
      }.message == "the limit is below zero")
  }
}
