import ArgumentParser
import CommandSupport
import Facts
import Planning
import RunStore
import Scenario

/// `fivespot export`: hands on a member's journal, or a table that is made of it.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hand on the journal of a member, or the proof of residency.",
    discussion: """
      canonical is the bytes whose SHA-256 is the member's digest (docs/journal.md); jsonl and csv \
      are for people and their tools.

      --table residency has a row for each stay of a pod on a lent machine (docs/promises.md). The \
      member is run again for it, so no journal has to be kept, and rows are written as they come. What \
      they come to is held against the promise audit and told on standard error.

      EXAMPLES
        fivespot export latest/calm/42 --journal canonical | sha256sum
        fivespot export latest/calm --journal csv --output runs/calm.csv
        fivespot export latest/regulated/42 --table residency --output runs/residency.csv

      Exit codes: 0 handed on, 99 the run cannot be repeated, or the rows contradict the audit.
      """)

  enum JournalForm: String, CaseIterable, ExpressibleByArgument {
    case canonical
    case jsonl
    case csv
  }

  enum Table: String, CaseIterable, ExpressibleByArgument {
    case residency
  }

  enum TableFormat: String, CaseIterable, ExpressibleByArgument {
    case csv
    case jsonl
  }

  @Argument(
    help: ArgumentHelp(
      "The member: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"
    ))
  var reference: String = "latest"

  @Option(help: "The form of the journal.")
  var journal: JournalForm?

  @Option(help: "A table instead of the journal.")
  var table: Table?

  @Option(help: "The form of the table.")
  var format: TableFormat = .csv

  @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The folder that the scenario lay in, when it is no longer where the run found it.",
      valueName: "dir"))
  var folder: String?

  @OptionGroup var storeOptions: StoreOptions

  func validate() throws {
    guard (journal == nil) != (table == nil) else {
      throw ValidationError("name one of --journal FORM and --table residency")
    }
  }

  func run() throws {
    let store = try storeOptions.open(.readOnly)
    let (run, member) = try StoredMember.only(reference, in: store)
    guard let journal else { return try exportResidency(of: member, in: run, store: store) }
    let facts = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.journal(of: member)
    }
    let bytes = bytes(facts, as: journal)
    if let output {
      try AtomicFile.write(bytes, to: output)
    } else {
      try StandardStreams.printResult(bytes: bytes)
    }
  }

  private func bytes(_ facts: Facts.Journal, as journal: JournalForm) -> [UInt8] {
    let text = FactText(header: facts.header)
    switch journal {
    case .canonical: return facts.canonicalBytes()
    case .jsonl:
      var bytes: [UInt8] = []
      for index in 0..<facts.count {
        bytes += Array(text.jsonLine(facts[index], index: index).utf8)
        bytes.append(0x0A)
      }
      return bytes
    case .csv:
      var bytes = Array((FactText.csvHeader + "\n").utf8)
      for index in 0..<facts.count {
        bytes += Array(text.csvRow(facts[index], index: index).utf8)
        bytes.append(0x0A)
      }
      return bytes
    }
  }

  // MARK: Residency

  private func exportResidency(
    of member: MemberRecord, in run: RunRecord, store: RunStore
  ) throws {
    guard member.status == .complete else {
      throw CommandError(
        .missingInput,
        "\(member.variant)/\(member.seed) of run \(run.runID) did not come to its end; run it again"
      )
    }
    let interruption = UserInterruption()
    interruption.listen()
    do {
      let table = ResidencyTable(
        member: member,
        scenario: try StoredMember.scenario(
          of: member, in: store, folder: folder ?? StoredMember.folder(of: run)),
        form: format == .csv ? .csv : .jsonl)
      let outcome = try write(table, interruption)
      guard let outcome else {
        throw CommandError(.aborted, "stopped before the run had ended; rows are missing")
      }
      for line in ResidencyTable.summary(outcome.totals) { StandardStreams.note(line) }
      let contradictions = outcome.contradictions(to: try store.promises(of: member))
      guard contradictions.isEmpty else {
        throw CommandError(
          .thresholdFailed, "the rows do not come to the figures of the promise audit",
          details: contradictions)
      }
      StandardStreams.note("equal to the promise audit; digest \(outcome.digest)")
    } catch let error as RestorationError {
      throw error.commandError
    } catch let failure as ResidencyProof.Failure {
      throw commandError(failure)
    } catch {
      throw PlanningFailure.commandError(error)
    }
  }

  private func write(
    _ table: ResidencyTable, _ interruption: UserInterruption
  ) throws -> ResidencyProof.Outcome? {
    guard let output else {
      return try table.write(isCancelled: { interruption.isRequested }) {
        (bytes) throws(CommandError) in try StandardStreams.printResult(bytes: bytes)
      }
    }
    var outcome: ResidencyProof.Outcome?
    try AtomicFile.write(to: output) { (write) throws(CommandError) in
      do {
        outcome = try table.write(isCancelled: { interruption.isRequested }, to: write)
      } catch let failure as ResidencyProof.Failure {
        throw commandError(failure)
      } catch {
        throw PlanningFailure.commandError(error)
      }
      if outcome == nil { throw CommandError(.aborted, "stopped before the run had ended") }
    }
    return outcome
  }

  private func commandError(_ failure: ResidencyProof.Failure) -> CommandError {
    switch failure {
    case .noTerms:
      CommandError(
        .invalidInput, "the scenario has no promises, so there is no tenure to hold stays against")
    case .anotherRun(let stored, let rerun):
      CommandError(
        .thresholdFailed,
        "the run cannot be repeated: its digest was \(stored) and is \(rerun); fivespot verify "
          + "names the first event that differs")
    }
  }
}
