package import Units

/// A group of equal Nodes that an autoscaler may make larger and smaller: in Cluster API a
/// MachineDeployment with the annotations `cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size`
/// and `-max-size`.
package struct NodeGroup: Hashable, Sendable {
  /// The least that it may have.
  package var minimum: Int
  /// The most that it may have.
  package var maximum: Int
  /// How many it is asked to have, `spec.replicas`.
  package var target: Int
  /// What a new Node of it has for pods.
  package var room: ResourceVector
  /// How many pods it takes.
  package var podsPerNode: Int
  /// What the expander by priority goes by; the highest grows first.
  package var priority: Int
  /// How many of its Nodes are on their way.
  package var upcoming: Int
  /// Whether it may grow now: it is not left alone after a failure.
  package var isOpen: Bool

  /// Makes a group.
  package init(
    minimum: Int, maximum: Int, target: Int, room: ResourceVector, podsPerNode: Int,
    priority: Int = 0, upcoming: Int = 0, isOpen: Bool = true
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.target = target
    self.room = room
    self.podsPerNode = podsPerNode
    self.priority = priority
    self.upcoming = upcoming
    self.isOpen = isOpen
  }

  /// By how many Nodes it may grow now.
  package var growth: Int { isOpen ? max(maximum - target, 0) : 0 }
}

/// Room on a Node that pods are tried on.
struct PodRoom {
  var free: ResourceVector
  var pods: Int

  /// How many pods of a request fit.
  func count(of request: ResourceVector) -> Int {
    var count = pods
    count = PodRoom.least(count, free.cpu.value, request.cpu.value)
    count = PodRoom.least(count, free.memory.value, request.memory.value)
    return max(PodRoom.least(count, free.gpu.value, request.gpu.value), 0)
  }

  /// Takes in so many of them.
  mutating func take(_ count: Int, of request: ResourceVector) {
    let times = Int64(count)
    free =
      free
      - ResourceVector(
        cpu: MilliCPU(request.cpu.value * times), memory: Bytes(request.memory.value * times),
        gpu: MilliGPU(request.gpu.value * times))
    pods -= count
  }

  private static func least(_ count: Int, _ free: Int64, _ request: Int64) -> Int {
    request > 0 ? min(count, Int(max(free, 0) / request)) : count
  }
}
