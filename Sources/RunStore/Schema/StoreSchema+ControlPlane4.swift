extension StoreSchema {
  /// The tables of version 4: what a control plane did.
  ///
  /// Machines, deployments and workloads stand by their names, for these rows are kept without a
  /// journal too.
  static let tables4 = """
    CREATE TABLE control_plane_stretch (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      start_ns INTEGER NOT NULL,
      end_ns INTEGER NOT NULL CHECK (end_ns > start_ns),
      missing_mean REAL NOT NULL,
      missing_max INTEGER NOT NULL,
      waiting_for_host REAL NOT NULL,
      provisioning REAL NOT NULL,
      ready REAL NOT NULL,
      draining REAL NOT NULL,
      deleting REAL NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE controller_stretch (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      controller TEXT NOT NULL,
      queue_mean REAL NOT NULL,
      queue_max INTEGER NOT NULL,
      reconciles INTEGER NOT NULL,
      failures INTEGER NOT NULL CHECK (failures BETWEEN 0 AND reconciles),
      reconcile_ns INTEGER NOT NULL,
      longest_ns INTEGER NOT NULL,
      PRIMARY KEY (member_id, controller, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE client_stretch (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      client TEXT NOT NULL,
      calls INTEGER NOT NULL,
      throttled INTEGER NOT NULL CHECK (throttled BETWEEN 0 AND calls),
      wait_ns INTEGER NOT NULL,
      PRIMARY KEY (member_id, client, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE controller_bucket (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('reconcile', 'queue')),
      controller TEXT NOT NULL,
      at_most INTEGER NOT NULL,
      weight INTEGER NOT NULL,
      PRIMARY KEY (member_id, kind, controller, at_most)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE deployment_order (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      deployment TEXT NOT NULL,
      kind TEXT NOT NULL,
      value INTEGER NOT NULL,
      ordered_ns INTEGER NOT NULL,
      completed_ns INTEGER,
      is_superseded INTEGER NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE machine_replacement (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      machine TEXT NOT NULL,
      deployment TEXT NOT NULL,
      lost_ns INTEGER NOT NULL,
      found_ns INTEGER,
      gone_ns INTEGER,
      restored_ns INTEGER,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE machine_drain (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      machine TEXT NOT NULL,
      deployment TEXT NOT NULL,
      is_for_health INTEGER NOT NULL,
      ordered_ns INTEGER NOT NULL,
      began_ns INTEGER NOT NULL,
      ended_ns INTEGER,
      granted INTEGER NOT NULL,
      refusals INTEGER NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE eviction_hold (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      machine TEXT NOT NULL,
      deployment TEXT NOT NULL,
      workload TEXT NOT NULL,
      budgets TEXT NOT NULL,
      cause TEXT NOT NULL,
      pods TEXT NOT NULL,
      pod_count INTEGER NOT NULL,
      began_ns INTEGER NOT NULL,
      ended_ns INTEGER,
      is_overruled INTEGER NOT NULL,
      refusals INTEGER NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE deployment_shortage (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      deployment TEXT NOT NULL,
      allowed INTEGER NOT NULL,
      worst INTEGER NOT NULL,
      machine_hours REAL NOT NULL,
      over_limit_ns INTEGER NOT NULL,
      PRIMARY KEY (member_id, deployment)
    ) STRICT, WITHOUT ROWID;

    """
}
