import Facts
import Testing
import Units

@Suite("What is derived from a run")
struct SummaryTests {
  @Test("has the figures worked out by hand")
  func byHand() throws {
    let metrics = try SmallRun.replay().summary.metrics
    let values = Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value) })
    let expected: [(String, Double)] = [
      ("job.submitted", 3), ("job.started", 2), ("job.finished", 2), ("job.rejected", 1),
      ("job.unfinished", 0), ("job.interruptions", 1), ("job.attempts", 3),
      ("job.running.peak", 2), ("job.queued.peak", 1),
      ("job.wait.mean", 0), ("job.wait.max", 0),
      // a: 60..180, b: 60..450 minutes.
      ("job.turnaround.mean", 255 * 60), ("job.turnaround.p50", 120 * 60),
      ("job.turnaround.p95", 390 * 60), ("job.slowdown.max", 390.0 / 240),
      ("job.slowdown.mean", (1 + 390.0 / 240) / 2),
      ("node.joins", 3), ("node.interruptions", 1), ("node.notices", 1),
      ("node.hours", 10 + 3 + 6.5), ("node.ready.peak", 2),
      ("work.done", 6 * 3_600), ("work.lost", 2 * 3_600), ("work.lost.ratio", 16.0 / 52),
      ("work.done.core_hours", 2 * 2 + 4 * 8), ("work.lost.core_hours", 16),
      ("cpu.allocatable.core_hours", 4 * 10 + 8 * 9.5),
      ("cpu.allocated.core_hours", 2 * 2 + 8 * (2 + 4)),
      ("cpu.utilisation", 52.0 / 116), ("cpu.useful", 36.0 / 116),
      ("run.makespan", 390 * 60), ("run.horizon", 36_000),
      ("run.events", 42), ("run.facts", 16),
    ]
    for (name, value) in expected { #expect(values[name] == value, "\(name)") }
  }

  @Test("has hourly means that add up to the integrals")
  func series() throws {
    let result = try SmallRun.replay()
    #expect(result.series.count == 10)
    #expect(
      result.series[.allocatedMilliCPU] == [
        0, 10_000, 10_000, 4_000, 8_000, 8_000, 8_000, 4_000, 0, 0,
      ])
    #expect(result.series[.readyNodes] == [2, 2, 2, 1.5, 2, 2, 2, 2, 2, 2])
    #expect(result.series[.queuedJobs] == [0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0])
    let allocated = result.series[.allocatedMilliCPU].reduce(0, +) / 1_000
    #expect(allocated == 52)
  }

  @Test("has the outcome of each job")
  func jobs() throws {
    let jobs = try SmallRun.replay().jobs
    #expect(jobs.map(\.status) == [.finished, .finished, .rejected])
    #expect(jobs.map(\.attempts) == [1, 2, 0])
    #expect(jobs[1].lost == TimeSpan.hours(2))
    #expect(jobs[1].finishedAt == SmallRun.start + .minutes(450))
    #expect(jobs[2].firstStartedAt == nil)
  }

  @Test("is the same beside the run and from the stored journal")
  func recorder() throws {
    var recorder = MemberRecorder(
      start: SmallRun.start, end: SmallRun.end, fleet: SmallRun.fleet,
      workload: SmallRun.workload, keepsJournal: true, chunkRows: 4)
    for fact in SmallRun.facts { recorder.record(fact) }
    let result = try recorder.finish()
    let journal = try Journal(header: result.header, chunks: result.chunks)
    var replay = FleetReplay(
      header: journal.header, fleet: SmallRun.fleet, workload: SmallRun.workload)
    journal.replay(into: &replay)
    let derived = try replay.finish()
    #expect(result.digest == SmallRun.journal.digest.hex)
    #expect(result.facts == SmallRun.facts.count)
    #expect(derived == ReplayResult(result))
  }

  @Test("leaves out what a run does not have")
  func undefined() throws {
    let summary = try SmallRun.replay([SmallRun.fact(600, .horizonReached, 0)]).summary
    let names = Set(summary.metrics.map(\.name))
    for name in ["job.wait.mean", "job.slowdown.p50", "cpu.utilisation", "run.makespan"] {
      #expect(!names.contains(name))
      #expect(MetricRegistry.metric(named: name) != nil)
    }
    #expect(names.contains("node.hours"))
  }

  @Test("is refused for facts that no run emits", arguments: ImpossibleRun.all)
  func impossible(_ testCase: ImpossibleRun) {
    #expect { try SmallRun.replay(testCase.facts) } throws: { error in
      "\(error)".contains(testCase.message)
    }
  }

  @Test("gives every metric one name, one sentence and a query")
  func registry() {
    let all = MetricRegistry.all
    #expect(Set(all.map(\.name)).count == all.count)
    for metric in all {
      #expect(metric.definition.hasSuffix("."), "\(metric.name)")
      #expect(metric.sql.contains(":run") && metric.sql.contains(":variant"))
      #expect(metric.name.utf8.allSatisfy { $0 == 0x2E || $0 == 0x5F || $0 > 0x60 || $0 < 0x3A })
    }
  }
}

extension ReplayResult {
  init(_ result: MemberResult) {
    self.init(summary: result.summary, series: result.series, jobs: result.jobs)
  }
}

/// Facts that contradict each other, and what the replay says.
struct ImpossibleRun: Sendable, CustomTestStringConvertible {
  var facts: [Fact]
  var message: String
  var testDescription: String { message }

  static let all: [ImpossibleRun] = [
    ImpossibleRun(facts: [], message: "the horizon is not reached"),
    with("is not ready", SmallRun.fact(1, .nodeInterrupted, 0)),
    with("is ready already", SmallRun.fact(1, .nodeJoined, 0), SmallRun.fact(1, .nodeJoined, 0)),
    with("unknown subject", SmallRun.fact(1, .nodeJoined, 2)),
    with("unknown object", SmallRun.fact(1, .nodeJoined, 0, 1)),
    with("is earlier", SmallRun.fact(2, .nodeJoined, 0), SmallRun.fact(1, .nodeJoined, 1)),
    with("is earlier", SmallRun.fact(-1, .nodeJoined, 0)),
    with("is later", SmallRun.fact(601, .nodeJoined, 0)),
    with("is not in the queue", SmallRun.fact(1, .jobStarted, 0, 0, 1)),
    with(
      "was submitted before", SmallRun.fact(1, .jobSubmitted, 0), SmallRun.fact(1, .jobSubmitted, 0)
    ),
    with(
      "does not count up", SmallRun.fact(1, .jobSubmitted, 0),
      SmallRun.fact(1, .jobStarted, 0, 0, 2)),
    with("is not running", SmallRun.fact(1, .jobSubmitted, 0), SmallRun.fact(1, .jobFinished, 0)),
    with(
      "follows the horizon", SmallRun.fact(600, .horizonReached, 0),
      SmallRun.fact(600, .nodeJoined, 0)),
  ]

  private static func with(_ message: String, _ facts: Fact...) -> ImpossibleRun {
    ImpossibleRun(facts: facts, message: message)
  }
}
