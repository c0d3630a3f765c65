import ClusterAPI
package import SimulationKernel
package import SpotScheduler
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
  /// What was measured, one stretch of time after the other.
  package var measures: [ControlPlaneMeasure]
  /// How long reconciles took, in nanoseconds, by controller.
  package var reconcileTimes: [HighDynamicRangeHistogram]
  /// For how many nanoseconds each controller's queue was how deep: an entry a depth.
  package var timeAtDepth: [[Int64]]
  /// How many objects were queued or worked on at the end: none where all is at rest.
  package var unfinished: Int
  /// How many events were handled.
  package var eventsHandled: Int
  /// Whether it was cancelled before its end.
  package var wasCancelled: Bool
  /// The first check that failed, in words; nil in a sound run.
  package var failure: String?

  /// The digest of the facts, on which two runs agree that went the same way.
  package var digest: SHA256.Digest {
    var hash = SHA256()
    var bytes: [UInt8] = []
    for fact in facts {
      for word in [
        UInt64(bitPattern: fact.at.nanoseconds), UInt64(fact.kind.rawValue),
        UInt64(UInt32(bitPattern: fact.subject)), UInt64(UInt32(bitPattern: fact.object)),
        UInt64(bitPattern: fact.value),
      ] {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
      }
    }
    hash.update(bytes)
    return hash.finalize()
  }

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
  /// How many events are handled between two questions whether to stop.
  static let eventsPerBatch = 4_096

  /// Runs a plan to its end; with `checking` everything that always holds is looked at after every
  /// event, and the run stops where something does not.
  ///
  /// The observer hears each decision about lent machines, with the snapshot that it was made on.
  package static func run(
    _ plan: ControlPlanePlan, checking: Bool = false,
    observer: ((FleetSnapshot, Instant, Decision) -> Void)? = nil,
    isCancelled: () -> Bool = { false }
  ) -> ControlPlaneOutcome {
    var state = ControlPlaneState(plan, checking: checking, observer: observer)
    var wasCancelled = isCancelled()
    while !wasCancelled, state.advance(atMost: eventsPerBatch) { wasCancelled = isCancelled() }
    return state.outcome(wasCancelled: wasCancelled)
  }

  /// How many events are handled before their facts are given away.
  private static let eventsAtATime = 65_536

  /// Runs a plan and gives its facts away as they come, in order, so that a long run does not keep
  /// them; the outcome has none.
  package static func run<Failure: Error>(
    _ plan: ControlPlanePlan, checking: Bool = false,
    deliver: ([ControlPlaneFact]) throws(Failure) -> Void
  ) throws(Failure) -> ControlPlaneOutcome {
    var state = ControlPlaneState(plan, checking: checking)
    var goesOn = true
    while goesOn {
      goesOn = state.advance(atMost: eventsAtATime)
      try deliver(state.facts)
      state.facts.removeAll(keepingCapacity: true)
    }
    return state.outcome()
  }
}

extension ControlPlaneState {
  /// The machines of peer pods that are still there are told of like those that went.
  private mutating func releaseMachinesAtTheEnd() {
    guard plan.workloads.contains(where: { $0.peers != nil }) else { return }
    now = plan.end
    for pod in workloads.pods.indices {
      if let node = workloads.pods[pod].node { releaseMachine(of: pod, on: node) }
    }
  }

  mutating func outcome(wasCancelled: Bool = false) -> ControlPlaneOutcome {
    meter.finish()
    if !wasCancelled { releaseMachinesAtTheEnd() }
    return ControlPlaneOutcome(
      facts: facts, completions: completions,
      isComplete: plan.deployments.indices.map { isCarriedOut($0) },
      controllers: controllers.map(\.report), measures: meter.measures,
      reconcileTimes: meter.reconcileTimes,
      timeAtDepth: controllers.indices.map { meter.timeAtDepth(of: $0) },
      unfinished: controllers.reduce(0) { $0 + $1.queue.count + $1.busy },
      eventsHandled: eventsHandled, wasCancelled: wasCancelled,
      failure: failure ?? (isChecking && !wasCancelled ? firstOrphan() : nil))
  }
}
