package import KubernetesModel
import Units

/// What a node has, and what its pods request of it.
package struct NodeAllocation: Hashable, Sendable {
  /// What pods may request.
  package var allocatable: ResourceList
  /// What they do.
  package private(set) var requested = PodRequest(containers: [])
  /// How many there are.
  package private(set) var podCount: Int64 = 0

  /// Makes a node without pods.
  package init(allocatable: ResourceList) { self.allocatable = allocatable }

  /// Puts a pod on the node.
  package mutating func add(_ pod: PodRequest) {
    requested.add(pod)
    podCount += 1
  }

  /// Takes a pod off the node.
  package mutating func remove(_ pod: PodRequest) {
    requested.subtract(pod)
    podCount -= 1
  }

  /// How much there is of a resource.
  package func allocatable(of name: ResourceName) -> Int64 {
    switch name {
    case .cpu: allocatable.cpu?.value ?? 0
    case .memory: allocatable.memory?.value ?? 0
    case .ephemeralStorage: allocatable.ephemeralStorage.value
    case .scalar(let name): allocatable[name]
    }
  }

  /// How much there is of a resource and how much would be requested with `pod`. Another resource
  /// that the pod does not ask for is none of its business and counts as not there.
  package func amounts(
    of name: ResourceName, with pod: PodRequest, defaults: PodRequest.Defaults
  ) -> (allocatable: Int64, requested: Int64) {
    let asked = pod.amount(of: name, defaults: defaults)
    if case .scalar = name, asked == 0 { return (0, 0) }
    return (allocatable(of: name), requested.amount(of: name, defaults: defaults) + asked)
  }
}
