import Units

/// The idle GPU of a node or a fleet by why typical pods cannot use it, each the sum over typical pods
/// of weight times thousandths of a device.
///
/// The classes are those of the simulator's report (github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641, `pkg/utils/frag.go`, `GetNodePodFrag`), added up pod by
/// pod as they are defined: slower than `Fragmentation`, and a check on it.
package struct FragmentClasses: Hashable, Sendable {
  /// Of nodes with too little CPU, and no device with enough left.
  package var lackBoth: Int64 = 0
  /// Of nodes with the CPU and too few devices with enough left, and the small devices of those that
  /// the pod fits.
  package var lackGPU: Int64 = 0
  /// What pods that fit could use.
  package var satisfied: Int64 = 0
  /// Of nodes with the devices and too little CPU.
  package var lackCPU: Int64 = 0
  /// Of nodes that pods without GPU fit.
  package var withoutGPUFits: Int64 = 0
  /// Of nodes with too little CPU for pods without GPU.
  package var withoutGPULacksCPU: Int64 = 0
  /// Of nodes whose model the pod cannot use.
  package var noAccess: Int64 = 0

  /// Nothing in any class.
  package init() {}

  /// All but what is satisfied.
  package var fragment: Int64 {
    lackBoth + lackGPU + lackCPU + withoutGPUFits + withoutGPULacksCPU + noAccess
  }

  /// Adds the idle GPU of a node, as `typical` pods see it.
  package mutating func add(
    _ node: Int, of fleet: borrowing DeviceFleet, for typical: TypicalPods
  ) {
    let devices = fleet.deviceLeft[fleet.devices(of: node)]
    let idle = fleet.gpuLeft[node]
    for group in typical.groups {
      let kind = fleet.kind(of: group.pod)
      let hasCPU = fleet.cpuLeft[node] >= kind.cpu
      guard kind.count > 0 else {
        if hasCPU {
          withoutGPUFits += group.weight * idle
        } else {
          withoutGPULacksCPU += group.weight * idle
        }
        continue
      }
      guard kind.models >> UInt64(fleet.model[node]) & 1 == 1 else {
        noAccess += group.weight * idle
        continue
      }
      let hasGPU = devices.count { $0 >= kind.each } >= kind.count
      switch (hasCPU, hasGPU) {
      case (true, true):
        let lost = devices.reduce(0) { $0 + ($1 < kind.each ? $1 : 0) }
        lackGPU += group.weight * lost
        satisfied += group.weight * (idle - lost)
      case (false, true): lackCPU += group.weight * idle
      case (true, false): lackGPU += group.weight * idle
      case (false, false): lackBoth += group.weight * idle
      }
    }
  }
}
