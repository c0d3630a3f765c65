import RunStore
import Units

extension RunReport {
  /// Whether figures are means over several seeds.
  var hasSeveralSeeds: Bool { variants.contains { $0.members.count > 1 } }

  /// What each variant's cloud pools came to, in the order of the variants.
  static func cloudPools(
    _ runID: String, _ variants: [String], in store: RunStore
  ) throws(RunStoreError) -> [CloudPoolRow] {
    let rows = try rows(
      of: "cloud_pools", runID, variants, in: store,
      sql: """
        SELECT variant, pool, min(capacity_type), avg(dry_hours), avg(launches), avg(launches_dry),
          avg(launches_refused), avg(bought_hours), avg(fallback_dry_hours),
          avg(fallback_refused_hours), avg(fallback_used_up_hours)
        FROM cloud_pools WHERE run_id = ? GROUP BY variant, pool ORDER BY min(capacity_type) DESC, pool
        """)
    return rows.map { row in
      CloudPoolRow(
        variant: row[0].text, pool: row[1].text, capacityType: row[2].text, dryHours: row[3].number,
        launches: row[4].number, launchesDry: row[5].number, launchesRefused: row[6].number,
        boughtHours: row[7].number,
        fallbackHours: (row[8].number, row[9].number, row[10].number))
    }
  }

  /// What came to each variant's queues, in the order of the variants.
  static func queues(
    _ runID: String, _ variants: [String], in store: RunStore
  ) throws(RunStoreError) -> [QueueRow] {
    let rows = try rows(
      of: "queues", runID, variants, in: store,
      sql: """
        SELECT variant, queue, avg(submitted), avg(started), avg(wait_mean_seconds),
          avg(wait_p95_seconds), avg(total_wait_mean_seconds), avg(share), avg(share_when_short)
        FROM queues WHERE run_id = ? GROUP BY variant, queue ORDER BY queue
        """)
    return rows.map { row in
      QueueRow(
        variant: row[0].text, queue: row[1].text, submitted: row[2].number,
        started: row[3].number,
        waits: (row[4].numberOrNil, row[5].numberOrNil, row[6].numberOrNil),
        share: row[7].numberOrNil, shareWhenShort: row[8].numberOrNil)
    }
  }

  /// The rows of the variants that are shown; none where an older tool wrote the store.
  private static func rows(
    of view: String, _ runID: String, _ variants: [String], in store: RunStore, sql: String
  ) throws(RunStoreError) -> [[SQLValue]] {
    let known = try store.select(
      "SELECT 1 FROM sqlite_schema WHERE name = ?", [.text(view)])
    guard !known.isEmpty else { return [] }
    let rows = try store.select(sql, [.text(runID)])
    return variants.flatMap { variant in rows.filter { $0[0].text == variant } }
  }
}

extension SQLValue {
  fileprivate var text: String { if case .text(let text) = self { text } else { "" } }

  /// The number, or 0.
  fileprivate var number: Double { numberOrNil ?? 0 }

  /// The number that it is, or nothing.
  fileprivate var numberOrNil: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .real(let real): real
    default: nil
    }
  }
}
