import SimulationKernel
package import Units

/// Where a pod was put.
package struct DevicePlacement: Hashable, Sendable, BitwiseCopyable {
  /// The node, by its number in the fleet.
  package var node: Int
  /// The devices of the node that it got.
  package var devices: DeviceSet

  /// Makes a placement.
  package init(node: Int, devices: DeviceSet) {
    self.node = node
    self.devices = devices
  }
}

/// Places one pod at a time on a fleet with GPU devices.
///
/// A score is kept for each kind of pod and each node until the node changes. A list of the nodes that
/// changed, in order, tells each kind which of its scores are out of date when a pod of the kind comes.
///
/// - Complexity: placing a pod is O(c + n) for c changes since the last pod of its kind and n nodes, of
///   which the n is one comparison each.
package struct PackingScheduler: ~Copyable {
  /// What is left on the nodes.
  package private(set) var fleet: DeviceFleet
  /// How a node is chosen.
  package let policy: PackingPolicy
  /// What the fragment is measured against.
  package let typical: TypicalPods
  /// What shares of CPU and GPU are measured against.
  package let scale: PackingScale
  /// The fragment of the whole fleet: the sum over typical pods of weight times thousandths of a device.
  package private(set) var fragment: Int64

  private let gradient: FragmentationGradientScore
  private var stream: RandomStream
  /// The fragment of each node.
  private var fragments: [Int64]
  private var kinds: [PackingKind] = []
  private var kindNumbers: [PackingKind: Int] = [:]
  /// By kind and node; `noRoom` where the kind has none.
  private var scores: [Int32] = []
  /// How much of `changes` each kind has seen.
  private var seen: [Int] = []
  /// The nodes that changed, in order, after the first `forgotten` changes.
  private var changes: [Int] = []
  private var forgotten = 0
  /// The refresh that last looked at a node: one that changed several times is looked at once.
  private var lookedAt: [Int]
  private var refreshes = 0

  private static let noRoom = Int32.min
  /// The stream that `gpu-random` draws from.
  package static let streamLabel = "placement.packing.random"

  /// A kind of pod that the scheduler knows, by number.
  package struct KindNumber: Hashable, Sendable, BitwiseCopyable {
    fileprivate let value: Int
  }

  /// Makes a scheduler of empty nodes.
  ///
  /// - Parameters:
  ///   - nodes: the nodes, in the order that decides between equals.
  ///   - policy: how a node is chosen.
  ///   - typical: what the fragment is measured against, and `fgd` decides by.
  ///   - scale: what shares of CPU and GPU are measured against.
  ///   - podsMax: the most pods that a node may hold.
  ///   - seed: of the draws of `gpu-random`; no other policy draws.
  ///   - entity: whose draws they are, where several schedulers share a seed.
  package init(
    nodes: [PackingNode], policy: PackingPolicy, typical: TypicalPods,
    scale: PackingScale = .standard, podsMax: Int64 = DeviceFleet.standardPodsMax, seed: UInt64 = 0,
    entity: UInt64 = 0
  ) {
    fleet = DeviceFleet(nodes, podsMax: podsMax)
    self.policy = policy
    self.typical = typical
    self.scale = scale
    let fragmentation = Fragmentation(typical, for: fleet)
    gradient = FragmentationGradientScore(fragmentation)
    stream = RandomStream(seed: seed, label: Self.streamLabel, entity: entity)
    var fragments: [Int64] = []
    for node in 0..<fleet.count { fragments.append(fragmentation.amount(of: node, in: fleet)) }
    self.fragments = fragments
    fragment = fragments.reduce(0, +)
    lookedAt = Array(repeating: 0, count: nodes.count)
  }

  /// The number of a pod's kind: pods that differ in memory alone are of one.
  package mutating func kind(of pod: PackingPod) -> KindNumber {
    let kind = fleet.kind(of: pod)
    if let number = kindNumbers[kind] { return KindNumber(value: number) }
    let number = kinds.count
    kinds.append(kind)
    kindNumbers[kind] = number
    for node in 0..<fleet.count { scores.append(score(of: node, for: kind)) }
    seen.append(forgotten + changes.count)
    return KindNumber(value: number)
  }

  /// Puts a pod on the node that the policy chooses; nil when none has room for it.
  package mutating func schedule(_ pod: PackingPod) -> DevicePlacement? {
    schedule(kind(of: pod), memory: pod.memory)
  }

  /// Puts a pod of a known kind on the node that the policy chooses; nil when none has room for it.
  package mutating func schedule(_ number: KindNumber, memory: Bytes) -> DevicePlacement? {
    guard let node = node(for: number, memory: memory) else { return nil }
    return DevicePlacement(node: node, devices: place(number, memory: memory, on: node))
  }

  /// The node that the policy chooses for a pod of a known kind; nil when none has room for it.
  package mutating func node(for number: KindNumber, memory: Bytes) -> Int? {
    refresh(number.value)
    return policy == .random
      ? anyNode(for: number.value, memory: memory.value)
      : bestNode(for: number.value, memory: memory.value)
  }

  /// Puts a pod of a known kind on a node that has room for it.
  ///
  /// - Returns: the devices that it got.
  package mutating func place(_ number: KindNumber, memory: Bytes, on node: Int) -> DeviceSet {
    let kind = kinds[number.value]
    precondition(fleet.hasRoom(for: kind, on: node), "the pod does not fit node \(node)")
    let devices = devices(for: kind, on: node)
    fleet.take(kind, memory: memory.value, on: node, devices: devices)
    noteChange(of: node)
    return devices
  }

  /// Takes a pod off the place that it was given.
  package mutating func release(_ pod: PackingPod, from placement: DevicePlacement) {
    fleet.giveBack(
      fleet.kind(of: pod), memory: pod.memory.value, on: placement.node, devices: placement.devices)
    noteChange(of: placement.node)
  }

  /// Lets a node take pods, or no more of them; what is there stays.
  package mutating func setOpen(_ isOpen: Bool, node: Int) {
    fleet.isOpen[node] = isOpen
    noteChange(of: node)
  }

  /// Takes every pod off a node.
  package mutating func clear(_ node: Int) {
    fleet.clear(node)
    noteChange(of: node)
  }

  /// How many numbers `gpu-random` drew so far.
  package var drawn: UInt64 { stream.drawn }

  /// The score of a node for a pod, from the state as it is; nil when the node has no room.
  package func score(of node: Int, for pod: PackingPod) -> Int? {
    guard fleet.memoryLeft[node] >= pod.memory.value else { return nil }
    let score = score(of: node, for: fleet.kind(of: pod))
    return score == Self.noRoom ? nil : Int(score)
  }

  /// The device that a node would give a pod that asks for a share, or its free devices; the node has
  /// room.
  private mutating func devices(for kind: PackingKind, on node: Int) -> DeviceSet {
    guard kind.count > 0 else { return .empty }
    guard kind.isShare else { return fleet.lowestFreeDevices(for: kind, on: node) }
    switch policy {
    case .random:
      let devices = fleet.devicesWithRoom(for: kind, on: node)
      return DeviceSet(device: devices[Int(stream.uniform(below: UInt64(devices.count)))])
    case .dotProduct, .gpuClustering, .gpuPacking, .bestFit:
      return fleet.tightestDevice(for: kind, on: node)
    case .fragmentationGradient:
      return gradient.device(for: kind, on: node, in: fleet, before: fragments[node])
    }
  }

  private func score(of node: Int, for kind: PackingKind) -> Int32 {
    guard fleet.hasRoom(for: kind, on: node) else { return Self.noRoom }
    let score =
      switch policy {
      case .random: 0
      case .dotProduct: DotProductScore.score(of: node, for: kind, in: fleet, scale: scale)
      case .gpuClustering: GPUClusteringScore.score(of: node, for: kind, in: fleet, scale: scale)
      case .gpuPacking: GPUPackingScore.score(of: node, for: kind, in: fleet)
      case .bestFit: GPUBestFitScore.score(of: node, for: kind, in: fleet, scale: scale)
      case .fragmentationGradient:
        gradient.score(of: node, for: kind, in: fleet, before: fragments[node])
      }
    return Int32(score)
  }
}

