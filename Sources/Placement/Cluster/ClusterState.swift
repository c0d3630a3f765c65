package import KubernetesModel

/// All that a scheduling decision depends on, beside the pod.
package struct ClusterState: Sendable {
  /// The nodes, in the order in which they are looked at (`NodeTree`).
  package var nodes: [NodeInfo]
  /// The labels of every namespace.
  package var namespaces: [String: Labels]
  /// The selectors of services and controllers, by which pods spread when they do not say how.
  package var workloads: WorkloadSelectors
  /// The budgets of pods.
  package var budgets: [PreemptionBudget]
  /// Pods that wait for the room that was made for them, each with its node.
  package var nominated: [NominatedPod]

  /// A pod that is to have the room on a node once it is there.
  package struct NominatedPod: Sendable {
    /// The pod.
    package var pod: NodeInfo.PlacedPod
    /// The index of the node.
    package var node: Int

    /// Makes one.
    package init(_ pod: NodeInfo.PlacedPod, node: Int) {
      self.pod = pod
      self.node = node
    }
  }

  /// Makes a cluster of `nodes`, which come in the order in which the scheduler heard of them.
  package init(nodes: [NodeInfo]) {
    self.nodes = NodeTree.order(of: nodes.map(\.node.labels)).map { nodes[$0] }
    namespaces = [:]
    workloads = WorkloadSelectors()
    budgets = []
    nominated = []
  }

  /// Makes a cluster without nodes.
  init(namespaces: [String: Labels], workloads: WorkloadSelectors) {
    self.init(nodes: [])
    self.namespaces = namespaces
    self.workloads = workloads
  }

  /// The index of the node of that name; nil when there is none.
  package func index(ofNode name: String) -> Int? { nodes.firstIndex { $0.node.name == name } }

  /// The labels of a namespace; none when it is not known.
  package func labels(ofNamespace name: String) -> Labels { namespaces[name] ?? [:] }
}
