import Units

/// What a control plane did: no value in a run without one.
extension MetricRegistry {
  static let controlPlane: [MetricDefinition] =
    machines + orders + drains + inClusters + api
    + ControlPlaneWords.controllers.indices.flatMap { ofController($0) }

  private static func figure(
    _ name: String, _ unit: String, _ better: MetricDirection, _ definition: String,
    _ value: @escaping @Sendable (ControlPlaneSummary) -> Double?
  ) -> MetricDefinition {
    MetricDefinition(name, unit, better, definition) { $0.controlPlane.flatMap(value) }
  }

  /// Count, median, 95th and 99th percentile and the largest; none without values.
  private static func spans(
    _ name: String, _ definition: String,
    _ statistics: @escaping @Sendable (ControlPlaneSummary) -> SpanStatistics?
  ) -> [MetricDefinition] {
    func quantile(
      _ suffix: String, _ words: String, _ span: @escaping @Sendable (SpanStatistics) -> TimeSpan
    ) -> MetricDefinition {
      figure("\(name).\(suffix)", "s", .lower, "\(definition): \(words).") { summary in
        guard let statistics = statistics(summary), statistics.count > 0 else { return nil }
        return span(statistics).secondsAsDouble
      }
    }
    return [
      quantile("p50", "median by nearest rank") { $0.p50 },
      quantile("p95", "95th percentile by nearest rank") { $0.p95 },
      quantile("p99", "99th percentile by nearest rank") { $0.p99 },
      quantile("max", "largest") { $0.max },
    ]
  }

  private static let machines: [MetricDefinition] = [
    figure(
      "machine.lent_hours", "machine-hours", .none,
      "Time that machines on offer were Ready in clusters that borrow them."
    ) { $0.lentTime.map { Double($0) / 3.6e12 } },
    figure("machine.created", "machines", .none, "Machines that were made.") {
      Double($0.machinesCreated)
    },
    figure(
      "machine.deleted", "machines", .none, "Machines whose deletion was asked for."
    ) { Double($0.machinesDeleted) },
    figure(
      "machine.remediated", "machines", .lower,
      "Machines whose deletion was asked for because a health check found them unhealthy."
    ) { Double($0.machinesRemediated) },
    figure(
      "machine.unhealthy", "machines", .lower,
      "Times that a health check found a Machine unhealthy."
    ) { Double($0.machinesUnhealthy) },
    figure(
      "machine.leaving", "machines", .lower,
      "Machines that were to go and still there at the horizon."
    ) { Double($0.machinesLeaving) },
    figure(
      "machine.missing.machine_hours", "machine-h", .lower,
      "Machines that deployments were short of, once they had had them, integrated over the horizon."
    ) { Double($0.missingTime) / 3.6e12 },
    figure(
      "machine.missing.beyond_limit", "machines", .lower,
      "The most Machines that a deployment was short of beyond its maxUnavailable."
    ) { Double($0.missingBeyondLimit) },
    figure(
      "machine.missing.time_over_limit", "s", .lower,
      "Time for which deployments were short of more than their maxUnavailable, summed over them."
    ) { $0.timeOverLimit.secondsAsDouble },
  ]

  private static let orders: [MetricDefinition] =
    DeploymentOrder.Kind.allCases.filter { $0 != .drainLimit }.flatMap { kind in
      spans(
        "order.\(kind.rawValue).convergence",
        "Time from an order of the kind \(kind.rawValue) until all of it was there and available, of those "
          + "that were carried out"
      ) { $0.convergence[kind] }
    }
    + spans(
      "machine.replacement",
      "Time from the loss of a Machine until its deployment had all of them again"
    ) { $0.replacement } + [
      figure(
        "order.open", "orders", .lower, "Orders that were not carried out at the horizon."
      ) { Double($0.ordersOpen) },
      figure(
        "machine.replacement.open", "machines", .lower,
        "Lost Machines whose deployments did not have all of theirs again at the horizon."
      ) { Double($0.replacementsOpen) },
    ]

  private static let drains: [MetricDefinition] =
    spans("drain.length", "Time from the cordon of a Node until nothing was left to wait for") {
      $0.drains
    } + [
      figure("drain.count", "drains", .none, "Drains that ended.") { Double($0.drains.count) },
      figure("drain.open", "drains", .lower, "Drains that still went on at the horizon.") {
        Double($0.drainsOpen)
      },
      figure(
        "eviction.granted", "evictions", .none,
        "Evictions of pods that the eviction API let through."
      ) { Double($0.evictionsGranted) },
      figure(
        "eviction.refused", "evictions", .lower,
        "Evictions that a budget refused, each attempt counted."
      ) { Double($0.evictionsRefused) },
      figure(
        "eviction.failed", "evictions", .lower,
        "Evictions that failed because more than one budget covers the pod, each attempt counted."
      ) { Double($0.evictionsFailed) },
      figure(
        "hold.count", "holds", .lower,
        "Times that pods of one workload were kept on a Node that was drained."
      ) { Double($0.holds.count) },
      figure(
        "hold.overruled", "holds", .lower, "Such times that a limit of the drain ended."
      ) { Double($0.holdsOverruled) },
    ]
    + spans(
      "hold.length",
      "Time for which pods of one workload were kept on a Node that was drained, up to the horizon"
    ) { $0.holds.count == 0 ? nil : $0.holds }

