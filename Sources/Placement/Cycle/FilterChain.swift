package import KubernetesModel

/// The filters of the default profile, ready to look at nodes for one pod.
///
/// Order: kubernetes v1.36 `pkg/scheduler/apis/config/v1/default_plugins.go`. Filters of volumes have
/// nothing to say about pods without any.
package struct FilterChain {
  private let pod: Pod
  private let request: PodRequest
  private let comparesTaints: Bool
  private let requiredNames: [String]?
  private let spread: PodTopologySpread.Filter
  private let affinity: InterPodAffinity.Filter

  /// Finds out what the filters need to know of the cluster.
  package init(for pod: Pod, in cluster: ClusterState, _ profile: PlacementProfile) {
    self.pod = pod
    request = PodRequest(of: pod)
    comparesTaints = profile.comparesTaints
    requiredNames = NodeAffinity.requiredNames(of: pod)
    spread = PodTopologySpread.Filter(for: pod, in: cluster)
    affinity = InterPodAffinity.Filter(for: pod, in: cluster)
  }

  /// What the first filter that refuses `node` says.
  package func verdict(on node: NodeInfo, at index: Int) -> NodeVerdict {
    func refused(_ plugin: PlacementPlugin, _ reasons: [FilterReason]) -> NodeVerdict {
      NodeVerdict(node: index, refusedBy: plugin, reasons: reasons, scores: [])
    }
    if let requiredNames, !requiredNames.contains(node.node.name) {
      return refused(.nodeAffinity, [NodeAffinity.passedOver])
    }
    if let reason = NodeUnschedulable.reason(
      against: pod.tolerations, on: node.node, comparisonOperators: comparesTaints)
    {
      return refused(.nodeUnschedulable, [reason])
    }
    if let reason = TaintToleration.reason(
      against: pod.tolerations, taints: node.node.taints, comparisonOperators: comparesTaints)
    {
      return refused(.taintToleration, [reason])
    }
    if let reason = NodeAffinity.reason(against: pod, on: node.node) {
      return refused(.nodeAffinity, [reason])
    }
    if !NodePorts.areFree(pod.hostPorts, on: node) {
      return refused(.nodePorts, [NodePorts.reason])
    }
    let lacking = NodeResourcesFit.reasons(against: request, on: node.allocation)
    if !lacking.isEmpty { return refused(.nodeResourcesFit, lacking) }
    if let reason = spread.reason(on: node.node) { return refused(.podTopologySpread, [reason]) }
    if let reason = affinity.reason(on: node.node) { return refused(.interPodAffinity, [reason]) }
    return NodeVerdict(node: index, refusedBy: nil, reasons: [], scores: [])
  }

  /// The verdict on the node at `index`, heeding pods that wait for room there: they come first when
  /// they are no less important, and the pod has to fit with and without them.
  ///
  /// Source: kubernetes v1.36 `pkg/scheduler/framework/runtime/framework.go`,
  /// `RunFilterPluginsWithNominatedPods`.
  static func verdict(
    for pod: Pod, at index: Int, in cluster: ClusterState, _ profile: PlacementProfile,
    without chain: FilterChain
  ) -> NodeVerdict {
    let waiting = cluster.nominated.filter {
      $0.node == index && $0.pod.pod.priority >= pod.priority
        && ($0.pod.pod.name != pod.name || $0.pod.pod.namespace != pod.namespace)
    }
    if !waiting.isEmpty {
      var fuller = cluster
      for one in waiting { fuller.nodes[index].add(one.pod) }
      let verdict = FilterChain(for: pod, in: fuller, profile)
        .verdict(on: fuller.nodes[index], at: index)
      if !verdict.isFeasible { return verdict }
    }
    return chain.verdict(on: cluster.nodes[index], at: index)
  }
}
