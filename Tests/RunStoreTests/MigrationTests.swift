import Facts
import Foundation
import RunStore
import Testing
import Units

/// A store of version 1, opened by the tool of today.
@Suite("An older store")
struct MigrationTests {
  static func fixture() throws -> StoreFixture {
    let fixture = try StoreFixture()
    _ = try fixture.database(named: "old.sqlite", sql: StoreVersion1.sql)
    try FileManager.default.createDirectory(
      atPath: fixture.folder + "/runs", withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: fixture.folder + "/old.sqlite", toPath: fixture.path)
    return fixture
  }

  @Test("is read as it is, and not changed by reading")
  func reading() throws {
    let fixture = try Self.fixture()
    let before = FileManager.default.contents(atPath: fixture.path)
    let store = try fixture.open(.readOnly)
    let run = try store.find("latest").run
    #expect(run.runID == "b1f0d1b7857c3121b41e243769" && run.status == .complete)
    let member = try #require(try store.members(of: run).first)
    #expect(try store.summary(of: member).map(\.value) == [2, 5])
    let rows = try RunStore.query(
      "SELECT value FROM summary WHERE metric = 'run.facts'", at: fixture.path
    ).rows
    #expect(rows == [[.real(5)]])
    try store.close()
    #expect(FileManager.default.contents(atPath: fixture.path) == before)
    let error = try #require(throws: RunStoreError.self) {
      try RunStore.query(
        "SELECT * FROM cost_by_variant", at: fixture.path,
        scope: QueryScope(runID: "b1f0d1b7857c3121b41e243769"))
    }
    #expect(error.message.contains("no such table: cost_by_variant"))
    #expect(error.remedy?.contains("the next run that is kept in it adds them") == true)
  }

  @Test("is brought up to date by the first writer, keeps its runs and takes new ones")
  func writing() throws {
    let fixture = try Self.fixture()
    let store = try fixture.open()
    let version = try fixture.number("PRAGMA user_version")
    #expect(version == 6)
    let fresh = try StoreFixture.store(StoreFixture.description(), in: store)
    #expect(try store.runs().map(\.runID) == ["b1f0d1b7857c3121b41e243769", fresh])
    #expect(try fixture.integrity() == "ok")
    // The old run has no costs, and no row says that it cost nothing.
    #expect(
      try RunStore.query("SELECT * FROM cost_by_variant", at: fixture.path).rows.isEmpty)
    #expect(
      try RunStore.query("SELECT * FROM promise_breaches", at: fixture.path).rows.isEmpty)
    let old = try store.find("b1f0").members
    #expect(try store.summary(of: try #require(old.first)).map(\.value) == [2, 5])
  }

  @Test("has the same shape as a fresh one once it is up to date")
  func shape() throws {
    let old = try Self.fixture()
    try old.open().close()
    let fresh = try StoreFixture()
    try fresh.open().close()
    #expect(try old.shape() == fresh.shape())
  }
}
