/// Why a node does not take a pod.
package struct FilterReason: Hashable, Sendable {
  /// The words of kube-scheduler.
  package var text: String
  /// Whether taking pods away from the node would change nothing.
  package var isUnresolvable: Bool

  /// Makes a reason.
  package init(_ text: String, isUnresolvable: Bool) {
    self.text = text
    self.isUnresolvable = isUnresolvable
  }
}
