/// kube-scheduler's score `MostAllocated`: the fuller a node gets, the higher, from 0 to 100.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/noderesources/most_allocated.go`.
package enum MostAllocated {
  /// The score of a node with `pod` on it.
  package static func score(
    _ node: NodeAllocation, with pod: PodRequest, over resources: [ResourceWeight]
  ) -> Int64 {
    var mean = WeightedMean()
    for resource in resources {
      let (allocatable, requested) = node.amounts(of: resource.name, with: pod, defaults: .nonZero)
      guard allocatable > 0 else { continue }
      // What is asked for beyond the node counts as all of it.
      mean.add(
        LeastAllocated.share(of: requested, in: allocatable), weight: resource.weight)
    }
    return mean.roundedDown
  }
}
