package import KubernetesModel

/// A node as the scheduler sees it: the object, and what is on it.
package struct NodeInfo: Sendable {
  /// The node.
  package var node: Node
  /// The images that it has.
  package var images: [ImageLocality.Image]
  /// Its pods, in the order in which they came.
  package private(set) var pods: [PlacedPod]
  /// What they request.
  package private(set) var allocation: NodeAllocation

  /// A pod that is on a node, or is meant for it.
  package struct PlacedPod: Sendable {
    /// The pod.
    package var pod: Pod
    /// What it requests.
    package var request: PodRequest
    /// Whether it is on its way out because a more important pod needs its room.
    package var isPreempted = false

    /// Makes one.
    package init(_ pod: Pod) {
      self.pod = pod
      request = PodRequest(of: pod)
    }
  }

  /// Makes an empty node.
  package init(_ node: Node, images: [ImageLocality.Image] = []) {
    self.node = node
    self.images = images
    pods = []
    allocation = NodeAllocation(allocatable: node.allocatable)
  }

  /// Puts a pod on the node, after those that are there.
  package mutating func add(_ pod: PlacedPod) { add(pod, at: pods.count) }

  /// Puts a pod on the node, at a place among those that are there.
  package mutating func add(_ pod: PlacedPod, at place: Int) {
    pods.insert(pod, at: place)
    allocation.add(pod.request)
  }

  /// Takes over what changed about the node itself.
  package mutating func change(to node: Node) {
    self.node = node
    allocation.allocatable = node.allocatable
  }

  /// Takes the pod at `index` off the node.
  @discardableResult
  package mutating func remove(at index: Int) -> PlacedPod {
    let pod = pods.remove(at: index)
    allocation.remove(pod.request)
    return pod
  }

  /// Where the pod of that name is among its pods; nil when it is not on the node.
  package func index(of namespace: String, _ name: String) -> Int? {
    pods.firstIndex { $0.pod.name == name && $0.pod.namespace == namespace }
  }
}
