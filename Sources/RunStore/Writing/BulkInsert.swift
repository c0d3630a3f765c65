import GRDB
import GRDBSQLite

/// One prepared INSERT for many rows, straight on SQLite: GRDB's own statements take several times
/// as long a row.
struct BulkInsert: ~Copyable {
  private let connection: OpaquePointer
  private let statement: OpaquePointer

  init(_ database: Database, sql: String) throws {
    guard let connection = database.sqliteConnection else {
      throw SQLiteFailure(code: SQLITE_MISUSE, message: "the store is closed")
    }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else {
      throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(connection)))
    }
    self.connection = connection
    self.statement = statement
  }

  deinit { sqlite3_finalize(statement) }

  /// Binds an integer to a parameter, from 1.
  func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(statement, index, value) }

  /// Binds an integer, or NULL.
  func bind(_ value: Int64?, at index: Int32) {
    if let value {
      sqlite3_bind_int64(statement, index, value)
    } else {
      sqlite3_bind_null(statement, index)
    }
  }

  /// Binds a floating-point number.
  func bind(_ value: Double, at index: Int32) { sqlite3_bind_double(statement, index, value) }

  /// Binds text, which SQLite copies.
  func bind(_ value: String, at index: Int32) {
    StatementBinding.bind(value, to: statement, at: index)
  }

  /// Binds bytes, which SQLite copies.
  func bind(_ value: [UInt8], at index: Int32) {
    StatementBinding.bind(value, to: statement, at: index)
  }

  /// Inserts the row that is bound; parameters keep their values for the next one.
  func insert() throws {
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(connection)))
    }
  }
}
