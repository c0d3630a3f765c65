package import Facts

/// Simulates a fleet: nodes, jobs and interruptions in virtual time.
package enum FleetSimulation {
  /// Runs `plan` from its start to its end.
  package static func run<Sink: FactSink>(
    _ plan: borrowing SimulationPlan, into sink: inout Sink, checking: Bool = false,
    isCancelled: () -> Bool = { false }
  ) throws(SimulationError) -> SimulationOutcome {
    guard plan.start < plan.end else { throw .emptyHorizon(start: plan.start, end: plan.end) }
    sink.record(Fact(at: plan.end, kind: .horizonReached, subject: 0))
    return SimulationOutcome(eventsHandled: 0, wasCancelled: false, streamCounters: [])
  }
}
