package import Units

/// A value as SQL has it.
package enum SQLValue: Hashable, Sendable {
  /// No value.
  case null
  /// A whole number.
  case integer(Int64)
  /// A binary floating-point number.
  case real(Double)
  /// Text.
  case text(String)
  /// Bytes.
  case blob([UInt8])
}

/// How much a query may take.
package struct QueryLimits: Hashable, Sendable {
  /// The most rows that are returned; the rest is left out, and said to be.
  package var rows: Int
  /// How long it may take by the machine's clock.
  package var time: TimeSpan

  /// Makes limits.
  package init(rows: Int, time: TimeSpan) {
    self.rows = rows
    self.time = time
  }

  /// 10,000 rows and 10 s.
  package static let standard = QueryLimits(rows: 10_000, time: .seconds(10))
}

/// The rows of a query.
package struct QueryResult: Hashable, Sendable {
  /// The columns' names.
  package var columns: [String]
  /// The rows, one value a column.
  package var rows: [[SQLValue]]
  /// Whether there were more rows than the limit.
  package var isTruncated: Bool
}
