package import KubernetesModel

/// kube-scheduler's filter `NodePorts`: a pod goes where no other pod has a port that it takes.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/nodeports/node_ports.go`.
package enum NodePorts {
  /// What a node says that has one of the ports taken.
  package static let reason = FilterReason(
    "node(s) didn't have free ports for the requested pod ports", isUnresolvable: false)

  /// Whether none of `ports` conflicts with those of the pods on `node`.
  package static func areFree(_ ports: [HostPort], on node: NodeInfo) -> Bool {
    ports.isEmpty
      || node.pods.allSatisfy { placed in
        placed.pod.hostPorts.allSatisfy { taken in !ports.contains { $0.conflicts(with: taken) } }
      }
  }
}
