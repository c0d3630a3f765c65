extension StoreSchema {
  /// The tables of version 3: where the jobs' cluster has its CPU from, hour by hour.
  static let tables3 = """
    CREATE TABLE supply_hour (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      hour INTEGER NOT NULL CHECK (hour >= 0),
      own_millicpu REAL NOT NULL,
      lent_millicpu REAL NOT NULL,
      spot_millicpu REAL NOT NULL,
      on_demand_millicpu REAL NOT NULL,
      requested_millicpu REAL NOT NULL,
      queued_millicpu REAL NOT NULL,
      PRIMARY KEY (member_id, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lent_use_hour (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      cluster TEXT NOT NULL,
      hour INTEGER NOT NULL CHECK (hour >= 0),
      used_millicpu REAL NOT NULL,
      PRIMARY KEY (member_id, cluster, hour)
    ) STRICT, WITHOUT ROWID;

    """

  /// The views of version 3.
  static let views3 = """
    CREATE VIEW supply_by_hour AS
    \(hourly("supply_hour", "'own' AS source, own_millicpu AS millicpu"))
    UNION ALL
    \(hourly("supply_hour", "'lent', lent_millicpu"))
    UNION ALL
    \(hourly("supply_hour", "'spot', spot_millicpu"))
    UNION ALL
    \(hourly("supply_hour", "'on-demand', on_demand_millicpu"));

    CREATE VIEW demand_by_hour AS
    \(hourly("supply_hour", "'requested' AS kind, requested_millicpu AS millicpu"))
    UNION ALL
    \(hourly("supply_hour", "'queued', queued_millicpu"));

    CREATE VIEW owned_use_by_hour AS
    SELECT run.run_id, member.variant, member.seed, idle_hour.cluster,
      \(timestamp("series_hour.start_ns")) AS hour_utc,
      part0 + part1 + part2 + part3 + part4 + part5 + part6 + part7 + part8 AS owned_millicpu,
      part0 + coalesce(lent_use_hour.used_millicpu, 0.0) AS used_millicpu
    FROM idle_hour
    JOIN series_hour USING (member_id, hour)
    JOIN member ON member.id = idle_hour.member_id
    JOIN run ON run.number = member.run_number
    LEFT JOIN lent_use_hour ON lent_use_hour.member_id = idle_hour.member_id
      AND lent_use_hour.cluster = idle_hour.cluster AND lent_use_hour.hour = idle_hour.hour;

    """

  private static func hourly(_ table: String, _ columns: String) -> String {
    """
    SELECT run.run_id, member.variant, member.seed,
      \(timestamp("series_hour.start_ns")) AS hour_utc, \(columns)
    FROM \(table)
    JOIN series_hour USING (member_id, hour)
    JOIN member ON member.id = member_id
    JOIN run ON run.number = member.run_number
    """
  }
}
