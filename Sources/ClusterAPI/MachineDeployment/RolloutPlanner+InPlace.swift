/// How a rolling update moves Machines to the current set and updates them there instead of
/// replacing them.
///
/// Source: cluster-api v1.13
/// `core/reconcilers/machinedeployment/machinedeployment_rollout_rollingupdate.go`,
/// `reconcileReplicasPendingAcknowledgeMove`, `reconcileInPlaceUpdateIntent`.
extension RolloutPlanner {
  /// Counts the Machines that were moved to the current set since the last pass, so that it wants
  /// what it was given; this takes effect within the pass.
  package mutating func acknowledgeMoves() {
    guard let moved = state.inPlace, !moved.awaitingAcknowledgement.isEmpty else { return }
    acknowledged = moved.awaitingAcknowledgement
    let unseen = acknowledged.count { !moved.acknowledged.contains($0) }
    guard unseen > 0 else { return }
    state.sets[state.current].desired += unseen
    note(state.current, .acknowledgedMove(machines: acknowledged))
  }

  /// Has the old sets that can hand their Machines over do so, and gives up the surge for it: what
  /// would be made on top of what is wanted is not, but for one Machine where nothing else can
  /// begin.
  ///
  /// An update in place counts as a loss of availability, since it can fail; so the cuts planned
  /// before hold for it.
  package mutating func preferUpdatesInPlace() {
    guard let updates = state.inPlace, currentSet.desired < state.desired else { return }
    for set in oldSets where state.sets[set].present > 0 && updates.canUpdate[set] {
      note(set, .movesMachines(to: state.current))
      movingSets.append(set)
    }
    guard !movingSets.isEmpty, let intent = intents[state.current] else { return }
    let growth = intent - currentSet.desired
    guard growth > 0 else { return }
    var standing = 0
    for (set, counts) in state.sets.enumerated() {
      standing += max(intended(set), counts.present)
    }
    let surge = min(growth, max(standing - state.desired, 0))
    guard surge > 0 else { return }
    var made = growth - surge
    if made == 0 && !isInProgress {
      made = 1
      note(state.current, .surgeAllowed)
    } else {
      note(state.current, .surgeDropped(surge))
    }
    intents[state.current] = made == 0 ? nil : currentSet.desired + made
  }

  /// Whether a set is on its way to what it should have, or a Machine is being updated.
  private var isInProgress: Bool {
    let now = currentSet
    if now.desired != now.present || now.desired != now.upToDate || now.desired != now.available {
      return true
    }
    if state.inPlace?.isUpdating ?? false { return true }
    return oldSets.contains { set in
      let counts = state.sets[set]
      return counts.desired < counts.present || intended(set) < counts.desired
    }
  }
}
