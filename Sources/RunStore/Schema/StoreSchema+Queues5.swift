extension StoreSchema {
  /// The tables of version 5: queues and gangs of jobs, and what cloud pools came to.
  ///
  /// Jobs of a run that an older version kept have no queue, no gang, and no time that they waited in all.
  static let tables5 = """
    ALTER TABLE job_outcome ADD COLUMN queue TEXT;
    ALTER TABLE job_outcome ADD COLUMN gang INTEGER;
    ALTER TABLE job_outcome ADD COLUMN waited_ns INTEGER;

    CREATE TABLE queue_outcome (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      queue TEXT NOT NULL,
      submitted INTEGER NOT NULL CHECK (submitted >= 0),
      started INTEGER NOT NULL CHECK (started >= 0),
      finished INTEGER NOT NULL CHECK (finished >= 0),
      wait_mean_seconds REAL,
      wait_p95_seconds REAL,
      wait_max_seconds REAL,
      total_wait_mean_seconds REAL,
      core_hours REAL NOT NULL,
      short_core_hours REAL NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cloud_pool (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      pool TEXT NOT NULL,
      capacity_type TEXT NOT NULL,
      dry_ns INTEGER NOT NULL CHECK (dry_ns >= 0),
      dry_spells INTEGER NOT NULL CHECK (dry_spells >= 0),
      launches INTEGER NOT NULL CHECK (launches >= 0),
      launches_dry INTEGER NOT NULL CHECK (launches_dry >= 0),
      launches_refused INTEGER NOT NULL CHECK (launches_refused >= 0),
      bought_hours REAL NOT NULL,
      fallback_launches INTEGER NOT NULL CHECK (fallback_launches >= 0),
      fallback_dry_hours REAL NOT NULL,
      fallback_refused_hours REAL NOT NULL,
      fallback_used_up_hours REAL NOT NULL,
      PRIMARY KEY (member_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    """

  /// The views of version 5. A view of version 1 gets more columns; those that it had stay in their
  /// places.
  static let views5 = """
    DROP VIEW jobs;
    CREATE VIEW jobs AS
    SELECT run.run_id, member.variant, member.seed, job_outcome.job AS job_number,
      entity_name.name AS job,
      CASE job_outcome.status WHEN 0 THEN 'queued' WHEN 1 THEN 'running' WHEN 2 THEN 'finished'
        ELSE 'rejected' END AS status,
      job_outcome.attempts, \(timestamp("job_outcome.submitted_ns")) AS submitted_at,
      \(timestamp("job_outcome.first_started_ns")) AS first_started_at,
      \(timestamp("job_outcome.finished_ns")) AS finished_at,
      (job_outcome.first_started_ns - job_outcome.submitted_ns) / 1e9 AS wait_seconds,
      (job_outcome.finished_ns - job_outcome.submitted_ns) / 1e9 AS turnaround_seconds,
      job_outcome.lost_ns / 1e9 AS lost_seconds,
      job_outcome.waited_ns / 1e9 AS total_wait_seconds,
      CASE WHEN instr(entity_name.name, '/') > 1
        THEN substr(entity_name.name, 1, instr(entity_name.name, '/') - 1) END AS source,
      job_outcome.queue, job_outcome.gang
    FROM job_outcome
    JOIN member ON member.id = job_outcome.member_id
    JOIN run ON run.number = member.run_number
    JOIN entity_name ON entity_name.header_id = member.header_id
      AND entity_name.namespace = 3 AND entity_name.id = job_outcome.job;

    CREATE VIEW queues AS
    SELECT run.run_id, member.variant, member.seed, queue_outcome.queue, submitted, started,
      finished, wait_mean_seconds, wait_p95_seconds, wait_max_seconds, total_wait_mean_seconds,
      core_hours,
      core_hours / nullif(sum(core_hours) OVER (PARTITION BY queue_outcome.member_id), 0) AS share,
      short_core_hours / nullif(sum(short_core_hours) OVER (PARTITION BY queue_outcome.member_id), 0)
        AS share_when_short
    FROM queue_outcome
    JOIN member ON member.id = queue_outcome.member_id
    JOIN run ON run.number = member.run_number;

    CREATE VIEW cloud_pools AS
    SELECT run.run_id, member.variant, member.seed, pool, capacity_type, dry_ns / 3.6e12 AS dry_hours,
      dry_spells, launches, launches_dry, launches_refused, bought_hours, fallback_launches,
      fallback_dry_hours + fallback_refused_hours + fallback_used_up_hours AS fallback_hours,
      fallback_dry_hours, fallback_refused_hours, fallback_used_up_hours
    FROM cloud_pool
    JOIN member ON member.id = cloud_pool.member_id
    JOIN run ON run.number = member.run_number;

    """
}
