package import KubernetesModel

/// Something that happened in the cluster, after which pods that found no node may find one.
package enum QueueingEvent: Sendable {
  /// A node came.
  case nodeAdded(Node)
  /// A node changed.
  case nodeChanged(from: Node, to: Node)
  /// A node went.
  case nodeRemoved(Node)
  /// A pod got its node, or its labels changed there.
  case podAssigned(Pod)
  /// A pod left its node.
  case podRemoved(Pod)

  /// Whether the event may help `pod`, which `plugin` refused.
  ///
  /// Source: kubernetes v1.36, `EventsToRegister` and the queueing hints of each plugin under
  /// `pkg/scheduler/framework/plugins`.
  package func mayHelp(
    _ pod: Pod, refusedBy plugin: PlacementPlugin, namespaces: [String: Labels] = [:]
  ) -> Bool {
    switch self {
    case .nodeAdded(let node): Self.helps(node, before: nil, pod, plugin)
    case .nodeChanged(let before, let node): Self.helps(node, before: before, pod, plugin)
    // Only the fewest pods of any domain may rise when a domain goes.
    case .nodeRemoved(let node):
      plugin == .podTopologySpread && Self.hasSpreadKeys(of: pod, node)
    case .podAssigned(let other):
      switch plugin {
      case .podTopologySpread: Self.isSpread(with: pod, other)
      case .interPodAffinity:
        pod.podAffinity.required.contains { Self.selects($0, other, from: pod, namespaces) }
      default: false
      }
    case .podRemoved(let other):
      switch plugin {
      case .nodeResourcesFit: true
      case .nodePorts:
        other.hostPorts.contains { port in pod.hostPorts.contains { $0.conflicts(with: port) } }
      case .podTopologySpread: Self.isSpread(with: pod, other)
      case .interPodAffinity:
        pod.podAntiAffinity.required.contains { Self.selects($0, other, from: pod, namespaces) }
          || other.podAntiAffinity.required.contains {
            Self.selects($0, pod, from: other, namespaces)
          }
      default: false
      }
    }
  }

  /// Whether a node that came, or that was `before` until now, may help.
  private static func helps(
    _ node: Node, before: Node?, _ pod: Pod, _ plugin: PlacementPlugin
  ) -> Bool {
    func isNew(_ isMet: (Node) -> Bool) -> Bool {
      isMet(node) && !(before.map(isMet) ?? false)
    }
    switch plugin {
    case .nodeUnschedulable:
      return isNew { NodeUnschedulable.reason(against: pod.tolerations, on: $0) == nil }
    case .taintToleration:
      return isNew { TaintToleration.reason(against: pod.tolerations, taints: $0.taints) == nil }
    case .nodeAffinity: return isNew { NodeAffinity.reason(against: pod, on: $0) == nil }
    case .nodePorts: return before == nil
    case .nodeResourcesFit:
      // An empty node of that size has to do; a change has to make more of something asked for.
      let request = PodRequest(of: pod)
      let fits = NodeResourcesFit.reasons(
        against: request, on: NodeAllocation(allocatable: node.allocatable)
      ).isEmpty
      guard fits, let before else { return fits }
      return growsFor(request, from: before.allocatable, to: node.allocatable)
    case .podTopologySpread:
      guard let before else { return hasSpreadKeys(of: pod, node) }
      let keys = pod.topologySpreadConstraints.map(\.topologyKey)
      let hasMoved = keys.contains { before.labels[$0] != node.labels[$0] }
      let hasJoined = before.taints != node.taints || hasMoved
      return hasJoined && (hasSpreadKeys(of: pod, node) || hasSpreadKeys(of: pod, before))
    case .interPodAffinity:
      let keys = (pod.podAffinity.required + pod.podAntiAffinity.required).map(\.topologyKey)
      // A pod that others do not want near them is helped by any place that is new.
      guard let before else { return keys.isEmpty || keys.contains { node.labels[$0] != nil } }
      return keys.contains { before.labels[$0] != node.labels[$0] }
        || (keys.isEmpty && before.labels != node.labels)
    case .balancedAllocation, .imageLocality: return false
    }
  }

  private static func growsFor(
    _ request: PodRequest, from before: ResourceList, to after: ResourceList
  ) -> Bool {
    let old = NodeAllocation(allocatable: before)
    let new = NodeAllocation(allocatable: after)
    let scalars = request.sum.scalars.map { ResourceName.scalar($0.name) }
    return after.pods > before.pods
      || ([.cpu, .memory, .ephemeralStorage] + scalars).contains { name in
        request.amount(of: name, defaults: .asWritten) > 0
          && new.allocatable(of: name) > old.allocatable(of: name)
      }
  }

  private static func hasSpreadKeys(of pod: Pod, _ node: Node) -> Bool {
    pod.topologySpreadConstraints.allSatisfy { node.labels[$0.topologyKey] != nil }
  }

  /// Whether a constraint of `pod` counts `other`.
  private static func isSpread(with pod: Pod, _ other: Pod) -> Bool {
    pod.namespace == other.namespace
      && pod.topologySpreadConstraints.contains {
        SpreadConstraint($0, podLabels: pod.labels).matchesItself(other.labels)
      }
  }

  private static func selects(
    _ term: PodAffinityTerm, _ other: Pod, from owner: Pod, _ namespaces: [String: Labels]
  ) -> Bool {
    term.selects(
      other.labels, in: other.namespace,
      namespaceLabels: namespaces[other.namespace] ?? [:], from: owner.namespace)
  }
}
