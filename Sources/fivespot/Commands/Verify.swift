import ArgumentParser
import CommandSupport
import Facts
import Planning
import RunStore
import Scenario

/// `fivespot verify`: runs a stored run again and compares the digests.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a stored run again and hold the new digests against the stored ones.",
    discussion: """
      Each member is simulated again from its stored, resolved scenario and the input files. Inputs \
      that changed since are named with both hashes.

      EXAMPLES
        fivespot verify latest
        fivespot verify 3f2a/preemptible/7

      Members that did not end, of a run that was stopped, are not verified, and said so.

      Exit codes: 0 every digest is equal, 99 one differs (the first diverging event is named where \
      the journal was kept), 66 an input is missing.
      """)

  @Argument(
    help: ArgumentHelp(
      "The run: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"))
  var reference: String = "latest"

  @Option(
    help: ArgumentHelp(
      "The folder that the scenario lay in, when it is no longer where the run found it.",
      valueName: "dir"))
  var folder: String?

  @Flag(name: .shortAndLong, help: "No progress on standard error.")
  var quiet = false

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let interruption = UserInterruption()
    interruption.listen()
    let store = try storeOptions.open(.readOnly)
    let selection = try RunStoreError.mapped { () throws(RunStoreError) in try store.find(reference)
    }
    let members = selection.members.filter { $0.status == .complete }
    let skipped = selection.members.count - members.count
    guard !members.isEmpty else {
      throw CommandError(
        .missingInput, "no member of run \(selection.run.runID) came to its end; run it again")
    }
    let folder = folder ?? StoredMember.folder(of: selection.run)
    let progress = ProgressLine(total: members.count, label: "members", isQuiet: quiet)
    var differing = 0
    for member in members {
      let verdict: RunVerification.Verdict?
      do {
        let scenario = try StoredMember.scenario(of: member, in: store, folder: folder)
        verdict = try RunVerification.verify(
          member, of: store, scenario: scenario, isCancelled: { interruption.isRequested })
      } catch let error as RestorationError {
        progress.finish()
        throw error.commandError
      } catch {
        progress.finish()
        throw PlanningFailure.commandError(error)
      }
      guard let verdict else {
        progress.finish()
        throw CommandError(.aborted, "stopped before every member was verified")
      }
      progress.advance()
      if try report(verdict, of: member) { differing += 1 }
    }
    progress.finish()
    if skipped > 0 {
      StandardStreams.note(
        "\(skipped) of \(selection.members.count) members did not end, as the run was stopped, and "
          + "were not verified")
    }
    guard differing == 0 else {
      throw CommandError(
        .thresholdFailed, "\(differing) of \(members.count) members differ from the stored run")
    }
  }

  /// Prints one verdict; true when the member differs.
  private func report(
    _ verdict: RunVerification.Verdict, of member: MemberRecord
  ) throws(CommandError) -> Bool {
    let name = "\(member.variant) \(member.seed)"
    switch verdict {
    case .equal:
      try StandardStreams.printResult("equal \(name) \(member.digest ?? "")\n")
      return false
    case .different(let stored, let rerun, let divergence):
      var text = "different \(name)\n  stored: \(stored)\n  rerun:  \(rerun)\n"
      if let divergence {
        text += divergence.text(expected: "stored", actual: "rerun") + "\n"
      } else {
        text += "  no journal to compare with; --keep-journal all keeps every member's\n"
      }
      try StandardStreams.printResult(text)
      return true
    case .digestAltered(let stored, let rerun):
      try StandardStreams.printResult(
        "different \(name)\n  stored: \(stored)\n  rerun:  \(rerun)\n"
          + "  the kept journal is that of the rerun: the digest in the store was changed\n")
      return true
    case .journalDamaged(let error):
      try StandardStreams.printResult("different \(name)\n  \(error.description)\n")
      return true
    }
  }
}
