import RunStore
import Testing
import Units

@Suite("A query of somebody else's")
struct GuestQueryTests {
  @Test(
    "that does more than read is refused",
    arguments: [
      "DELETE FROM run", "DELETE FROM runs", "INSERT INTO run DEFAULT VALUES", "DROP VIEW runs",
      "PRAGMA journal_mode = DELETE", "ATTACH '/etc/passwd' AS other", "BEGIN", "VACUUM",
      "CREATE TEMP TABLE t (x)", "SELECT 1; DELETE FROM run", "SELECT 1; SELECT 2",
      "SELECT load_extension('x')", "SELEC 1", "", "SELECT nothing FROM runs", "-- a comment",
      "SELECT :missing", "SELECT ?", "SELECT abs(-9223372036854775808)",
      "SELECT zeroblob(100000000)",
    ])
  func refused(sql: String) throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    #expect { try RunStore.query(sql, at: fixture.path) } throws: {
      ($0 as? RunStoreError)?.code == .badQuery
    }
    #expect(try fixture.open(.readOnly).runs().count == 1)
  }

  @Test("may be any one that reads")
  func reads() throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    let result = try RunStore.query(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)
      SELECT i, i / 2.0 AS half, :word || i AS word, NULL AS empty, x'00ff' AS bytes FROM n; --
      """, at: fixture.path, parameters: [":word": .text("wört")])
    #expect(result.columns == ["i", "half", "word", "empty", "bytes"])
    #expect(!result.isTruncated)
    #expect(
      result.rows.last
        == [.integer(3), .real(1.5), .text("wört3"), .null, .blob([0, 255])])
  }

  @Test("stops at its limit of rows and says so")
  func rowLimit() throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    let sql = "SELECT name FROM metrics"
    let limits = QueryLimits(rows: 3, time: .seconds(10))
    let result = try RunStore.query(sql, at: fixture.path, limits: limits)
    #expect(result.rows.count == 3 && result.isTruncated)
  }

  @Test("stops at its limit of time")
  func timeLimit() throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"
    let limits = QueryLimits(rows: 3, time: .milliseconds(50))
    #expect { try RunStore.query(endless, at: fixture.path, limits: limits) } throws: {
      ($0 as? RunStoreError)?.code == .timeLimit
    }
  }
}
