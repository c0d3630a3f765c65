package import Facts
import Placement
import SimulationKernel
package import SpotScheduler
package import Units

/// Simulates a fleet: nodes, jobs and interruptions in virtual time.
///
/// Event-driven and single-threaded: state changes only at events, which leave the queue in the
/// order of (instant, rank, sequence) that `SimulationEvent.Kind` writes down. Which
/// node takes a pod is `Placement`'s answer, which machine is lent and when is the scheduler's, when
/// a cloud takes a node away comes from the plan's laws. What is left are the controllers of the
/// clusters themselves, which count pods and buy machines, and bookkeeping.
package enum FleetSimulation {
  /// How many events are handled between two questions whether to stop.
  package static let eventsPerBatch = 4_096

  /// Sees a decision of the scheduler: the snapshot that it was made on, before anything of it was
  /// carried out, when, and the decision. It is given values and returns none, so it cannot steer.
  package typealias DecisionObserver = (borrowing FleetSnapshot, Instant, Decision) -> Void

  /// What the scheduler knows when a run of `plan` starts; nil when nothing is lent.
  package static func initialSnapshot(of plan: borrowing SimulationPlan) -> FleetSnapshot? {
    if let lent = plan.controlPlane?.plan.lending { return lent.fleet }
    guard let lending = plan.lending else { return nil }
    return LendingState(
      plan: lending, fleet: plan.fleet, templates: plan.workload.podTemplates, seed: plan.seed,
      start: plan.start
    ).snapshot
  }

  /// Runs `plan` from its start to its end.
  ///
  /// - Parameters:
  ///   - plan: What to simulate.
  ///   - sink: Is told every fact, in order; it cannot steer.
  ///   - checking: Whether the whole state is checked after every event, which takes time in
  ///     proportion to nodes and jobs.
  ///   - isCancelled: Asked before the first and then after every 4,096 events; when it says true, the
  ///     run ends there and records no `horizonReached`.
  ///   - observer: Sees the scheduler's decisions, in order.
  ///   - watch: Watches one job.
  /// - Returns: What the run says of itself.
  /// - Throws: What is wrong with the plan, before anything is recorded; or, in checking mode, what
  ///   contradicts itself, after the facts that led there.
  package static func run<Sink: FactSink>(
    _ plan: borrowing SimulationPlan, into sink: inout Sink, checking: Bool = false,
    isCancelled: () -> Bool = { false }, observer: DecisionObserver? = nil,
    watch: JobWatch? = nil
  ) throws(SimulationError) -> SimulationOutcome {
    try plan.validate()
    if let controlPlane = plan.controlPlane {
      let run = try ControlPlaneRun(controlPlane, checking: checking, isCancelled: isCancelled)
      for fact in run.facts { sink.record(fact) }
      return SimulationOutcome(
        eventsHandled: run.eventsHandled, wasCancelled: run.wasCancelled, streamCounters: [])
    }
    var state = FleetState(plan, checking: checking)
    state.observer = observer
    state.watch = watch
    var isRunning = true
    while isRunning {
      if isCancelled() { return state.outcome(wasCancelled: true) }
      isRunning = state.advance(atMost: eventsPerBatch)
      if let watch { for fact in state.facts { watch.hear(fact) } }
      for fact in state.facts { sink.record(fact) }
      state.facts.removeAll(keepingCapacity: true)
    }
    if let failure = state.failure { throw failure }
    state.tellWatch(before: .distantFuture)
    state.endInstancesAtHorizon()
    for fact in state.facts { sink.record(fact) }
    sink.record(
      Fact(at: plan.end, kind: .horizonReached, subject: 0, value: state.eventsHandled))
    return state.outcome(wasCancelled: false)
  }
}

extension FleetState {
  func outcome(wasCancelled: Bool) -> SimulationOutcome {
    let ofMarkets =
      markets.isEmpty ? [] : [StreamCounter(label: SpotMarkets.label, drawn: markets.drawn)]
    return SimulationOutcome(
      eventsHandled: eventsHandled, wasCancelled: wasCancelled,
      streamCounters: [
        StreamCounter(
          label: NodeStreams.lifetimeLabel, drawn: streams.reduce(0) { $0 + $1.lifetime.drawn }),
        StreamCounter(
          label: NodeStreams.replacementLabel,
          drawn: streams.reduce(0) { $0 + $1.replacement.drawn }),
        StreamCounter(
          label: Lending.provisionLabel,
          drawn: lending.hosts.reduce(0) { $0 + $1.provision.drawn }),
        StreamCounter(
          label: Lending.joinLabel, drawn: lending.hosts.reduce(0) { $0 + $1.join.drawn }),
        StreamCounter(
          label: Lending.deprovisionLabel,
          drawn: lending.hosts.reduce(0) { $0 + $1.deprovision.drawn }),
        StreamCounter(
          label: Lending.sanitiseLabel,
          drawn: lending.hosts.reduce(0) { $0 + $1.sanitise.drawn }),
        StreamCounter(
          label: Lending.attestLabel, drawn: lending.hosts.reduce(0) { $0 + $1.attest.drawn }),
        StreamCounter(
          label: AutoscalingState.launchLabel,
          drawn: autoscaling.launches.reduce(0) { $0 + $1.drawn }),
        StreamCounter(
          label: AutoscalingState.refusalLabel,
          drawn: autoscaling.refusals.reduce(0) { $0 + $1.drawn }),
        StreamCounter(
          label: PackingScheduler.streamLabel,
          drawn: clusters.all.reduce(0) { $0 + $1.room.drawn }),
      ] + ofMarkets)
  }
}
