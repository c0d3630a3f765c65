package import KubernetesModel
package import Units

/// Decides what a drain does with each pod of a node.
///
/// Seven filters in order; the first that lets the pod stay decides alone, and otherwise what they
/// warn of adds up. Source: cluster-api v1.13 `core/reconcilers/machine/drain/filters.go`.
package struct DrainFilter: Sendable {
  /// The rules of the Machine, as `MachineDrainRule.rules` gives them.
  package var rules: [MachineDrainRule]
  /// The labels of each namespace that there is, by name.
  package var namespaces: [String: Labels]
  /// The DaemonSets that there are.
  package var daemonSets: Set<NamespacedName>
  /// Pods that have been leaving for longer are no longer waited for; nil while the node answers.
  package var skipsPodsLeavingFor: TimeSpan?

  /// A name in a namespace.
  package struct NamespacedName: Hashable, Sendable {
    /// The namespace.
    package var namespace: String
    /// The name.
    package var name: String

    /// Makes a name.
    package init(namespace: String, name: String) {
      self.namespace = namespace
      self.name = name
    }
  }

  /// The label that lets the owner of a pod keep it out of a drain.
  package static let drainLabel = "cluster.x-k8s.io/drain"
  /// The annotation of pods that the kubelet runs from files.
  package static let mirrorAnnotation = "kubernetes.io/config.mirror"

  /// Makes a filter.
  package init(
    rules: [MachineDrainRule] = [], namespaces: [String: Labels],
    daemonSets: Set<NamespacedName> = [], skipsPodsLeavingFor: TimeSpan? = nil
  ) {
    self.rules = rules
    self.namespaces = namespaces
    self.daemonSets = daemonSets
    self.skipsPodsLeavingFor = skipsPodsLeavingFor
  }

  /// What happens to `pod` at `now`.
  ///
  /// - Throws: `DrainError` when its namespace is gone or its rule says what nobody understands.
  package func decision(
    on pod: Pod, at now: Instant
  ) throws(DrainError) -> PodDrainDecision {
    if isLongLeaving(pod, at: now) { return PodDrainDecision(.skip) }
    var warnings: [PodDrainDecision.Warning] = []
    if let controller = pod.controller, controller.kind == "DaemonSet", !pod.isFinished {
      let name = NamespacedName(namespace: pod.namespace, name: controller.name)
      if daemonSets.contains(name) {
        return PodDrainDecision(.skip, warnings: [.daemonSetPodStays])
      }
      warnings.append(.orphanedDaemonSetPod)
    }
    if pod.annotations[DrainFilter.mirrorAnnotation] != nil { return PodDrainDecision(.skip) }
    if pod.usesEmptyDir && !pod.isFinished { warnings.append(.localStorageIsLost) }
    if pod.controller == nil && !pod.isFinished { warnings.append(.hasNoController) }
    switch pod.labels[DrainFilter.drainLabel]?.lowercased() {
    case "skip": return PodDrainDecision(.skip)
    case "wait-completed": return PodDrainDecision(.waitCompleted)
    default: break
    }
    switch try ruling(on: pod) {
    case .drain(let order): return PodDrainDecision(.drain(order: order), warnings: warnings)
    case .skip: return PodDrainDecision(.skip)
    case .waitCompleted: return PodDrainDecision(.waitCompleted)
    }
  }

  /// Whether `pod` has been leaving for longer than it is waited for, in whole seconds.
  package func isLongLeaving(_ pod: Pod, at now: Instant) -> Bool {
    guard let limit = skipsPodsLeavingFor, let leaving = pod.deletionTimestamp else { return false }
    let second = TimeSpan.seconds(1).nanoseconds
    return (now - leaving).nanoseconds / second * second > limit.nanoseconds
  }

  /// What the first rule by name that matches the pod says; without one it is drained at order 0.
  private func ruling(on pod: Pod) throws(DrainError) -> PodDrainDecision.Behavior {
    guard let namespaceLabels = namespaces[pod.namespace] else {
      throw .missingNamespace(pod: pod.name, namespace: pod.namespace)
    }
    let first = rules.first { $0.applies(toPod: pod.labels, inNamespace: namespaceLabels) }
    switch first?.behavior {
    case nil: return .drain(order: 0)
    case .drain(let order): return .drain(order: order)
    case .skip: return .skip
    case .waitCompleted: return .waitCompleted
    case .unknown(let word):
      throw .unknownBehavior(rule: first?.name ?? "", behavior: word)
    }
  }
}
