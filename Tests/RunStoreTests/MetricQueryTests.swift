import Facts
import RunStore
import Testing
import Units

@Suite("The store's views")
struct MetricQueryTests {
  @Test("give every metric's value to the metric's own query")
  func metrics() throws {
    let fixture = try StoreFixture()
    let runID = try StoreFixture.store(
      StoreFixture.description(variants: ["base", "dense"], seeds: [1, 300], keep: .none),
      in: try fixture.open())
    for variant in ["base", "dense"] {
      for seed: UInt64 in [1, 300] {
        let summary = try StoreFixture.result(seed: seed).summary
        for metric in MetricRegistry.all {
          let result = try RunStore.query(
            metric.sql, at: fixture.path,
            parameters: [
              ":run": .text(runID), ":variant": .text(variant), ":seed": .integer(Int64(seed)),
            ])
          let value = metric.value(summary)
          #expect(result.rows == (value.map { [[.real($0)]] } ?? []), "\(metric.name)")
        }
      }
    }
  }

  @Test(
    "hold in columns what the readers give",
    arguments: [
      (
        "SELECT scenario, status, members, members_complete, keep_journal, created_at FROM runs",
        "small complete 1 1 all 2026-09-21T14:13:20Z"
      ),
      (
        "SELECT variant, seed, status, facts, events, simulated_start, simulated_end, "
          + "journal_kept FROM members",
        "base 1 complete 7 9 2026-05-28T20:26:40Z 2026-05-28T22:56:40Z 1"
      ),
      ("SELECT path, bytes, format, licence FROM inputs", "traces/t.csv 12 opendc-surf CC BY 4.0"),
      (
        "SELECT job, job_number, status, attempts, submitted_at, first_started_at, finished_at, "
          + "wait_seconds, turnaround_seconds, lost_seconds FROM jobs ORDER BY job_number DESC",
        "b, \"c\" 1 running 1 2026-05-28T20:26:40Z 2026-05-28T20:56:41Z null 1801.0 null 0.0"
      ),
      (
        "SELECT hour, starts_at, seconds, value, unit FROM series "
          + "WHERE series = 'running_jobs' ORDER BY hour DESC",
        "2 2026-05-28T22:26:40Z 1800.0 1.0 jobs"
      ),
      (
        "SELECT hour, seconds, allocatable_millicpu, queued_jobs, ready_nodes FROM series_wide "
          + "ORDER BY hour DESC",
        "2 1800.0 4000.0 0.0 1.0"
      ),
      (
        "SELECT count(*), count(sql) FROM metrics",
        "\(MetricRegistry.all.count) \(MetricRegistry.all.count)"
      ),
      ("SELECT value, unit, better FROM summary WHERE metric = 'job.wait.max'", "1801.0 s lower"),
    ])
  func columns(sql: String, first: String) throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    let result = try RunStore.query(sql, at: fixture.path)
    let row = try #require(result.rows.first)
    #expect(row.map(Self.text).joined(separator: " ") == first)
  }

  @Test("write instants as the rest of the tool does, before 1970 and between seconds too")
  func instants() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    for (seed, nanoseconds) in [-1, 0, 1_500_000_000, -86_400_000_000_001].enumerated() {
      let description = StoreFixture.description(seeds: [UInt64(seed)], keep: .none)
      let writer = try store.begin(description)
      let start = Instant(nanoseconds: Int64(nanoseconds))
      var recorder = MemberRecorder(
        start: start, end: start + .hours(1), fleet: Fleet(pools: [], nodes: [], nodeNames: []),
        workload: Workload(jobs: [], jobNames: []), keepsJournal: false)
      recorder.record(Fact(at: start + .hours(1), kind: .horizonReached, subject: 0))
      try writer.add(
        try recorder.finish(), variant: "base", seed: UInt64(seed), startedAt: .epoch)
      let result = try RunStore.query(
        "SELECT simulated_start FROM members WHERE run_id = :run", at: fixture.path,
        parameters: [":run": .text(writer.runID)])
      #expect(result.rows == [[.text(start.rfc3339)]])
    }
  }

  static func text(_ value: SQLValue) -> String {
    switch value {
    case .null: "null"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text
    case .blob(let bytes): "\(bytes)"
    }
  }
}
