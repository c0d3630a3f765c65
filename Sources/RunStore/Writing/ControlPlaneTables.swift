import Facts
import GRDB
import Units

/// The rows of one member's control plane.
enum ControlPlaneTables {
  static func insert(
    _ accounts: ControlPlaneAccounts, header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    try insertStretches(accounts.stretches, member: member, database)
    try insertClients(accounts.stretches, member: member, database)
    try insertBuckets(accounts, member: member, database)
    try insertOrders(accounts, header, member: member, database)
    try insertDrains(accounts.drains, header, member: member, database)
    try insertHolds(accounts, header, member: member, database)
    try insertOutages(accounts.outages, header, member: member, database)
    try insertJobEnds(accounts.jobEnds, header, member: member, database)
  }

  private static func insertOutages(
    _ outages: [APIServerOutage], _ header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO api_server_outage (member_id, ordinal, control_plane, began_ns, ended_ns)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """)
    rows.bind(member, at: 1)
    for (ordinal, outage) in outages.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(header.name(outage.service, in: .service), at: 3)
      rows.bind(outage.beganAt.nanoseconds, at: 4)
      rows.bind(outage.endedAt?.nanoseconds, at: 5)
      try rows.insert()
    }
  }

  private static func insertJobEnds(
    _ ends: [WorkloadEnd], _ header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO workload_end (member_id, ordinal, workload, ended_ns, length_ns, has_failed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    rows.bind(member, at: 1)
    for (ordinal, end) in ends.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(header.name(end.service, in: .service), at: 3)
      rows.bind(end.endedAt.nanoseconds, at: 4)
      rows.bind(end.length.nanoseconds, at: 5)
      rows.bind(end.hasFailed ? 1 : Int64(0), at: 6)
      try rows.insert()
    }
  }

  private static func insertStretches(
    _ stretches: [ControlPlaneStretch], member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO control_plane_stretch (member_id, ordinal, start_ns, end_ns, missing_mean,
          missing_max, waiting_for_host, provisioning, ready, draining, deleting, pending_mean,
          pending_max)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """)
    let controllers = try BulkInsert(
      database,
      sql: """
        INSERT INTO controller_stretch (member_id, ordinal, controller, queue_mean, queue_max,
          reconciles, failures, reconcile_ns, longest_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """)
    rows.bind(member, at: 1)
    controllers.bind(member, at: 1)
    for (ordinal, stretch) in stretches.enumerated() {
      let length = Double((stretch.end - stretch.start).nanoseconds)
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(stretch.start.nanoseconds, at: 3)
      rows.bind(stretch.end.nanoseconds, at: 4)
      rows.bind(Double(stretch.missingTime) / length, at: 5)
      rows.bind(Int64(stretch.missingPeak), at: 6)
      for stage in MachineStage.allCases where stage != .absent {
        let place = Int(stage.rawValue)
        rows.bind(Double(stretch.machineTime[place]) / length, at: Int32(6 + place))
      }
      rows.bind(Double(stretch.pendingTime) / length, at: 12)
      rows.bind(stretch.pendingPeak, at: 13)
      try rows.insert()
      controllers.bind(Int64(ordinal), at: 2)
      for (controller, part) in stretch.controllers.enumerated() {
        controllers.bind(ControlPlaneWords.controllers[controller], at: 3)
        controllers.bind(Double(part.depthTime) / length, at: 4)
        controllers.bind(part.depthPeak, at: 5)
        controllers.bind(part.reconciles, at: 6)
        controllers.bind(part.failures, at: 7)
        controllers.bind(part.reconcileTime, at: 8)
        controllers.bind(part.longest, at: 9)
        try controllers.insert()
      }
    }
  }

  private static func insertClients(
    _ stretches: [ControlPlaneStretch], member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO client_stretch (member_id, ordinal, client, calls, throttled, wait_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    rows.bind(member, at: 1)
    for (ordinal, stretch) in stretches.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      for (client, part) in stretch.clients.enumerated() {
        rows.bind(ControlPlaneWords.clients[client], at: 3)
        rows.bind(part.calls, at: 4)
        rows.bind(part.throttled, at: 5)
        rows.bind(part.wait, at: 6)
        try rows.insert()
      }
    }
  }

  private static func insertBuckets(
    _ accounts: ControlPlaneAccounts, member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO controller_bucket (member_id, kind, controller, at_most, weight)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """)
    rows.bind(member, at: 1)
    for (kind, buckets) in [
      ("reconcile", accounts.reconcileTimes), ("queue", accounts.queueDepths),
    ] {
      rows.bind(kind, at: 2)
      for bucket in buckets {
        rows.bind(ControlPlaneWords.controllers[bucket.controller], at: 3)
        rows.bind(bucket.atMost, at: 4)
        rows.bind(bucket.weight, at: 5)
        try rows.insert()
      }
    }
  }

  private static func insertOrders(
    _ accounts: ControlPlaneAccounts, _ header: JournalHeader, member: Int64,
    _ database: Database
  ) throws {
    let orders = try BulkInsert(
      database,
      sql: """
        INSERT INTO deployment_order (member_id, ordinal, deployment, kind, value, ordered_ns,
          completed_ns, is_superseded)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    orders.bind(member, at: 1)
    for (ordinal, order) in accounts.orders.enumerated() {
      orders.bind(Int64(ordinal), at: 2)
      orders.bind(header.name(order.pool.index, in: .pool), at: 3)
      orders.bind(order.kind.rawValue, at: 4)
      orders.bind(order.value, at: 5)
      orders.bind(order.orderedAt.nanoseconds, at: 6)
      orders.bind(order.completedAt?.nanoseconds, at: 7)
      orders.bind(order.isSuperseded ? 1 : Int64(0), at: 8)
      try orders.insert()
    }
    let replacements = try BulkInsert(
      database,
      sql: """
        INSERT INTO machine_replacement (member_id, ordinal, machine, deployment, lost_ns, found_ns,
          gone_ns, restored_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    replacements.bind(member, at: 1)
    for (ordinal, replacement) in accounts.replacements.enumerated() {
      replacements.bind(Int64(ordinal), at: 2)
      replacements.bind(header.name(replacement.node, in: .node), at: 3)
      replacements.bind(header.name(replacement.pool.index, in: .pool), at: 4)
      replacements.bind(replacement.lostAt.nanoseconds, at: 5)
      replacements.bind(replacement.foundAt?.nanoseconds, at: 6)
      replacements.bind(replacement.goneAt?.nanoseconds, at: 7)
      replacements.bind(replacement.restoredAt?.nanoseconds, at: 8)
      try replacements.insert()
    }
    let shortages = try BulkInsert(
      database,
      sql: """
        INSERT INTO deployment_shortage (member_id, deployment, allowed, worst, machine_hours,
          over_limit_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    shortages.bind(member, at: 1)
    // Pools of machines that are lent are no deployments, and nothing is ordered of them.
    let deployments = Set(accounts.orders.map(\.pool.index))
    for (pool, shortage) in accounts.shortages.enumerated()
    where deployments.contains(UInt32(pool)) {
      shortages.bind(header.name(UInt32(pool), in: .pool), at: 2)
      shortages.bind(Int64(shortage.allowed), at: 3)
      shortages.bind(Int64(shortage.worst), at: 4)
      shortages.bind(Double(shortage.missingTime) / 3.6e12, at: 5)
      shortages.bind(shortage.timeOverLimit.nanoseconds, at: 6)
      try shortages.insert()
    }
  }

  private static func insertDrains(
    _ drains: [MachineDrain], _ header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO machine_drain (member_id, ordinal, machine, deployment, is_for_health, ordered_ns,
          began_ns, ended_ns, granted, refusals)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
    rows.bind(member, at: 1)
    for (ordinal, drain) in drains.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(header.name(drain.node, in: .node), at: 3)
      rows.bind(header.name(drain.pool.index, in: .pool), at: 4)
      rows.bind(drain.isForHealth ? 1 : Int64(0), at: 5)
      rows.bind(drain.orderedAt.nanoseconds, at: 6)
      rows.bind(drain.beganAt.nanoseconds, at: 7)
      rows.bind(drain.endedAt?.nanoseconds, at: 8)
      rows.bind(Int64(drain.granted), at: 9)
      rows.bind(Int64(drain.refusals), at: 10)
      try rows.insert()
    }
  }

  private static func insertHolds(
    _ accounts: ControlPlaneAccounts, _ header: JournalHeader, member: Int64,
    _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO eviction_hold (member_id, ordinal, machine, deployment, workload, budgets, cause,
          pods, pod_count, began_ns, ended_ns, is_overruled, refusals)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """)
    rows.bind(member, at: 1)
    for (ordinal, hold) in accounts.holds.enumerated() {
      let workload = header.name(hold.service, in: .service)
      let budgets = accounts.budgets
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(header.name(hold.node, in: .node), at: 3)
      rows.bind(header.name(hold.pool.index, in: .pool), at: 4)
      rows.bind(workload, at: 5)
      rows.bind(Int(hold.service) < budgets.count ? budgets[Int(hold.service)] : "", at: 6)
      rows.bind(hold.cause.rawValue, at: 7)
      rows.bind(hold.pods.map { "\(workload)-\($0)" }.joined(separator: " "), at: 8)
      rows.bind(Int64(hold.pods.count), at: 9)
      rows.bind(hold.beganAt.nanoseconds, at: 10)
      rows.bind(hold.endedAt?.nanoseconds, at: 11)
      rows.bind(hold.isOverruled ? 1 : Int64(0), at: 12)
      rows.bind(Int64(hold.refusals), at: 13)
      try rows.insert()
    }
  }
}
