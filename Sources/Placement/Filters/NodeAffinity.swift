package import KubernetesModel

/// kube-scheduler's plugin `NodeAffinity`: a pod goes where its node selector and required affinity
/// hold, rather where more of its preferred terms do.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go`.
package enum NodeAffinity {
  /// What a node says that is not even looked at: the pod names its nodes, and this is none of them.
  package static let passedOver = FilterReason(
    "node(s) didn't satisfy plugin(s) [NodeAffinity]", isUnresolvable: true)
  /// What is wrong with a pod each of whose terms names two nodes at once.
  package static let conflict = FilterReason("pod affinity terms conflict", isUnresolvable: true)

  /// Why a node does not take `pod`; nil when it does.
  package static func reason(against pod: Pod, on node: Node) -> FilterReason? {
    let isMet =
      node.labels.contains(pod.nodeSelector)
      && (pod.requiredNodeAffinity?.matches(name: node.name, labels: node.labels) ?? true)
    return isMet
      ? nil
      : FilterReason("node(s) didn't match Pod's node affinity/selector", isUnresolvable: true)
  }

  /// The only nodes that are looked at, when every term of the required affinity names some; nil
  /// when all nodes are.
  package static func requiredNames(of pod: Pod) -> [String]? {
    guard let terms = pod.requiredNodeAffinity?.terms, !terms.isEmpty else { return nil }
    var names: [String] = []
    for term in terms {
      let named = term.matchFields.filter { !$0.isExcluded }.map(\.name)
      guard let first = named.first else { return nil }
      // Two different names in one term leave none.
      if named.allSatisfy({ $0 == first }) { names.append(first) }
    }
    return names
  }

  /// The sum of the weights of the preferred terms that hold on `node`.
  package static func preference(of node: Node, for preferred: [PreferredNodeTerm]) -> Int64 {
    preferred.reduce(0) {
      $1.term.matches(name: node.name, labels: node.labels) ? $0 + $1.weight : $0
    }
  }

  /// The scores of `nodes`, from 0 to 100, for a pod with these preferences: the weights of the
  /// terms that hold, against the best node.
  package static func scores(of nodes: [Node], for preferred: [PreferredNodeTerm]) -> [Int64] {
    ScoreNormalization.normalized(nodes.map { preference(of: $0, for: preferred) })
  }
}
