package import Units

/// What every node has left, device by device, in dense arrays.
///
/// Nodes are numbered in the order in which a tie between them is decided. Whoever changes a node does
/// it through `take` and `giveBack`, which keep all sums.
package struct DeviceFleet: ~Copyable {
  /// How many nodes there are.
  package let count: Int
  /// The most pods that a node may hold.
  package let podsMax: Int64
  /// The names of the GPU models, in order of first appearance.
  package let models: [String]
  /// The nodes as they are when empty.
  package let nodes: [PackingNode]

  /// Whether the node takes pods.
  var isOpen: [Bool]
  /// CPU left, in thousandths of a core.
  var cpuLeft: [Int64]
  /// Memory left, in bytes.
  var memoryLeft: [Int64]
  /// GPU left, in thousandths of a device, over all devices of the node.
  var gpuLeft: [Int64]
  /// How many devices are wholly free.
  var devicesFree: [Int]
  /// How many pods there are.
  var podCount: [Int64]
  /// The number of the node's GPU model.
  let model: [Int]
  /// Where the devices of a node begin in `deviceLeft`; one more than there are nodes.
  let deviceStart: [Int]
  /// What each device has left, in thousandths, node by node.
  var deviceLeft: [Int64]
  /// The pods of each class on each node, `classStride` counts a node.
  var classCount: [Int64]
  /// One more than the most devices of a node: a class is a number of whole devices, or 0 for a share.
  let classStride: Int
  /// How many different classes a node holds.
  var classesHeld: [Int]

  /// How many pods a node may hold unless stated: fewer than 1,001 before one is added, as in the
  /// simulator of openb.
  package static let standardPodsMax: Int64 = 1_001

  /// Makes a fleet of empty nodes.
  package init(_ nodes: [PackingNode], podsMax: Int64 = DeviceFleet.standardPodsMax) {
    precondition(
      nodes.allSatisfy { (0...DeviceSet.countMax).contains($0.devices) },
      "a node has 0 to \(DeviceSet.countMax) devices")
    count = nodes.count
    self.nodes = nodes
    self.podsMax = podsMax
    isOpen = Array(repeating: true, count: nodes.count)
    cpuLeft = nodes.map(\.cpu.value)
    memoryLeft = nodes.map(\.memory.value)
    gpuLeft = nodes.map { Int64($0.devices) * DeviceRequest.device }
    devicesFree = nodes.map(\.devices)
    podCount = Array(repeating: 0, count: nodes.count)
    var names: [String] = []
    var numbers: [String: Int] = [:]
    var model: [Int] = []
    var starts = [0]
    for node in nodes {
      let number = numbers[node.model] ?? names.count
      if number == names.count {
        numbers[node.model] = number
        names.append(node.model)
      }
      model.append(number)
      starts.append((starts.last ?? 0) + node.devices)
    }
    precondition(names.count <= UInt64.bitWidth, "a fleet has at most 64 GPU models")
    models = names
    self.model = model
    deviceStart = starts
    deviceLeft = Array(repeating: DeviceRequest.device, count: starts.last ?? 0)
    classStride = 1 + (nodes.map(\.devices).max() ?? 0)
    classCount = Array(repeating: 0, count: classStride * nodes.count)
    classesHeld = Array(repeating: 0, count: nodes.count)
  }

  /// All GPU of the fleet when it is empty, in thousandths of a device.
  package var gpuCapacity: Int64 { Int64(deviceLeft.count) * DeviceRequest.device }

  /// What a node has left.
  package func left(on node: Int) -> ResourceVector {
    ResourceVector(
      cpu: MilliCPU(cpuLeft[node]), memory: Bytes(memoryLeft[node]), gpu: MilliGPU(gpuLeft[node]))
  }

  /// What each device of a node has left.
  package func devicesLeft(on node: Int) -> [MilliGPU] {
    devices(of: node).map { MilliGPU(deviceLeft[$0]) }
  }

  /// Where the devices of a node lie in `deviceLeft`.
  func devices(of node: Int) -> Range<Int> { deviceStart[node]..<deviceStart[node + 1] }

  /// The kind of a pod in this fleet.
  func kind(of pod: PackingPod) -> PackingKind {
    PackingKind(
      cpu: pod.cpu.value, count: pod.devices.count, each: pod.devices.each.value,
      models: modelBits(pod.models))
  }

  /// The models of a list as bits; all of them when it is empty.
  func modelBits(_ names: [String]) -> UInt64 {
    guard !names.isEmpty else { return .max }
    return names.reduce(0) { bits, name in
      models.firstIndex(of: name).map { bits | 1 << UInt64($0) } ?? bits
    }
  }

  /// Whether a node has room for a pod of a kind, its memory left aside: CPU, one more pod, the model,
  /// and devices.
  @inline(__always)
  func hasRoom(for kind: PackingKind, on node: Int) -> Bool {
    guard cpuLeft[node] >= kind.cpu, podCount[node] < podsMax, isOpen[node] else { return false }
    guard kind.count > 0 else { return true }
    guard kind.models >> UInt64(model[node]) & 1 == 1 else { return false }
    guard kind.isShare else { return devicesFree[node] >= kind.count }
    guard devicesFree[node] == 0 else { return true }
    for device in devices(of: node) where deviceLeft[device] >= kind.each { return true }
    return false
  }

  /// Puts a pod on devices of a node, which have room for it.
  mutating func take(_ kind: PackingKind, memory: Int64, on node: Int, devices: DeviceSet) {
    precondition(devices.count == kind.count, "a pod of \(kind.count) devices gets as many")
    precondition(
      cpuLeft[node] >= kind.cpu && memoryLeft[node] >= memory && podCount[node] < podsMax,
      "the pod does not fit node \(node)")
    change(node, by: -1, kind, memory: memory, devices: devices)
    guard kind.count > 0 else { return }
    let place = node * classStride + kind.deviceClass
    if classCount[place] == 0 { classesHeld[node] += 1 }
    classCount[place] += 1
  }

  /// Takes a pod off the node and the devices that it was put on.
  mutating func giveBack(_ kind: PackingKind, memory: Int64, on node: Int, devices: DeviceSet) {
    precondition(podCount[node] > 0, "node \(node) is empty")
    change(node, by: 1, kind, memory: memory, devices: devices)
    guard kind.count > 0 else { return }
    let place = node * classStride + kind.deviceClass
    classCount[place] -= 1
    precondition(classCount[place] >= 0, "node \(node) holds no pod of this class")
    if classCount[place] == 0 { classesHeld[node] -= 1 }
  }

  /// Takes every pod off a node.
  mutating func clear(_ node: Int) {
    let devices = devices(of: node)
    cpuLeft[node] = nodes[node].cpu.value
    memoryLeft[node] = nodes[node].memory.value
    gpuLeft[node] = Int64(devices.count) * DeviceRequest.device
    devicesFree[node] = devices.count
    podCount[node] = 0
    for device in devices { deviceLeft[device] = DeviceRequest.device }
    for place in node * classStride..<(node + 1) * classStride { classCount[place] = 0 }
    classesHeld[node] = 0
  }

  private mutating func change(
    _ node: Int, by sign: Int64, _ kind: PackingKind, memory: Int64, devices: DeviceSet
  ) {
    cpuLeft[node] += sign * kind.cpu
    memoryLeft[node] += sign * memory
    gpuLeft[node] += sign * kind.gpu
    podCount[node] -= sign
    var bits = devices.bits
    while bits != 0 {
      let device = deviceStart[node] + bits.trailingZeroBitCount
      bits &= bits - 1
      precondition(device < deviceStart[node + 1], "node \(node) has no such device")
      let before = deviceLeft[device]
      let after = before + sign * kind.each
      precondition((0...DeviceRequest.device).contains(after), "a device of node \(node) is full")
      deviceLeft[device] = after
      if before == DeviceRequest.device { devicesFree[node] -= 1 }
      if after == DeviceRequest.device { devicesFree[node] += 1 }
    }
  }
}
