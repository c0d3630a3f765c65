/// How much of a node's idle GPU the typical pods could not use, as one exact whole number.
///
/// The fragment of a node for one typical pod is what it leaves idle: of a node that it fits, the
/// devices that are too small for it; of any other node, and for a pod without GPU, everything. The
/// amount of a node is the sum over the typical pods of weight times fragment; divided by the weight of
/// all it is the expected fragment in thousandths of a device.
///
/// Source: Weng et al., "Beware of Fragmentation", USENIX ATC 23, section 3.2; github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/utils/frag.go`, `NodeGpuShareFragAmount`.
///
/// Seen device by device, a typical pod of one device that has its CPU keeps a device out of the
/// fragment exactly when the device has enough left. So the amount is a sum over devices of what is left
/// times a weight that depends on the node's CPU, its model and the device alone, and is looked up.
struct Fragmentation: Sendable {
  /// How many typical pods there are, all groups together.
  let weight: Int64
  /// The amounts of CPU that typical pods of one device ask for, ascending, without repetition.
  private let cpuSteps: [Int64]
  /// For 0 to 1,000 thousandths left on a device: how many of the distinct requests it could serve.
  private let level: [UInt8]
  /// One more than there are distinct requests.
  private let levels: Int
  /// By model, CPU rank and level: the weight of the typical pods that a device so is lost to.
  private let lostWeight: [Int64]
  /// The typical pods of several devices, whose fit depends on more than one.
  private let several: [Several]

  private struct Several: BitwiseCopyable {
    var kind: PackingKind
    var weight: Int64
  }

  /// Prepares the measure of `typical` for the models of a fleet.
  init(_ typical: TypicalPods, for fleet: borrowing DeviceFleet) {
    var single: [Several] = []
    var several: [Several] = []
    for group in typical.groups where group.pod.devices != .none {
      let entry = Several(kind: fleet.kind(of: group.pod), weight: group.weight)
      if entry.kind.count == 1 { single.append(entry) } else { several.append(entry) }
    }
    let steps = Fragmentation.distinct(single.map(\.kind.cpu))
    let requests = Fragmentation.distinct(single.map(\.kind.each))
    let weight = typical.weight
    var lost: [Int64] = []
    for model in fleet.models.indices {
      for rank in 0...steps.count {
        for level in 0...requests.count {
          let kept = single.filter { entry in
            entry.kind.models >> UInt64(model) & 1 == 1
              && rank > 0 && entry.kind.cpu <= steps[rank - 1]
              && level > 0 && entry.kind.each <= requests[level - 1]
          }
          lost.append(weight - kept.reduce(0) { $0 + $1.weight })
        }
      }
    }
    self.weight = weight
    self.several = several
    cpuSteps = steps
    levels = requests.count + 1
    lostWeight = lost
    level = (0...DeviceRequest.device).map { left in UInt8(requests.count { $0 <= left }) }
  }

  private static func distinct(_ values: [Int64]) -> [Int64] { Set(values).sorted() }

  /// Where the weights of a node with so much CPU left begin.
  @inline(__always)
  func row(cpuLeft: Int64, model: Int) -> Int {
    var low = 0
    var high = cpuSteps.count
    while low < high {
      let middle = (low + high) / 2
      if cpuSteps[middle] <= cpuLeft { low = middle + 1 } else { high = middle }
    }
    return (model * (cpuSteps.count + 1) + low) * levels
  }

  /// What a device with `left` thousandths adds to the amount of a node of that row.
  @inline(__always)
  func amount(ofDeviceWith left: Int64, row: Int) -> Int64 {
    left * lostWeight[row + Int(level[Int(left)])]
  }

  /// What typical pods of several devices take away from the amount of a node with so much left.
  @inline(__always)
  func usable(cpuLeft: Int64, model: Int, devicesFree: Int) -> Int64 {
    var sum: Int64 = 0
    for entry in several
    where entry.kind.cpu <= cpuLeft && entry.kind.count <= devicesFree
      && entry.kind.models >> UInt64(model) & 1 == 1
    {
      sum += entry.weight
    }
    return sum * DeviceRequest.device * Int64(devicesFree)
  }

  /// The amount of a node as it is.
  @inline(__always)
  func amount(of node: Int, in fleet: borrowing DeviceFleet) -> Int64 {
    amount(of: node, in: fleet, cpuLeft: fleet.cpuLeft[node], devicesFree: fleet.devicesFree[node])
  }

  /// The amount of a node with its devices as they are and other CPU left, and where typical pods of
  /// several devices find `devicesFree` of them wholly free.
  @inline(__always)
  func amount(
    of node: Int, in fleet: borrowing DeviceFleet, cpuLeft: Int64, devicesFree: Int
  ) -> Int64 {
    let model = fleet.model[node]
    let row = row(cpuLeft: cpuLeft, model: model)
    var sum: Int64 = 0
    for device in fleet.devices(of: node) {
      sum += amount(ofDeviceWith: fleet.deviceLeft[device], row: row)
    }
    return sum - usable(cpuLeft: cpuLeft, model: model, devicesFree: devicesFree)
  }
}
