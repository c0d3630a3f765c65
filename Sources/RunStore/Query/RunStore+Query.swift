import GRDBSQLite
package import Units

extension RunStore {
  /// Runs a query of somebody else's on the store at a path, within limits.
  ///
  /// The query runs on a read-only connection of its own, under an authoriser that lets it select
  /// and nothing more: no pragma, no other file, no extension. Parameters are named as in the text,
  /// with their colon. With a `scope` the store's views have the rows of that run only, under their
  /// own names, and the tables behind them are out of reach.
  package static func query(
    _ sql: String, at path: String, scope: QueryScope? = nil,
    parameters: [String: SQLValue] = [:], limits: QueryLimits = .standard,
    busyTimeout: TimeSpan = .seconds(5)
  ) throws(RunStoreError) -> QueryResult {
    let probe = try StoreProbe.examine(path, mode: .readOnly, busyTimeout: busyTimeout)
    do {
      let connection = try SQLiteConnection(
        readingFrom: path, isImmutable: probe.needsImmutableReading, busyTimeout: busyTimeout)
      let tables = GuestTables(
        try scope == nil
          ? [] : connection.texts("SELECT name FROM sqlite_schema WHERE type = 'table'"))
      try scope?.narrowViews(of: connection)
      connection.allowSelectOnly(except: tables)
      let deadline = ContinuousClock.now + .nanoseconds(limits.time.nanoseconds)
      return try withProgress(of: connection.handle, until: deadline) {
        let statement = try GuestStatement(sql, connection: connection.handle, path: path)
        try statement.bind(parameters)
        // The authoriser holds the tables' names by an unowned pointer.
        return try withExtendedLifetime(tables) { try statement.run(rowLimit: limits.rows) }
      }
    } catch {
      var error = RunStoreError(error, path: path)
      if error.code == .badQuery, error.message.contains("no such table"),
        probe.version < Int64(StoreSchema.version)
      {
        error.remedy =
          "the store has version \(probe.version), without the views of version "
          + "\(StoreSchema.version); the next run that is kept in it adds them"
      }
      throw error
    }
  }

  /// Interrupts whatever runs on the connection once the deadline has passed.
  private static func withProgress<Value>(
    of connection: OpaquePointer, until deadline: ContinuousClock.Instant,
    _ work: () throws -> Value
  ) throws -> Value {
    let context = UnsafeMutablePointer<ContinuousClock.Instant>.allocate(capacity: 1)
    context.initialize(to: deadline)
    defer {
      sqlite3_progress_handler(connection, 0, nil, nil)
      context.deinitialize(count: 1)
      context.deallocate()
    }
    // A thousand steps of SQLite's machine take some microseconds.
    sqlite3_progress_handler(
      connection, 1_000,
      { context in
        guard let context else { return 0 }
        let deadline = context.assumingMemoryBound(to: ContinuousClock.Instant.self).pointee
        return ContinuousClock.now < deadline ? 0 : 1
      }, context)
    return try work()
  }
}

extension SQLiteConnection {
  /// The longest text or blob that a query may make: more than any journal chunk.
  private static var valueBytesMax: Int32 { 64 << 20 }

  /// Lets statements select, but not name any of `tables` themselves: only views may read those.
  borrowing func allowSelectOnly(except tables: GuestTables) {
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.valueBytesMax)
    sqlite3_set_authorizer(
      handle,
      { tables, action, name, column, _, view in
        switch action {
        case SQLITE_SELECT, SQLITE_FUNCTION, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_READ:
          // SQLite names tables without a column, and without the view that they belong to, when
          // nothing of them is read.
          guard view == nil, let tables, let name, let column, column.pointee != 0 else {
            return SQLITE_OK
          }
          let barred = Unmanaged<GuestTables>.fromOpaque(tables).takeUnretainedValue()
          return barred.names.contains(String(cString: name)) ? SQLITE_DENY : SQLITE_OK
        default: return SQLITE_DENY
        }
      }, Unmanaged.passUnretained(tables).toOpaque())
  }
}

