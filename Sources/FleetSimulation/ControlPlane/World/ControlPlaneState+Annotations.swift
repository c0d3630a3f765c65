import Units

/// What people write on Machines.
extension ControlPlaneState {
  mutating func writeAnnotation(_ order: AnnotationOrder) {
    let present = machinesByAge(of: order.deployment)
    guard !present.isEmpty else { return }
    for machine in order.rank.map({ [present[$0 % present.count]] }) ?? present {
      var changed = machines.stored[machine]
      changed.annotations[order.annotation] = order.isPresent
      write(machine, changed)
    }
  }
}
