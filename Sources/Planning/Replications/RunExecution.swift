package import Facts
package import RunStore
import Scenario
import Synchronization
import Units

/// Carries out a run: simulates its members on workers and stores each as it ends.
package enum RunExecution {
  /// A member that was simulated and stored.
  package struct FinishedMember: Sendable {
    /// The variant's name.
    package var variant: String
    /// The root of its random streams.
    package var seed: UInt64
    /// The SHA-256 of its canonical journal, 64 hexadecimal digits.
    package var digest: String
    /// Its metrics, in the registry's order.
    package var metrics: [MetricValue]
  }

  /// What became of a run.
  package struct Outcome: Sendable {
    /// The run's id in the store.
    package var runID: String
    /// `complete`, or `incomplete` when it was cancelled.
    package var status: RunStatus
    /// The members that were stored, by variant, then by seed.
    package var members: [FinishedMember]
  }

  /// Runs every member of `request` and keeps the results in `store`.
  ///
  /// The store has the run, incomplete, before the first member begins, and each member whole as
  /// soon as it and its predecessors have ended.
  /// - Parameters:
  ///   - isCancelled: Asked every few thousand events; once true, nothing more is begun.
  ///   - onMember: Told after each member is stored.
  /// - Throws: `ScenarioError`, `SimulationError`, `LedgerError`, `ReplayError` or `RunStoreError`,
  ///   of the first member in order; the run then stays incomplete or failed, and readable.
  package static func run(
    _ request: RunRequest, in store: RunStore, isCancelled: @escaping @Sendable () -> Bool,
    onMember: (FinishedMember) -> Void
  ) throws -> Outcome {
    let members = request.members
    let finished = try carryOut(
      members, order: request.workOrder, writer: try store.begin(request.description),
      Manner(isChecking: request.isChecking, workers: request.workers), isCancelled: isCancelled,
      onMember: onMember)
    return Outcome(
      runID: finished.runID, status: finished.status,
      members: finished.members.compactMap { $0 })
  }

  /// Goes on with a run that was stopped, of whose members some are missing.
  ///
  /// - Parameters:
  ///   - missing: The members that are missing, in the run's order.
  ///   - kept: Those that are stored, in the run's order; they are in the outcome as well.
  ///   - isChecking: Whether whole-state checkers run after every event.
  ///   - workers: How many members are simulated at a time.
  ///   - isCancelled: Asked every few thousand events; once true, nothing more is begun.
  ///   - onMember: Told after each member is stored.
  /// - Throws: As `run`.
  package static func resume(
    _ run: RunRecord, missing: [RunRequest.Member], kept: [MemberRecord], in store: RunStore,
    isChecking: Bool, workers: Int, isCancelled: @escaping @Sendable () -> Bool,
    onMember: (FinishedMember) -> Void
  ) throws -> Outcome {
    var seeds: [UInt64] = []
    for member in missing where !seeds.contains(member.seed) { seeds.append(member.seed) }
    // By seed, then by variant, as the run began.
    let order = seeds.flatMap { seed in missing.indices.filter { missing[$0].seed == seed } }
    let resumed = try carryOut(
      missing, order: order, writer: try store.resume(run),
      Manner(isChecking: isChecking, workers: workers), isCancelled: isCancelled,
      onMember: onMember)
    var members = resumed.members.compactMap { $0 }
    for member in kept {
      members.append(
        FinishedMember(
          variant: member.variant, seed: member.seed, digest: member.digest ?? "",
          metrics: try store.summary(of: member)))
    }
    let places = try store.members(of: run).enumerated().map { ($0.element, $0.offset) }
    func place(_ member: FinishedMember) -> Int {
      places.first { $0.0.variant == member.variant && $0.0.seed == member.seed }?.1 ?? .max
    }
    let ordered = members.map { (place($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    return Outcome(runID: run.runID, status: resumed.status, members: ordered)
  }

  /// How members are simulated.
  private struct Manner {
    var isChecking: Bool
    var workers: Int
  }

  /// Simulates members in an order and stores each as it ends: by member, what became of it.
  private static func carryOut(
    _ members: [RunRequest.Member], order: [Int], writer: RunWriter, _ manner: Manner,
    isCancelled: @escaping @Sendable () -> Bool, onMember: (FinishedMember) -> Void
  ) throws -> (runID: String, status: RunStatus, members: [FinishedMember?]) {
    var finished = [FinishedMember?](repeating: nil, count: members.count)
    // Once a member cannot be stored, those in work are not worth waiting for.
    let isAbandoned = Atomic<Bool>(false)
    let delivered = try OrderedWorkers.run(
      count: members.count, workers: manner.workers,
      work: { turn in
        let member = members[order[turn]]
        let startedAt = WallClock.now()
        let plan = try member.scenario.plan(seed: member.seed)
        let outcome = try MemberSimulation.run(
          plan,
          accounting: try member.scenario.accounting(),
          keepsJournal: writer.keepsJournal(variant: member.scenario.variant, seed: member.seed),
          isChecking: manner.isChecking,
          isCancelled: { isCancelled() || isAbandoned.load(ordering: .relaxed) })
        return outcome.map { (outcome: $0, startedAt: startedAt) }
      },
      deliver: { turn, ended in
        let member = members[order[turn]]
        do {
          try writer.add(
            ended.outcome.result, accounts: ended.outcome.accounts,
            variant: member.scenario.variant, seed: member.seed, startedAt: ended.startedAt)
        } catch {
          isAbandoned.store(true, ordering: .relaxed)
          throw error
        }
        let stored = FinishedMember(
          variant: member.scenario.variant, seed: member.seed,
          digest: ended.outcome.result.digest, metrics: ended.outcome.result.summary.metrics)
        finished[order[turn]] = stored
        onMember(stored)
      })
    let status = try writer.finish()
    assert((status == .complete) == (delivered == members.count), "whole runs are complete")
    return (writer.runID, status, finished)
  }
}
