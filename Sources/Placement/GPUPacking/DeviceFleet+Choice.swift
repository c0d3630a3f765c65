extension DeviceFleet {
  /// The lowest-numbered wholly free devices, as many as `kind` takes; the node has them.
  func lowestFreeDevices(for kind: PackingKind, on node: Int) -> DeviceSet {
    var chosen = DeviceSet.empty
    let devices = devices(of: node)
    for device in devices where deviceLeft[device] == DeviceRequest.device {
      guard chosen.count < kind.count else { break }
      chosen.insert(device - devices.lowerBound)
    }
    return chosen
  }

  /// The device with the least left that is enough for a share, among equals the lowest number.
  func tightestDevice(for kind: PackingKind, on node: Int) -> DeviceSet {
    let devices = devices(of: node)
    var best = devices.lowerBound
    var least = Int64.max
    for device in devices where deviceLeft[device] >= kind.each && deviceLeft[device] < least {
      least = deviceLeft[device]
      best = device
    }
    return DeviceSet(device: best - devices.lowerBound)
  }

  /// The devices that have enough left for a share, by number.
  func devicesWithRoom(for kind: PackingKind, on node: Int) -> [Int] {
    let devices = devices(of: node)
    return devices.filter { deviceLeft[$0] >= kind.each }.map { $0 - devices.lowerBound }
  }
}
