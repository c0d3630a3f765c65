/// How a rolling update takes Machines away from the old sets.
///
/// Source: cluster-api v1.13
/// `core/reconcilers/machinedeployment/machinedeployment_rollout_rollingupdate.go`,
/// `reconcileOldMachineSetsRollingUpdate`, `scaleDownOldMSs`, `reconcileDeadlockBreaker`.
extension RolloutPlanner {
  /// Cuts the old sets as far as enough Machines stay available, the oldest set first: in a first
  /// round by as many Machines as are not available, then by any.
  ///
  /// Which Machine goes is the set's own choice, so a cut counts as a loss of available ones. What
  /// is on its way out already counts as lost too, and what the current set lacks to be available
  /// slows the rollout down: Machines that do not come up shall not replace all that do.
  package mutating func scaleDownOldSets() {
    guard desiredOfOldSets != 0 else { return }
    let totals = MachineSetTotals(state.sets)
    let least = limits.leastAvailable(of: state.desired)
    var onTheirWayOut = 0
    for (set, counts) in state.sets.enumerated() {
      let target = min(counts.desired, intents[set] ?? counts.desired)
      onTheirWayOut += max(counts.present - target, 0)
    }
    let notAvailable = max(currentSet.desired - currentSet.available, 0)
    var room = Room(
      replicas: totals.desired - onTheirWayOut - least - notAvailable,
      available: totals.available, least: least)
    for set in oldSets { cut(set, withoutLossOnly: true, in: &room) }
    for set in oldSets { cut(set, withoutLossOnly: false, in: &room) }
  }

  /// What can still be taken away in a pass.
  private struct Room {
    /// So many Machines.
    var replicas: Int
    /// How many are available, as far as the cuts so far left any for sure.
    var available: Int
    /// How many have to stay available.
    let least: Int
  }

  private mutating func cut(_ set: Int, withoutLossOnly: Bool, in room: inout Room) {
    let counts = state.sets[set]
    let replicas = intended(set)
    guard room.replicas > 0, replicas > 0 else { return }
    let most = withoutLossOnly ? max(replicas - counts.available, 0) : replicas
    var cut = min(most, room.replicas)
    guard cut > 0 else { return }
    let availableBefore = room.available
    if counts.available > 0 {
      var going = max(counts.present - (replicas - cut), 0)
      let spare = room.available - room.least
      if going > spare {
        // What is there may go only as far as it can be spared; never more than there was.
        let target = min(counts.present - max(spare, 0), replicas)
        cut = replicas - target
        going = max(counts.present - target, 0)
      }
      room.available -= min(counts.available, going)
    }
    guard cut > 0 else { return }
    note(
      set,
      room.available == availableBefore
        ? .nothingAvailableGoes
        : .availableToSpare(available: availableBefore, least: room.least))
    intents[set] = replicas - cut
    room.replicas = max(room.replicas - cut, 0)
  }

  /// Takes one Machine from the first old set that has one not available, whatever the limits say,
  /// when nothing else can move: nothing is in flight and all of the current set is available.
  ///
  /// Health checks do not replace such a Machine, since it is of an old template.
  package mutating func breakDeadlock() {
    guard desiredOfOldSets != 0 else { return }
    let isAtRest = state.sets.allSatisfy { $0.desired == $0.present }
    guard isAtRest, intents.allSatisfy({ $0 == nil }) else { return }
    guard currentSet.available == currentSet.present else { return }
    let stuck = oldSets.first { set in
      let counts = state.sets[set]
      return counts.available != counts.present && counts.desired != 0
    }
    guard let stuck else { return }
    // Upstream writes the note on the current set, whose count stays, so nobody ever reads it.
    note(stuck, .deadlock)
    intents[stuck] = state.sets[stuck].desired - 1
  }
}
