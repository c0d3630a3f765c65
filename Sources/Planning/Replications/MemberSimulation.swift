package import Facts
package import FleetSimulation

/// One member of a run: a resolved scenario with one seed, simulated from start to end.
package enum MemberSimulation {
  /// Simulates `plan` and gives what a store keeps of it; nil when it was cancelled on the way.
  ///
  /// - Parameters:
  ///   - keepsJournal: Whether the result holds the journal's chunks or only what they say.
  ///   - isChecking: Whether whole-state checkers run after every event.
  ///   - isCancelled: Asked every few thousand events.
  /// - Throws: `SimulationError`, or `ReplayError` when the facts contradict each other.
  package static func run(
    _ plan: borrowing SimulationPlan, keepsJournal: Bool, isChecking: Bool,
    isCancelled: () -> Bool
  ) throws -> MemberResult? {
    var recorder = MemberRecorder(
      start: plan.start, end: plan.end, fleet: plan.fleet, workload: plan.workload,
      keepsJournal: keepsJournal)
    let outcome = try FleetSimulation.run(
      plan, into: &recorder, checking: isChecking, isCancelled: isCancelled)
    return outcome.wasCancelled ? nil : try recorder.finish()
  }
}
