import SpotScheduler

/// Which machines a recall means, for those who tell what happened.
///
/// A recall of all means every host that is away when it is given. Of a recall of some it shows in
/// the next decision which they are.
struct RecallTally {
  /// Recalls of some hosts of which it is not told yet which they are.
  private var open: [Recall] = []
  /// By host: whether a recall waits for it.
  private var isRecalled: [Bool]

  init(hosts: Int) { isRecalled = Array(repeating: false, count: hosts) }

  /// Whether the next decision is to show what was meant.
  var isOpen: Bool { !open.isEmpty }

  /// Takes a recall that is given now; the result is the hosts that are known to be meant.
  mutating func order(_ recall: Recall, in snapshot: FleetSnapshot) -> [Int] {
    guard recall.count == nil else {
      open.append(recall)
      return []
    }
    let away = snapshot.hosts.indices.filter { Self.isAway($0, in: snapshot) }
    for host in away { isRecalled[host] = true }
    return away
  }

  /// The hosts that recalls of some mean, before anything of the decision is carried out.
  ///
  /// They are those that the scheduler calls back now. Where it calls back fewer than were ordered,
  /// and others are away that no earlier recall waits for, these make up the number, the last in
  /// order first: what was ordered and is not done is to be seen as that.
  mutating func hosts(
    calledBy decision: Decision, in snapshot: FleetSnapshot
  ) -> [(recall: Recall, host: Int)] {
    guard isOpen else { return [] }
    var called: [Int] = []
    for change in decision.statusChanges {
      let object = snapshot.scheduledMachines[Int(change.machine.index)]
      let known = snapshot.statuses[Int(change.machine.index)]
      guard object.role == .borrower, change.status.recalledAt != nil, known.recalledAt == nil
      else { continue }
      called.append(Int(object.host.index))
    }
    var told: [(recall: Recall, host: Int)] = []
    for recall in open {
      var left = recall.count ?? 0
      while left > 0, let host = called.popLast() {
        told.append((recall, host))
        isRecalled[host] = true
        left -= 1
      }
      for host in snapshot.hosts.indices.reversed()
      where left > 0 && !isRecalled[host] && Self.isAway(host, in: snapshot) {
        told.append((recall, host))
        isRecalled[host] = true
        left -= 1
      }
    }
    open.removeAll()
    return told
  }

  /// A host is its owner's Ready node again.
  mutating func isHome(_ host: Int) { isRecalled[host] = false }

  private static func isAway(_ host: Int, in snapshot: FleetSnapshot) -> Bool {
    snapshot.observations[Int(snapshot.hosts[host].owner.index)].stage != .ready
  }
}
