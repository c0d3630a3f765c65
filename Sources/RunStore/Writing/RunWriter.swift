package import Facts
import GRDB
package import Units

/// Fills one run: a result a member, in any order and from any thread, then the end.
///
/// Each member is one transaction, so whatever happens the store holds whole members, and the run
/// is incomplete until `finish()` says otherwise.
package final class RunWriter: Sendable {
  /// The run's id.
  package let runID: String
  /// The run's number in the store.
  package let number: Int64
  private let store: RunStore
  private let members: [MemberKey: PlannedRow]

  init(store: RunStore, number: Int64, runID: String, members: [MemberKey: PlannedRow]) {
    self.store = store
    self.number = number
    self.runID = runID
    self.members = members
  }

  /// Whether that member's journal and jobs will be kept: what its recorder should be told.
  package func keepsJournal(variant: String, seed: UInt64) -> Bool {
    members[MemberKey(variant: variant, seed: seed)]?.keepsJournal ?? false
  }

  /// Stores the result of one member, and its accounts, whole.
  package func add(
    _ result: MemberResult, accounts: MemberAccounts = MemberAccounts(), variant: String,
    seed: UInt64, startedAt: Instant, finishedAt: Instant = WallClock.now()
  ) throws(RunStoreError) {
    let row = try row(variant: variant, seed: seed)
    try store.write { database in
      try Self.requireIncomplete(row.id, variant: variant, seed: seed, self.store.path, database)
      let header = row.keepsJournal ? try HeaderTable.insert(result.header, database) : nil
      try database.execute(
        sql: """
          UPDATE member SET status = 'complete', digest = ?, header_id = ?, facts = ?, events = ?,
            start_ns = ?, end_ns = ?, started_at = ?, finished_at = ? WHERE id = ?
          """,
        arguments: [
          result.digest, header, result.facts, result.summary.events,
          result.header.start.nanoseconds, result.header.end.nanoseconds, startedAt.rfc3339,
          finishedAt.rfc3339, row.id,
        ])
      try ResultTables.insertSummary(result.summary, member: row.id, database)
      try ResultTables.insertSeries(result.series, member: row.id, database)
      try AccountTables.insert(
        accounts, header: result.header, keepsJournal: row.keepsJournal, member: row.id, database)
      if row.keepsJournal {
        try ResultTables.insertChunks(result.chunks, member: row.id, database)
        try ResultTables.insertJobs(
          result.jobs, queues: accounts.queues, member: row.id, database)
      }
    }
  }

  /// Stores that a member could not be simulated, and why.
  package func fail(
    variant: String, seed: UInt64, message: String, at instant: Instant = WallClock.now()
  ) throws(RunStoreError) {
    let row = try row(variant: variant, seed: seed)
    try store.write { database in
      try Self.requireIncomplete(row.id, variant: variant, seed: seed, self.store.path, database)
      try database.execute(
        sql: "UPDATE member SET status = 'failed', failure = ?, finished_at = ? WHERE id = ?",
        arguments: [message, instant.rfc3339, row.id])
    }
  }

  /// Ends the run, and says what it became: complete when every member is stored, failed when one
  /// failed, and incomplete when it was broken off.
  @discardableResult
  package func finish(at instant: Instant = WallClock.now()) throws(RunStoreError) -> RunStatus {
    try store.write { database in
      let statuses = try String.fetchAll(
        database, sql: "SELECT DISTINCT status FROM member WHERE run_number = ?",
        arguments: [self.number])
      let status: RunStatus =
        statuses.contains("failed")
        ? .failed : statuses.contains("incomplete") ? .incomplete : .complete
      try database.execute(
        sql: "UPDATE run SET status = ?, finished_at = ? WHERE number = ?",
        arguments: [status.rawValue, instant.rfc3339, self.number])
      return status
    }
  }

  private func row(variant: String, seed: UInt64) throws(RunStoreError) -> PlannedRow {
    guard let row = members[MemberKey(variant: variant, seed: seed)] else {
      throw RunStoreError(
        .invalid, path: store.path, "run \(runID) was not to have \(variant)/\(seed)")
    }
    return row
  }

  private static func requireIncomplete(
    _ id: Int64, variant: String, seed: UInt64, _ path: String, _ database: Database
  ) throws {
    let status = try String.fetchOne(
      database, sql: "SELECT status FROM member WHERE id = ?", arguments: [id])
    guard status == "incomplete" else {
      throw RunStoreError(
        .invalid, path: path,
        status.map { "\(variant)/\(seed) is stored already, as \($0)" }
          ?? "the run was deleted while it ran")
    }
  }
}