// MARK: - Kept scores

extension PackingScheduler {
  /// Computes the scores of a kind again on nodes that changed since the kind last came.
  private mutating func refresh(_ number: Int) {
    let row = number * fleet.count
    let kind = kinds[number]
    if seen[number] < forgotten {
      for node in 0..<fleet.count { scores[row + node] = score(of: node, for: kind) }
    } else {
      refreshes += 1
      for position in seen[number] - forgotten..<changes.count {
        let node = changes[position]
        guard lookedAt[node] != refreshes else { continue }
        lookedAt[node] = refreshes
        scores[row + node] = score(of: node, for: kind)
      }
    }
    seen[number] = forgotten + changes.count
  }

  private mutating func noteChange(of node: Int) {
    let amount = gradient.fragmentation.amount(of: node, in: fleet)
    fragment += amount - fragments[node]
    fragments[node] = amount
    changes.append(node)
    // A kind that missed more changes than there are nodes may as well look at every node.
    guard changes.count > 4 * (fleet.count + 1_024) else { return }
    let dropped = changes.count / 2
    changes.removeFirst(dropped)
    forgotten += dropped
  }

  /// The first node with the highest score and enough memory.
  private func bestNode(for number: Int, memory: Int64) -> Int? {
    let row = number * fleet.count
    var best: Int?
    var highest = Self.noRoom
    for node in 0..<fleet.count {
      let score = scores[row + node]
      if score > highest, fleet.memoryLeft[node] >= memory {
        highest = score
        best = node
      }
    }
    return best
  }

  /// One of the nodes with room, each as likely as the others.
  private mutating func anyNode(for number: Int, memory: Int64) -> Int? {
    let row = number * fleet.count
    var count: UInt64 = 0
    for node in 0..<fleet.count
    where scores[row + node] > Self.noRoom && fleet.memoryLeft[node] >= memory {
      count += 1
    }
    guard count > 0 else { return nil }
    var skipped = stream.uniform(below: count)
    for node in 0..<fleet.count
    where scores[row + node] > Self.noRoom && fleet.memoryLeft[node] >= memory {
      if skipped == 0 { return node }
      skipped -= 1
    }
    return nil
  }

  /// The first kept value that differs from what the state gives when it is computed anew, in words; nil
  /// when there is none.
  ///
  /// - Complexity: O(k n) for k kinds.
  package func firstInconsistency() -> String? {
    if let words = fleet.firstInconsistency() { return words }
    for node in 0..<fleet.count {
      var classes = FragmentClasses()
      classes.add(node, of: fleet, for: typical)
      guard fragments[node] == classes.fragment else {
        return "node \(node) has the fragment \(classes.fragment), not \(fragments[node])"
      }
    }
    guard fragment == fragments.reduce(0, +) else { return "the fragments do not add up" }
    for number in kinds.indices where seen[number] >= forgotten {
      let outOfDate = Set(changes[(seen[number] - forgotten)...])
      for node in 0..<fleet.count where !outOfDate.contains(node) {
        guard scores[number * fleet.count + node] == score(of: node, for: kinds[number]) else {
          return "the score of node \(node) for kind \(number) is not the one that is kept"
        }
      }
    }
    return nil
  }
}
