package import KubernetesModel

/// kube-scheduler's plugin `NodeAffinity`: a pod goes where its node selector and required affinity
/// hold, rather where more of its preferred terms do.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go`.
package enum NodeAffinity {
  /// Why a node is not even looked at for `pod`; nil when it is. It comes before every filter: the
  /// pod names its nodes, and this is none of them.
  package static func reasonBeforeAll(against pod: Pod, on node: Node) -> FilterReason? {
    guard let names = requiredNames(of: pod), !names.contains(node.name) else { return nil }
    return FilterReason("node(s) didn't satisfy plugin(s) [NodeAffinity]", isUnresolvable: true)
  }

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
  static func requiredNames(of pod: Pod) -> [String]? {
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

  /// The scores of `nodes`, from 0 to 100, for a pod with these preferences: the weights of the
  /// terms that hold, against the best node.
  package static func scores(of nodes: [Node], for preferred: [PreferredNodeTerm]) -> [Int64] {
    ScoreNormalization.normalized(
      nodes.map { node in
        preferred.reduce(0) {
          $1.term.matches(name: node.name, labels: node.labels) ? $0 + $1.weight : $0
        }
      })
  }
}
