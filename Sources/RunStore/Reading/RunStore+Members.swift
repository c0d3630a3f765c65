package import Facts
import GRDB
import Units

extension RunStore {
  /// The canonical JSON of a member's resolved scenario.
  package func resolvedScenario(of member: MemberRecord) throws(RunStoreError) -> String {
    try read { database in
      try String.fetchOne(
        database,
        sql: """
          SELECT canonical_json FROM resolved_scenario
          JOIN member ON member.scenario_id = resolved_scenario.id WHERE member.id = ?
          """,
        arguments: [member.id]) ?? ""
    }
  }

  /// The journal of a member, held against its digest.
  ///
  /// With `trustsDigest` false it is read as it stands, to find out where it differs from a rerun.
  package func journal(
    of member: MemberRecord, trustsDigest: Bool = true
  ) throws(RunStoreError) -> Journal {
    try requireComplete(member)
    guard member.keepsJournal else {
      throw RunStoreError(
        .journalNotKept, path: path,
        "the journal of \(member.variant)/\(member.seed) of run \(member.runID) was not kept",
        remedy: "run again with --keep-journal all")
    }
    let stored = try read { database in
      let id = try Int64.fetchOne(
        database, sql: "SELECT header_id FROM member WHERE id = ?", arguments: [member.id])
      let header = try id.flatMap { try HeaderTable.header($0, database) }
      let chunks = try Row.fetchAll(
        database,
        sql:
          "SELECT sequence, rows, bytes FROM journal_chunk WHERE member_id = ? ORDER BY sequence",
        arguments: [member.id]
      ).map { row in
        let bytes = try row.withUnsafeData(named: "bytes") { data in data.map { [UInt8]($0) } ?? []
        }
        return JournalChunk(sequence: row["sequence"], rows: row["rows"], bytes: bytes)
      }
      return (header: header, chunks: chunks)
    }
    guard let header = stored.header else { throw damaged(member, "its header is missing") }
    do {
      let journal = try Journal(header: header, chunks: stored.chunks)
      guard !trustsDigest || journal.digest.hex == member.digest else {
        throw damaged(member, "it does not have the digest that was stored with it")
      }
      return journal
    } catch let error as JournalError {
      throw damaged(member, error.description)
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  /// Every metric that a member has, in the registry's order.
  package func summary(of member: MemberRecord) throws(RunStoreError) -> [MetricValue] {
    try requireComplete(member)
    return try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT name, value FROM summary_value
          JOIN metric_definition ON metric_definition.id = metric_id
          WHERE member_id = ? ORDER BY metric_id
          """,
        arguments: [member.id]
      ).map { MetricValue(name: $0["name"], value: $0["value"]) }
    }
  }

  /// The hourly means of a member.
  package func series(of member: MemberRecord) throws(RunStoreError) -> LevelSeries {
    try requireComplete(member)
    guard let start = member.start, let end = member.end else {
      throw damaged(member, "it has no horizon")
    }
    let means = try read { database in
      try FleetLevel.allCases.map { level in
        try Double.fetchAll(
          database,
          sql: """
            SELECT value FROM series_value
            JOIN series_definition ON series_definition.id = series_id
            WHERE member_id = ? AND name = ? ORDER BY hour
            """,
          arguments: [member.id, level.name])
      }
    }
    guard means.allSatisfy({ $0.count == means[0].count }) else {
      throw damaged(member, "its series differ in length")
    }
    return LevelSeries(start: start, end: end, means: means)
  }

  /// What became of each job of a member whose journal is kept, by dense id.
  package func jobs(of member: MemberRecord) throws(RunStoreError) -> [JobOutcome] {
    try requireComplete(member)
    return try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM job_outcome WHERE member_id = ? ORDER BY job",
        arguments: [member.id]
      ).map { row in
        let first: Int64? = row["first_started_ns"]
        let finished: Int64? = row["finished_ns"]
        // A version of the store before 5 has neither.
        let waited: Int64? = row["waited_ns"]
        let gang: UInt32? = row["gang"]
        return JobOutcome(
          job: row["job"], status: JobStatus(rawValue: row["status"]) ?? .queued,
          attempts: row["attempts"], submittedAt: Instant(nanoseconds: row["submitted_ns"]),
          firstStartedAt: first.map { Instant(nanoseconds: $0) },
          finishedAt: finished.map { Instant(nanoseconds: $0) },
          lost: TimeSpan(nanoseconds: row["lost_ns"]),
          waited: TimeSpan(nanoseconds: waited ?? 0), gang: gang)
      }
    }
  }

  private func requireComplete(_ member: MemberRecord) throws(RunStoreError) {
    guard member.status == .complete else {
      let why = member.failure.map { "failed: \($0)" } ?? "did not come to its end"
      throw RunStoreError(
        .memberNotFound, path: path,
        "\(member.variant)/\(member.seed) of run \(member.runID) \(why)",
        remedy: "run it again")
    }
  }

  private func damaged(_ member: MemberRecord, _ what: String) -> RunStoreError {
    RunStoreError(
      .corrupt, path: path,
      "the journal of \(member.variant)/\(member.seed) of run \(member.runID) is damaged: \(what)",
      remedy: "run it again")
  }
}
