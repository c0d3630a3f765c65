/// A store as version 1 of the tool left it: its tables and views, and one complete run without a
/// journal. Written down as SQL so that it stays what it was, whatever the code does.
enum StoreVersion1 {
  static let sql = """
    CREATE TABLE entity_name (
      header_id INTEGER NOT NULL REFERENCES journal_header(id) ON DELETE CASCADE,
      namespace INTEGER NOT NULL,
      id INTEGER NOT NULL CHECK (id >= 0),
      name TEXT NOT NULL,
      PRIMARY KEY (header_id, namespace, id)
    ) STRICT, WITHOUT ROWID;
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
    CREATE TABLE journal_chunk (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL CHECK (sequence >= 0),
      rows INTEGER NOT NULL CHECK (rows > 0),
      bytes BLOB NOT NULL,
      PRIMARY KEY (member_id, sequence)
    ) STRICT;
    CREATE TABLE journal_header (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      start_ns INTEGER NOT NULL,
      end_ns INTEGER NOT NULL CHECK (end_ns >= start_ns)
    ) STRICT;
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
    CREATE TABLE metric_definition (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      unit TEXT NOT NULL,
      better TEXT NOT NULL CHECK (better IN ('lower', 'higher', 'none')),
      definition TEXT NOT NULL,
      sql TEXT NOT NULL
    ) STRICT;
    CREATE TABLE resolved_scenario (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
      canonical_json TEXT NOT NULL
    ) STRICT;
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
    CREATE TABLE summary_value (
      member_id INTEGER NOT NULL REFERENCES member(id) ON DELETE CASCADE,
      metric_id INTEGER NOT NULL REFERENCES metric_definition(id),
      value REAL NOT NULL,
      PRIMARY KEY (member_id, metric_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_plan_hash ON run(plan_hash);
    CREATE INDEX member_scenario ON member(scenario_id);
    CREATE INDEX member_header ON member(header_id);
    CREATE VIEW runs AS
    SELECT run_id, number, created_at, finished_at, status, scenario_name AS scenario,
      scenario_path, tool_version, zone_rules_version, command_line, keep_journal, plan_hash,
      (SELECT count(*) FROM member WHERE run_number = number) AS members,
      (SELECT count(*) FROM member WHERE run_number = number AND status = 'complete')
        AS members_complete
    FROM run;
    CREATE VIEW members AS
    SELECT run.run_id, member.variant, member.seed, member.status, member.digest,
      resolved_scenario.hash AS scenario_hash, member.facts, member.events,
      strftime('%Y-%m-%dT%H:%M:%S',
        ((member.start_ns - ((member.start_ns % 1000000000 + 1000000000) % 1000000000)) /
        1000000000),
        'unixepoch') || CASE ((member.start_ns % 1000000000 + 1000000000) % 1000000000) WHEN
        0 THEN 'Z' ELSE rtrim(printf('.%09d',
        ((member.start_ns % 1000000000 + 1000000000) % 1000000000)),
        '0') || 'Z' END AS simulated_start,
      strftime('%Y-%m-%dT%H:%M:%S',
        ((member.end_ns - ((member.end_ns % 1000000000 + 1000000000) % 1000000000)) /
        1000000000),
        'unixepoch') || CASE ((member.end_ns % 1000000000 + 1000000000) % 1000000000) WHEN 0
        THEN 'Z' ELSE rtrim(printf('.%09d',
        ((member.end_ns % 1000000000 + 1000000000) % 1000000000)),
        '0') || 'Z' END AS simulated_end,
      member.started_at, member.finished_at, member.keeps_journal AS journal_kept,
      member.failure
    FROM member
    JOIN run ON run.number = member.run_number
    JOIN resolved_scenario ON resolved_scenario.id = member.scenario_id;
    CREATE VIEW inputs AS
    SELECT run.run_id, input.path, input.sha256, input.bytes, input.format, input.licence
    FROM input JOIN run ON run.number = input.run_number;
    CREATE VIEW metrics AS
    SELECT name, unit, better, definition, sql FROM metric_definition;
    CREATE VIEW summary AS
    SELECT run.run_id, member.variant, member.seed, metric_definition.name AS metric,
      summary_value.value, metric_definition.unit, metric_definition.better
    FROM summary_value
    JOIN metric_definition ON metric_definition.id = summary_value.metric_id
    JOIN member ON member.id = summary_value.member_id
    JOIN run ON run.number = member.run_number;
    CREATE VIEW series AS
    SELECT run.run_id, member.variant, member.seed, series_definition.name AS series,
      series_value.hour, strftime('%Y-%m-%dT%H:%M:%S',
        ((series_hour.start_ns - ((series_hour.start_ns % 1000000000 + 1000000000) %
        1000000000)) / 1000000000),
        'unixepoch') || CASE ((series_hour.start_ns % 1000000000 + 1000000000) % 1000000000)
        WHEN 0 THEN 'Z' ELSE rtrim(printf('.%09d',
        ((series_hour.start_ns % 1000000000 + 1000000000) % 1000000000)),
        '0') || 'Z' END AS starts_at,
      (series_hour.end_ns - series_hour.start_ns) / 1e9 AS seconds,
      series_value.value, series_definition.unit
    FROM series_value
    JOIN series_definition ON series_definition.id = series_value.series_id
    JOIN series_hour ON series_hour.member_id = series_value.member_id
      AND series_hour.hour = series_value.hour
    JOIN member ON member.id = series_value.member_id
    JOIN run ON run.number = member.run_number;
    CREATE VIEW series_wide AS
    SELECT run_id, variant, seed, hour, starts_at, seconds,
      max(CASE series WHEN 'allocatable_millicpu' THEN value END) AS allocatable_millicpu,
      max(CASE series WHEN 'allocated_millicpu' THEN value END) AS allocated_millicpu,
      max(CASE series WHEN 'running_jobs' THEN value END) AS running_jobs,
      max(CASE series WHEN 'queued_jobs' THEN value END) AS queued_jobs,
      max(CASE series WHEN 'ready_nodes' THEN value END) AS ready_nodes
    FROM series GROUP BY run_id, variant, seed, hour;
    CREATE VIEW jobs AS
    SELECT run.run_id, member.variant, member.seed, job_outcome.job AS job_number,
      entity_name.name AS job,
      CASE job_outcome.status WHEN 0 THEN 'queued' WHEN 1 THEN 'running' WHEN 2 THEN 'finished'
        ELSE 'rejected' END AS status,
      job_outcome.attempts, strftime('%Y-%m-%dT%H:%M:%S',
        ((job_outcome.submitted_ns - ((job_outcome.submitted_ns % 1000000000 + 1000000000) %
        1000000000)) / 1000000000),
        'unixepoch') || CASE ((job_outcome.submitted_ns % 1000000000 + 1000000000) %
        1000000000) WHEN 0 THEN 'Z' ELSE rtrim(printf('.%09d',
        ((job_outcome.submitted_ns % 1000000000 + 1000000000) % 1000000000)),
        '0') || 'Z' END AS submitted_at,
      strftime('%Y-%m-%dT%H:%M:%S',
        ((job_outcome.first_started_ns - ((job_outcome.first_started_ns % 1000000000 +
        1000000000) % 1000000000)) / 1000000000),
        'unixepoch') || CASE ((job_outcome.first_started_ns % 1000000000 + 1000000000) %
        1000000000) WHEN 0 THEN 'Z' ELSE rtrim(printf('.%09d',
        ((job_outcome.first_started_ns % 1000000000 + 1000000000) % 1000000000)),
        '0') || 'Z' END AS first_started_at,
      strftime('%Y-%m-%dT%H:%M:%S',
        ((job_outcome.finished_ns - ((job_outcome.finished_ns % 1000000000 + 1000000000) %
        1000000000)) / 1000000000),
        'unixepoch') || CASE ((job_outcome.finished_ns % 1000000000 + 1000000000) %
        1000000000) WHEN 0 THEN 'Z' ELSE rtrim(printf('.%09d',
        ((job_outcome.finished_ns % 1000000000 + 1000000000) % 1000000000)),
        '0') || 'Z' END AS finished_at,
      (job_outcome.first_started_ns - job_outcome.submitted_ns) / 1e9 AS wait_seconds,
      (job_outcome.finished_ns - job_outcome.submitted_ns) / 1e9 AS turnaround_seconds,
      job_outcome.lost_ns / 1e9 AS lost_seconds
    FROM job_outcome
    JOIN member ON member.id = job_outcome.member_id
    JOIN run ON run.number = member.run_number
    JOIN entity_name ON entity_name.header_id = member.header_id
      AND entity_name.namespace = 3 AND entity_name.id = job_outcome.job;
    INSERT INTO "run"
      VALUES(1,'b1f0d1b7857c3121b41e243769',
        '5747df3afaee833437f92042b33c26c560b386fa6e02e63cf83adddf853dd329',
        '2026-11-27T14:26:32.869Z','2026-11-27T14:26:32.879Z','complete','small',
        'scenarios/small.yaml','name: small
    ','0.2.0','2025b','["fivespot","run","scenarios/small.yaml"]','none');
    INSERT INTO "input"
      VALUES(1,0,'jobs.csv',
        'b547e7dff89a76aaf429bd03d6c48e4a79d0ef05e8c30a0388a040667f04c59c',162,'opendc-tasks',
        '');
    INSERT INTO "resolved_scenario"
      VALUES(1,'cbf88609e9c7357747091ec56fa41cc7b23475ce6196054d89d9cfc20f5c218c','{}');
    INSERT INTO "member"
      VALUES(1,1,0,'default',1,1,0,'complete',
        '49fb56499ec92f57886b27b137843ba44a000300330d37229969adefa6cd6043',NULL,5,3,
        1665093600000000000,1665099000000000000,'2026-11-27T14:26:32.877Z',
        '2026-11-27T14:26:32.877Z',NULL);
    INSERT INTO "series_definition"
      VALUES(1,'allocatable_millicpu','millicpu',
        'CPU that ready nodes offer to workloads, mean over the hour.');
    INSERT INTO "series_definition"
      VALUES(2,'allocated_millicpu','millicpu',
        'CPU that running jobs have requested, mean over the hour.');
    INSERT INTO "series_definition"
      VALUES(3,'running_jobs','jobs','Jobs that are running on a node, mean over the hour.');
    INSERT INTO "series_definition"
      VALUES(4,'queued_jobs','jobs','Jobs that wait in the queue, mean over the hour.');
    INSERT INTO "series_definition"
      VALUES(5,'ready_nodes','nodes','Nodes that are ready, mean over the hour.');
    INSERT INTO "metric_definition"
      VALUES(1,'job.submitted','jobs','none',
        'Jobs that came into the queue, rejected ones included.',
        'SELECT 1');
    INSERT INTO "metric_definition"
      VALUES(41,'run.facts','facts','none','Facts in the journal.',
        'SELECT 1');
    INSERT INTO "series_hour" VALUES(1,0,1665093600000000000,1665097200000000000);
    INSERT INTO "series_hour" VALUES(1,1,1665097200000000000,1665099000000000000);
    INSERT INTO "series_value" VALUES(1,1,0,16000.0);
    INSERT INTO "series_value" VALUES(1,1,1,16000.0);
    INSERT INTO "summary_value" VALUES(1,1,2.0);
    INSERT INTO "summary_value" VALUES(1,41,5.0);
    PRAGMA application_id = 1180062544;
    PRAGMA user_version = 1;
    """
}
