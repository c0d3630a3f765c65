extension StoreSchema {
  /// The views of version 4.
  static let views4 = loadViews4 + orderViews4 + drainViews4

  /// The rows of a table with the member and the run that they are of.
  static func ofMember(_ table: String) -> String {
    """
    FROM \(table)
    JOIN member ON member.id = \(table).member_id
    JOIN run ON run.number = member.run_number
    """
  }

  private static let identity = "run.run_id, member.variant, member.seed"

  private static let stretch = """
    JOIN control_plane_stretch USING (member_id, ordinal)
    """

  private static let stretchTimes = """
    \(timestamp("control_plane_stretch.start_ns")) AS starts_at,
      \(timestamp("control_plane_stretch.end_ns")) AS ends_at,
      (control_plane_stretch.end_ns - control_plane_stretch.start_ns) / 1e9 AS seconds
    """

  private static func stage(_ name: String, _ column: String) -> String {
    """
    SELECT \(identity), \(stretchTimes), '\(name)' AS stage, \(column) AS machines
    \(ofMember("control_plane_stretch"))
    """
  }

  private static let loadViews4 = """
    CREATE VIEW controller_activity AS
    SELECT \(identity), controller_stretch.controller, \(stretchTimes),
      queue_mean, queue_max, reconciles, failures,
      CASE reconciles WHEN 0 THEN NULL ELSE reconcile_ns / 1e9 / reconciles END
        AS reconcile_mean_seconds,
      CASE reconciles WHEN 0 THEN NULL ELSE longest_ns / 1e9 END AS reconcile_max_seconds
    \(ofMember("controller_stretch"))
    \(stretch);

    CREATE VIEW client_activity AS
    SELECT \(identity), client_stretch.client, \(stretchTimes), calls, throttled,
      wait_ns / 1e9 AS wait_seconds
    \(ofMember("client_stretch"))
    \(stretch);

    CREATE VIEW reconcile_lengths AS
    SELECT \(identity), controller, at_most / 1e9 AS at_most_seconds, weight AS reconciles
    \(ofMember("controller_bucket"))
    WHERE kind = 'reconcile';

    CREATE VIEW queue_depths AS
    SELECT \(identity), controller, at_most AS objects, weight / 1e9 AS seconds
    \(ofMember("controller_bucket"))
    WHERE kind = 'queue';

    CREATE VIEW machines_over_time AS
    \(stage("provisioning", "provisioning"))
    UNION ALL
    \(stage("ready", "ready"))
    UNION ALL
    \(stage("draining", "draining"))
    UNION ALL
    \(stage("deleting", "deleting"))
    UNION ALL
    \(stage("missing", "missing_mean"));

    """

  private static let orderViews4 = """
    CREATE VIEW deployment_orders AS
    SELECT \(identity), deployment, kind, value, \(timestamp("ordered_ns")) AS ordered_at,
      CASE WHEN completed_ns IS NOT NULL THEN \(timestamp("completed_ns")) END AS completed_at,
      (completed_ns - ordered_ns) / 1e9 AS seconds, is_superseded AS superseded
    \(ofMember("deployment_order"));

    CREATE VIEW machine_replacements AS
    SELECT \(identity), machine, deployment, \(timestamp("lost_ns")) AS lost_at,
      CASE WHEN found_ns IS NOT NULL THEN \(timestamp("found_ns")) END AS found_at,
      CASE WHEN gone_ns IS NOT NULL THEN \(timestamp("gone_ns")) END AS gone_at,
      CASE WHEN restored_ns IS NOT NULL THEN \(timestamp("restored_ns")) END AS restored_at,
      (restored_ns - lost_ns) / 1e9 AS seconds
    \(ofMember("machine_replacement"));

    CREATE VIEW deployment_shortages AS
    SELECT \(identity), deployment, allowed, worst, machine_hours,
      over_limit_ns / 1e9 AS over_limit_seconds
    \(ofMember("deployment_shortage"));

    """

  private static let drainViews4 = """
    CREATE VIEW drains AS
    SELECT \(identity), machine, deployment, is_for_health AS for_health,
      \(timestamp("ordered_ns")) AS ordered_at, \(timestamp("began_ns")) AS began_at,
      CASE WHEN ended_ns IS NOT NULL THEN \(timestamp("ended_ns")) END AS ended_at,
      (coalesce(ended_ns, member.end_ns) - began_ns) / 1e9 AS seconds,
      granted AS evicted, refusals
    \(ofMember("machine_drain"));

    CREATE VIEW eviction_holds AS
    SELECT \(identity), machine, deployment, workload, budgets, cause, pods, pod_count,
      \(timestamp("began_ns")) AS began_at,
      CASE WHEN ended_ns IS NOT NULL THEN \(timestamp("ended_ns")) END AS ended_at,
      (coalesce(ended_ns, member.end_ns) - began_ns) / 1e9 AS seconds,
      is_overruled AS overruled, refusals
    \(ofMember("eviction_hold"));

    """
}
