import Documents
import FleetSimulation
import SimulationKernel
import Units

/// How machines are bought, and what is done with those that are about to go.
extension ScenarioCheck {
  mutating func checkAutoscaling(_ root: CheckedNode, _ outline: FleetOutline) {
    for entry in root["autoscaling"]?["pools"]?.members ?? [] {
      if let law = entry.value["launchTime"], law.isSound { checkLaw(law) }
      guard let pool = pool(entry, outline) else { continue }
      if pool.capacityType == "owned" {
        report(
          pool: entry,
          "the machines of the pool \(pool.name) are owned: only on-demand and spot ones are bought",
          remedy: "set nodes.\(pool.name).capacityType to on-demand or spot")
        continue
      }
      if let cluster = pool.cluster, let jobs = outline.jobClusters, !jobs.contains(cluster) {
        let names = jobs.joined(separator: " or ")
        report(
          pool: entry,
          "the pool \(pool.name) belongs to \(cluster), and jobs run in "
            + jobs.joined(separator: " and "),
          remedy: "machines are bought for jobs: set nodes.\(pool.name).cluster to \(names)")
      }
    }
    checkFallback(root, outline)
    checkTerminationHandling(root)
  }

  /// A rule about spot and on-demand needs pools of both kinds.
  private mutating func checkFallback(_ root: CheckedNode, _ outline: FleetOutline) {
    guard let autoscaling = root["autoscaling"] else { return }
    let kinds = (autoscaling["pools"]?.members ?? []).compactMap {
      outline.pool($0.key)?.capacityType
    }
    let kindOfKey = [
      ("onDemandFloor", "on-demand"), ("waitBeforeFallback", "on-demand"),
      ("waitBeforeFallback", "spot"), ("returnToSpot", "on-demand"), ("returnToSpot", "spot"),
    ]
    for (key, kind) in kindOfKey where !kinds.contains(kind) {
      guard let node = autoscaling[key], node.isSound, !node.isNothing else { continue }
      report(
        .noEffect, as: .warning, at: node, "no pool of autoscaling.pools is \(kind)",
        remedy: "it says when \(kind) machines are bought: add a pool of them, or leave it out")
    }
  }

  private mutating func checkTerminationHandling(_ root: CheckedNode) {
    for interruption in root["interruptions"]?.members ?? [] {
      if let lead = interruption.value["rebalance"]?["lead"], lead.isSound { checkLaw(lead) }
      guard let action = interruption.value["onNotice"], action.isSound,
        action.text != NoticeAction.ignore.rawValue, interruption.value.span("notice") == .zero
      else { continue }
      report(
        .noEffect, as: .warning, at: action,
        "nodes of \(interruption.key) are not told of their end",
        remedy: "give notice, such as 2m")
    }
  }
}

extension CheckedNode {
  /// Whether it is a number or a span of nothing, which asks for nothing.
  var isNothing: Bool { span == .zero || ["0", "0%"].contains(text ?? "") }
}
