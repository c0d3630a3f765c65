import Units

extension ControlPlaneReplay {
  /// The figures of the whole run, once everything is known.
  mutating func summarise() {
    for stretch in accounts.stretches {
      for (client, calls) in stretch.clients.enumerated() {
        summary.clients[client].calls += calls.calls
        summary.clients[client].throttled += calls.throttled
        summary.clients[client].wait += calls.wait
      }
    }
    summary.controllers = ControlPlaneWords.controllers.indices.map { figures(of: $0) }
    for shortage in accounts.shortages {
      summary.missingTime += shortage.missingTime
      summary.timeOverLimit = summary.timeOverLimit + shortage.timeOverLimit
    }
    for kind in DeploymentOrder.Kind.allCases {
      let spans = accounts.orders.filter { $0.kind == kind }.compactMap { order in
        order.completedAt.map { ($0 - order.orderedAt).nanoseconds }
      }
      if !spans.isEmpty { summary.convergence[kind] = SpanStatistics(spans) }
    }
    summary.ordersOpen = accounts.orders.count { $0.completedAt == nil && !$0.isSuperseded }
    summary.replacement = SpanStatistics(
      accounts.replacements.compactMap { replacement in
        replacement.restoredAt.map { ($0 - replacement.lostAt).nanoseconds }
      })
    summary.replacementsOpen = accounts.replacements.count { $0.restoredAt == nil }
    summary.drains = SpanStatistics(
      accounts.drains.compactMap { drain in
        drain.endedAt.map { ($0 - drain.beganAt).nanoseconds }
      })
    summary.drainsOpen = accounts.drains.count { $0.endedAt == nil }
    summary.holds = SpanStatistics(
      accounts.holds.map { (($0.endedAt ?? end) - $0.beganAt).nanoseconds })
    summary.holdsOverruled = accounts.holds.count { $0.isOverruled }
    summary.machinesLeaving = machinesLeaving
    summariseWorkloads()
  }

  private func figures(of controller: Int) -> ControllerFigures {
    var figures = ControllerFigures()
    for stretch in accounts.stretches {
      let part = stretch.controllers[controller]
      figures.reconciles += part.reconciles
      figures.failures += part.failures
      figures.reconcileTime += Int128(part.reconcileTime)
      figures.depthTime += Int128(part.depthTime)
    }
    figures.reconcile = WeightedQuantiles(
      accounts.reconcileTimes.filter { $0.controller == controller })
    figures.queue = WeightedQuantiles(accounts.queueDepths.filter { $0.controller == controller })
    return figures
  }
}
