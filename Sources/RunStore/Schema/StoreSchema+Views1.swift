extension StoreSchema {
  /// The views of version 1: the names that people and queries use.
  static let views1 = runViews1 + resultViews1

  /// SQL for RFC 3339 text of a column of nanoseconds since 1970, as `Instant.rfc3339` writes it.
  static func timestamp(_ column: String) -> String {
    // SQLite's division truncates towards zero; instants before 1970 need it rounded down.
    let fraction = "((\(column) % 1000000000 + 1000000000) % 1000000000)"
    let seconds = "((\(column) - \(fraction)) / 1000000000)"
    return "strftime('%Y-%m-%dT%H:%M:%S', \(seconds), 'unixepoch') || CASE \(fraction) WHEN 0 "
      + "THEN 'Z' ELSE rtrim(printf('.%09d', \(fraction)), '0') || 'Z' END"
  }

  private static let runViews1 = """
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
      \(timestamp("member.start_ns")) AS simulated_start,
      \(timestamp("member.end_ns")) AS simulated_end,
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

    """

  private static let resultViews1 = """
    CREATE VIEW summary AS
    SELECT run.run_id, member.variant, member.seed, metric_definition.name AS metric,
      summary_value.value, metric_definition.unit, metric_definition.better
    FROM summary_value
    JOIN metric_definition ON metric_definition.id = summary_value.metric_id
    JOIN member ON member.id = summary_value.member_id
    JOIN run ON run.number = member.run_number;

    CREATE VIEW series AS
    SELECT run.run_id, member.variant, member.seed, series_definition.name AS series,
      series_value.hour, \(timestamp("series_hour.start_ns")) AS starts_at,
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
      job_outcome.attempts, \(timestamp("job_outcome.submitted_ns")) AS submitted_at,
      \(timestamp("job_outcome.first_started_ns")) AS first_started_at,
      \(timestamp("job_outcome.finished_ns")) AS finished_at,
      (job_outcome.first_started_ns - job_outcome.submitted_ns) / 1e9 AS wait_seconds,
      (job_outcome.finished_ns - job_outcome.submitted_ns) / 1e9 AS turnaround_seconds,
      job_outcome.lost_ns / 1e9 AS lost_seconds
    FROM job_outcome
    JOIN member ON member.id = job_outcome.member_id
    JOIN run ON run.number = member.run_number
    JOIN entity_name ON entity_name.header_id = member.header_id
      AND entity_name.namespace = 3 AND entity_name.id = job_outcome.job;

    """
}