/// Tables that a query may not name.
final class GuestTables {
  let names: Set<String>

  init(_ names: [String]) { self.names = Set(names) }
}

/// A statement whose text came from outside.
private struct GuestStatement: ~Copyable {
  private let connection: OpaquePointer
  private let statement: OpaquePointer
  private let path: String
  private let sql: String

  init(_ sql: String, connection: OpaquePointer, path: String) throws {
    self.connection = connection
    self.path = path
    self.sql = sql
    statement = try sql.withCString { text in
      var tail: UnsafePointer<CChar>? = text
      guard let first = try Self.prepare(text, of: sql, connection, path, &tail) else {
        throw RunStoreError(.badQuery, path: path, "the query is empty")
      }
      var rest: UnsafePointer<CChar>?
      do {
        if let second = try Self.prepare(tail ?? text, of: sql, connection, path, &rest) {
          sqlite3_finalize(second)
          throw RunStoreError(
            .badQuery, path: path, "the query has more than one statement",
            remedy: "ask one after the other")
        }
      } catch {
        sqlite3_finalize(first)
        throw error
      }
      return first
    }
  }

  deinit { sqlite3_finalize(statement) }

  private static func prepare(
    _ text: UnsafePointer<CChar>, of sql: String, _ connection: OpaquePointer, _ path: String,
    _ tail: inout UnsafePointer<CChar>?
  ) throws -> OpaquePointer? {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(connection, text, -1, &statement, &tail)
    if code == SQLITE_OK { return statement }
    throw queryError(code, sql, connection, path)
  }

  /// The query's own fault, unless the code is one of the store's or of the limits.
  private static func queryError(
    _ code: Int32, _ sql: String, _ connection: OpaquePointer, _ path: String
  ) -> any Error {
    let place = QueryErrorPlace.text(sql, connection: connection)
    let message = String(cString: sqlite3_errmsg(connection))
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_INTERRUPT,
      SQLITE_IOERR, SQLITE_NOMEM, SQLITE_NOTADB, SQLITE_READONLY:
      return SQLiteFailure(code: code, message: message)
    default:
      if message.hasPrefix("access to ") {
        return RunStoreError(
          .badQuery, path: path, "the query reads a table behind the views (\(message))",
          remedy: "use the views; docs/store.md lists them with their columns")
      }
      // A view refuses to be written before the authoriser is asked.
      let isDenied =
        message.hasPrefix("not authorized") || message.hasPrefix("cannot modify ")
        || code & 0xFF == SQLITE_AUTH
      return RunStoreError(
        .badQuery, path: path,
        isDenied
          ? "the query does more than read (\(message))"
          : "the query is not understood: \(message)\(place)",
        remedy: "use SELECT on the store's views; docs/store.md lists them with their columns")
    }
  }

  func bind(_ parameters: [String: SQLValue]) throws {
    for index in 0..<sqlite3_bind_parameter_count(statement) {
      let name = sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) }
      guard let name, let value = parameters[name] else {
        throw RunStoreError(
          .badQuery, path: path, "the parameter \(name ?? "?") has no value",
          remedy: "use named parameters and give each a value")
      }
      StatementBinding.bind(value, to: statement, at: index + 1)
    }
  }

  func run(rowLimit: Int) throws -> QueryResult {
    let width = sqlite3_column_count(statement)
    let columns = (0..<width).map { String(cString: sqlite3_column_name(statement, $0)) }
    var rows: [[SQLValue]] = []
    while true {
      let code = sqlite3_step(statement)
      guard code == SQLITE_ROW else {
        guard code == SQLITE_DONE else { throw Self.queryError(code, sql, connection, path) }
        return QueryResult(columns: columns, rows: rows, isTruncated: false)
      }
      guard rows.count < rowLimit else {
        return QueryResult(columns: columns, rows: rows, isTruncated: true)
      }
      rows.append((0..<width).map { StatementBinding.value(of: statement, column: $0) })
    }
  }
}
