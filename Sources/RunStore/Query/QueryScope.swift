import GRDBSQLite

/// The rows that a query sees: those of one run, of one of its variants, or of one member.
package struct QueryScope: Hashable, Sendable {
  /// The run's id.
  package var runID: String
  /// The variant; nil is every one.
  package var variant: String?
  /// The seed; nil is every one.
  package var seed: UInt64?

  /// Makes a scope.
  package init(runID: String, variant: String? = nil, seed: UInt64? = nil) {
    self.runID = runID
    self.variant = variant
    self.seed = seed
  }

  /// What a reference named: a run, and its variant and seed where the reference went that far.
  package init(_ selection: RunSelection, isNarrowed: Bool) {
    runID = selection.run.runID
    guard isNarrowed, let first = selection.members.first else { return }
    variant = first.variant
    if selection.members.count == 1 { seed = first.seed }
  }

  /// What the scope is, for the parameters `:run`, `:variant` and `:seed`.
  package var parameters: [String: SQLValue] {
    var parameters: [String: SQLValue] = [":run": .text(runID)]
    if let variant { parameters[":variant"] = .text(variant) }
    if let seed { parameters[":seed"] = .integer(Int64(bitPattern: seed)) }
    return parameters
  }

  /// Puts a view of the same name before each view of the store, with the rows of the scope only.
  ///
  /// Temporary views belong to the connection and leave the file as it is. `main.summary` still
  /// names the store's own view, with every run.
  func narrowViews(of connection: borrowing SQLiteConnection) throws(SQLiteFailure) {
    let columns = try connection.texts(
      """
      SELECT v.name || ' ' || group_concat(c.name, ' ')
      FROM sqlite_schema AS v, pragma_table_info(v.name) AS c
      WHERE v.type = 'view' GROUP BY v.name
      """)
    for line in columns {
      let words = line.split(separator: " ").map(String.init)
      guard let view = words.first, words.dropFirst().contains("run_id") else { continue }
      var conditions = ["run_id = \(Self.quoted(runID))"]
      if let variant, words.contains("variant") {
        conditions.append("variant = \(Self.quoted(variant))")
      }
      if let seed, words.contains("seed") {
        conditions.append("seed = \(Int64(bitPattern: seed))")
      }
      try connection.execute(
        "CREATE TEMP VIEW \(view) AS SELECT * FROM main.\(view) WHERE "
          + conditions.joined(separator: " AND "))
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

extension SQLiteConnection {
  /// Runs a statement that gives no rows.
  borrowing func execute(_ sql: String) throws(SQLiteFailure) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  /// The first column of every row as text.
  borrowing func texts(_ sql: String) throws(SQLiteFailure) -> [String] {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    var texts: [String] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        if case .text(let text) = StatementBinding.value(of: statement, column: 0) {
          texts.append(text)
        }
      case SQLITE_DONE: return texts
      default: throw failure()
      }
    }
  }
}
