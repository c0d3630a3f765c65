package import KubernetesModel

/// The taints that the node controller gives a node for its conditions.
///
/// Source: kubernetes v1.36 `pkg/controller/nodelifecycle/node_lifecycle_controller.go`,
/// `nodeConditionToTaintKeyStatusMap`, `doNoScheduleTaintingPass`, `processNoExecuteTaintBaseEviction`.
package struct NodeTaints: Hashable, Sendable {
  /// The condition `Ready`; nil when it is absent, and nothing is known of the node.
  package var ready: ConditionStatus?
  /// Whether the condition `MemoryPressure` is true.
  package var hasMemoryPressure = false
  /// Whether the condition `DiskPressure` is true.
  package var hasDiskPressure = false
  /// Whether the condition `PIDPressure` is true.
  package var hasProcessPressure = false
  /// Whether the condition `NetworkUnavailable` is true.
  package var lacksNetwork = false
  /// Whether the node is cordoned.
  package var isUnschedulable = false

  /// Makes the input of a node that is otherwise well.
  package init(ready: ConditionStatus?) { self.ready = ready }

  /// The taints that keep new pods off; they come at once.
  package var keepingPodsOff: [Taint] {
    var keys: [String] = []
    if let key = expulsion?.key { keys.append(key) }
    if hasMemoryPressure { keys.append("node.kubernetes.io/memory-pressure") }
    if hasDiskPressure { keys.append("node.kubernetes.io/disk-pressure") }
    if lacksNetwork { keys.append("node.kubernetes.io/network-unavailable") }
    if hasProcessPressure { keys.append("node.kubernetes.io/pid-pressure") }
    if isUnschedulable { keys.append(Taint.unschedulable.key) }
    return keys.map { Taint(key: $0, effect: .noSchedule) }
  }

  /// The taint that makes pods leave, nil for a node that is ready. It comes when the queue of the
  /// node's zone lets it; see `ZoneTaintQueue`.
  package var expulsion: Taint? {
    switch ready {
    case .isFalse: TaintEviction.notReady
    case .unknown: TaintEviction.unreachable
    case .isTrue, nil: nil
    }
  }
}
