extension StoreSchema {
  /// The views of version 2.
  static let views2 = costViews2 + clusterViews2 + machineViews2 + promiseViews2

  private static let ofMember = """
    JOIN member ON member.id = member_id
    JOIN run ON run.number = member.run_number
    """

  private static let costViews2 = """
    CREATE VIEW cost_by_variant AS
    SELECT run.run_id, member.variant, member.seed, cost_driver.name AS driver,
      driver_cost.amount, driver_cost.currency, driver_cost.amount_exact, driver_cost.list_amount
    FROM driver_cost
    JOIN cost_driver ON cost_driver.id = driver_cost.driver_id
    \(ofMember);

    CREATE VIEW cost_by_pool AS
    SELECT run.run_id, member.variant, member.seed, charge.pool, cost_driver.name AS driver,
      charge.amount, charge.currency, charge.amount_exact, charge.list_amount, charge.quantity,
      cost_driver.unit
    FROM charge
    JOIN cost_driver ON cost_driver.id = charge.driver_id
    \(ofMember);

    CREATE VIEW cost_drivers AS
    SELECT name AS driver, unit, definition FROM cost_driver;

    """

  private static let clusterViews2 = """
    CREATE VIEW utilisation_by_hour AS
    SELECT run.run_id, member.variant, member.seed, cluster_hour.cluster,
      \(timestamp("series_hour.start_ns")) AS hour_utc,
      cluster_hour.allocatable_millicpu, cluster_hour.requested_millicpu,
      cluster_hour.used_millicpu
    FROM cluster_hour
    JOIN series_hour USING (member_id, hour)
    \(ofMember);

    CREATE VIEW idle_by_hour AS
    SELECT run.run_id, member.variant, member.seed, idle_hour.cluster,
      \(timestamp("series_hour.start_ns")) AS hour_utc, idle_part.name AS part,
      CASE idle_part.id WHEN 0 THEN part0 WHEN 1 THEN part1 WHEN 2 THEN part2 WHEN 3 THEN part3
        WHEN 4 THEN part4 WHEN 5 THEN part5 WHEN 6 THEN part6 WHEN 7 THEN part7 ELSE part8 END
        AS millicpu
    FROM idle_hour
    JOIN series_hour USING (member_id, hour)
    \(ofMember)
    CROSS JOIN idle_part;

    """

  private static func named(_ namespace: Int, _ id: String) -> String {
    "(SELECT name FROM entity_name WHERE header_id = member.header_id AND namespace = \(namespace) "
      + "AND id = \(id))"
  }

  private static let machineViews2 = """
    CREATE VIEW machine_timeline AS
    SELECT run.run_id, member.variant, member.seed,
      \(named(2, "machine_span.node")) AS machine, \(named(1, "machine_span.pool")) AS pool,
      \(named(4, "machine_span.cluster")) AS cluster, machine_span.stage,
      \(timestamp("machine_span.start_ns")) AS starts_at,
      \(timestamp("machine_span.end_ns")) AS ends_at,
      (machine_span.end_ns - machine_span.start_ns) / 1e9 AS seconds
    FROM machine_span
    \(ofMember);

    CREATE VIEW lending_windows AS
    SELECT run.run_id, member.variant, member.seed,
      \(named(2, "declared_window.node")) AS machine, declared_window.kind,
      \(timestamp("declared_window.start_ns")) AS starts_at,
      \(timestamp("declared_window.end_ns")) AS ends_at
    FROM declared_window
    \(ofMember);

    """

  private static let promiseViews2 = """
    CREATE VIEW promises AS
    SELECT run.run_id, member.variant, member.seed, promise.name AS promise,
      promise_outcome.opportunities, promise_outcome.breaches,
      promise_outcome.worst_ns / 1e9 AS worst_seconds
    FROM promise_outcome
    JOIN promise ON promise.id = promise_outcome.promise_id
    \(ofMember);

    CREATE VIEW promise_breaches AS
    SELECT run.run_id, member.variant, member.seed, promise.name AS promise,
      promise_breach.machine, promise_breach.job, promise_breach.service,
      \(timestamp("promise_breach.at_ns")) AS at, promise_breach.span_ns / 1e9 AS seconds,
      promise_breach.why
    FROM promise_breach
    JOIN promise ON promise.id = promise_breach.promise_id
    \(ofMember);

    """
}
