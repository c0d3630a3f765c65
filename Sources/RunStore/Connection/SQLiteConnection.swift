import Foundation
import GRDBSQLite
import Units

/// A read-only connection of its own, below GRDB: for looking at files that may be no store, and
/// for queries of others, which run under an authoriser and limits.
struct SQLiteConnection: ~Copyable {
  let handle: OpaquePointer

  init(
    readingFrom path: String, isImmutable: Bool = false, busyTimeout: TimeSpan
  ) throws(SQLiteFailure) {
    var handle: OpaquePointer?
    let location = isImmutable ? Self.immutableURI(path) : path
    let flags =
      SQLITE_OPEN_READONLY | SQLITE_OPEN_FULLMUTEX | (isImmutable ? SQLITE_OPEN_URI : 0)
    let code = sqlite3_open_v2(location, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw SQLiteFailure(code: code, message: message)
    }
    self.handle = handle
    let milliseconds = busyTimeout.nanoseconds / 1_000_000
    sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
  }

  deinit { sqlite3_close_v2(handle) }

  /// The first column of the first row of a query as an integer; 0 when there is none.
  borrowing func integer(_ sql: String) throws(SQLiteFailure) -> Int64 {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return sqlite3_column_int64(statement, 0)
    case SQLITE_DONE: return 0
    default: throw failure()
    }
  }

  borrowing func failure() -> SQLiteFailure {
    SQLiteFailure(code: sqlite3_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
  }

  /// The name under which SQLite reads a file that it may take as unchanging.
  static func immutableURI(_ path: String) -> String {
    let absolute = URL(fileURLWithPath: path).absoluteURL.path
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(charactersIn: "?#")
    let escaped = absolute.addingPercentEncoding(withAllowedCharacters: allowed) ?? absolute
    return "file:\(escaped)?immutable=1"
  }
}
