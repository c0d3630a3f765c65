package import Units

/// What a pod asks of a node's GPU devices.
///
/// A share lies on one device; whole devices are not shared. Shares of several devices at once do not
/// exist, in the traces as in the simulator that `PackingPolicy` names.
package enum DeviceRequest: Hashable, Sendable {
  /// No GPU.
  case none
  /// A part of one device, in thousandths: more than none and less than all of it.
  case share(MilliGPU)
  /// So many whole devices, at least one.
  case whole(Int)

  /// A whole device, in thousandths.
  package static let device: Int64 = 1_000

  /// `count` devices of which each gives `each`; nil for what no pod can ask for: nothing of a
  /// device, more than all of it, or shares of several.
  package init?(count: Int, each: MilliGPU) {
    switch (count, each.value) {
    case (0, _): self = .none
    case (1..., DeviceRequest.device): self = .whole(count)
    case (1, 1..<DeviceRequest.device): self = .share(each)
    default: return nil
    }
  }

  /// What asks for so much GPU in one amount: a share when it is less than one device, else whole
  /// devices; nil for an amount that is neither.
  package init?(total: MilliGPU) {
    let (devices, rest) = total.value.quotientAndRemainder(dividingBy: DeviceRequest.device)
    switch (devices, rest) {
    case (0, _): self.init(count: rest == 0 ? 0 : 1, each: MilliGPU(rest))
    case (_, 0): self.init(count: Int(devices), each: MilliGPU(DeviceRequest.device))
    default: return nil
    }
  }

  /// How many devices it takes.
  package var count: Int {
    switch self {
    case .none: 0
    case .share: 1
    case .whole(let count): count
    }
  }

  /// What it takes of each, in thousandths of a device.
  package var each: MilliGPU {
    switch self {
    case .none: MilliGPU(0)
    case .share(let part): part
    case .whole: MilliGPU(DeviceRequest.device)
    }
  }

  /// What it takes of all together.
  package var total: MilliGPU { MilliGPU(Int64(count) * each.value) }
}

/// A pod as GPU packing sees it.
package struct PackingPod: Hashable, Sendable {
  /// CPU that it asks for.
  package var cpu: MilliCPU
  /// Memory that it asks for.
  package var memory: Bytes
  /// GPU that it asks for.
  package var devices: DeviceRequest
  /// The GPU models that it can use, by name; empty when any will do. Only for pods with GPU.
  package var models: [String]

  /// Makes a pod; no part of it is negative.
  package init(cpu: MilliCPU, memory: Bytes, devices: DeviceRequest, models: [String] = []) {
    self.cpu = cpu
    self.memory = memory
    self.devices = devices
    self.models = devices == .none ? [] : models
  }
}

/// A node as GPU packing sees it, when it is empty.
package struct PackingNode: Hashable, Sendable {
  /// CPU that pods may ask for.
  package var cpu: MilliCPU
  /// Memory that pods may ask for.
  package var memory: Bytes
  /// How many GPU devices it has.
  package var devices: Int
  /// Their model, by name.
  package var model: String

  /// Makes a node; no part of it is negative.
  package init(cpu: MilliCPU, memory: Bytes, devices: Int, model: String) {
    self.cpu = cpu
    self.memory = memory
    self.devices = devices
    self.model = model
  }
}