  private static let inClusters: [MetricDefinition] =
    [
      figure(
        "api_server.outages", "outages", .lower,
        "Times that the API server of a hosted control plane ceased to answer."
      ) { $0.outages.map { Double($0.count) } },
      figure(
        "api_server.outage_hours", "h", .lower,
        "Time for which API servers of hosted control planes did not answer, once they had, summed up to "
          + "the horizon."
      ) { $0.outages.map { Double($0.sum) / 3.6e12 } },
    ]
    + spans(
      "api_server.outage",
      "Time for which the API server of a hosted control plane did not answer, up to the horizon"
    ) { $0.outages } + [
      figure(
        "cluster_job.succeeded", "jobs", .higher,
        "Jobs of workload clusters that had all their completions."
      ) { $0.jobLengths.map { Double($0.count) } },
      figure(
        "cluster_job.failed", "jobs", .lower, "Jobs of workload clusters that failed for good."
      ) { $0.jobsFailed.map(Double.init) },
    ]
    + spans(
      "cluster_job.length",
      "Time from the deployment of a Job of a workload cluster to its last completion"
    ) { $0.jobLengths } + [
      figure(
        "peer_machine.count", "machines", .none,
        "Machines of clouds that peer pods ran in, those at the horizon included."
      ) { $0.peerMachines.map { Double($0.count) } },
      figure(
        "peer_machine.hours", "machine-hours", .lower, "How long they ran, summed."
      ) { $0.peerMachines.map { Double($0.sum) / 3.6e12 } },
      figure(
        "host.set_ups.failed", "set-ups", .lower,
        "Set-ups of hosts that failed and were tried again."
      ) { $0.hostSetUpsFailed.map(Double.init) },
      figure(
        "host.cleanings.failed", "cleanings", .lower,
        "Cleanings of hosts that failed; a host over SSH is dirty then until somebody mends it."
      ) { $0.hostCleaningsFailed.map(Double.init) },
    ]

  private static let api: [MetricDefinition] =
    ControlPlaneWords.clients.enumerated().flatMap { place, name in
      [
        figure("api.\(name).calls", "calls", .none, "Writes to the \(name) cluster.") {
          Double($0.clients[place].calls)
        },
        figure(
          "api.\(name).throttled", "calls", .lower,
          "Writes to it that the client's own limit held back."
        ) { Double($0.clients[place].throttled) },
        figure(
          "api.\(name).wait", "s", .lower, "How long it held them back, summed."
        ) { Double($0.clients[place].wait) / 1e9 },
      ]
    } + [
      figure("api.writes.failed", "writes", .lower, "Writes of controllers that failed.") {
        Double($0.writesFailed)
      },
      figure("controllers.restarts", "restarts", .none, "Restarts of the controllers.") {
        Double($0.restarts)
      },
    ]

  private static func ofController(_ place: Int) -> [MetricDefinition] {
    let name = "controller.\(ControlPlaneWords.controllers[place])"
    func own(
      _ suffix: String, _ unit: String, _ better: MetricDirection, _ definition: String,
      _ value: @escaping @Sendable (ControllerFigures) -> Double?
    ) -> MetricDefinition {
      figure("\(name).\(suffix)", unit, better, definition) { summary in
        guard place < summary.controllers.count, summary.controllers[place].reconciles > 0 else {
          return nil
        }
        return value(summary.controllers[place])
      }
    }
    let took = "How long a reconcile took, its writes and their waits included"
    let depth = "Objects that were ready and had no worker, over time"
    return [
      own("reconciles", "reconciles", .none, "Reconciles that ended.") { Double($0.reconciles) },
      own("failures", "reconciles", .lower, "Reconciles that failed.") { Double($0.failures) },
      own("reconcile.mean", "s", .lower, "\(took): mean.") {
        Double($0.reconcileTime) / Double($0.reconciles) / 1e9
      },
      own("reconcile.p50", "s", .lower, "\(took): median.") { Double($0.reconcile.p50) / 1e9 },
      own("reconcile.p95", "s", .lower, "\(took): 95th percentile.") {
        Double($0.reconcile.p95) / 1e9
      },
      own("reconcile.p99", "s", .lower, "\(took): 99th percentile.") {
        Double($0.reconcile.p99) / 1e9
      },
      own("reconcile.max", "s", .lower, "\(took): the longest.") { Double($0.reconcile.max) / 1e9 },
      own("queue.mean", "objects", .lower, "\(depth): mean.") {
        $0.queue.weight == 0 ? nil : Double($0.depthTime) / Double($0.queue.weight)
      },
      own("queue.p50", "objects", .lower, "\(depth): median of the time.") { Double($0.queue.p50) },
      own("queue.p95", "objects", .lower, "\(depth): 95th percentile of the time.") {
        Double($0.queue.p95)
      },
      own("queue.p99", "objects", .lower, "\(depth): 99th percentile of the time.") {
        Double($0.queue.p99)
      },
      own("queue.max", "objects", .lower, "\(depth): the most.") { Double($0.queue.max) },
    ]
  }
}
