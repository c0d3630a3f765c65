import Documents
import Foundation
import GRDB
import Units

extension RunStore {
  /// Every run, the oldest first.
  package func runs() throws(RunStoreError) -> [RunRecord] {
    try read { try Self.fetchRuns($0, where: "1", arguments: []) }
  }

  /// The members of a run, in its order.
  package func members(of run: RunRecord) throws(RunStoreError) -> [MemberRecord] {
    try read { try Self.fetchMembers($0, run: run) }
  }

  /// The files that a run read, in its order.
  package func inputs(of run: RunRecord) throws(RunStoreError) -> [RunInput] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM input WHERE run_number = ? ORDER BY ordinal",
        arguments: [run.number]
      ).map {
        RunInput(
          path: $0["path"], sha256: $0["sha256"], byteCount: $0["bytes"], format: $0["format"],
          licence: $0["licence"])
      }
    }
  }

  /// The scenario file as the run read it.
  package func scenarioText(of run: RunRecord) throws(RunStoreError) -> String {
    try read { database in
      try String.fetchOne(
        database, sql: "SELECT scenario_text FROM run WHERE number = ?", arguments: [run.number])
        ?? ""
    }
  }

  /// What `RUN[/VARIANT[/SEED]]` names; RUN is `latest` or a prefix of an id.
  package func find(_ reference: String) throws(RunStoreError) -> RunSelection {
    let parts = reference.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let run = try findRun(String(parts.first ?? ""))
    let members = try members(of: run)
    guard parts.count == 2 else { return RunSelection(run: run, members: members) }
    return RunSelection(run: run, members: try narrow(members, to: String(parts[1]), run: run))
  }

  private func findRun(_ name: String) throws(RunStoreError) -> RunRecord {
    if name == "latest" {
      let latest = try read {
        try Self.fetchRuns($0, where: "number = (SELECT max(number) FROM run)", arguments: [])
      }
      guard let run = latest.first else {
        throw RunStoreError(
          .runNotFound, path: path, "the store holds no run", remedy: "make one: fivespot run")
      }
      return run
    }
    let prefix = name.lowercased()
    let isHexadecimal = prefix.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
    }
    let candidates =
      !isHexadecimal || prefix.isEmpty
      ? []
      : try read {
        try Self.fetchRuns(
          $0, where: "substr(run_id, 1, length(?1)) = ?1", arguments: [prefix])
      }
    guard let run = candidates.first else {
      throw RunStoreError(
        .runNotFound, path: path, "no run is called \(name)", remedy: try nearestRun(to: name))
    }
    guard candidates.count == 1 else {
      let names = candidates.map { "\($0.runID) (\($0.scenarioName), \($0.createdAt))" }
      throw RunStoreError(
        .ambiguousRun, path: path,
        "\(candidates.count) runs begin with \(name): \(names.joined(separator: ", "))",
        remedy: "give more digits")
    }
    return run
  }

  /// What somebody may have meant who named a run that is not there.
  private func nearestRun(to name: String) throws(RunStoreError) -> String {
    let runs = try read { try Self.fetchRuns($0, where: "1", arguments: []) }
    if let run = runs.last(where: { $0.scenarioName == name }) {
      return "that is a scenario; the newest run of it is \(run.runID.prefix(12))"
    }
    // Short beginnings of ids are all near each other.
    let ids = name.count < 6 ? [] : runs.reversed().map { String($0.runID.prefix(name.count)) }
    let candidates = ["latest"] + ids
    let nearest = NearestWord.nearest(to: name.lowercased(), among: candidates)
    return (nearest.map { "did you mean \"\($0)\"? " } ?? "")
      + "fivespot runs list shows them; \"latest\" is the newest"
  }

  /// A variant's name may itself hold a slash, so the whole text is tried as a variant first.
  private func narrow(
    _ members: [MemberRecord], to text: String, run: RunRecord
  ) throws(RunStoreError) -> [MemberRecord] {
    let variant = members.filter { $0.variant == text }
    if !variant.isEmpty { return variant }
    if let slash = text.lastIndex(of: "/"), let seed = UInt64(text[text.index(after: slash)...]) {
      let name = String(text[..<slash])
      let member = members.filter { $0.variant == name && $0.seed == seed }
      if !member.isEmpty { return member }
    }
    var variants: [String] = []
    for member in members where !variants.contains(member.variant) {
      variants.append(member.variant)
    }
    let seeds = members.map(\.seed)
    let nearest = NearestWord.nearest(to: text, among: variants)
    throw RunStoreError(
      .memberNotFound, path: path, "run \(run.runID) has no member \(text)",
      remedy: (nearest.map { "did you mean \"\($0)\"? " } ?? "")
        + "its variants are \(variants.joined(separator: ", ")); its seeds are "
        + "\(seeds.min() ?? 0) to \(seeds.max() ?? 0)")
  }

  private static func fetchRuns(
    _ database: Database, where condition: String, arguments: StatementArguments
  ) throws -> [RunRecord] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT *, (SELECT count(*) FROM member WHERE run_number = number) AS members,
          (SELECT count(*) FROM member WHERE run_number = number AND status = 'complete')
            AS complete_members
        FROM run WHERE \(condition) ORDER BY number
        """,
      arguments: arguments
    ).map { row in
      let commandLine: String = row["command_line"]
      return RunRecord(
        number: row["number"], runID: row["run_id"], planHash: row["plan_hash"],
        createdAt: row["created_at"], finishedAt: row["finished_at"],
        status: RunStatus(rawValue: row["status"]) ?? .incomplete,
        scenarioName: row["scenario_name"], scenarioPath: row["scenario_path"],
        toolVersion: row["tool_version"], zoneRulesVersion: row["zone_rules_version"],
        commandLine: (try? JSONDecoder().decode([String].self, from: Data(commandLine.utf8))) ?? [],
        keepJournal: KeepJournal(rawValue: row["keep_journal"]) ?? .none,
        memberCount: row["members"], completeMemberCount: row["complete_members"])
    }
  }

  private static func fetchMembers(
    _ database: Database, run: RunRecord
  ) throws -> [MemberRecord] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT member.*, resolved_scenario.hash AS scenario_hash FROM member
        JOIN resolved_scenario ON resolved_scenario.id = member.scenario_id
        WHERE run_number = ? ORDER BY ordinal
        """,
      arguments: [run.number]
    ).map { row in
      let seed: Int64 = row["seed"]
      let start: Int64? = row["start_ns"]
      let end: Int64? = row["end_ns"]
      return MemberRecord(
        id: row["id"], runID: run.runID, variant: row["variant"],
        seed: UInt64(bitPattern: seed), status: RunStatus(rawValue: row["status"]) ?? .incomplete,
        scenarioHash: row["scenario_hash"], keepsJournal: row["keeps_journal"],
        digest: row["digest"], facts: row["facts"], events: row["events"],
        start: start.map { Instant(nanoseconds: $0) }, end: end.map { Instant(nanoseconds: $0) },
        startedAt: row["started_at"], finishedAt: row["finished_at"], failure: row["failure"])
    }
  }
}
