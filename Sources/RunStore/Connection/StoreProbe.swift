import Foundation
import GRDBSQLite
import Units

/// Looks at a path before anything is changed there, so that a file which is no store stays as it
/// was, and each kind of trouble gets its own words.
struct StoreProbe {
  /// Whether the file can be read only by promising SQLite that nobody writes to it, as in a folder
  /// that may not be written to.
  var needsImmutableReading = false
  /// The version of its tables and views; 0 for a file that has none yet.
  var version: Int64 = 0

  static func examine(
    _ path: String, mode: RunStore.Mode, busyTimeout: TimeSpan
  ) throws(RunStoreError) -> StoreProbe {
    // SQLite would take no name for a store that is gone when it is closed.
    guard !path.isEmpty else {
      throw RunStoreError(
        .cannotOpen, path: "--store", "the store has no name", remedy: "name a file with --store")
    }
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    guard !isDirectory.boolValue else {
      throw RunStoreError(
        .isDirectory, path: path, "the path is a folder", remedy: "name a file in it with --store")
    }
    guard exists else {
      guard mode == .readWrite else {
        throw RunStoreError(
          .notFound, path: path, "there is no store here",
          remedy: "make a run first, or name another store with --store")
      }
      try prepareFolder(of: path)
      return StoreProbe()
    }
    guard may(R_OK, path) else {
      throw RunStoreError(
        .cannotOpen, path: path, "the store may not be read", remedy: "change its permissions")
    }
    if mode == .readWrite { try requireWritable(path) }
    if byteCount(path) == 0 {
      guard mode == .readOnly else { return StoreProbe() }
      throw RunStoreError(
        .notAStore, path: path, "the file is empty", remedy: "make a run first")
    }
    return try examineContents(path, busyTimeout: busyTimeout)
  }

  /// What the process may do by its effective user, as opening a file will decide it.
  private static func may(_ mode: Int32, _ path: String) -> Bool {
    faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
  }

  private static func byteCount(_ path: String) -> Int {
    // Foundation's attributes hold the owner's name, which it asks a socket of the system for.
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  private static func prepareFolder(of path: String) throws(RunStoreError) {
    let folder = folder(of: path)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw RunStoreError(
        .cannotOpen, path: path, "the folder \(folder) cannot be made",
        remedy: "make it, or name another store with --store")
    }
    guard may(W_OK, folder) else { throw readOnlyFolder(folder, path: path) }
  }

  private static func requireWritable(_ path: String) throws(RunStoreError) {
    guard may(W_OK, path) else {
      throw RunStoreError(
        .readOnly, path: path, "the store is read-only",
        remedy: "make it writable (chmod u+w), or name another store with --store")
    }
    let folder = folder(of: path)
    guard may(W_OK, folder) else { throw readOnlyFolder(folder, path: path) }
  }

  private static func readOnlyFolder(_ folder: String, path: String) -> RunStoreError {
    RunStoreError(
      .readOnly, path: path, "the folder \(folder) is read-only",
      remedy: "make it writable (chmod u+w), or name another store with --store")
  }

  private static func examineContents(
    _ path: String, busyTimeout: TimeSpan
  ) throws(RunStoreError) -> StoreProbe {
    var probe = StoreProbe()
    do {
      probe.version = try check(
        try SQLiteConnection(readingFrom: path, busyTimeout: busyTimeout), path: path)
    } catch let failure as SQLiteFailure {
      // A store in WAL mode needs its side files, which a read-only folder does not let be made.
      // Without a log of its own the file is whole, and nobody can write to it there.
      let isBarred = [SQLITE_CANTOPEN, SQLITE_READONLY].contains(failure.code & 0xFF)
      guard isBarred, !may(W_OK, folder(of: path)), byteCount(path + "-wal") == 0 else {
        throw RunStoreError(sqlite: failure, path: path)
      }
      do {
        let connection = try SQLiteConnection(
          readingFrom: path, isImmutable: true, busyTimeout: busyTimeout)
        probe.version = try check(connection, path: path)
        probe.needsImmutableReading = true
      } catch {
        throw RunStoreError(error, path: path)
      }
    } catch {
      throw RunStoreError(error, path: path)
    }
    return probe
  }

  /// The version of the store behind a connection.
  private static func check(
    _ connection: borrowing SQLiteConnection, path: String
  ) throws -> Int64 {
    let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
    let application = try connection.integer("PRAGMA application_id")
    let version = try connection.integer("PRAGMA user_version")
    if tables == 0 && application == 0 && version == 0 { return 0 }
    guard application == Int64(StoreSchema.applicationID) else {
      throw RunStoreError(
        .notAStore, path: path, "the file is an SQLite database of another program",
        remedy: "name another file with --store; this one is left as it is")
    }
    guard version <= Int64(StoreSchema.version) else {
      throw RunStoreError(
        .newerVersion, path: path,
        "the store has version \(version); this tool reads up to version \(StoreSchema.version)",
        remedy: "use the newer tool that wrote it, or name another store with --store")
    }
    return version
  }
}
