import Facts
import GRDB
import Units

/// The rows of one member's accounts.
enum AccountTables {
  /// Stores what was derived beside the summary; machines' stages only where names are kept.
  static func insert(
    _ accounts: MemberAccounts, header: JournalHeader, keepsJournal: Bool, member: Int64,
    _ database: Database
  ) throws {
    if let costs = accounts.costs {
      try insertCosts(costs, header, member: member, database)
    }
    try insertClusters(accounts.clusters, header, member: member, database)
    if let supply = accounts.supply {
      try SupplyTables.insert(supply, header: header, member: member, database)
    }
    if let queues = accounts.queues { try QueueTables.insert(queues, member: member, database) }
    if let spot = accounts.spot {
      try QueueTables.insert(spot, header: header, member: member, database)
    }
    if let promises = accounts.promises {
      try insertPromises(promises, header, member: member, database)
    }
    if let controlPlane = accounts.controlPlane {
      try ControlPlaneTables.insert(controlPlane, header: header, member: member, database)
    }
    guard keepsJournal else { return }
    try insertSpans(accounts.spans, member: member, database)
    try insertWindows(accounts.windows, member: member, database)
  }

  /// Brings the names of drivers, parts and promises up to date, so that the store explains itself.
  ///
  /// Their ids are the raw values of the types, which are never reused.
  static func registerDefinitions(_ database: Database) throws {
    for driver in CostDriver.allCases {
      try database.execute(
        sql: """
          INSERT INTO cost_driver (id, name, unit, definition) VALUES (?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit,
            definition = excluded.definition
          """,
        arguments: [driver.rawValue, driver.name, driver.unit, driver.definition])
    }
    for part in IdlePart.allCases {
      try database.execute(
        sql: """
          INSERT INTO idle_part (id, name) VALUES (?, ?)
          ON CONFLICT (id) DO UPDATE SET name = excluded.name
          """,
        arguments: [part.rawValue, part.name])
    }
    for promise in Promise.allCases {
      try database.execute(
        sql: """
          INSERT INTO promise (id, name, breach) VALUES (?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, breach = excluded.breach
          """,
        arguments: [promise.rawValue, promise.name, promise.breach])
    }
  }

  private static func insertCosts(
    _ costs: MemberCosts, _ header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    for driver in CostDriver.allCases {
      let amount = costs.amount(of: [driver])
      try database.execute(
        sql: """
          INSERT INTO driver_cost (member_id, driver_id, currency, amount, amount_exact, list_amount)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          member, driver.rawValue, costs.currency.code, real(amount), amount.text,
          real(costs.listAmount(of: [driver])),
        ])
    }
    for charge in costs.charges {
      try database.execute(
        sql: """
          INSERT INTO charge (member_id, pool, driver_id, currency, amount, amount_exact,
            list_amount, quantity)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          member, header.name(charge.pool.index, in: .pool), charge.driver.rawValue,
          costs.currency.code, real(charge.amount), charge.amount.text, real(charge.listAmount),
          charge.quantity,
        ])
    }
  }

  /// The nearest binary floating-point number, in units of the currency.
  private static func real(_ money: Money) -> Double { Double(money.picounits) / 1e12 }

  private static func insertClusters(
    _ clusters: [ClusterHours], _ header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    let levels = try BulkInsert(
      database,
      sql: """
        INSERT INTO cluster_hour (member_id, cluster, hour, allocatable_millicpu,
          requested_millicpu, used_millicpu)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    let parts = try BulkInsert(
      database,
      sql: """
        INSERT INTO idle_hour (member_id, cluster, hour, part0, part1, part2, part3, part4, part5,
          part6, part7, part8)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """)
    levels.bind(member, at: 1)
    parts.bind(member, at: 1)
    for cluster in clusters {
      let name = header.name(cluster.cluster.index, in: .cluster)
      levels.bind(name, at: 2)
      parts.bind(name, at: 2)
      for hour in cluster.allocatable.indices {
        levels.bind(Int64(hour), at: 3)
        levels.bind(cluster.allocatable[hour], at: 4)
        levels.bind(cluster.requested[hour], at: 5)
        levels.bind(cluster.used[hour], at: 6)
        try levels.insert()
      }
      for (hour, idle) in (cluster.idle ?? []).enumerated() {
        parts.bind(Int64(hour), at: 3)
        for (part, millicpu) in idle.enumerated() { parts.bind(millicpu, at: Int32(4 + part)) }
        try parts.insert()
      }
    }
  }

  private static func insertSpans(
    _ spans: [MachineSpan], member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO machine_span (member_id, ordinal, node, pool, cluster, stage, start_ns, end_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    rows.bind(member, at: 1)
    for (ordinal, span) in spans.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(Int64(span.node), at: 3)
      rows.bind(Int64(span.pool.index), at: 4)
      rows.bind(Int64(span.cluster.index), at: 5)
      rows.bind(span.stage.name, at: 6)
      rows.bind(span.start.nanoseconds, at: 7)
      rows.bind(span.end.nanoseconds, at: 8)
      try rows.insert()
    }
  }

  private static func insertWindows(
    _ windows: [DeclaredWindow], member: Int64, _ database: Database
  ) throws {
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO declared_window (member_id, ordinal, node, kind, start_ns, end_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    rows.bind(member, at: 1)
    for (ordinal, window) in windows.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(Int64(window.node), at: 3)
      rows.bind(window.kind.rawValue, at: 4)
      rows.bind(window.start.nanoseconds, at: 5)
      rows.bind(window.end.nanoseconds, at: 6)
      try rows.insert()
    }
  }

  private static func insertPromises(
    _ promises: MemberPromises, _ header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    for outcome in promises.outcomes {
      try database.execute(
        sql: """
          INSERT INTO promise_outcome (member_id, promise_id, opportunities, breaches, worst_ns)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          member, outcome.promise.rawValue, outcome.opportunities, outcome.breaches,
          outcome.worst.nanoseconds,
        ])
    }
    let rows = try BulkInsert(
      database,
      sql: """
        INSERT INTO promise_breach (member_id, ordinal, promise_id, machine, job, service, at_ns,
          span_ns, why)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """)
    rows.bind(member, at: 1)
    for (ordinal, breach) in promises.breaches.enumerated() {
      rows.bind(Int64(ordinal), at: 2)
      rows.bind(Int64(breach.promise.rawValue), at: 3)
      rows.bind(header.name(breach.node, in: .node), at: 4)
      rows.bind(nil, at: 5)
      rows.bind(nil, at: 6)
      switch breach.subject {
      case .job(let job): rows.bind(header.name(job, in: .job), at: 5)
      case .service(let service): rows.bind(header.name(service, in: .service), at: 6)
      case .pod(_, let service):
        rows.bind(header.name(of: breach.subject), at: 5)
        rows.bind(header.name(service, in: .service), at: 6)
      case .machine: break
      }
      rows.bind(breach.at.nanoseconds, at: 7)
      rows.bind(breach.span.nanoseconds, at: 8)
      rows.bind(breach.reason.rawValue, at: 9)
      try rows.insert()
    }
  }
}
