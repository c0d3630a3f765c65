import Foundation
import GRDB
import GRDBSQLite

/// What SQLite said: its primary result code and its message.
struct SQLiteFailure: Error {
  var code: Int32
  var message: String
}

extension RunStoreError {
  /// The typed error for whatever a piece of work on the store threw.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as RunStoreError: self = error
    case let error as SQLiteFailure: self.init(sqlite: error, path: path)
    case let error as DatabaseError:
      self.init(
        sqlite: SQLiteFailure(
          code: error.resultCode.rawValue, message: error.message ?? "\(error.resultCode)"),
        path: path)
    default: self.init(.other, path: path, "\(error)")
    }
  }

  init(sqlite failure: SQLiteFailure, path: String) {
    let said = failure.message
    switch failure.code & 0xFF {
    case SQLITE_READONLY:
      self.init(
        .readOnly, path: path, "the store is read-only",
        remedy: "make the file and its folder writable, or name another with --store")
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      self.init(
        .cannotOpen, path: path, "the store cannot be opened: \(said)",
        remedy: "check that the folder exists and may be written to")
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(
        .locked, path: path, "another process holds the store",
        remedy: "wait for it to end, or name another store with --store")
    // Without room for the side files SQLite says no more than that writing failed.
    case SQLITE_FULL,
      SQLITE_IOERR where Self.isFull(path):
      self.init(
        .diskFull, path: path, "the disk is full",
        remedy: "make room, keep no journals with --keep-journal none, or name a store on "
          + "another disk with --store; what was stored before is intact")
    case SQLITE_NOTADB:
      self.init(
        .notAStore, path: path, "the file is no run store",
        remedy: "name another file with --store; this one is left as it is")
    case SQLITE_CORRUPT:
      self.init(
        .corrupt, path: path, "the store is damaged: \(said)",
        remedy: "restore it from a copy, or move it away and run again")
    case SQLITE_IOERR:
      self.init(
        .inputOutput, path: path, "reading or writing failed: \(said)",
        remedy: "check the disk that holds the store")
    case SQLITE_INTERRUPT:
      self.init(
        .timeLimit, path: path, "the query took longer than its time limit",
        remedy: "narrow it, or raise the limit")
    default: self.init(.other, path: path, "\(said) (SQLite code \(failure.code))")
    }
  }

  /// Whether the disk that holds a path has less room than the index of a log takes.
  private static func isFull(_ path: String) -> Bool {
    var disk = statvfs()
    let folder = (path as NSString).deletingLastPathComponent
    guard statvfs(folder.isEmpty ? "." : folder, &disk) == 0 else { return false }
    return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 64 << 10
  }
}
