import Facts
import GRDB
import Units

/// The rows of one member's queues and cloud pools.
enum QueueTables {
  static func insert(_ queues: QueueAccounts, member: Int64, _ database: Database) throws {
    for (ordinal, queue) in queues.queues.enumerated() {
      let hasStarted = queue.started > 0
      func seconds(_ span: TimeSpan) -> Double? { hasStarted ? span.secondsAsDouble : nil }
      try database.execute(
        sql: """
          INSERT INTO queue_outcome (member_id, ordinal, queue, submitted, started, finished,
            wait_mean_seconds, wait_p95_seconds, wait_max_seconds, total_wait_mean_seconds, core_hours,
            short_core_hours)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          member, ordinal, queue.name, queue.submitted, queue.started, queue.finished,
          queue.wait.meanSeconds, seconds(queue.wait.p95), seconds(queue.wait.max),
          queue.totalWait.meanSeconds, coreHours(queue.allocatedCoreTime),
          coreHours(queue.shortCoreTime),
        ])
    }
  }

  static func insert(
    _ spot: SpotAccounts, header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    for (ordinal, pool) in spot.pools.enumerated() {
      func hours(_ cause: FallbackCause) -> Double {
        Double(pool.fallbackTime[cause.rawValue]) / 3.6e12
      }
      try database.execute(
        sql: """
          INSERT INTO cloud_pool (member_id, ordinal, pool, capacity_type, dry_ns, dry_spells, launches,
            launches_dry, launches_refused, bought_hours, fallback_launches, fallback_dry_hours,
            fallback_refused_hours, fallback_used_up_hours)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          member, ordinal, header.name(pool.pool.index, in: .pool), pool.capacityType.rawValue,
          pool.dryTime.nanoseconds, pool.drySpells, pool.launches, pool.launchesDry,
          pool.launchesRefused, Double(pool.boughtTime) / 3.6e12,
          pool.fallbackLaunches.reduce(0, +), hours(.dry), hours(.refused), hours(.usedUp),
        ])
    }
  }

  /// From thousandths of a core times nanoseconds.
  private static func coreHours(_ coreTime: Int128) -> Double { Double(coreTime) / 3.6e15 }
}
