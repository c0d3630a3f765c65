import ArgumentParser
import CommandSupport
import Documents
import Scenario
import SpotScheduler
import Units

/// `fivespot decide`: one decision of the scheduler on a snapshot.
struct Decide: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what the scheduler decides on a snapshot, and why.",
    discussion: """
      The snapshot holds objects, what is seen of the world, and what the scheduler remembers. The \
      decision is the one that a simulation or a live cluster in that state would get: the same \
      snapshot and instant always give the same bytes. Nothing is carried out.

      EXAMPLES
        fivespot decide scenarios/morning.snapshot.json --now 2026-06-11T10:25:00Z \\
          --policy scenarios/morning.policy.json
        fivespot decide scenarios/night.snapshot.json --now 2026-06-10T22:00:00Z
        fivespot decide scenarios/night.snapshot.json --now 2026-06-10T22:00:00Z \\
          --profile upstream-0.3
        fivespot decide state.json --now 2026-06-11T10:15:00Z --policy terms.yaml | jq .actions
        fivespot decide scenarios/night.snapshot.json --now 2026-06-10T22:40:00Z \\
          --explain batch/host-1 | jq .rejected
        fivespot decide scenarios/night.snapshot.json --now 2026-06-10T22:40:00Z --returns 7d
        fivespot schema snapshot > snapshot.schema.json

      Formats: docs/decide.md. Exit codes: 0 decided, 64 usage, 65 a problem of the snapshot or \
      the policy, 66 a file is missing.
      """)

  @Argument(help: "The snapshot, in JSON or YAML.")
  var snapshot: String

  @Option(help: ArgumentHelp("The instant to decide at, RFC 3339.", valueName: "instant"))
  var now: String

  @Option(help: "Which scheduler decides: regulated, upstream-0.1 or upstream-0.3.")
  var profile: Profile = .regulated

  @Option(
    help: ArgumentHelp(
      "The terms of the regulated profile, in JSON or YAML; without it, the defaults.",
      valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Print why this object is treated so, instead of the decision.", valueName: "object"))
  var explain: String?

  @Option(
    help: ArgumentHelp(
      "Print instead when machines will return to their owners' windows in that time from now.",
      valueName: "duration"))
  var returns: String?

  @OptionGroup var scenarioOptions: ScenarioOptions

  func validate() throws {
    if explain != nil, returns != nil {
      throw ValidationError("--explain and --returns: give one of them")
    }
  }

  enum Profile: String, CaseIterable, ExpressibleByArgument {
    case regulated
    case upstream01 = "upstream-0.1"
    case upstream03 = "upstream-0.3"
  }

  func run() throws {
    let instant = try instant()
    let profile = try schedulerProfile()
    let zones = try scenarioOptions.zones()
    let bytes = try SchedulerInput.bytes(of: self.snapshot)
    let fleet = try SchedulerInput.mapped { () throws(SnapshotDocumentError) in
      try SnapshotDocument.read(bytes, path: self.snapshot, zones: zones)
    }
    if let explain {
      return try printExplanation(of: explain, on: fleet, at: instant, profile: profile)
    }
    if let returns {
      return try printReturns(within: returns, on: fleet, at: instant, profile: profile)
    }
    let decision = Scheduler.decide(
      fleet, changed: .all(of: fleet), at: instant, profile: profile)
    try StandardStreams.printJSON(
      DecisionDocument.document(of: decision, on: fleet, at: instant, profile: profile))
  }

  private func printExplanation(
    of name: String, on fleet: FleetSnapshot, at instant: Instant, profile: SchedulerProfile
  ) throws(CommandError) {
    guard let index = fleet.scheduledMachines.firstIndex(where: { $0.name == name }) else {
      let names = fleet.scheduledMachines.map(\.name)
      let advice = NearestWord.advice(for: name, among: names, noun: "objects")
      throw CommandError(
        .usage, "--explain \(name): the snapshot has no such object; \(advice ?? "it has none")")
    }
    let explanation = Scheduler.explain(
      fleet, machine: ScheduledMachineID(UInt32(index)), at: instant, profile: profile)
    try StandardStreams.printJSON(ExplanationDocument.document(of: explanation, on: fleet))
  }

  private func printReturns(
    within text: String, on fleet: FleetSnapshot, at instant: Instant, profile: SchedulerProfile
  ) throws(CommandError) {
    guard case .regulated(let policy) = profile else {
      throw CommandError(
        .usage, "--returns: \(profile.name) plans nothing ahead; use --profile regulated")
    }
    let span: TimeSpan
    do throws(TimeSpanError) { span = try TimeSpan(text: text) } catch {
      throw CommandError(.usage, "--returns \(text): \(error); write a duration such as 7d")
    }
    guard span > .zero, span <= .days(3_660) else {
      throw CommandError(
        .usage, "--returns \(text): it is not between 0 and ten years; write one such as 7d")
    }
    let plan = PreemptionPlan(fleet, from: instant, through: instant + span, policy: policy)
    try StandardStreams.printJSON(PreemptionPlanDocument.document(of: plan, on: fleet))
  }

  private func instant() throws(CommandError) -> Instant {
    do throws(TimestampError) { return try Instant(rfc3339: now) } catch {
      throw CommandError(
        .usage, "--now \(now): \(error); write an instant such as 2026-06-10T22:00:00Z")
    }
  }

  private func schedulerProfile() throws(CommandError) -> SchedulerProfile {
    switch profile {
    case .upstream01, .upstream03:
      guard policy == nil else {
        throw CommandError(
          .usage,
          "--policy: \(profile.rawValue) has no terms; leave it out, or use --profile regulated")
      }
      return profile == .upstream01 ? .upstream01 : .upstream03
    case .regulated:
      guard let policy else { return .regulated(RegulatedPolicy()) }
      let bytes = try SchedulerInput.bytes(of: policy)
      return .regulated(
        try SchedulerInput.mapped { () throws(SnapshotDocumentError) in
          try SnapshotDocument.readPolicy(bytes, path: policy)
        })
    }
  }
}
