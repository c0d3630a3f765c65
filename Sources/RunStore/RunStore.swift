import Foundation
import GRDB
package import Units

/// Runs in one SQLite file that any client opens.
///
/// Every method is safe to call from any thread; writes happen one after the other.
package final class RunStore: Sendable {
  /// What a store is opened for.
  package enum Mode: Hashable, Sendable {
    /// Reads and adds runs; makes the file, and its folder, when there is none.
    case readWrite
    /// Reads only; never makes or changes a file.
    case readOnly
  }

  /// The path that it was opened at.
  package let path: String
  /// What it was opened for.
  package let mode: Mode
  private let queue: DatabaseQueue

  private init(path: String, mode: Mode, queue: DatabaseQueue) {
    self.path = path
    self.mode = mode
    self.queue = queue
  }

  /// Opens the store at a path, and brings an older one up to date when it may write.
  ///
  /// `busyTimeout` is how long to wait for another process that holds the store. `pagesMax` bounds
  /// its size, in pages of 4 KiB; beyond it a write ends as on a full disk.
  package static func open(
    at path: String, mode: Mode, busyTimeout: TimeSpan = .seconds(5), pagesMax: Int? = nil
  ) throws(RunStoreError) -> RunStore {
    // SQLite does not wait when two processes make one store at a time, so this waits.
    let deadline = ContinuousClock.now + .nanoseconds(busyTimeout.nanoseconds)
    while true {
      do throws(RunStoreError) {
        return try openOnce(at: path, mode: mode, busyTimeout: busyTimeout, pagesMax: pagesMax)
      } catch {
        guard error.code == .locked, ContinuousClock.now < deadline else { throw error }
        usleep(5_000)
      }
    }
  }

  private static func openOnce(
    at path: String, mode: Mode, busyTimeout: TimeSpan, pagesMax: Int?
  ) throws(RunStoreError) -> RunStore {
    let state = try StoreProbe.examine(path, mode: mode, busyTimeout: busyTimeout)
    var configuration = Configuration()
    configuration.readonly = mode == .readOnly
    configuration.busyMode = .timeout(busyTimeout.secondsAsDouble)
    configuration.label = "fivespot.store"
    // A higher priority is refused to all but root, which is reported through a socket.
    configuration.qos = .default
    configuration.prepareDatabase { database in
      // Not by GRDB's own setting, which asks Foundation for the log's attributes and so the system
      // for its owner's name, again through a socket.
      if mode == .readWrite {
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
          throw RunStoreError(
            .cannotOpen, path: path, "the disk does not let the store keep a write-ahead log",
            remedy: "name a store on another disk with --store")
        }
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
      }
      if let pagesMax { try database.execute(sql: "PRAGMA max_page_count = \(pagesMax)") }
    }
    do {
      let location = state.needsImmutableReading ? SQLiteConnection.immutableURI(path) : path
      let queue = try DatabaseQueue(path: location, configuration: configuration)
      let store = RunStore(path: path, mode: mode, queue: queue)
      if mode == .readWrite { try store.migrate() }
      return store
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  /// Closes the file; nothing may be asked of the store afterwards.
  package func close() throws(RunStoreError) {
    do { try queue.close() } catch { throw RunStoreError(error, path: path) }
  }

  /// Does a piece of work in one transaction: all of it is stored, or nothing.
  func write<Value>(_ work: (Database) throws -> Value) throws(RunStoreError) -> Value {
    guard mode == .readWrite else {
      throw RunStoreError(.readOnly, path: path, "the store was opened for reading")
    }
    do { return try queue.write(work) } catch { throw RunStoreError(error, path: path) }
  }

  /// Reads one consistent state of the store.
  func read<Value>(_ work: (Database) throws -> Value) throws(RunStoreError) -> Value {
    do { return try queue.read(work) } catch { throw RunStoreError(error, path: path) }
  }

  private func migrate() throws(RunStoreError) {
    try write { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      for (index, migration) in StoreSchema.migrations.enumerated() where index >= version {
        try migration(database)
      }
      guard version < StoreSchema.version else { return }
      try database.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(StoreSchema.version)")
    }
  }
}
