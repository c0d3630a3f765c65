import KubernetesModel

/// kube-scheduler's filter `NodeResourcesFit`: a pod goes where everything it asks for is left.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/noderesources/fit.go`, `fitsRequest`.
package enum NodeResourcesFit {
  /// What a node says that holds as many pods as it may.
  package static let tooManyPods = FilterReason("Too many pods", isUnresolvable: false)

  /// Why `node` has no room for `pod`, one reason a resource that it lacks; empty when it has room.
  package static func reasons(
    against pod: PodRequest, on node: NodeAllocation
  ) -> [FilterReason] {
    var reasons: [FilterReason] = []
    if node.podCount + 1 > node.allocatable.pods {
      reasons.append(tooManyPods)
    }
    let scalars = pod.sum.scalars.map { ResourceName.scalar($0.name) }
    for name in [.cpu, .memory, .ephemeralStorage] + scalars {
      let asked = pod.amount(of: name, defaults: .asWritten)
      let allocatable = node.allocatable(of: name)
      let left = allocatable - node.requested.amount(of: name, defaults: .asWritten)
      if asked > 0 && asked > left {
        reasons.append(
          FilterReason("Insufficient \(name.text)", isUnresolvable: asked > allocatable))
      }
    }
    return reasons
  }
}
