/// What a drain does with one pod.
package struct PodDrainDecision: Hashable, Sendable {
  /// What happens to it.
  package var behavior: Behavior
  /// Why an operator should know of it; in the order in which it was found out.
  package var warnings: [Warning]

  /// What happens to a pod.
  package enum Behavior: Hashable, Sendable {
    /// It is evicted when no pod of a lower order is left.
    case drain(order: Int32)
    /// It stays and is not waited for.
    case skip
    /// It stays, and the drain waits until it is gone, before any pod of an order above 0.
    case waitCompleted

    /// The order in which it goes; nil for a pod that stays for good.
    package var order: Int32? {
      switch self {
      case .drain(let order): order
      case .waitCompleted: 0
      case .skip: nil
      }
    }
  }

  /// What an operator should know of the fate of a pod.
  package enum Warning: Hashable, Sendable {
    /// It stays, since its DaemonSet would bring it back.
    case daemonSetPodStays
    /// It is evicted, since its DaemonSet is gone.
    case orphanedDaemonSetPod
    /// It is evicted, and what it keeps in an emptyDir is lost.
    case localStorageIsLost
    /// It is evicted, and nothing brings it back.
    case hasNoController
  }

  /// Makes a decision.
  package init(_ behavior: Behavior, warnings: [Warning] = []) {
    self.behavior = behavior
    self.warnings = warnings
  }
}

/// Why a drain cannot decide on a pod.
package enum DrainError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The namespace of the pod does not exist.
  case missingNamespace(pod: String, namespace: String)
  /// The first rule that matches has a behaviour that this version does not know.
  case unknownBehavior(rule: String, behavior: String)

  /// The error in words.
  package var description: String {
    switch self {
    case .missingNamespace(let pod, let namespace):
      "pod \(namespace)/\(pod): its namespace does not exist"
    case .unknownBehavior(let rule, let behavior):
      "MachineDrainRule \(rule): behavior \"\(behavior)\" is none of Drain, Skip, WaitCompleted"
    }
  }
}
