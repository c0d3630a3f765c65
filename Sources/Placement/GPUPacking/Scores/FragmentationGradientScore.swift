/// `FGD`, fragmentation gradient descent: the more the pod takes off the node's fragment, or the less it
/// adds, the higher; 50 when it changes nothing.
///
/// For a share every device with room is tried, and the first one with the highest score is taken.
/// Source: Weng et al., "Beware of Fragmentation", USENIX ATC 23, section 4.1; github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/simulator/plugin/fgd_score.go`. In whole numbers: see
/// `FragmentScoreThresholds`. The original adds up floating-point numbers, so that a placement that changes
/// nothing may come out just below 50 there.
struct FragmentationGradientScore: Sendable {
  let fragmentation: Fragmentation
  let thresholds: FragmentScoreThresholds

  init(_ fragmentation: Fragmentation) {
    self.fragmentation = fragmentation
    thresholds = FragmentScoreThresholds(weight: fragmentation.weight)
  }

  /// The score of a node with room, whose amount is `before`.
  func score(
    of node: Int, for kind: PackingKind, in fleet: borrowing DeviceFleet, before: Int64
  ) -> Int {
    var best = Int64.min
    guard kind.isShare else {
      let cpuLeft = fleet.cpuLeft[node] - kind.cpu
      let free = fleet.devicesFree[node] - kind.count
      let taken =
        Int64(kind.count)
        * fragmentation.amount(
          ofDeviceWith: DeviceRequest.device,
          row: fragmentation.row(cpuLeft: cpuLeft, model: fleet.model[node]))
      let after = fragmentation.amount(of: node, in: fleet, cpuLeft: cpuLeft, devicesFree: free)
      return thresholds.score(of: before - (after - taken))
    }
    let share = Share(kind, on: node, of: fleet, by: fragmentation)
    for device in fleet.devices(of: node) where fleet.deviceLeft[device] >= kind.each {
      best = max(best, before - share.amount(onDeviceWith: fleet.deviceLeft[device]))
    }
    return thresholds.score(of: best)
  }

  /// The device that gave a node its score for a share.
  func device(
    for kind: PackingKind, on node: Int, in fleet: borrowing DeviceFleet, before: Int64
  ) -> DeviceSet {
    let share = Share(kind, on: node, of: fleet, by: fragmentation)
    let devices = fleet.devices(of: node)
    var best = devices.lowerBound
    var highest = -1
    for device in devices where fleet.deviceLeft[device] >= kind.each {
      let score = thresholds.score(
        of: before - share.amount(onDeviceWith: fleet.deviceLeft[device]))
      if score > highest {
        highest = score
        best = device
      }
    }
    return DeviceSet(device: best - devices.lowerBound)
  }

  /// A node with the CPU of a share taken, before it is decided which device gives the share.
  private struct Share {
    let each: Int64
    let row: Int
    /// The amount of all devices as they are, without what pods of several devices could use.
    let devices: Int64
    let usable: Int64
    /// As `usable`, when the share comes from a device that was wholly free.
    let usableWithoutOne: Int64
    let fragmentation: Fragmentation

    init(
      _ kind: PackingKind, on node: Int, of fleet: borrowing DeviceFleet,
      by fragmentation: Fragmentation
    ) {
      let cpuLeft = fleet.cpuLeft[node] - kind.cpu
      let model = fleet.model[node]
      let row = fragmentation.row(cpuLeft: cpuLeft, model: model)
      var sum: Int64 = 0
      for device in fleet.devices(of: node) {
        sum += fragmentation.amount(ofDeviceWith: fleet.deviceLeft[device], row: row)
      }
      let free = fleet.devicesFree[node]
      each = kind.each
      self.row = row
      devices = sum
      usable = fragmentation.usable(cpuLeft: cpuLeft, model: model, devicesFree: free)
      usableWithoutOne =
        free == 0
        ? usable
        : fragmentation.usable(cpuLeft: cpuLeft, model: model, devicesFree: free - 1)
      self.fragmentation = fragmentation
    }

    /// The node's amount when the share comes from a device with `left` thousandths.
    func amount(onDeviceWith left: Int64) -> Int64 {
      let changed =
        fragmentation.amount(ofDeviceWith: left - each, row: row)
        - fragmentation.amount(ofDeviceWith: left, row: row)
      return devices + changed - (left == DeviceRequest.device ? usableWithoutOne : usable)
    }
  }
}
