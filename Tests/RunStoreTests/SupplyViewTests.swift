import RunStore
import Testing

@Suite("The views of supply, demand and use")
struct SupplyViewTests {
  @Test(
    "hold in columns what was derived",
    arguments: [
      (
        "SELECT source, hour_utc, millicpu FROM supply_by_hour WHERE millicpu > 0",
        ["lent 2026-05-28T21:26:40Z 2000.0"]
      ),
      (
        "SELECT source, count(*) FROM supply_by_hour GROUP BY source ORDER BY source",
        ["lent 3", "on-demand 3", "own 3", "spot 3"]
      ),
      (
        "SELECT kind, hour_utc, millicpu FROM demand_by_hour ORDER BY kind, hour_utc",
        [
          "queued 2026-05-28T20:26:40Z 4000.0", "queued 2026-05-28T21:26:40Z 2000.0",
          "queued 2026-05-28T22:26:40Z 4000.0", "requested 2026-05-28T20:26:40Z 0.0",
          "requested 2026-05-28T21:26:40Z 2000.0", "requested 2026-05-28T22:26:40Z 0.0",
        ]
      ),
      // Two machines of four cores; a core is used at home, and half of four for half an hour on
      // the lent one.
      (
        "SELECT cluster, hour_utc, owned_millicpu, used_millicpu FROM owned_use_by_hour "
          + "ORDER BY hour_utc",
        [
          "trading 2026-05-28T20:26:40Z 8000 1000.0",
          "trading 2026-05-28T21:26:40Z 8000 2000.0",
          "trading 2026-05-28T22:26:40Z 8000 1000.0",
        ]
      ),
    ])
  func columns(sql: String, expected: [String]) throws {
    let fixture = try StoreFixture()
    try LendingAccounts.store(in: fixture)
    #expect(try AccountViewTests.rows(sql, fixture) == expected)
  }

  @Test("A query of our own takes arguments in their order, and gives each kind of value")
  func select() throws {
    let fixture = try StoreFixture()
    try LendingAccounts.store(in: fixture)
    let store = try fixture.open(.readOnly)
    let values: [SQLValue] = [
      .text("a'b"), .integer(-7), .real(0.5), .null, .blob([0, 255]),
    ]
    #expect(try store.select("SELECT ?, ?, ?, ?, ?", values) == [values])
    #expect(
      try store.select("SELECT variant FROM members WHERE seed = ?", [.integer(1)])
        == [[.text("regulated")]])
    #expect(throws: RunStoreError.self) { try store.select("SELECT nothing FROM members") }
  }
}
