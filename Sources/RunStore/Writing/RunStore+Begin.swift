import Facts
import Foundation
import GRDB
package import Units

extension RunStore {
  /// Begins a run: it is in the store from now on, incomplete, with all its members to come.
  package func begin(
    _ description: RunDescription, at instant: Instant = WallClock.now()
  ) throws(RunStoreError) -> RunWriter {
    try validate(description)
    let keeps = Self.journalKeepers(description)
    let planHash = RunIdentity.planHash(description)
    let begun = try write { database in
      try Self.registerDefinitions(database)
      let runID = try Self.freeRunID(planHash, database)
      let number = try Self.insertRun(
        description, runID: runID, planHash: planHash, at: instant, database)
      try Self.insertInputs(description.inputs, run: number, database)
      let members = try Self.insertMembers(
        description.members, keeps: keeps, run: number, database)
      return (number: number, runID: runID, members: members)
    }
    return RunWriter(store: self, number: begun.number, runID: begun.runID, members: begun.members)
  }

  /// Goes on with a run that was stopped: a writer for its members that are missing.
  ///
  /// The run is incomplete again until the writer finishes it. What is stored of it stays.
  package func resume(_ run: RunRecord) throws(RunStoreError) -> RunWriter {
    let rows = try write { database in
      try Self.registerDefinitions(database)
      try database.execute(
        sql: "UPDATE run SET status = ?, finished_at = NULL WHERE number = ?",
        arguments: [RunStatus.incomplete.rawValue, run.number])
      var rows: [MemberKey: PlannedRow] = [:]
      for row in try Row.fetchAll(
        database,
        sql: """
          SELECT id, variant, seed, keeps_journal FROM member
          WHERE run_number = ? AND status = 'incomplete'
          """,
        arguments: [run.number])
      {
        let seed: Int64 = row["seed"]
        rows[MemberKey(variant: row["variant"], seed: UInt64(bitPattern: seed))] = PlannedRow(
          id: row["id"], keepsJournal: row["keeps_journal"])
      }
      return rows
    }
    return RunWriter(store: self, number: run.number, runID: run.runID, members: rows)
  }

  private func validate(_ description: RunDescription) throws(RunStoreError) {
    var seen: Set<MemberKey> = []
    for member in description.members {
      guard member.seed <= UInt64(Int64.max) else {
        throw RunStoreError(
          .invalid, path: path, "seed \(member.seed) is larger than a store can hold",
          remedy: "use a seed of at most \(Int64.max)")
      }
      guard seen.insert(MemberKey(variant: member.variant, seed: member.seed)).inserted else {
        throw RunStoreError(
          .invalid, path: path, "the run has \(member.variant)/\(member.seed) twice",
          remedy: "name each variant and seed once")
      }
    }
    guard !description.members.isEmpty else {
      throw RunStoreError(.invalid, path: path, "the run has no member")
    }
  }

  /// For each member, whether it keeps its journal.
  private static func journalKeepers(_ description: RunDescription) -> [Bool] {
    var seen: Set<String> = []
    return description.members.map { member in
      let isFirst = seen.insert(member.variant).inserted
      return switch description.keepJournal {
      case .all: true
      case .first: isFirst
      case .none: false
      }
    }
  }

  private static func freeRunID(_ planHash: String, _ database: Database) throws -> String {
    var repetition =
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM run WHERE plan_hash = ?", arguments: [planHash]) ?? 0
    while true {
      repetition += 1
      let runID = RunIdentity.runID(planHash: planHash, repetition: repetition)
      let isTaken = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE run_id = ?)", arguments: [runID])
      if isTaken != true { return runID }
    }
  }

  private static func insertRun(
    _ description: RunDescription, runID: String, planHash: String, at instant: Instant,
    _ database: Database
  ) throws -> Int64 {
    let commandLine = try JSONEncoder().encode(description.commandLine)
    try database.execute(
      sql: """
        INSERT INTO run (run_id, plan_hash, created_at, scenario_name, scenario_path,
          scenario_text, tool_version, zone_rules_version, command_line, keep_journal)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        runID, planHash, instant.rfc3339, description.scenarioName, description.scenarioPath,
        description.scenarioText, description.toolVersion, description.zoneRulesVersion,
        String(decoding: commandLine, as: UTF8.self), description.keepJournal.rawValue,
      ])
    return database.lastInsertedRowID
  }

  private static func insertInputs(
    _ inputs: [RunInput], run: Int64, _ database: Database
  ) throws {
    for (ordinal, input) in inputs.enumerated() {
      try database.execute(
        sql: """
          INSERT INTO input (run_number, ordinal, path, sha256, bytes, format, licence)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run, ordinal, input.path, input.sha256, input.byteCount, input.format, input.licence,
        ])
    }
  }

  private static func insertMembers(
    _ members: [PlannedMember], keeps: [Bool], run: Int64, _ database: Database
  ) throws -> [MemberKey: PlannedRow] {
    var rows: [MemberKey: PlannedRow] = [:]
    var scenarios: [String: Int64] = [:]
    let insertion = try database.makeStatement(
      sql: """
        INSERT INTO member (run_number, ordinal, variant, seed, scenario_id, keeps_journal)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    for (ordinal, member) in members.enumerated() {
      let known = scenarios[member.scenarioHash]
      let scenario = try known ?? insertScenario(member, database)
      scenarios[member.scenarioHash] = scenario
      let seed = Int64(member.seed)
      try insertion.execute(
        arguments: [run, ordinal, member.variant, seed, scenario, keeps[ordinal]])
      rows[MemberKey(variant: member.variant, seed: member.seed)] = PlannedRow(
        id: database.lastInsertedRowID, keepsJournal: keeps[ordinal])
    }
    return rows
  }

  private static func insertScenario(_ member: PlannedMember, _ database: Database) throws -> Int64
  {
    let known = try Int64.fetchOne(
      database, sql: "SELECT id FROM resolved_scenario WHERE hash = ?",
      arguments: [member.scenarioHash])
    if let known { return known }
    try database.execute(
      sql: "INSERT INTO resolved_scenario (hash, canonical_json) VALUES (?, ?)",
      arguments: [
        member.scenarioHash, String(decoding: member.resolvedScenario, as: UTF8.self),
      ])
    return database.lastInsertedRowID
  }

  /// Brings the names of metrics and series up to date, so that the store explains itself.
  private static func registerDefinitions(_ database: Database) throws {
    for metric in MetricRegistry.all {
      try database.execute(
        sql: """
          INSERT INTO metric_definition (name, unit, better, definition, sql)
          VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET unit = excluded.unit, better = excluded.better,
            definition = excluded.definition, sql = excluded.sql
          """,
        arguments: [
          metric.name, metric.unit, metric.better.rawValue, metric.definition, metric.sql,
        ])
    }
    try AccountTables.registerDefinitions(database)
    for level in FleetLevel.allCases {
      try database.execute(
        sql: """
          INSERT INTO series_definition (name, unit, definition) VALUES (?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET unit = excluded.unit, definition = excluded.definition
          """,
        arguments: [level.name, level.unit, level.definition])
    }
  }
}

/// What tells the members of one run apart.
struct MemberKey: Hashable, Sendable {
  var variant: String
  var seed: UInt64
}

/// A member's row, waiting for its result.
struct PlannedRow: Sendable {
  var id: Int64
  var keepsJournal: Bool
}
