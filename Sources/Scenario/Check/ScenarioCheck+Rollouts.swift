import Documents

/// What lets no rollout and no drain ever end.
extension ScenarioCheck {
  /// A rollout that may neither add a Machine nor do without one never moves; Kubernetes refuses it.
  mutating func checkRollout(_ strategy: CheckedNode?) {
    guard let strategy, let surge = strategy["maxSurge"], surge.isNothing,
      let unavailable = strategy["maxUnavailable"], unavailable.isNothing
    else { return }
    report(
      .conflict, at: strategy,
      "maxSurge and maxUnavailable are both 0: a rollout may neither add a Machine nor do without one, "
        + "and Cluster API refuses that as Kubernetes does",
      remedy: "let one of them be 1 or more")
  }

  /// Budgets with which nobody can ever be evicted, so that drains go on until their limit.
  mutating func checkBudgets(of workload: CheckedNode.Member) {
    let budgets = workload.value["budgets"]?.members ?? []
    if budgets.count > 1 {
      report(
        as: .warning, at: budgets[1].value,
        "\(budgets.count) budgets cover the pods of \(workload.key), and the eviction API answers with an "
          + "error for a pod that more than one covers: none of them can be evicted",
        remedy: "keep one of them, unless this is what is to be seen")
    }
    let replicas = workload.value["replicas"]?.integer ?? 0
    for budget in budgets where replicas > 0 {
      let node: CheckedNode
      if let unavailable = budget.value["maxUnavailable"], unavailable.isNothing {
        node = unavailable
      } else if let available = budget.value["minAvailable"],
        available.text == "100%"
          || (available.text.flatMap { Int64($0) }).map({ $0 >= replicas })
            ?? false
      {
        node = available
      } else {
        continue
      }
      report(
        as: .warning, at: node,
        "the budget \(budget.key) never allows an eviction of the \(replicas) pods of \(workload.key): "
          + "a drain waits for its limit, or for ever",
        remedy: "let one pod be down, unless this is what is to be seen")
    }
  }
}
