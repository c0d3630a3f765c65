package import Units

/// Why a node takes a pod, or not, and what it scores: as any policy says it.
package struct NodeExplanation: Hashable, Sendable {
  /// A resource of which a node has too little left.
  package struct Shortage: Hashable, Sendable {
    /// The resource, in the words of kube-scheduler; `pods` is room for another one.
    package var resource: String
    /// How much is asked for: thousandths of a core or a GPU, bytes, or whole units.
    package var asked: Int64
    /// How much is left.
    package var left: Int64
    /// How much the node has when it is empty.
    package var allocatable: Int64
  }

  /// A score of a node.
  package struct Score: Hashable, Sendable {
    /// What gives it.
    package var name: String
    /// Its value.
    package var value: Int64
    /// What it is multiplied with.
    package var weight: Int64
  }

  /// The node, by its number with the scheduler.
  package var node: Int
  /// The rule that refuses the pod; nil when none does.
  package var refusedBy: String?
  /// What it says.
  package var reasons: [String] = []
  /// What the node has too little of, now; empty where something else keeps the pod off.
  package var shortages: [Shortage] = []
  /// Its scores; empty where the pod was refused, or enough other nodes had been found.
  package var scores: [Score] = []

  /// Whether it would take the pod.
  package var isFeasible: Bool { refusedBy == nil }
  /// The weighted sum of the scores.
  package var total: Int64 { scores.reduce(0) { $0 + $1.value * $1.weight } }

  /// Notes that a node has too little of something.
  mutating func lacks(_ resource: String, asked: Int64, left: Int64, of allocatable: Int64) {
    refusedBy = refusedBy ?? PlacementPlugin.nodeResourcesFit.rawValue
    reasons.append(resource == "pods" ? "Too many pods" : "Insufficient \(resource)")
    shortages.append(
      Shortage(resource: resource, asked: asked, left: left, allocatable: allocatable))
  }

  /// A node without a verdict yet.
  init(node: Int) { self.node = node }

  /// A node with what it lacks of CPU, memory and, where it is one amount, GPU; or cordoned.
  init(
    node: Int, isCordoned: Bool, request: ResourceVector, left: ResourceVector,
    of capacity: ResourceVector, countsGPU: Bool
  ) {
    self.init(node: node)
    guard !isCordoned else {
      refusedBy = PlacementPlugin.nodeUnschedulable.rawValue
      reasons = [NodeUnschedulable.cordoned.text]
      return
    }
    for (name, asked, left, capacity) in [
      ("cpu", request.cpu.value, left.cpu.value, capacity.cpu.value),
      ("memory", request.memory.value, left.memory.value, capacity.memory.value),
      ("gpu", countsGPU ? request.gpu.value : 0, left.gpu.value, capacity.gpu.value),
    ] where asked > left {
      lacks(name, asked: asked, left: left, of: capacity)
    }
  }
}

/// Why nodes take a pod, or not, and where it goes.
package struct PodExplanation: Hashable, Sendable {
  /// What is said of each node that is there, in the order in which nodes are looked at.
  package var nodes: [NodeExplanation] = []
  /// The node that it goes to; nil when none takes it.
  package var chosen: Int?
  /// What kube-scheduler says of a pending pod.
  package var message: String?
  /// The node on which room is made for it; nil when none is.
  package var nominated: Int?
  /// How many pods have to go for it.
  package var victims = 0

  /// Makes an explanation without nodes.
  package init() {}
}

extension NodeRoom {
  /// Why each node that is there has room for `request` or not, what it scores by `policy`, and which
  /// one is chosen.
  package func explain(_ request: ResourceVector, by policy: PlacementPolicy) -> PodExplanation {
    var answer = PodExplanation()
    answer.chosen = node(for: request, by: policy)
    for node in 0..<count where isUp(node) {
      var one = NodeExplanation(
        node: node, isCordoned: isCordoned(node), request: request, left: free(on: node),
        of: capacity(of: node), countsGPU: true)
      if one.isFeasible, let score = score(of: node, for: request, by: policy) {
        one.scores = [score]
      }
      answer.nodes.append(one)
    }
    return answer
  }

  private func score(
    of node: Int, for request: ResourceVector, by policy: PlacementPolicy
  ) -> NodeExplanation.Score? {
    let left = free(on: node) - request
    switch policy {
    case .firstFit: return nil
    case .bestFit:
      // In millionths of the largest node, and less than nothing: the highest score wins.
      let share = Int64((UInt128(shareLeft(left)) * 1_000_000) >> 32)
      return .init(name: "LeftOver", value: -share, weight: 1)
    case .leastAllocated:
      return .init(
        name: "LeastAllocated",
        value: LeastAllocated.score(free: left, of: capacity(of: node)), weight: 1)
    }
  }
}

extension PackingScheduler {
  /// Why each node that is there has room for `pod` or not, what it scores by the policy, and which one
  /// is chosen; nothing is drawn, so `gpu-random` chooses none here.
  package mutating func explain(_ pod: PackingPod, isThere: (Int) -> Bool) -> PodExplanation {
    var answer = PodExplanation()
    if policy != .random { answer.chosen = node(for: kind(of: pod), memory: pod.memory) }
    let request = ResourceVector(cpu: pod.cpu, memory: pod.memory, gpu: pod.devices.total)
    for node in 0..<fleet.count where isThere(node) {
      let object = fleet.nodes[node]
      let capacity = ResourceVector(
        cpu: object.cpu, memory: object.memory,
        gpu: MilliGPU(Int64(object.devices) * DeviceRequest.device))
      var one = NodeExplanation(
        node: node, isCordoned: !fleet.isOpen[node], request: request, left: fleet.left(on: node),
        of: capacity, countsGPU: false)
      if fleet.isOpen[node] { noteDevices(pod.devices, on: node, in: &one) }
      if one.isFeasible, let score = score(of: node, for: pod) {
        one.scores = [.init(name: policy.rawValue, value: Int64(score), weight: 1)]
      }
      answer.nodes.append(one)
    }
    return answer
  }

  /// Notes what the devices of a node lack: a share lies on one, and whole devices are free.
  private func noteDevices(
    _ request: DeviceRequest, on node: Int, in answer: inout NodeExplanation
  ) {
    let left = fleet.devicesLeft(on: node).map(\.value)
    switch request {
    case .none: break
    case .share(let part):
      let most = left.max() ?? 0
      if most < part.value {
        answer.lacks(
          "gpu on one device", asked: part.value, left: most,
          of: left.isEmpty ? 0 : DeviceRequest.device)
      }
    case .whole(let count):
      let free = left.count { $0 == DeviceRequest.device }
      if free < count {
        answer.lacks(
          "free gpu devices", asked: Int64(count), left: Int64(free), of: Int64(left.count))
      }
    }
  }
}
