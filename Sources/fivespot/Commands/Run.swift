import ArgumentParser
import CommandSupport
import Documents
import Foundation
import Planning
import RunStore
import Scenario

/// `fivespot run`: simulates a scenario and keeps the run.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate a scenario and keep the run in the store.",
    discussion: """
      Runs every variant (or those named) with every seed; one run id, a member for each variant \
      and seed. Standard output ends with one line a member: digest VARIANT SEED 64-HEX. The same \
      inputs give the same digests on any machine and with any number of workers.

      EXAMPLES
        fivespot run scenarios/surf-week.yaml
        fivespot run scenarios/surf-week.yaml --variant preemptible --seeds 1..30 --workers 2
        fivespot run scenarios/surf-week.yaml --set recovery.mode=restart --keep-journal none
        fivespot run --resume latest

      Ctrl-C keeps the members that ended and leaves the run marked incomplete (exit code 105); so does \
      a process that is killed. --resume runs the members that are missing, with the digests that they \
      would have had. It refuses when the scenario file, an input or the version is another one.
      """)

  @Argument(help: "The scenario file; with --resume it may be left out.")
  var scenario: String?

  @Option(help: "Run this variant only; may be repeated. Without it every variant runs.")
  var variant: [String] = []

  @Option(
    help: "Seeds: one (7), a range (1..30) or a list (1,5,9). Without it, the scenario's seed.",
    transform: SeedList.read)
  var seeds: SeedList = SeedList(seeds: [])

  @OptionGroup var overrides: OverrideOptions

  @OptionGroup var storeOptions: StoreOptions

  @Option(
    help: """
      Keep the journal and the jobs of all members, of the first seed of each variant, or of none \
      (default: first).
      """)
  var keepJournal: KeepJournalChoice?

  @Option(
    help: ArgumentHelp(
      "Go on with a run that was stopped: latest or the beginning of an id.", valueName: "run"))
  var resume: String?

  @Flag(help: "Run whole-state checkers after every event; slow.")
  var check = false

  @OptionGroup var workers: WorkerOptions

  @OptionGroup var scenarioOptions: ScenarioOptions

  func validate() throws {
    guard scenario == nil, resume == nil else { return }
    throw ValidationError("there is no scenario to run; name its file, or a run to --resume")
  }

  func run() throws {
    let interruption = UserInterruption()
    interruption.listen()
    if let resume {
      try goOn(with: resume, interruption)
      return
    }
    let request = try request()
    guard !interruption.isRequested else {
      throw CommandError(.aborted, "stopped before the run began; nothing was stored")
    }
    let store = try storeOptions.open(.readWrite)
    let members = request.members
    let progress = ProgressLine(total: members.count, label: "members", isQuiet: workers.quiet)
    let outcome: RunExecution.Outcome
    do {
      outcome = try RunExecution.run(
        request, in: store, isCancelled: { interruption.isRequested },
        onMember: { _ in progress.advance() })
    } catch {
      progress.finish()
      throw PlanningFailure.commandError(error)
    }
    progress.finish()
    try end(outcome, of: members.count, in: store)
  }

  /// Prints what became of a run.
  func end(_ outcome: RunExecution.Outcome, of count: Int, in store: RunStore) throws {
    try RunStoreError.mapped { () throws(RunStoreError) in try store.close() }
    try StandardStreams.printResult(RunSummaryText.text(outcome, store: storeOptions.store))
    guard outcome.status == .complete else {
      throw CommandError(
        .aborted,
        "stopped: \(outcome.members.count) of \(count) members are kept; "
          + "run \(outcome.runID) is marked incomplete; "
          + "fivespot run --resume \(outcome.runID.prefix(12)) goes on with it")
    }
  }

  private func request() throws(CommandError) -> RunRequest {
    guard let scenario else {
      throw CommandError(.usage, "there is no scenario to run; name its file, or a run to --resume")
    }
    let file = try scenarioOptions.load(scenario)
    for warning in file.warnings { StandardStreams.note(warning.description) }
    var names: [String] = []
    for name in variant.isEmpty ? file.variantNames : variant where !names.contains(name) {
      names.append(name)
    }
    var variants: [ResolvedScenario] = []
    var warned: Set<String> = []
    for name in names {
      let resolved = try overrides.resolve(name, of: file)
      let warnings = try ScenarioError.mapped { () throws(ScenarioError) in try resolved.inspect() }
      for warning in warnings where warned.insert(warning.description).inserted {
        StandardStreams.note(warning.description)
      }
      variants.append(resolved)
    }
    let path = URL(fileURLWithPath: scenario).standardizedFileURL.path
    let text = (try? String(contentsOfFile: scenario, encoding: .utf8)) ?? ""
    return RunRequest(
      variants: variants, seeds: seeds.seeds, scenarioPath: path, scenarioText: text,
      keepJournal: (keepJournal ?? .first).policy, isChecking: check, workers: workers.workers,
      commandLine: CommandLine.arguments)
  }
}

/// The words of `--keep-journal`.
enum KeepJournalChoice: String, CaseIterable, ExpressibleByArgument {
  case all
  case first
  case none

  var policy: KeepJournal {
    switch self {
    case .all: .all
    case .first: .first
    case .none: .none
    }
  }
}
