import ClusterAPI
package import Units

/// What became of a control plane.
package struct ControlPlaneOutcome: Sendable {
  /// What happened, in order.
  package var facts: [ControlPlaneFact]
  /// The times in which orders were carried out.
  package var completions: [Completion]
  /// For each deployment whether it has what was ordered last at the end, all of it available.
  package var isComplete: [Bool]
  /// What each controller had to do, in the order of `ControllerKind`.
  package var controllers: [ControllerReport]
  /// How many objects were queued or worked on at the end: none where all is at rest.
  package var unfinished: Int
  /// How many events were handled.
  package var eventsHandled: Int
  /// The first check that failed, in words; nil in a sound run.
  package var failure: String?

  /// An order that was carried out.
  package struct Completion: Hashable, Sendable {
    /// The deployment.
    package var deployment: Int
    /// When it was ordered.
    package var orderedAt: Instant
    /// When everything was there and available.
    package var completedAt: Instant
  }
}

/// Runs plans of control planes. The same plan gives the same facts, on every machine.
package enum ControlPlaneSimulation {
  /// Runs a plan to its end; with `checking` everything that always holds is looked at after every
  /// event, and the run stops where something does not.
  package static func run(
    _ plan: ControlPlanePlan, checking: Bool = false
  ) -> ControlPlaneOutcome {
    var state = ControlPlaneState(plan, checking: checking)
    while state.advance() {}
    return ControlPlaneOutcome(
      facts: state.facts, completions: state.completions,
      isComplete: plan.deployments.indices.map { state.isCarriedOut($0) },
      controllers: state.controllers.map(\.report),
      unfinished: state.controllers.reduce(0) { $0 + $1.queue.count + $1.busy },
      eventsHandled: state.eventsHandled,
      failure: state.failure)
  }
}
