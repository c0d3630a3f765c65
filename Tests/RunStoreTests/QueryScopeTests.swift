import RunStore
import Testing
import Units

@Suite("A query about one run")
struct QueryScopeTests {
  /// Two runs of two variants, and the id of the first.
  static func fixture() throws -> (fixture: StoreFixture, first: String) {
    let fixture = try StoreFixture()
    let first = try LendingAccounts.store(in: fixture, variants: ["base", "it's"])
    try LendingAccounts.store(in: fixture, variants: ["base"])
    return (fixture, first)
  }

  static func rows(_ sql: String, _ fixture: StoreFixture, _ scope: QueryScope) throws
    -> [[SQLValue]]
  {
    try RunStore.query(sql, at: fixture.path, scope: scope, parameters: scope.parameters).rows
  }

  @Test(
    "sees the rows of that run in every view",
    arguments: [
      "runs", "members", "inputs", "summary", "series", "series_wide", "jobs", "cost_by_variant",
      "cost_by_pool", "utilisation_by_hour", "idle_by_hour", "promises", "promise_breaches",
      "machine_timeline", "lending_windows",
    ]) func everyView(view: String) throws
  {
    let (fixture, first) = try Self.fixture()
    let scope = QueryScope(runID: first)
    let seen = try Self.rows("SELECT DISTINCT run_id FROM \(view)", fixture, scope)
    #expect(seen == [[.text(first)]])
    let counts = try Self.rows(
      "SELECT (SELECT count(*) FROM \(view)) < (SELECT count(*) FROM main.\(view))", fixture, scope)
    #expect(counts == [[.integer(1)]])
  }

  @Test("is narrowed to a variant and a seed, whatever the variant is called") func narrowed()
    throws
  {
    let (fixture, first) = try Self.fixture()
    let scope = QueryScope(runID: first, variant: "it's", seed: 1)
    #expect(
      try Self.rows("SELECT DISTINCT variant, seed FROM summary", fixture, scope)
        == [[.text("it's"), .integer(1)]])
    // A view without variants is narrowed to the run, one without runs not at all.
    #expect(try Self.rows("SELECT count(*) FROM runs", fixture, scope) == [[.integer(1)]])
    #expect(try Self.rows("SELECT count(*) FROM cost_drivers", fixture, scope) == [[.integer(6)]])
    #expect(
      try Self.rows("SELECT :run, :variant, :seed", fixture, scope)
        == [[.text(first), .text("it's"), .integer(1)]])
  }

  @Test("is what a reference names") func references() throws {
    let (fixture, first) = try Self.fixture()
    let store = try fixture.open(.readOnly)
    let run = QueryScope(try store.find(first), isNarrowed: false)
    #expect(run == QueryScope(runID: first))
    let member = QueryScope(try store.find("\(first)/base/1"), isNarrowed: true)
    #expect(member == QueryScope(runID: first, variant: "base", seed: 1))
  }

  @Test(
    "does not reach behind the views, and writes nothing",
    arguments: [
      "SELECT member_id FROM summary_value", "SELECT id FROM main.member",
      "SELECT variant FROM (SELECT * FROM member)", "CREATE TEMP TABLE t (x)",
      "DROP VIEW summary", "DELETE FROM temp.summary", "SELECT sql FROM run",
    ]) func behind(sql: String) throws
  {
    let (fixture, first) = try Self.fixture()
    #expect(code { _ = try Self.rows(sql, fixture, QueryScope(runID: first)) } == .badQuery)
  }

  @Test("leaves the file as it was, and other connections with all rows") func leavesNothing()
    throws
  {
    let (fixture, first) = try Self.fixture()
    let shape = try fixture.shape()
    _ = try Self.rows("SELECT count(*) FROM summary", fixture, QueryScope(runID: first))
    #expect(try fixture.shape() == shape)
    #expect(
      try RunStore.query("SELECT count(DISTINCT run_id) FROM summary", at: fixture.path).rows
        == [[.integer(2)]])
  }

  @Test(
    "says where it is not understood",
    arguments: [
      ("SELECT 1 FROM summary WHER 3", "at line 1, column 28"),
      ("SELECT run_id,\n  ünknown\nFROM summary", "no such column: ünknown at line 2, column 3"),
      ("SELECT 'ü', nix FROM summary", "at line 1, column 13"),
      ("SELECT * FROM summaries", "no such table: summaries"),
    ]) func place(sql: String, text: String) throws
  {
    let (fixture, first) = try Self.fixture()
    let error = try #require(throws: RunStoreError.self) {
      try RunStore.query(sql, at: fixture.path, scope: QueryScope(runID: first))
    }
    #expect(error.description.contains(text), "\(error)")
  }
}
