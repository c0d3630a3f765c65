import Documents
import Facts
import FleetSimulation
package import RunStore
package import Scenario
package import SpotScheduler
package import Units

/// Runs a stored member again and tells what the scheduler decided about a machine.
package enum RunExplanation {
  /// What is told.
  package struct Answer: Sendable {
    /// The decisions around the instant.
    package var history: DecisionHistory
    /// The decision that brought the machine where it is; nil when it has always been there.
    package var cause: Explanation?
    /// The last decision about it, when that is another one.
    package var last: Explanation?
    /// Which scheduler decided.
    package var profile: SchedulerProfile
    /// The names behind the ids.
    package var snapshot: FleetSnapshot
    /// The zone on whose clock the machine's schedule is read; nil without one.
    package var zone: ZoneRules?
  }

  /// Why a question has no answer.
  package enum Failure: Error, Sendable {
    /// The member lends no machine, so nothing was decided.
    case nothingIsLent
    /// No machine has that name; a remedy that names near ones.
    case unknownMachine(remedy: String)
    /// The instant is not within the horizon.
    case outsideHorizon(start: Instant, end: Instant)
    /// The rerun has another digest than the stored member: it tells of another run.
    case anotherRun(stored: String, rerun: String)
  }

  /// Explains where `machine` was at an instant, and why.
  ///
  /// - Parameters:
  ///   - member: The stored member; its digest is held against that of the rerun.
  ///   - scenario: The member's scenario, restored from the store.
  ///   - machine: An object, as `namespace/name`, or a host by its name alone: both of its objects.
  ///   - instant: When; a decision at that very instant has been made.
  ///   - isCancelled: Asked every few thousand events.
  /// - Returns: The answer, or nil when it was cancelled on the way.
  /// - Throws: `Failure`, or what running a member throws.
  package static func explain(
    _ member: MemberRecord, scenario: ResolvedScenario, machine: String, at instant: Instant,
    isCancelled: () -> Bool
  ) throws -> Answer? {
    let plan = try scenario.plan(seed: member.seed)
    guard
      let profile = plan.controlPlane?.plan.lending?.profile ?? plan.lending?.profile,
      let initial = FleetSimulation.initialSnapshot(of: plan)
    else { throw Failure.nothingIsLent }
    let machines = try objects(named: machine, in: initial)
    guard plan.start <= instant, instant < plan.end else {
      throw Failure.outsideHorizon(start: plan.start, end: plan.end)
    }
    var history = DecisionHistory(of: machines, at: instant, from: initial)
    let outcome = try MemberSimulation.run(
      plan, accounting: .none, keepsJournal: false, isChecking: false,
      observer: { snapshot, now, decision in history.observe(snapshot, now, decision) },
      isCancelled: isCancelled)
    guard let outcome else { return nil }
    guard outcome.result.digest == member.digest else {
      throw Failure.anotherRun(stored: member.digest ?? "", rerun: outcome.result.digest)
    }
    func explanation(_ scene: DecisionHistory.Scene?) -> Explanation? {
      scene.map {
        Scheduler.explain(
          $0.snapshot, machine: $0.machine, at: $0.at, profile: profile)
      }
    }
    let cause = explanation(history.cause)
    let last = explanation(history.last)
    return Answer(
      history: history, cause: cause, last: last == cause ? nil : last, profile: profile,
      snapshot: initial, zone: (last ?? cause)?.inputs.window?.zone)
  }

  /// The objects of a name: one by its whole name, or all of a host.
  static func objects(
    named name: String, in snapshot: FleetSnapshot
  ) throws(Failure) -> [ScheduledMachineID] {
    if let index = snapshot.scheduledMachines.firstIndex(where: { $0.name == name }) {
      return [ScheduledMachineID(UInt32(index))]
    }
    if let host = snapshot.hosts.first(where: { $0.name == name }) {
      return [host.owner] + host.borrowers
    }
    // A host has a name, and so has each of its objects: what is counted is one of the two.
    let namespace = name.split(separator: "/", maxSplits: 1).first.map { $0 + "/" } ?? ""
    let objects = snapshot.scheduledMachines.map(\.name).filter { $0.hasPrefix(namespace) }
    let isObject =
      !namespace.isEmpty && !objects.isEmpty
      && !snapshot.hosts.contains { $0.name.hasPrefix(namespace) }
    let candidates = isObject ? objects : snapshot.hosts.map(\.name)
    let alike = candidates.filter { !name.isEmpty && $0.contains(name) }.prefix(6)
    guard alike.isEmpty else {
      throw .unknownMachine(remedy: "did you mean \(alike.joined(separator: ", "))?")
    }
    throw .unknownMachine(
      remedy: NearestWord.advice(for: name, among: candidates, noun: "machines") ?? "")
  }
}
