import Documents
import Placement

/// What is said to kube-scheduler, and whether it is there to hear it.
extension ScenarioCheck {
  mutating func checkPlacement(_ root: CheckedNode) {
    guard let placement = root["placement"], let word = placement["policy"]?.text else { return }
    let policy = SchedulerPolicy(rawValue: word)
    let hasQueues = checkQueues(root, placement)
    checkShape(placement["scoringStrategy"]?["requestedToCapacityRatio"]?["shape"])
    checkResources(placement["scoringStrategy"]?["resources"])
    if policy == nil {
      reportUnheard(placement["scoringStrategy"], under: word)
      if let node = placement["percentageOfNodesToScore"], node.integer != 0 {
        reportUnheard(node, under: word)
      }
      for source in root["workload"]?.members ?? [] {
        for (key, implied) in [("priority", "0"), ("preemptionPolicy", "PreemptLowerPriority")] {
          // In queues the more important come first under any policy.
          if key == "priority", hasQueues { continue }
          guard let node = source.value[key], node.isSound,
            node.integer.map({ "\($0)" }) ?? node.text != implied
          else { continue }
          reportUnheard(node, under: word)
        }
        if let node = source.value["nodeSelector"], !node.members.isEmpty {
          report(
            at: node,
            "under placement.policy \(word) jobs go to any node with room; they cannot select nodes",
            remedy: "take a policy of kube-scheduler, such as kube, or leave nodeSelector out")
        }
      }
    } else if policy != .requestedToCapacityRatio {
      let ratio = placement["scoringStrategy"]?["requestedToCapacityRatio"]
      reportUnheard(
        ratio, under: word, heededBy: [SchedulerPolicy.requestedToCapacityRatio.rawValue])
    }
    guard policy != nil, root["autoscaling"] != nil else { return }
    for source in root["workload"]?.members ?? [] {
      guard let node = source.value["nodeSelector"], !node.members.isEmpty else { continue }
      report(
        at: node,
        "machines are bought by what jobs request; which nodes they select is not looked at",
        remedy: "leave out nodeSelector or autoscaling")
    }
  }

  /// Queues that exist, and a queue for each source where there are some; whether there are queues, or
  /// jobs of several pods, which wait in one.
  private mutating func checkQueues(_ root: CheckedNode, _ placement: CheckedNode) -> Bool {
    let queues = placement["queues"]?.members.map(\.key) ?? []
    let sources = root["workload"]?.members ?? []
    var used: Set<String> = []
    for source in sources {
      if let node = source.value["queue"], let name = node.text {
        used.insert(name)
        _ = isKnown(node, name, among: queues, "queue", in: "placement.queues")
      } else if placement["queues"] != nil {
        report(
          .missingKey, at: source.value,
          "which queue its jobs wait in is open, where placement.queues has some",
          remedy: "give queue: one of \(queues.joined(separator: ", "))")
      }
    }
    // A queue that nobody waits in is worth a word, unless a source misspells it.
    for queue in placement["queues"]?.members ?? []
    where !used.contains(queue.key) && used.allSatisfy(queues.contains) {
      report(.noEffect, as: .warning, at: queue.value, "no source of jobs names the queue")
    }
    return !queues.isEmpty || sources.contains { $0.value["gang"] != nil }
  }

  /// Utilisation ascends, as kube-scheduler wants it.
  private mutating func checkShape(_ shape: CheckedNode?) {
    guard let points = shape?.elements else { return }
    for (before, point) in zip(points, points.dropFirst()) {
      guard let low = before["utilization"]?.integer, let node = point["utilization"],
        let high = node.integer, high <= low
      else { continue }
      report(
        at: node, "utilization \(high) does not come after \(low): it has to ascend",
        remedy: "order the points by utilization, each once")
    }
  }

  private mutating func checkResources(_ resources: CheckedNode?) {
    var seen: [String] = []
    for resource in resources?.elements ?? [] {
      guard let node = resource["name"], let name = node.text else { continue }
      if seen.contains(name) {
        report(
          at: node, "\(name) is named twice", remedy: "give it one weight")
      }
      seen.append(name)
    }
  }

  private mutating func reportUnheard(
    _ node: CheckedNode?, under word: String,
    heededBy words: [String] = SchedulerPolicy.allCases.map(\.rawValue)
  ) {
    guard let node else { return }
    report(
      .noEffect, as: .warning, at: node, "it changes nothing under placement.policy \(word)",
      remedy: "kube-scheduler's policies heed it: " + words.joined(separator: ", "))
  }
}
