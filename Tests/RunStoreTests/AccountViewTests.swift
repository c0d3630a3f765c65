import Facts
import RunStore
import Testing
import Units

@Suite("The views of costs, clusters, machines and promises")
struct AccountViewTests {
  static func rows(_ sql: String, _ fixture: StoreFixture) throws -> [String] {
    try RunStore.query(sql, at: fixture.path).rows.map { row in
      row.map(MetricQueryTests.text).joined(separator: " ")
    }
  }

  @Test(
    "hold in columns what was derived",
    arguments: [
      (
        "SELECT driver, amount, currency, amount_exact FROM cost_by_variant",
        [
          "owned.depreciation 0.100000000001 EUR 0.100000000001",
          "owned.energy.idle 2.5 EUR 2.5", "owned.energy.load 0.0 EUR 0",
          "owned.energy.off 0.0 EUR 0", "cloud.spot 3.0 EUR 3", "cloud.on-demand 0.0 EUR 0",
        ]
      ),
      (
        "SELECT pool, driver, amount_exact, list_amount, quantity, unit FROM cost_by_pool "
          + "WHERE driver LIKE 'cloud%'",
        ["metal cloud.spot 3 9.0 0.5 h"]
      ),
      (
        "SELECT cluster, hour_utc, allocatable_millicpu, requested_millicpu, used_millicpu "
          + "FROM utilisation_by_hour ORDER BY cluster, hour_utc",
        [
          "batch 2026-05-28T20:26:40Z 0.0 0.0 0.0",
          "batch 2026-05-28T21:26:40Z 2000.0 2000.0 1000.0",
          "batch 2026-05-28T22:26:40Z 0.0 0.0 0.0",
          "trading 2026-05-28T20:26:40Z 8000.0 1500.0 1000.0",
          "trading 2026-05-28T21:26:40Z 4000.0 1500.0 1000.0",
          "trading 2026-05-28T22:26:40Z 8000.0 1500.0 1000.0",
        ]
      ),
      // One hour of two machines: half an hour lent, half an hour on its way, and of the other
      // machine one core is used, half a core is slack and half a core headroom.
      (
        "SELECT part, millicpu FROM idle_by_hour WHERE hour_utc = '2026-05-28T21:26:40Z'",
        [
          "used 1000", "request-slack 500", "lent 2000", "moving 2000", "headroom 500",
          "reservation 0", "isolation 0", "fragmentation 2000", "lendable 0",
        ]
      ),
      (
        "SELECT DISTINCT cluster, sum(millicpu) OVER (PARTITION BY hour_utc) FROM idle_by_hour",
        ["trading 8000"]
      ),
      (
        "SELECT machine, pool, cluster, stage, starts_at, ends_at, seconds FROM machine_timeline",
        [
          "m-0 metal trading ready 2026-05-28T20:26:40Z 2026-05-28T21:26:40Z 3600.0",
          "m-0 metal batch ready 2026-05-28T21:26:40Z 2026-05-28T21:56:40Z 1800.0",
          "m-0 metal trading ready 2026-05-28T22:26:40Z 2026-05-28T22:56:40Z 1800.0",
        ]
      ),
      (
        "SELECT machine, kind, starts_at, ends_at FROM lending_windows",
        ["m-0 window 2026-05-28T21:26:40Z 2026-05-28T21:56:40Z"]
      ),
      (
        "SELECT promise, opportunities, breaches, worst_seconds FROM promises",
        [
          "preemption-window 1 1 900.0", "residency 1 1 900.0", "graceful-drain 2 2 30.0",
          "owner-first 1 1 1800.0", "recall 0 0 0.0",
        ]
      ),
      (
        "SELECT promise, machine, job, service, at, seconds, why FROM promise_breaches",
        [
          "preemption-window m-0 a null 2026-05-28T21:56:40Z 900.0 unannounced",
          "residency m-0 a null 2026-05-28T21:56:40Z 900.0 short-tenure",
          "graceful-drain m-0 a null 2026-05-28T21:56:40Z 30.0 killed",
          "owner-first m-0 null null 2026-05-28T21:56:40Z 1800.0 late",
          "graceful-drain m-1 null quotes 2026-05-28T22:26:40Z 20.0 killed",
        ]
      ),
      (
        "SELECT metric, value, unit FROM summary WHERE metric IN ('cost.total', 'cost.cloud', "
          + "'cost.cloud.effective_savings_rate', 'promise.residency.breaches', "
          + "'job.completed.unit_cost')",
        [
          "cost.total 5.600000000001 currency", "cost.cloud 3.0 currency",
          "cost.cloud.effective_savings_rate 0.6666666666666666 ratio",
          "promise.residency.breaches 1.0 breaches",
        ]
      ),
      ("SELECT count(*) FROM cost_drivers WHERE definition <> ''", ["6"]),
    ]) func columns(sql: String, expected: [String]) throws
  {
    let fixture = try StoreFixture()
    try LendingAccounts.store(in: fixture)
    #expect(try Self.rows(sql, fixture) == expected)
    let every = try Self.rows(
      "SELECT DISTINCT run_id, variant, seed FROM (\(Self.keys))", fixture)
    #expect(every.count == 1)
  }

  static let keys = [
    "cost_by_variant", "cost_by_pool", "utilisation_by_hour", "idle_by_hour", "machine_timeline",
    "lending_windows", "promises", "promise_breaches",
  ].map { "SELECT run_id, variant, seed FROM \($0)" }.joined(separator: " UNION ALL ")

  @Test("leave machines' stages out where the journal is not kept, and nothing else")
  func withoutJournal() throws {
    let fixture = try StoreFixture()
    try LendingAccounts.store(in: fixture, keep: .none)
    for view in ["machine_timeline", "lending_windows"] {
      #expect(try Self.rows("SELECT count(*) FROM \(view)", fixture) == ["0"], "\(view)")
    }
    for (view, count) in [
      ("cost_by_variant", 6), ("cost_by_pool", 3), ("utilisation_by_hour", 6),
      ("idle_by_hour", 27), ("promises", 5), ("promise_breaches", 5),
    ] {
      #expect(try Self.rows("SELECT count(*) FROM \(view)", fixture) == ["\(count)"], "\(view)")
    }
  }

  @Test("hold nothing for a run without prices or terms")
  func plain() throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    for view in ["cost_by_variant", "cost_by_pool", "promises", "promise_breaches"] {
      #expect(try Self.rows("SELECT count(*) FROM \(view)", fixture) == ["0"], "\(view)")
    }
    let priced =
      "SELECT count(*) FROM summary WHERE metric LIKE 'cost.%' OR metric LIKE 'promise.%'"
    #expect(try Self.rows(priced, fixture) == ["0"])
  }
}
