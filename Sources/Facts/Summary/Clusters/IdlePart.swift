/// Where the capacity of a cluster's own machines is at an instant: parts that sum to all of it.
package enum IdlePart: Int, CaseIterable, Sendable, BitwiseCopyable {
  /// CPU that workloads of the cluster use on them.
  case used = 0
  /// CPU that those workloads request and do not use.
  case requestSlack = 1
  /// Machines that serve another cluster.
  case lent = 2
  /// Machines that serve nobody: on their way, being drained at home as far as they are free, or off.
  case moving = 3
  /// Free CPU that regulation wants free.
  case headroom = 4
  /// Free CPU that is kept for named purposes.
  case reservation = 5
  /// Free CPU of machines that may never serve another cluster.
  case isolation = 6
  /// Free CPU that is less than a whole machine.
  case fragmentation = 7
  /// Free CPU in whole machines: what could be lent.
  case lendable = 8

  /// Its name in views and reports.
  package var name: String {
    switch self {
    case .used: "used"
    case .requestSlack: "request-slack"
    case .lent: "lent"
    case .moving: "moving"
    case .headroom: "headroom"
    case .reservation: "reservation"
    case .isolation: "isolation"
    case .fragmentation: "fragmentation"
    case .lendable: "lendable"
    }
  }
}

/// The levels of one cluster's own machines, from which the idle parts follow.
struct OwnCapacity: Hashable, Sendable {
  /// CPU of all machines that the cluster owns; all amounts are thousandths of a core.
  var capacity: Int64 = 0
  /// CPU of its largest machine that may be lent; 0 when it has none.
  var largestLendable: Int64 = 0
  /// CPU that regulation wants free.
  var headroom: Int64 = 0
  /// CPU that is kept for named purposes.
  var reserved: Int64 = 0

  /// CPU that its workloads request on its machines.
  var requested: Int64 = 0
  /// CPU that they use there.
  var used: Int64 = 0
  /// CPU that workloads request on its isolated machines.
  var requestedIsolated: Int64 = 0
  /// CPU of machines that are Ready at home.
  var home: Int64 = 0
  /// CPU of isolated machines that are Ready at home.
  var homeIsolated: Int64 = 0
  /// CPU of machines that serve another cluster.
  var lent: Int64 = 0

  /// The parts in the order of `IdlePart`; nil when more is requested than is there.
  ///
  /// What is requested comes first, for pods may still run on a machine that is being drained. Of
  /// what is free, isolation is what lies on isolated machines; then come machines that serve
  /// nobody, then reservations and headroom take what they are for, and the rest is lendable in
  /// whole machines.
  var parts: [9 of Int64]? {
    guard requested <= capacity - lent else { return nil }
    let busy = min(used, requested)
    var free = capacity - lent - requested
    let isolation = min(max(homeIsolated - requestedIsolated, 0), free)
    free -= isolation
    let moving = min(capacity - lent - home, free)
    free -= moving
    let reservation = min(free, reserved)
    free -= reservation
    let held = min(free, headroom)
    free -= held
    let lendable = largestLendable > 0 ? free - free % largestLendable : 0
    return [
      busy, requested - busy, lent, moving, held, reservation, isolation, free - lendable, lendable,
    ]
  }
}
