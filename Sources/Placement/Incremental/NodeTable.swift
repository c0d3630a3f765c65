import KubernetesModel
import Units

/// What nodes have and what is asked of them, in flat arrays by node and resource.
struct NodeTable {
  /// The nodes; one that was taken away keeps its row, which is not in `order`.
  private(set) var objects: [Node] = []
  private(set) var images: [[ImageLocality.Image]] = []
  /// Whether there is such a node.
  private(set) var isThere: [Bool] = []
  /// The nodes that are there, in the order in which they are looked at; see `putInOrder`.
  private(set) var order: [Int32] = []
  /// The nodes that are there, in the order in which they came.
  private var arrivals: [Int32] = []
  private var isOrdered = true
  private var zones = NodeTree.ZoneTable()
  /// By node; what its labels say of its zone.
  private var zoneOfNode: [Int] = []
  /// The resources beside CPU, memory and storage, by their place behind those.
  private(set) var scalars: [String] = []
  private(set) var allocatable: [Int64] = []
  private(set) var requested: [Int64] = []
  /// CPU and memory asked for, where a container that names none counts as a little; by node.
  private(set) var nonZeroCPU: [Int64] = []
  private(set) var nonZeroMemory: [Int64] = []
  private(set) var podCount: [Int32] = []
  private(set) var podLimit: [Int64] = []
  /// The host ports that pods have taken, by node.
  private(set) var ports: [[HostPort]] = []

  /// Where a resource stands in a row.
  static let cpu = 0
  static let memory = 1
  static let ephemeralStorage = 2

  /// The length of a row.
  var stride: Int { 3 + scalars.count }

  /// The place of a resource in a row, which is made if there is none.
  mutating func place(of name: ResourceName) -> Int {
    switch name {
    case .cpu: return Self.cpu
    case .memory: return Self.memory
    case .ephemeralStorage: return Self.ephemeralStorage
    case .scalar(let name):
      if let index = scalars.firstIndex(of: name) { return 3 + index }
      scalars.append(name)
      widen(name)
      return stride - 1
    }
  }

  /// The place of a resource in a row; nil when no node has it and no pod asked for it.
  func knownPlace(of name: ResourceName) -> Int? {
    switch name {
    case .cpu: Self.cpu
    case .memory: Self.memory
    case .ephemeralStorage: Self.ephemeralStorage
    case .scalar(let name): scalars.firstIndex(of: name).map { 3 + $0 }
    }
  }

  private mutating func widen(_ name: String) {
    let (old, new) = (stride - 1, stride)
    var wider = (allocatable: [Int64](), requested: [Int64]())
    for node in objects.indices {
      wider.allocatable += allocatable[node * old..<(node + 1) * old]
      wider.allocatable.append(objects[node].allocatable[name])
      wider.requested += requested[node * old..<(node + 1) * old]
      wider.requested.append(0)
    }
    precondition(wider.requested.count == objects.count * new)
    (allocatable, requested) = wider
  }

  /// Takes over a node, at the end or in place of what was there.
  mutating func set(_ node: Int, _ object: Node, images ofNode: [ImageLocality.Image]) {
    for scalar in object.allocatable.scalars { _ = place(of: .scalar(scalar.name)) }
    let zone = zones.number(of: object.labels)
    if node < objects.count, isThere[node] {
      // A node that changes its zone comes into the new one last.
      if zone != zoneOfNode[node] {
        leave(node)
        enter(node, zone)
      }
    } else {
      enter(node, zone)
    }
    if node == objects.count {
      objects.append(object)
      images.append(ofNode)
      isThere.append(true)
      allocatable += Array(repeating: 0, count: stride)
      requested += Array(repeating: 0, count: stride)
      nonZeroCPU.append(0)
      nonZeroMemory.append(0)
      podCount.append(0)
      podLimit.append(0)
      ports.append([])
    } else {
      objects[node] = object
      images[node] = ofNode
      isThere[node] = true
    }
    isOrdered = false
    let row = node * stride
    allocatable[row + Self.cpu] = object.allocatable.cpu?.value ?? 0
    allocatable[row + Self.memory] = object.allocatable.memory?.value ?? 0
    allocatable[row + Self.ephemeralStorage] = object.allocatable.ephemeralStorage.value
    for (index, name) in scalars.enumerated() {
      allocatable[row + 3 + index] = object.allocatable[name]
    }
    podLimit[node] = object.allocatable.pods
  }

  private mutating func enter(_ node: Int, _ zone: Int) {
    while zoneOfNode.count <= node { zoneOfNode.append(zone) }
    zoneOfNode[node] = zone
    arrivals.append(Int32(node))
    zones.enter(zone)
  }

  private mutating func leave(_ node: Int) {
    arrivals.removeAll { $0 == Int32(node) }
    zones.leave(zoneOfNode[node])
  }

  /// Takes a node away, on which no pod is left.
  mutating func remove(_ node: Int) {
    precondition(podCount[node] == 0, "node \(objects[node].name) still has pods")
    isThere[node] = false
    leave(node)
    isOrdered = false
  }

  /// Takes every node away; none has a pod.
  mutating func removeAll() {
    isThere = Array(repeating: false, count: objects.count)
    arrivals = []
    zones.leaveAll()
    isOrdered = false
  }

  /// Orders the nodes anew, if some came, went or moved since that was done.
  mutating func putInOrder() {
    guard !isOrdered else { return }
    isOrdered = true
    order = NodeTree.order(
      ofZones: arrivals.map { zoneOfNode[Int($0)] }, inOrder: zones.order
    ).map { arrivals[$0] }
  }

  /// Puts a pod that asks for `demand` on `node`, or takes it off.
  @inline(__always)
  mutating func add(_ demand: borrowing PodDemand, to node: Int, sign: Int64) {
    let row = node * stride
    for request in demand.requests {
      requested[row + request.place] += sign * request.amount
    }
    nonZeroCPU[node] += sign * demand.nonZeroCPU
    nonZeroMemory[node] += sign * demand.nonZeroMemory
    podCount[node] += Int32(sign)
    guard !demand.hostPorts.isEmpty else { return }
    for port in demand.hostPorts {
      if sign > 0 {
        ports[node].append(port)
      } else if let index = ports[node].firstIndex(of: port) {
        ports[node].remove(at: index)
      }
    }
  }
}
