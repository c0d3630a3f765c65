import Foundation
import GRDB

extension RunStore {
  /// The rows of a query of our own over the views; `arguments` stand for its question marks.
  ///
  /// It reads one consistent state of the store. A query of somebody else's goes through `query`,
  /// which holds it within limits.
  package func select(
    _ sql: String, _ arguments: [SQLValue] = []
  ) throws(RunStoreError) -> [[SQLValue]] {
    try read { database in
      let statement = try database.cachedStatement(sql: sql)
      let cursor = try Row.fetchCursor(
        statement, arguments: StatementArguments(arguments.map(Self.databaseValue)))
      let width = statement.columnCount
      var rows: [[SQLValue]] = []
      while let row = try cursor.next() {
        rows.append((0..<width).map { Self.value(row[$0]) })
      }
      return rows
    }
  }

  private static func databaseValue(_ value: SQLValue) -> DatabaseValue {
    switch value {
    case .null: .null
    case .integer(let integer): integer.databaseValue
    case .real(let real): real.databaseValue
    case .text(let text): text.databaseValue
    case .blob(let bytes): Data(bytes).databaseValue
    }
  }

  private static func value(_ value: DatabaseValue) -> SQLValue {
    switch value.storage {
    case .null: .null
    case .int64(let integer): .integer(integer)
    case .double(let real): .real(real)
    case .string(let text): .text(text)
    case .blob(let bytes): .blob([UInt8](bytes))
    }
  }
}
