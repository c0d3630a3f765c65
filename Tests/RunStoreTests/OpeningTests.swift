import Foundation
import RunStore
import Testing
import Units

@Suite("Opening a store")
struct OpeningTests {
  @Test("makes the file and its folder, and opens it again")
  func fresh() throws {
    let fixture = try StoreFixture()
    try fixture.open().close()
    #expect(try fixture.open().runs().isEmpty)
    #expect(try fixture.open(.readOnly).runs().isEmpty)
  }

  @Test("to read never makes a file")
  func missing() throws {
    let fixture = try StoreFixture()
    #expect(code { _ = try fixture.open(.readOnly) } == .notFound)
    #expect(!FileManager.default.fileExists(atPath: fixture.folder + "/runs"))
  }

  @Test("takes an empty file for a new store when it may write")
  func empty() throws {
    let fixture = try StoreFixture()
    let path = fixture.folder + "/empty"
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(code { _ = try RunStore.open(at: path, mode: .readOnly) } == .notAStore)
    #expect(try RunStore.open(at: path, mode: .readWrite).runs().isEmpty)
  }

  @Test(
    "refuses what is no store, and leaves it as it was",
    arguments: [RunStore.Mode.readOnly, .readWrite])
  func foreign(mode: RunStore.Mode) throws {
    let fixture = try StoreFixture()
    let text = fixture.folder + "/notes.txt"
    let content = Data(String(repeating: "not a database\n", count: 100).utf8)
    try content.write(to: URL(fileURLWithPath: text))
    #expect(code { _ = try RunStore.open(at: text, mode: mode) } == .notAStore)
    #expect(FileManager.default.contents(atPath: text) == content)
    #expect(code { _ = try RunStore.open(at: fixture.folder, mode: mode) } == .isDirectory)
    #expect(
      code { _ = try RunStore.open(at: text + "/x/y", mode: mode) }
        == (mode == .readOnly ? .notFound : .cannotOpen))

    let other = try fixture.database(
      named: "other.sqlite", sql: "CREATE TABLE t (x); PRAGMA application_id = 7")
    let before = FileManager.default.contents(atPath: other)
    #expect(code { _ = try RunStore.open(at: other, mode: mode) } == .notAStore)
    #expect(FileManager.default.contents(atPath: other) == before)
  }

  @Test(
    "refuses a store of a later version with a remedy",
    arguments: [RunStore.Mode.readOnly, .readWrite])
  func newer(mode: RunStore.Mode) throws {
    let fixture = try StoreFixture()
    try fixture.open().close()
    try fixture.change("PRAGMA user_version = 99")
    #expect { try fixture.open(mode) } throws: { error in
      let error = error as? RunStoreError
      return error?.code == .newerVersion && error?.remedy?.contains("newer tool") == true
        && "\(error.map(String.init(describing:)) ?? "")".contains(fixture.path)
    }
  }

  @Test("refuses a damaged store")
  func damaged() throws {
    let fixture = try StoreFixture()
    try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
    let handle = try #require(FileHandle(forUpdatingAtPath: fixture.path))
    let size = try handle.seekToEnd()
    for offset in stride(from: UInt64(100), to: size, by: 512) {
      try handle.seek(toOffset: offset)
      try handle.write(contentsOf: Data(repeating: 0xA5, count: 64))
    }
    try handle.close()
    let found = code { _ = try fixture.open(.readOnly).runs() }
    #expect(found == .corrupt || found == .notAStore)
  }

  @Test("waits for another process, then says that it holds the store")
  func locked() throws {
    let fixture = try StoreFixture()
    let store = try fixture.open()
    let lock = try fixture.lock()
    defer { lock.release() }
    #expect(code { _ = try store.begin(StoreFixture.description()) } == .locked)
    // Readers are not kept out: that is what WAL is for.
    #expect(try fixture.open(.readOnly).runs().isEmpty)
  }

  @Test("refuses to write where it may not, and reads there")
  func readOnly() async {
    // Root may write everywhere, so the child becomes nobody first.
    await #expect(processExitsWith: .success) {
      let fixture = try StoreFixture()
      try StoreFixture.store(StoreFixture.description(), in: try fixture.open())
      let folder = (fixture.path as NSString).deletingLastPathComponent
      chmod(fixture.path, 0o444)
      chmod(folder, 0o555)
      if geteuid() == 0 { _ = seteuid(65_534) }
      defer {
        _ = seteuid(getuid())
        chmod(folder, 0o755)
      }
      #expect(code { _ = try fixture.open() } == .readOnly)
      let beside = folder + "/other.sqlite"
      #expect(code { _ = try RunStore.open(at: beside, mode: .readWrite) } == .readOnly)
      let below = folder + "/deeper/other.sqlite"
      #expect(code { _ = try RunStore.open(at: below, mode: .readWrite) } == .cannotOpen)
      #expect(try fixture.open(.readOnly).runs().count == 1)
      let rows = try RunStore.query("SELECT run_id FROM runs", at: fixture.path).rows
      #expect(rows.count == 1)
    }
  }
}

/// The code of the error that a piece of work ends in.
func code(_ work: () throws -> Void) -> RunStoreError.Code? {
  do { try work() } catch { return (error as? RunStoreError)?.code }
  return nil
}
