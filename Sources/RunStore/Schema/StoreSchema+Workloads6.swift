extension StoreSchema {
  /// The tables of version 6: pods without a place, and what became of hosted control planes and of Jobs in
  /// workload clusters. Stretches of a run that an older version kept do not say how many pods waited.
  static let tables6 = """
    ALTER TABLE control_plane_stretch ADD COLUMN pending_mean REAL;
    ALTER TABLE control_plane_stretch ADD COLUMN pending_max INTEGER;

    CREATE TABLE api_server_outage (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      control_plane TEXT NOT NULL,
      began_ns INTEGER NOT NULL,
      ended_ns INTEGER CHECK (ended_ns >= began_ns),
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE workload_end (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      workload TEXT NOT NULL,
      ended_ns INTEGER NOT NULL,
      length_ns INTEGER NOT NULL CHECK (length_ns >= 0),
      has_failed INTEGER NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    """

  /// The views of version 6.
  static let views6 = """
    CREATE VIEW pending_pods AS
    SELECT run.run_id, member.variant, member.seed,
      \(timestamp("control_plane_stretch.start_ns")) AS starts_at,
      \(timestamp("control_plane_stretch.end_ns")) AS ends_at,
      (control_plane_stretch.end_ns - control_plane_stretch.start_ns) / 1e9 AS seconds, pending_mean, pending_max
    \(ofMember("control_plane_stretch"))
    WHERE pending_mean IS NOT NULL;

    CREATE VIEW api_server_outages AS
    SELECT run.run_id, member.variant, member.seed, control_plane,
      \(timestamp("began_ns")) AS began_at,
      CASE WHEN ended_ns IS NOT NULL THEN \(timestamp("ended_ns")) END AS ended_at,
      (coalesce(ended_ns, member.end_ns) - began_ns) / 1e9 AS seconds
    \(ofMember("api_server_outage"));

    CREATE VIEW cluster_jobs AS
    SELECT run.run_id, member.variant, member.seed, workload,
      \(timestamp("ended_ns")) AS ended_at, length_ns / 1e9 AS seconds,
      CASE has_failed WHEN 0 THEN 'succeeded' ELSE 'failed' END AS outcome
    \(ofMember("workload_end"));

    """
}
