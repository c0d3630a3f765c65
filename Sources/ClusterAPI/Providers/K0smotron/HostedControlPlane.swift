/// Hosted control planes of k0smotron.
package enum HostedControlPlane {
  /// How many members the etcd of a control plane has: one, or as many as replicas, made odd. It
  /// never shrinks.
  ///
  /// Source: k0sproject/k0smotron v2.1
  /// `internal/controller/k0smotron.io/k0smotroncluster_etcd.go`.
  package static func etcdMembers(controlPlaneReplicas: Int, current: Int?) -> Int {
    let wanted = max(controlPlaneReplicas, 1)
    return max(wanted.isMultiple(of: 2) ? wanted + 1 : wanted, current ?? 0)
  }
}
