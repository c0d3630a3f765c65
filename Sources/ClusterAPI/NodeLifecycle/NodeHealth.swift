package import Units

/// When a node counts as lost.
///
/// Source: kubernetes v1.36 `pkg/kubelet/nodelease`, `pkg/kubelet/apis/config/v1beta1/defaults.go`,
/// `pkg/controller/nodelifecycle` and `cmd/kube-controller-manager`.
package enum NodeHealth {
  /// How often a kubelet renews its lease.
  package static let leaseRenewal: TimeSpan = .seconds(10)
  /// How often the node controller looks.
  package static let monitorPeriod: TimeSpan = .seconds(5)
  /// How long it waits for a sign of a node, `--node-monitor-grace-period`.
  package static let monitorGrace: TimeSpan = .seconds(50)
  /// How often pods of nodes that are gone are collected, and how long their node has to be gone
  /// (`pkg/controller/podgc/gc_controller.go`).
  package static let podCollectionPeriod: TimeSpan = .seconds(20)
  /// See `podCollectionPeriod`.
  package static let podCollectionQuarantine: TimeSpan = .seconds(40)

  /// When a node whose last sign of life, a lease or a status, came at `lastSign` turns `Unknown`: at
  /// the first look later than the grace. The controller looks at `firstLook` and every
  /// `monitorPeriod` from then on.
  package static func turnsUnknown(
    lastSign: Instant, firstLook: Instant, grace: TimeSpan = monitorGrace
  ) -> Instant {
    let limit = lastSign + grace
    guard firstLook <= limit else { return firstLook }
    let period = monitorPeriod.nanoseconds
    let looks = (limit - firstLook).nanoseconds / period + 1
    return firstLook + TimeSpan(nanoseconds: looks * period)
  }
}
