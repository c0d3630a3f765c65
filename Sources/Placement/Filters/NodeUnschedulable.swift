package import KubernetesModel

/// kube-scheduler's filter `NodeUnschedulable`: a cordoned node takes only pods that tolerate it.
///
/// Source: kubernetes v1.36
/// `pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go`.
package enum NodeUnschedulable {
  /// What a cordoned node says.
  package static let cordoned = FilterReason("node(s) were unschedulable", isUnresolvable: true)

  /// Why a node does not take a pod with `tolerations`; nil when it does.
  package static func reason(
    against tolerations: [Toleration], on node: Node, comparisonOperators: Bool = false
  ) -> FilterReason? {
    let isBorne =
      !node.isUnschedulable
      || tolerations.contains {
        $0.tolerates(.unschedulable, comparisonOperators: comparisonOperators)
      }
    return isBorne ? nil : cordoned
  }
}
