package import Units

/// The figures of a control plane's run.
package struct ControlPlaneSummary: Hashable, Sendable {
  /// Machines that were made.
  package var machinesCreated = 0
  /// Machines whose deletion was asked for, for whatever reason.
  package var machinesDeleted = 0
  /// How many of them for their health.
  package var machinesRemediated = 0
  /// How often a health check found a Machine unhealthy.
  package var machinesUnhealthy = 0
  /// How long lent machines were Ready in clusters that borrow, ns; nil where none may be lent.
  package var lentTime: Int128?
  /// Machines that are still there at the end and are to go.
  package var machinesLeaving = 0
  /// Evictions that were let through.
  package var evictionsGranted = 0
  /// Evictions that budgets refused.
  package var evictionsRefused = 0
  /// Evictions that failed because more than one budget covers the pod.
  package var evictionsFailed = 0
  /// For how long API servers of hosted control planes did not answer, after they first did, outages at the
  /// end until then; nil where none is hosted.
  package var outages: SpanStatistics?
  /// How long the Jobs of workload clusters took that succeeded; nil where no Job ended.
  package var jobLengths: SpanStatistics?
  /// Jobs of workload clusters that failed for good; nil where no Job ended.
  package var jobsFailed: Int?
  /// Set-ups of hosts that failed and were tried again; nil where no step of a host failed.
  package var hostSetUpsFailed: Int?
  /// Cleanings of hosts that failed; nil where no step of a host failed.
  package var hostCleaningsFailed: Int?
  /// How long machines of peer pods ran; nil where there was none.
  package var peerMachines: SpanStatistics?
  /// Writes that failed.
  package var writesFailed = 0
  /// Restarts of the controllers.
  package var restarts = 0
  /// Each client, in the order of `ControlPlaneWords.clients`.
  package var clients = Array(repeating: ClientStretch(), count: ControlPlaneWords.clients.count)
  /// Each controller, in the order of `ControlPlaneWords.controllers`.
  package var controllers: [ControllerFigures] = []
  /// From an order to its end, of the orders that were carried out, by kind.
  package var convergence: [DeploymentOrder.Kind: SpanStatistics] = [:]
  /// Orders that nothing superseded and that were not carried out at the end.
  package var ordersOpen = 0
  /// From the loss of a Machine to a deployment that is whole again, of those that were.
  package var replacement = SpanStatistics([])
  /// Replacements that were not at their end at the horizon.
  package var replacementsOpen = 0
  /// How long drains took, of those that ended.
  package var drains = SpanStatistics([])
  /// Drains that still went on at the end.
  package var drainsOpen = 0
  /// For how long pods were held on Nodes that were drained, those held at the end until then.
  package var holds = SpanStatistics([])
  /// Holds that a limit of the drain ended.
  package var holdsOverruled = 0
  /// The most Machines that any deployment was short of beyond what it may be, at one time.
  package var missingBeyondLimit = 0
  /// Missing Machines over time, in Machines times nanoseconds.
  package var missingTime: Int128 = 0
  /// For how long deployments were short of more than they may be, summed.
  package var timeOverLimit = TimeSpan.zero
}

/// The figures of one controller over a run.
package struct ControllerFigures: Hashable, Sendable {
  /// Reconciles.
  package var reconciles: Int64 = 0
  /// How many of them failed.
  package var failures: Int64 = 0
  /// How long they took, summed, in nanoseconds.
  package var reconcileTime: Int128 = 0
  /// How long reconciles took: quantiles of the whole run, in nanoseconds.
  package var reconcile = WeightedQuantiles([])
  /// How deep the queue was: quantiles of the time, in objects.
  package var queue = WeightedQuantiles([])
  /// Objects in the queue over time, in objects times nanoseconds.
  package var depthTime: Int128 = 0
}

/// Quantiles of a histogram: of each, the bar in which it falls.
package struct WeightedQuantiles: Hashable, Sendable {
  /// The weight of all bars.
  package var weight: Int128 = 0
  /// The median.
  package var p50: Int64 = 0
  /// The 95th percentile.
  package var p95: Int64 = 0
  /// The 99th percentile.
  package var p99: Int64 = 0
  /// The greatest.
  package var max: Int64 = 0

  /// Computes them of bars in ascending order; all 0 without weight.
  package init(_ bars: [ControllerBucket]) {
    weight = bars.reduce(0) { $0 + Int128($1.weight) }
    max = bars.last { $0.weight > 0 }?.atMost ?? 0
    func quantile(_ percent: Int128) -> Int64 {
      let rank = (weight * percent + 99) / 100
      var seen: Int128 = 0
      for bar in bars {
        seen += Int128(bar.weight)
        if seen >= rank, bar.weight > 0 { return bar.atMost }
      }
      return 0
    }
    p50 = quantile(50)
    p95 = quantile(95)
    p99 = quantile(99)
  }
}
