import CommandSupport
import Facts
import Foundation
import Planning
import RunStore
import Scenario

/// `fivespot run --resume`: the members of a stopped run that are missing.
extension Run {
  func goOn(with reference: String, _ interruption: UserInterruption) throws {
    try refuseOptions()
    let store = try storeOptions.open(.readWrite)
    let selection = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.find(reference)
    }
    let run = selection.run
    guard !reference.contains("/") else {
      throw CommandError(
        .usage, "a run is gone on with as a whole: --resume \(run.runID.prefix(12))")
    }
    let missing = selection.members.filter { $0.status == .incomplete }
    let kept = selection.members.filter { $0.status == .complete }
    if missing.isEmpty {
      StandardStreams.note(
        "run \(run.runID) has all of its \(selection.members.count) members; nothing was run")
    } else {
      try refuseChanges(run, in: store)
      if !workers.quiet {
        StandardStreams.note(
          "\(kept.count) of \(selection.members.count) members are kept; \(missing.count) to go")
      }
    }
    let members = try restore(missing, of: run, in: store)
    guard !interruption.isRequested else {
      throw CommandError(.aborted, "stopped before the run went on; nothing more was stored")
    }
    let progress = ProgressLine(
      total: selection.members.count, kept: kept.count, label: "members", isQuiet: workers.quiet)
    let outcome: RunExecution.Outcome
    do {
      outcome = try RunExecution.resume(
        run, missing: members, kept: kept, in: store, isChecking: check, workers: workers.workers,
        isCancelled: { interruption.isRequested }, onMember: { _ in progress.advance() })
    } catch {
      progress.finish()
      throw PlanningFailure.commandError(error)
    }
    progress.finish()
    try end(outcome, of: selection.members.count, in: store)
  }

  /// What a run's members are was said when it began.
  private func refuseOptions() throws(CommandError) {
    let given: [(option: String, isGiven: Bool)] = [
      ("--variant", !variant.isEmpty), ("--seeds", !seeds.seeds.isEmpty),
      ("--set", !overrides.settings.isEmpty), ("--keep-journal", keepJournal != nil),
    ]
    guard let first = given.first(where: \.isGiven) else { return }
    throw CommandError(
      .usage,
      "\(first.option) was settled when the run began; leave it out with --resume, or run anew")
  }

  /// Members of two scenarios or two versions make no run.
  private func refuseChanges(_ run: RunRecord, in store: RunStore) throws(CommandError) {
    guard run.toolVersion == ToolVersion.current else {
      throw CommandError(
        .invalidInput,
        "run \(run.runID) was begun by fivespot \(run.toolVersion), and this is "
          + "\(ToolVersion.current): the members of two versions make no run; run it anew")
    }
    let path = scenario ?? run.scenarioPath
    let stored = try RunStoreError.mapped { () throws(RunStoreError) in
      try store.scenarioText(of: run)
    }
    guard let found = try? String(contentsOfFile: path, encoding: .utf8) else {
      // The store has the scenario, and its inputs are looked for where they were.
      guard scenario == nil else {
        throw CommandError(.missingInput, "the scenario file \(path) cannot be read")
      }
      StandardStreams.note("\(path) is no longer there; the store has the scenario as it was")
      return
    }
    guard found == stored else {
      throw CommandError(
        .invalidInput,
        "the scenario file \(path) is not what it was when run \(run.runID) began: the members of two "
          + "scenarios make no run; put it back, or run it anew")
    }
  }

  /// The missing members, each with its scenario as the run had it and inputs that are what they were.
  private func restore(
    _ members: [MemberRecord], of run: RunRecord, in store: RunStore
  ) throws -> [RunRequest.Member] {
    let zones = try scenarioOptions.zones()
    let folder = StoredMember.folder(of: run)
    var scenarios: [String: ResolvedScenario] = [:]
    return try members.map { member in
      if let known = scenarios[member.scenarioHash] {
        return RunRequest.Member(scenario: known, seed: member.seed)
      }
      do {
        let scenario = try StoredMember.scenario(
          of: member, in: store, folder: folder, zones: zones)
        scenarios[member.scenarioHash] = scenario
        return RunRequest.Member(scenario: scenario, seed: member.seed)
      } catch let error as RestorationError {
        throw error.commandError("run \(run.runID) cannot go on", .invalidInput)
      } catch {
        throw PlanningFailure.commandError(error)
      }
    }
  }
}
