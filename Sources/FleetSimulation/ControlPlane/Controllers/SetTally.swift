import ClusterAPI
import Units

/// What a MachineSet counts of its Machines, kept up with what the watches tell.
struct SetTally: Equatable, BitwiseCopyable {
  /// The Machines that it owns.
  var present = 0
  /// Those that are ready.
  var ready = 0
  /// Those that are available.
  var available = 0
  /// Those being deleted.
  var deleting = 0
  /// Those that a health check wants replaced and that are not being deleted.
  var toRemediate = 0
  /// Those whose limit of the drain is not the set's.
  var drifted = 0

  /// Counts a Machine, or with `-1` no longer.
  mutating func count(_ machine: MachineObject, _ sign: Int, drainTimeout: TimeSpan?) {
    guard machine.exists else { return }
    present += sign
    if machine.isDeleting {
      deleting += sign
    } else {
      if machine.status.readySince != nil { ready += sign }
      if machine.wantsRemediation { toRemediate += sign }
    }
    if machine.status.isAvailable { available += sign }
    if machine.drainTimeout != drainTimeout { drifted += sign }
  }
}
