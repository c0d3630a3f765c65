package import Units

/// kube-scheduler's score `LeastAllocated`: the emptier a node stays, the higher, from 0 to 100.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/noderesources/least_allocated.go`. Each
/// resource scores `(allocatable − requested) · 100 / allocatable`, the node their weighted mean;
/// both divisions drop the fraction, and a resource of which the node has none is left out. CPU and
/// memory count alike by default, a GPU not at all.
package enum LeastAllocated {
  /// The highest score, of a node that stays empty.
  package static let highest: Int64 = 100

  /// The score of a node with `pod` on it, over any resources and weights.
  package static func score(
    _ node: NodeAllocation, with pod: PodRequest, over resources: [ResourceWeight]
  ) -> Int64 {
    var mean = WeightedMean()
    for resource in resources {
      let (allocatable, requested) = node.amounts(of: resource.name, with: pod, defaults: .nonZero)
      guard allocatable > 0 else { continue }
      mean.add(share(of: allocatable - requested, in: allocatable), weight: resource.weight)
    }
    return mean.roundedDown
  }

  /// The score of a node with `allocatable` of which `free` is left over, over CPU and memory alike.
  ///
  /// `free` counts after the new request; it may be negative, which scores 0.
  @inlinable
  package static func score(free: ResourceVector, of allocatable: ResourceVector) -> Int64 {
    let cpu = share(of: free.cpu.value, in: allocatable.cpu.value)
    let memory = share(of: free.memory.value, in: allocatable.memory.value)
    guard allocatable.cpu.value > 0 else { return memory }
    guard allocatable.memory.value > 0 else { return cpu }
    return (cpu + memory) / 2
  }

  /// `free` in whole hundredths of `allocatable`, rounded down; 0 of nothing.
  @inlinable
  package static func share(of free: Int64, in allocatable: Int64) -> Int64 {
    guard free > 0, allocatable > 0 else { return 0 }
    let part = min(free, allocatable)
    // In full width: a petabyte of memory times a hundred leaves 64 bits.
    return allocatable.dividingFullWidth(part.multipliedFullWidth(by: highest)).quotient
  }
}
