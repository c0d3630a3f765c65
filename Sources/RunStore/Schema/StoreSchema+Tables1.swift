extension StoreSchema {
  /// The tables of version 1. Tables are singular; the plural names belong to the views.
  ///
  /// Instants of simulated time are nanoseconds since 1970 UTC; wall-clock times are RFC 3339 text.
  static let tables1 = runTables1 + resultTables1

  private static let runTables1 = """
    CREATE TABLE run (
      number INTEGER PRIMARY KEY,
      run_id TEXT NOT NULL UNIQUE CHECK (length(run_id) = 26),
      plan_hash TEXT NOT NULL CHECK (length(plan_hash) = 64),
      created_at TEXT NOT NULL,
      finished_at TEXT,
      status TEXT NOT NULL DEFAULT 'incomplete'
        CHECK (status IN ('incomplete', 'complete', 'failed')),
      scenario_name TEXT NOT NULL,
      scenario_path TEXT NOT NULL,
      scenario_text TEXT NOT NULL,
      tool_version TEXT NOT NULL,
      zone_rules_version TEXT NOT NULL,
      command_line TEXT NOT NULL CHECK (json_valid(command_line)),
      keep_journal TEXT NOT NULL CHECK (keep_journal IN ('all', 'first', 'none'))
    ) STRICT;
    CREATE INDEX run_plan_hash ON run(plan_hash);

    CREATE TABLE input (
      run_number INTEGER NOT NULL REFERENCES run(number) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      format TEXT NOT NULL,
      licence TEXT NOT NULL,
      PRIMARY KEY (run_number, ordinal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE resolved_scenario (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
      canonical_json TEXT NOT NULL
    ) STRICT;

    CREATE TABLE journal_header (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      start_ns INTEGER NOT NULL,
      end_ns INTEGER NOT NULL CHECK (end_ns >= start_ns)
    ) STRICT;

    CREATE TABLE entity_name (
      header_id INTEGER NOT NULL REFERENCES journal_header(id) ON DELETE CASCADE,
      namespace INTEGER NOT NULL,
      id INTEGER NOT NULL CHECK (id >= 0),
      name TEXT NOT NULL,
      PRIMARY KEY (header_id, namespace, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE member (
      id INTEGER PRIMARY KEY,
      run_number INTEGER NOT NULL REFERENCES run(number) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      variant TEXT NOT NULL,
      seed INTEGER NOT NULL CHECK (seed >= 0),
      scenario_id INTEGER NOT NULL REFERENCES resolved_scenario(id),
      keeps_journal INTEGER NOT NULL CHECK (keeps_journal IN (0, 1)),
      status TEXT NOT NULL DEFAULT 'incomplete'
        CHECK (status IN ('incomplete', 'complete', 'failed')),
      digest TEXT CHECK (length(digest) = 64),
      header_id INTEGER REFERENCES journal_header(id),
      facts INTEGER CHECK (facts >= 0),
      events INTEGER CHECK (events >= 0),
      start_ns INTEGER,
      end_ns INTEGER,
      started_at TEXT,
      finished_at TEXT,
      failure TEXT,
      UNIQUE (run_number, variant, seed),
      UNIQUE (run_number, ordinal),
      CHECK ((status = 'complete') = (digest IS NOT NULL)),
      CHECK ((status = 'failed') = (failure IS NOT NULL)),
      CHECK (status <> 'complete' OR (facts IS NOT NULL AND events IS NOT NULL
        AND start_ns IS NOT NULL AND end_ns IS NOT NULL AND finished_at IS NOT NULL)),
      CHECK (status <> 'complete' OR keeps_journal = (header_id IS NOT NULL))
    ) STRICT;
    CREATE INDEX member_scenario ON member(scenario_id);
    CREATE INDEX member_header ON member(header_id);

    """

  private static let resultTables1 = """
    CREATE TABLE journal_chunk (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL CHECK (sequence >= 0),
      rows INTEGER NOT NULL CHECK (rows > 0),
      bytes BLOB NOT NULL,
      PRIMARY KEY (member_id, sequence)
    ) STRICT;

    CREATE TABLE job_outcome (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      job INTEGER NOT NULL,
      status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
      attempts INTEGER NOT NULL,
      submitted_ns INTEGER NOT NULL,
      first_started_ns INTEGER,
      finished_ns INTEGER,
      lost_ns INTEGER NOT NULL,
      PRIMARY KEY (member_id, job)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE series_definition (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      unit TEXT NOT NULL,
      definition TEXT NOT NULL
    ) STRICT;

    CREATE TABLE series_hour (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      hour INTEGER NOT NULL CHECK (hour >= 0),
      start_ns INTEGER NOT NULL,
      end_ns INTEGER NOT NULL CHECK (end_ns > start_ns),
      PRIMARY KEY (member_id, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE series_value (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      series_id INTEGER NOT NULL REFERENCES series_definition(id),
      hour INTEGER NOT NULL,
      value REAL NOT NULL,
      PRIMARY KEY (member_id, series_id, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE metric_definition (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      unit TEXT NOT NULL,
      better TEXT NOT NULL CHECK (better IN ('lower', 'higher', 'none')),
      definition TEXT NOT NULL,
      sql TEXT NOT NULL
    ) STRICT;

    CREATE TABLE summary_value (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      metric_id INTEGER NOT NULL REFERENCES metric_definition(id),
      value REAL NOT NULL,
      PRIMARY KEY (member_id, metric_id)
    ) STRICT, WITHOUT ROWID;

    """
}
