import Foundation
import GRDBSQLite

/// Where in a query SQLite stopped.
enum QueryErrorPlace {
  private typealias ErrorOffset = @convention(c) (OpaquePointer?) -> Int32

  /// ` at line 1, column 8`, or nothing when SQLite does not say.
  ///
  /// Asked right after the statement was refused. The function is looked up by name, for SQLite has
  /// it only since 3.38.
  static func text(_ sql: String, connection: OpaquePointer) -> String {
    guard let address = dlsym(nil, "sqlite3_error_offset") else { return "" }
    let offset = Int(unsafeBitCast(address, to: ErrorOffset.self)(connection))
    let bytes = Array(sql.utf8)
    guard offset >= 0, offset <= bytes.count else { return "" }
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = String(decoding: bytes[lineStart..<offset], as: UTF8.self).count + 1
    return " at line \(line), column \(column)"
  }
}
