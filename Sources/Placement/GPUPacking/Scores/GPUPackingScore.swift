/// `GpuPacking`: on devices in use first, then on free devices of nodes in use, then on empty nodes.
///
/// - A node whose devices are all free: 33 less their number, but no less than it.
/// - Else, when free devices have to be taken: 50 less how many, at least 33.
/// - Else: 100 less a tenth of what is left of the device, in percent, at least 50.
///
/// Pods without GPU score 0. After Weng et al., "MLaaS in the Wild", NSDI 22, as in github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/simulator/plugin/gpu_packing_score.go`.
enum GPUPackingScore {
  static func score(
    of node: Int, for kind: PackingKind, in fleet: borrowing DeviceFleet
  ) -> Int {
    guard kind.count > 0 else { return 0 }
    let free = fleet.devicesFree[node]
    let devices = fleet.devices(of: node)
    guard free < devices.count else { return max(33 - free, free) }
    guard kind.isShare else { return max(50 - kind.count, 33) }
    var least = DeviceRequest.device
    for device in devices where fleet.deviceLeft[device] >= kind.each {
      least = min(least, fleet.deviceLeft[device])
    }
    guard least < DeviceRequest.device else { return 49 }
    return max(100 - Int(least * 100 / DeviceRequest.device) / 10, 50)
  }
}
