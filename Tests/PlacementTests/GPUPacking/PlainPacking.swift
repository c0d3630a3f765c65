import Units

@testable import Placement

/// The policies once more, straight from their definitions: every node is looked at for every pod, and
/// nothing is kept. What the scheduler is held against.
struct PlainPacking {
  struct Placed {
    var pod: PackingPod
    var placement: DevicePlacement
  }

  let nodes: [PackingNode]
  let policy: PackingPolicy
  let typical: TypicalPods
  let podsMax: Int
  /// The least differences that earn the scores 1 to 99.
  private let thresholds: [Int64]
  private(set) var placed: [Placed] = []

  init(nodes: [PackingNode], policy: PackingPolicy, typical: TypicalPods, podsMax: Int) {
    self.nodes = nodes
    self.policy = policy
    self.typical = typical
    self.podsMax = podsMax
    thresholds = FragmentScoreThresholds(weight: typical.weight).differences
  }

  /// A node with what its pods leave.
  struct Left {
    var node: PackingNode
    var cpu: Int64
    var memory: Int64
    var devices: [Int64]
    var pods: [PackingPod] = []
    var gpu: Int64 { devices.reduce(0, +) }

    mutating func put(_ pod: PackingPod, on chosen: [Int]) {
      cpu -= pod.cpu.value
      memory -= pod.memory.value
      for device in chosen { devices[device] -= pod.devices.each.value }
      pods.append(pod)
    }
  }

  func left(on index: Int) -> Left {
    let node = nodes[index]
    var left = Left(
      node: node, cpu: node.cpu.value, memory: node.memory.value,
      devices: Array(repeating: 1_000, count: node.devices))
    for placed in placed where placed.placement.node == index {
      left.put(placed.pod, on: placed.placement.devices.devices)
    }
    return left
  }

  mutating func release(_ index: Int) -> Placed { placed.remove(at: index) }

  mutating func schedule(_ pod: PackingPod) -> DevicePlacement? {
    var best: (node: Int, score: Int, devices: [Int])?
    for index in nodes.indices {
      let left = left(on: index)
      guard fits(pod, on: left) else { continue }
      let (score, devices) = scored(pod, on: left)
      if score > best?.score ?? .min { best = (index, score, devices) }
    }
    guard let best else { return nil }
    var devices = DeviceSet.empty
    for device in best.devices { devices.insert(device) }
    let placement = DevicePlacement(node: best.node, devices: devices)
    placed.append(Placed(pod: pod, placement: placement))
    return placement
  }

  private func fits(_ pod: PackingPod, on left: Left) -> Bool {
    guard left.cpu >= pod.cpu.value, left.memory >= pod.memory.value, left.pods.count < podsMax
    else { return false }
    guard pod.devices != .none else { return true }
    guard pod.models.isEmpty || pod.models.contains(left.node.model) else { return false }
    let (count, each) = (Int64(pod.devices.count), pod.devices.each.value)
    guard count > 1 else { return left.devices.contains { $0 >= each } }
    return left.devices.reduce(0) { $0 + $1 / each } >= count
  }

  /// The score of a node and the devices that it would give.
  private func scored(_ pod: PackingPod, on left: Left) -> (Int, [Int]) {
    let each = pod.devices.each.value
    let roomy = left.devices.indices.filter { left.devices[$0] >= each }
    let ascending = roomy.sorted { (left.devices[$0], $0) < (left.devices[$1], $1) }
    let free = left.devices.indices.filter { left.devices[$0] == 1_000 }
    let chosen: [Int] =
      switch pod.devices {
      case .none: []
      case .share: [ascending[0]]
      case .whole(let count): Array(free.prefix(count))
      }
    let gpu = Double(left.gpu) / 8_000
    let cpu = Double(left.cpu) / 128_000
    let (podCPU, podGPU) = (pod.cpu.value, pod.devices.total.value)
    switch policy {
    case .random: return (0, chosen)
    case .dotProduct:
      let dot = cpu * (Double(podCPU) / 128_000) + gpu * (Double(podGPU) / 8_000)
      return (Int(100 * (1 - dot / 2)), chosen)
    case .bestFit:
      let rest =
        Double(left.cpu - podCPU) / 128_000 * 0.5 + Double(left.gpu - podGPU) / 8_000 * 0.5
      return (Int(100 * (1 - rest)), chosen)
    case .gpuClustering: return (clustering(pod, on: left), chosen)
    case .gpuPacking:
      guard pod.devices != .none else { return (0, chosen) }
      if free.count == left.devices.count { return (max(33 - free.count, free.count), chosen) }
      let taken = ascending.prefix(pod.devices.count)
      let freeTaken = taken.count { left.devices[$0] == 1_000 }
      if freeTaken > 0 { return (max(50 - freeTaken, 33), chosen) }
      let percent = taken.reduce(0) { $0 + left.devices[$1] * 100 / 1_000 }
      return (max(100 - Int(percent) / 10, 50), chosen)
    case .fragmentationGradient:
      guard case .share = pod.devices else { return (gradient(pod, on: left, chosen), chosen) }
      var best = (score: -1, device: 0)
      for device in roomy {
        let score = gradient(pod, on: left, [device])
        if score > best.score { best = (score, device) }
      }
      return (best.score, [best.device])
    }
  }

  private func clustering(_ pod: PackingPod, on left: Left) -> Int {
    func name(_ pod: PackingPod) -> String? {
      switch pod.devices {
      case .none: nil
      case .share: "share"
      case .whole(let count): "\(count)"
      }
    }
    guard let own = name(pod) else { return 0 }
    let classes = Set(left.pods.compactMap(name))
    let base =
      classes == [own] ? 75 : classes.contains(own) ? 50 : classes.isEmpty ? 25 : 0
    return 25 * (8_000 - Int(left.gpu)) / 8_000 + base
  }

  private func gradient(_ pod: PackingPod, on left: Left, _ chosen: [Int]) -> Int {
    var after = left
    after.put(pod, on: chosen)
    let difference = fragment(of: left) - fragment(of: after)
    return thresholds.count { $0 <= difference }
  }

  /// The sum over the typical pods of weight times fragment.
  func fragment(of left: Left) -> Int64 {
    typical.groups.reduce(0) { sum, group in
      let pod = group.pod
      let each = pod.devices.each.value
      let fits =
        pod.devices != .none && left.cpu >= pod.cpu.value
        && (pod.models.isEmpty || pod.models.contains(left.node.model))
        && left.devices.count(where: { $0 >= each }) >= pod.devices.count
      let lost = fits ? left.devices.reduce(0) { $0 + ($1 < each ? $1 : 0) } : left.gpu
      return sum + group.weight * lost
    }
  }
}
