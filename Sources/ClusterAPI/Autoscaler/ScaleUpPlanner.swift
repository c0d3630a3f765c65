package import SimulationKernel
package import Units

/// Equal pods without a place.
package struct PodDemand: Hashable, Sendable {
  /// What one asks for.
  package var request: ResourceVector
  /// How many there are.
  package var count: Int

  /// Makes a demand.
  package init(_ count: Int, of request: ResourceVector) {
    self.request = request
    self.count = count
  }
}

/// Which group grows for pods without a place, and by how much.
///
/// Pods that have room on Nodes on their way need nothing. For the others every group is tried as if it
/// were the only one, the largest pods first, each on the first new Node with room; the expander takes
/// one group, and the pods that this does not help come with the next look.
///
/// Source: kubernetes/autoscaler 1.35 `cluster-autoscaler/core/scaleup/orchestrator` and
/// `estimator/binpacking_estimator.go`.
package struct ScaleUpPlanner: Sendable {
  /// The groups.
  package var groups: [NodeGroup]

  /// A planner over groups.
  package init(groups: [NodeGroup]) { self.groups = groups }

  /// What a look comes to.
  package enum Decision: Hashable, Sendable {
    /// No pod needs a Node that is not on its way.
    case notNeeded
    /// No group can help.
    case noOption
    /// A group grows.
    case grow(ScaleUpOption)
  }

  /// Decides for pods without a place.
  package func decide(
    for pods: [PodDemand], by expander: Expander, _ stream: inout RandomStream
  ) -> Decision {
    let left = unplaced(pods)
    guard !left.isEmpty else { return .notNeeded }
    let options = groups.indices.compactMap { option(of: $0, for: left) }
    guard let choice = expander.choose(among: options, of: groups, &stream) else {
      return .noOption
    }
    return .grow(options[choice])
  }

  /// The pods that have no room on Nodes on their way.
  package func unplaced(_ pods: [PodDemand]) -> [PodDemand] {
    var rooms: [PodRoom] = []
    for group in groups {
      rooms += repeatElement(
        PodRoom(free: group.room, pods: group.podsPerNode), count: max(group.upcoming, 0))
    }
    return pods.compactMap { demand in
      var left = demand.count
      ScaleUpPlanner.place(&left, of: demand.request, on: &rooms)
      return left > 0 ? PodDemand(left, of: demand.request) : nil
    }
  }

  /// What one group could do for pods; nil where it cannot help any.
  package func option(of index: Int, for pods: [PodDemand]) -> ScaleUpOption? {
    let group = groups[index]
    guard group.growth > 0 else { return nil }
    let empty = PodRoom(free: group.room, pods: group.podsPerNode)
    var rooms: [PodRoom] = []
    var requested = (cpu: 0.0, memory: 0.0)
    var helped = 0
    for demand in ScaleUpPlanner.largestFirst(pods, of: group) {
      let perNode = empty.count(of: demand.request)
      guard perNode > 0 else { continue }
      var left = demand.count
      ScaleUpPlanner.place(&left, of: demand.request, on: &rooms)
      while left > 0, rooms.count < group.growth {
        var room = empty
        let taken = min(left, perNode)
        room.take(taken, of: demand.request)
        rooms.append(room)
        left -= taken
      }
      let placed = demand.count - left
      helped += placed
      requested.cpu += Double(demand.request.cpu.value) * Double(placed)
      requested.memory += Double(demand.request.memory.value) * Double(placed)
    }
    guard helped > 0 else { return nil }
    let nodes = Double(rooms.count)
    let waste =
      ScaleUpPlanner.unused(requested.cpu, of: nodes * Double(group.room.cpu.value))
      + ScaleUpPlanner.unused(requested.memory, of: nodes * Double(group.room.memory.value))
    return ScaleUpOption(group: index, nodes: rooms.count, pods: helped, waste: waste)
  }

  private static func unused(_ requested: Double, of whole: Double) -> Double {
    whole > 0 ? (whole - requested) / whole : 0
  }

  private static func place(
    _ left: inout Int, of request: ResourceVector, on rooms: inout [PodRoom]
  ) {
    for index in rooms.indices where left > 0 {
      let taken = min(left, rooms[index].count(of: request))
      guard taken > 0 else { continue }
      rooms[index].take(taken, of: request)
      left -= taken
    }
  }

  /// By the part of a Node that a pod asks for, of CPU and memory added up; equal ones as they come.
  private static func largestFirst(_ pods: [PodDemand], of group: NodeGroup) -> [PodDemand] {
    func size(_ demand: PodDemand) -> Double {
      let room = group.room
      let cpu = room.cpu.value > 0 ? Double(demand.request.cpu.value) / Double(room.cpu.value) : 0
      let memory =
        room.memory.value > 0
        ? Double(demand.request.memory.value) / Double(room.memory.value) : 0
      return cpu + memory
    }
    return pods.indices.map { (size: size(pods[$0]), place: $0) }
      .sorted { $0.size != $1.size ? $0.size > $1.size : $0.place < $1.place }
      .map { pods[$0.place] }
  }
}
