import Facts
import GRDB

/// The rows of one member's supply.
enum SupplyTables {
  static func insert(
    _ supply: SupplyHours, header: JournalHeader, member: Int64, _ database: Database
  ) throws {
    let hours = try BulkInsert(
      database,
      sql: """
        INSERT INTO supply_hour (member_id, hour, own_millicpu, lent_millicpu, spot_millicpu,
          on_demand_millicpu, requested_millicpu, queued_millicpu)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    hours.bind(member, at: 1)
    for hour in supply.requested.indices {
      hours.bind(Int64(hour), at: 2)
      for source in SupplySource.allCases {
        hours.bind(supply.ready[source.rawValue][hour], at: Int32(3 + source.rawValue))
      }
      hours.bind(supply.requested[hour], at: 7)
      hours.bind(supply.queued[hour], at: 8)
      try hours.insert()
    }
    let uses = try BulkInsert(
      database,
      sql: """
        INSERT INTO lent_use_hour (member_id, cluster, hour, used_millicpu)
        VALUES (?1, ?2, ?3, ?4)
        """)
    uses.bind(member, at: 1)
    // Most clusters lend nothing, and have no rows.
    for (cluster, means) in supply.usedOnLent.enumerated() where means.contains(where: { $0 != 0 })
    {
      uses.bind(header.name(UInt32(cluster), in: .cluster), at: 2)
      for (hour, used) in means.enumerated() {
        uses.bind(Int64(hour), at: 3)
        uses.bind(used, at: 4)
        try uses.insert()
      }
    }
  }
}
