import ArgumentParser
import CommandSupport
import Documents
import Reports
import RunStore

/// `fivespot runs`: what the store holds.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs of the store, or show one.",
    discussion: """
      EXAMPLES
        fivespot runs
        fivespot runs show latest
      """,
    subcommands: [RunsList.self, RunsShow.self], defaultSubcommand: RunsList.self)
}

/// The formats of listings.
enum ListingFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case json
}

/// `fivespot runs list`.
struct RunsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every run of the store, the newest first.",
    discussion: """
      EXAMPLES
        fivespot runs list
        fivespot runs list --format json
      """)

  @Option(help: "How to print the list.")
  var format: ListingFormat = .table

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let runs = try RunStoreError.mapped { () throws(RunStoreError) in try store.runs() }
    switch format {
    case .json:
      try StandardStreams.printJSON(.sequence(runs.reversed().map(\.listing)))
    case .table:
      var rows = [["RUN", "STATUS", "MEMBERS", "CREATED", "SCENARIO"]]
      for run in runs.reversed() {
        rows.append([
          String(run.runID.prefix(12)), run.status.rawValue,
          "\(run.completeMemberCount)/\(run.memberCount)", run.createdAt, run.scenarioName,
        ])
      }
      try StandardStreams.printResult(TextTable.lines(rows).joined(separator: "\n") + "\n")
    }
  }
}

/// `fivespot runs show`.
struct RunsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one run: its members, digests and inputs.",
    discussion: """
      EXAMPLES
        fivespot runs show latest
        fivespot runs show 3f2a/preemptible --format json
      """)

  @Argument(
    help: ArgumentHelp(
      "The run: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"))
  var reference: String = "latest"

  @Option(help: "How to print it.")
  var format: ListingFormat = .table

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let selection = try RunStoreError.mapped { () throws(RunStoreError) in try store.find(reference)
    }
    let inputs = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.inputs(of: selection.run)
    }
    switch format {
    case .json: try StandardStreams.printJSON(json(selection, inputs))
    case .table: try StandardStreams.printResult(text(selection, inputs))
    }
  }

  private func text(_ selection: RunSelection, _ inputs: [RunInput]) -> String {
    let run = selection.run
    var lines = [
      "run         \(run.runID)", "status      \(run.status.rawValue)",
      "scenario    \(run.scenarioName)  (\(run.scenarioPath))", "created     \(run.createdAt)",
      "finished    \(run.finishedAt ?? "—")", "tool        fivespot \(run.toolVersion)",
      "zone rules  \(run.zoneRulesVersion)", "journal     \(run.keepJournal.rawValue)",
      "command     \(run.commandLine.joined(separator: " "))", "",
    ]
    var members = [["VARIANT", "SEED", "STATUS", "FACTS", "DIGEST"]]
    for member in selection.members {
      members.append([
        member.variant, "\(member.seed)", member.status.rawValue,
        member.facts.map { "\($0)" } ?? "—", member.digest ?? member.failure ?? "—",
      ])
    }
    lines += TextTable.lines(members) + [""]
    var files = [["INPUT", "BYTES", "SHA-256", "LICENCE"]]
    for input in inputs {
      files.append([input.path, "\(input.byteCount)", input.sha256, input.licence])
    }
    lines += TextTable.lines(files)
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ selection: RunSelection, _ inputs: [RunInput]) -> DocumentValue {
    guard case .mapping(var fields) = selection.run.listing else { return .null }
    fields.append(
      (
        "members",
        .sequence(
          selection.members.map { member in
            .mapping([
              ("digest", member.digest.map { .string($0) } ?? .null),
              ("facts", member.facts.map { .integer($0) } ?? .null),
              ("scenarioHash", .string(member.scenarioHash)),
              ("seed", .lexeme(String(member.seed))),
              ("status", .string(member.status.rawValue)),
              ("variant", .string(member.variant)),
            ])
          })
      ))
    fields.append(
      (
        "inputs",
        .sequence(
          inputs.map { input in
            .mapping([
              ("bytes", .integer(Int64(input.byteCount))), ("format", .string(input.format)),
              ("licence", .string(input.licence)), ("path", .string(input.path)),
              ("sha256", .string(input.sha256)),
            ])
          })
      ))
    return .mapping(fields)
  }
}

extension RunRecord {
  /// The run as scripts read it.
  var listing: DocumentValue {
    .mapping([
      ("run", .string(runID)), ("number", .integer(number)), ("status", .string(status.rawValue)),
      ("scenario", .string(scenarioName)), ("scenarioPath", .string(scenarioPath)),
      ("createdAt", .string(createdAt)), ("finishedAt", finishedAt.map { .string($0) } ?? .null),
      ("toolVersion", .string(toolVersion)), ("zoneRules", .string(zoneRulesVersion)),
      ("keepJournal", .string(keepJournal.rawValue)),
      ("commandLine", .sequence(commandLine.map { .string($0) })),
      ("memberCount", .integer(Int64(memberCount))),
      ("completeMemberCount", .integer(Int64(completeMemberCount))),
    ])
  }
}
