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
    let order = request.workOrder
    let writer = try store.begin(request.description)
    var finished = [FinishedMember?](repeating: nil, count: members.count)
    // Once a member cannot be stored, those in work are not worth waiting for.
    let isAbandoned = Atomic<Bool>(false)
    let delivered = try OrderedWorkers.run(
      count: members.count, workers: request.workers,
      work: { turn in
        let member = members[order[turn]]
        let startedAt = WallClock.now()
        let plan = try member.scenario.plan(seed: member.seed)
        let outcome = try MemberSimulation.run(
          plan,
          accounting: try member.scenario.accounting(),
          keepsJournal: writer.keepsJournal(variant: member.scenario.variant, seed: member.seed),
          isChecking: request.isChecking,
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
    return Outcome(runID: writer.runID, status: status, members: finished.compactMap { $0 })
  }
}
