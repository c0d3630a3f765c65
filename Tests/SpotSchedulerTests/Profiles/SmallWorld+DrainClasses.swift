import KubernetesModel
import SpotScheduler
import TestSupport
import Testing
import Units

/// Pods of several kinds, and drain classes for some of them.
extension SmallWorld {
  /// What pods are, by the number of their traits.
  static let podTraits = [
    PodTraits(namespace: "settlement", labels: ["tier": "ledger"], priority: 900),
    PodTraits(namespace: "research", labels: ["tier": "batch"], priority: -5),
    PodTraits(namespace: "research", labels: ["tier": "cache"], priority: 3),
  ]

  /// Up to three classes of those pods, in a random order of theirs.
  ///
  /// - Parameter waits: Whether some may wait for ever.
  static func drainClasses(_ random: inout SeededGenerator, waits: Bool) -> [DrainClass] {
    var classes = [
      DrainClass(name: "settlement", namespaces: ["settlement"]),
      DrainClass(name: "batch", podSelector: LabelSelector(matchLabels: ["tier": "batch"])),
      DrainClass(name: "rest", priorities: 0...100),
    ]
    classes.shuffle(&random)
    classes.removeLast(Int(random.below(3)))
    for index in classes.indices {
      if random.below(2) == 0 { classes[index].order = Int32(random.below(5)) - 2 }
      if random.below(3) > 0 { classes[index].evictionDeadline = .seconds(random.below(1_200)) }
      if random.below(2) == 0 { classes[index].graceCap = .seconds(random.below(300)) }
      switch random.below(waits ? 4 : 3) {
      case 0:
        classes[index].escalation = .delete
        classes[index].graceCap = .seconds(random.below(300))
      case 3: classes[index].escalation = .wait
      default: break
      }
    }
    return classes
  }

  /// Holds each deletion of a pod on the way home against what its class declares, as this test
  /// understands it: none before its deadline, none that is to be waited for, and none with less
  /// grace.
  mutating func checkEscalations(_ decision: Decision) {
    guard case .regulated(let policy) = profile else { return }
    for action in decision.actions {
      let index = Int(action.machine.index)
      guard case .deletePod(let id, let grace) = action.verb,
        action.reason.rule == .drainDeadline,
        snapshot.statuses[index].phase != .emergencyRemove,
        let pod = snapshot.pods[index].first(where: { $0.id == id })
      else { continue }
      let status = decision.statusChanges.first { $0.machine == action.machine }?.status
      let began = (status ?? snapshot.statuses[index]).drainStartedAt ?? now
      // In a phase of emergency no class has more time than any.
      if status?.phase == .emergencyRemove { continue }
      let traits = pod.traits.map { snapshot.podTraits[Int($0.index)] } ?? PodTraits()
      let known = policy.drainClasses.first { drainClass in
        (drainClass.namespaces.isEmpty || drainClass.namespaces == [traits.namespace])
          && drainClass.podSelector.matches(traits.labels)
          && (drainClass.priorities.map { $0 ~= traits.priority } ?? true)
      }
      let deadline = known?.evictionDeadline ?? policy.drainDeadline
      let declared: TimeSpan? =
        switch known?.escalation ?? .force {
        case .wait: nil
        case .force: .zero
        case .delete: min(pod.terminationGrace, known?.graceCap ?? .zero)
        }
      if now - began < deadline || declared != grace {
        broken.append(
          "\(now.rfc3339): pod \(id.index) of class \(known?.name ?? "none") is deleted "
            + "\((now - began).text) after the begin with \(grace.text)")
      }
    }
  }
}
