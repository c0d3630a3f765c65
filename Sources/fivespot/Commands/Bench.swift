import ArgumentParser
import CommandSupport
import Documents
import Foundation
import Planning
import Reports
import RunStore
import Scenario

/// `fivespot bench`: runs a suite and holds it against its thresholds and its baseline.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a suite of scenarios and hold it against thresholds and a baseline.",
    discussion: """
      Every check is judged before the exit. Without --store the runs are kept nowhere; with it, a \
      difference to the baseline is found to the event as long as the store has the old journal.

      EXAMPLES
        fivespot bench --suite scenarios/bench.yaml --baseline reports/baselines/bench.json
        fivespot bench --suite bench.yaml --baseline bench.json --junit out.xml --markdown out.md
        fivespot bench --suite bench.yaml --baseline bench.json --update

      Exit codes: 0 every check passed, 99 one failed, 98 one could not be judged and none failed, \
      65 the suite or the baseline is wrong, 66 a file is missing (docs/bench.md).
      """)

  @Option(help: "The suite.")
  var suite: String

  @Option(help: "The baseline that is committed beside it.")
  var baseline: String

  @Flag(help: "Make what is measured the new baseline, and say what changes.")
  var update = false

  @Option(help: "Write JUnit XML to this file.")
  var junit: String?

  @Option(help: "Write Markdown for a comment to this file; at most 60 kB.")
  var markdown: String?

  @Option(help: "How to print the outcome.")
  var format: ListingFormat = .table

  @Option(help: "Keep the runs in this SQLite file.")
  var store: String?

  @OptionGroup var workers: WorkerOptions

  @OptionGroup var scenarioOptions: ScenarioOptions

  func run() throws {
    let interruption = UserInterruption()
    interruption.listen()
    let suite = try ScenarioError.mapped { () throws(ScenarioError) in
      try BenchSuite.load(path: self.suite)
    }
    for warning in suite.warnings { StandardStreams.note(warning.description) }
    let old = try BaselineFile(path: baseline).read()
    if update, case .success(let old) = old, old.suite != suite.name {
      throw CommandError(
        .notJudged,
        "\(baseline) is the baseline of the suite \(old.suite), not of \(suite.name); "
          + "name another file")
    }
    let zones = try scenarioOptions.zones()
    let execution = try ScenarioError.mapped { () throws(ScenarioError) in
      try BenchExecution(
        suite, zones: zones, workers: workers.workers, commandLine: CommandLine.arguments)
    }
    let place = try BenchStore(path: store)
    defer { place.discard() }
    let opened = try RunStoreError.mapped { () throws(RunStoreError) in
      try RunStore.open(at: place.path, mode: .readWrite)
    }
    let measured = try measure(execution, in: opened, interruption)
    var known = old
    if update {
      let new = BenchBaseline(suite: suite.name, measured: measured)
      try replace(try? old.get(), by: new)
      known = .success(new)
    }
    let outcome = try RunStoreError.mapped { () throws(RunStoreError) in
      try BenchJudgement(suite, baseline: known, store: opened).judge(measured)
    }
    try RunStoreError.mapped { () throws(RunStoreError) in try opened.close() }
    try report(outcome)
    let counts = outcome.counts
    if counts.failed > 0 { throw CommandError(.thresholdFailed, outcome.verdict) }
    if counts.notJudged > 0 { throw CommandError(.notJudged, outcome.verdict) }
  }

  private func measure(
    _ execution: BenchExecution, in store: RunStore, _ interruption: UserInterruption
  ) throws -> [MeasuredBenchmark] {
    let progress = ProgressLine(
      total: execution.memberCount, label: "members", isQuiet: workers.quiet)
    defer { progress.finish() }
    do {
      let measured = try execution.run(
        in: store, isCancelled: { interruption.isRequested }, onMember: { progress.advance() })
      guard let measured else {
        throw CommandError(.aborted, "stopped before every member had run; nothing was judged")
      }
      return measured
    } catch {
      throw PlanningFailure.commandError(error)
    }
  }

  private func replace(_ old: BenchBaseline?, by new: BenchBaseline) throws(CommandError) {
    let bytes: [UInt8]
    do throws(DocumentWriteError) { bytes = try new.json() } catch {
      throw CommandError(.internalError, error.description)
    }
    try AtomicFile.write(bytes, to: baseline)
    let changes = new.changes(from: old)
    StandardStreams.note(
      changes.isEmpty
        ? "\(baseline) stays as it is: nothing changed"
        : "\(baseline) has \(new.members.count) members; what changed:")
    for change in changes { StandardStreams.note("  \(change)") }
  }

  private func report(_ outcome: BenchOutcome) throws(CommandError) {
    if let junit { try AtomicFile.write(Array(outcome.junit().utf8), to: junit) }
    if let markdown { try AtomicFile.write(Array(outcome.markdown().utf8), to: markdown) }
    switch format {
    case .table: try StandardStreams.printResult(BenchText.text(outcome))
    case .json:
      try StandardStreams.printJSON { () throws(DocumentWriteError) in try outcome.json() }
    }
  }
}
