import Foundation
import GRDB
import RunStore

extension StoreFixture {
  /// Makes an SQLite database that the store did not make.
  func database(named name: String, sql: String) throws -> String {
    let path = folder + "/" + name
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
    return path
  }

  /// Changes the store behind its back.
  func change(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// What SQLite finds wrong with the file, or `ok`.
  func integrity() throws -> String? {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { database in
      let problem = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check")
      guard problem == nil else { return "foreign key" }
      return try String.fetchOne(database, sql: "PRAGMA integrity_check")
    }
  }

  /// The first column of the first row, as a whole number.
  func number(_ sql: String) throws -> Int64? {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { try Int64.fetchOne($0, sql: sql) }
  }

  /// Every table and view with its columns, in words.
  func shape() throws -> [String] {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT s.type || ' ' || s.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' '
            || c."notnull" || ' ' || c.pk
          FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
          WHERE s.type IN ('table', 'view') ORDER BY s.name, c.cid
          """)
    }
  }

  /// Holds the store's write lock, as another process would.
  func lock() throws -> ForeignLock { try ForeignLock(path: path) }
}

/// A write transaction of another connection.
struct ForeignLock {
  private let queue: DatabaseQueue

  init(path: String) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.unsafeReentrantWrite { try $0.execute(sql: "BEGIN IMMEDIATE") }
  }

  func release() { try? queue.unsafeReentrantWrite { try $0.execute(sql: "ROLLBACK") } }
}
