import Facts
import GRDB
import Units

/// The rows of one member's result.
enum ResultTables {
  static func insertSummary(_ summary: MemberSummary, member: Int64, _ database: Database) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO summary_value (member_id, metric_id, value)
        VALUES (?1, (SELECT id FROM metric_definition WHERE name = ?2), ?3)
        """)
    rows.bind(member, at: 1)
    for metric in summary.metrics {
      rows.bind(metric.name, at: 2)
      rows.bind(metric.value, at: 3)
      try rows.insert()
    }
  }

  static func insertSeries(_ series: LevelSeries, member: Int64, _ database: Database) throws {
    let hours = try BulkInsert(
      database,
      sql: "INSERT INTO series_hour (member_id, hour, start_ns, end_ns) VALUES (?1, ?2, ?3, ?4)")
    hours.bind(member, at: 1)
    for hour in 0..<series.count {
      hours.bind(Int64(hour), at: 2)
      hours.bind(series.startOfHour(hour).nanoseconds, at: 3)
      hours.bind(series.endOfHour(hour).nanoseconds, at: 4)
      try hours.insert()
    }
    let values = try BulkInsert(
      database,
      sql: "INSERT INTO series_value (member_id, series_id, hour, value) VALUES (?1, ?2, ?3, ?4)")
    values.bind(member, at: 1)
    for level in FleetLevel.allCases {
      let id = try Int64.fetchOne(
        database, sql: "SELECT id FROM series_definition WHERE name = ?", arguments: [level.name])
      values.bind(id, at: 2)
      for (hour, mean) in series[level].enumerated() {
        values.bind(Int64(hour), at: 3)
        values.bind(mean, at: 4)
        try values.insert()
      }
    }
  }

  static func insertChunks(_ chunks: [JournalChunk], member: Int64, _ database: Database) throws {
    let rows = try BulkInsert(
      database,
      sql: "INSERT INTO journal_chunk (member_id, sequence, rows, bytes) VALUES (?1, ?2, ?3, ?4)")
    rows.bind(member, at: 1)
    for chunk in chunks {
      rows.bind(Int64(chunk.sequence), at: 2)
      rows.bind(Int64(chunk.rows), at: 3)
      rows.bind(chunk.bytes, at: 4)
      try rows.insert()
    }
  }

  static func insertJobs(
    _ jobs: [JobOutcome], queues: QueueAccounts?, member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO job_outcome (member_id, job, status, attempts, submitted_ns,
          first_started_ns, finished_ns, lost_ns, waited_ns, gang, queue)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """)
    rows.bind(member, at: 1)
    for job in jobs {
      rows.bind(Int64(job.job), at: 2)
      rows.bind(Int64(job.status.rawValue), at: 3)
      rows.bind(Int64(job.attempts), at: 4)
      rows.bind(job.submittedAt.nanoseconds, at: 5)
      rows.bind(job.firstStartedAt?.nanoseconds, at: 6)
      rows.bind(job.finishedAt?.nanoseconds, at: 7)
      rows.bind(job.lost.nanoseconds, at: 8)
      rows.bind(job.waited.nanoseconds, at: 9)
      rows.bind(job.gang.map { Int64($0) }, at: 10)
      if let queues, let queue = queues.queueOfJob[Int(job.job)] {
        rows.bind(queues.queues[queue].name, at: 11)
      } else {
        rows.bind(nil, at: 11)
      }
      try rows.insert()
    }
  }
}

/// The journals' headers, each kept once however many members share it.
enum HeaderTable {
  static func insert(_ header: JournalHeader, _ database: Database) throws -> Int64 {
    let hash = SHA256.digest(CanonicalJournal.headerBytes(header)).hex
    let known = try Int64.fetchOne(
      database, sql: "SELECT id FROM journal_header WHERE sha256 = ?", arguments: [hash])
    if let known { return known }
    try database.execute(
      sql: "INSERT INTO journal_header (sha256, start_ns, end_ns) VALUES (?, ?, ?)",
      arguments: [hash, header.start.nanoseconds, header.end.nanoseconds])
    let id = database.lastInsertedRowID
    let names = try BulkInsert(
      database,
      sql: "INSERT INTO entity_name (header_id, namespace, id, name) VALUES (?1, ?2, ?3, ?4)")
    names.bind(id, at: 1)
    for namespace in EntityNamespace.allCases {
      names.bind(Int64(namespace.rawValue), at: 2)
      for (index, name) in header[namespace].enumerated() {
        names.bind(Int64(index), at: 3)
        names.bind(name, at: 4)
        try names.insert()
      }
    }
    return id
  }

  static func header(_ id: Int64, _ database: Database) throws -> JournalHeader? {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT start_ns, end_ns FROM journal_header WHERE id = ?", arguments: [id])
    else { return nil }
    var header = JournalHeader(
      start: Instant(nanoseconds: row["start_ns"]), end: Instant(nanoseconds: row["end_ns"]),
      poolNames: [], nodeNames: [], jobNames: [])
    for namespace in EntityNamespace.allCases {
      header[namespace] = try String.fetchAll(
        database,
        sql: "SELECT name FROM entity_name WHERE header_id = ? AND namespace = ? ORDER BY id",
        arguments: [id, namespace.rawValue])
    }
    return header
  }
}
