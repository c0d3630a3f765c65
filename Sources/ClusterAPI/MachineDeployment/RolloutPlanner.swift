/// One pass over a MachineDeployment: how many Machines each of its sets should have next.
///
/// The pass collects intents and writes nothing until its end, so each set changes once a pass.
/// The steps are open to callers that look at one of them; `plan` runs them all.
///
/// Source: cluster-api v1.13 `core/reconcilers/machinedeployment/machinedeployment_rollout_planner.go`.
/// The planner of v1.12 differs in nothing that is modelled here.
package struct RolloutPlanner: Sendable {
  /// What the pass reads; what the current set should have grows with the Machines acknowledged.
  package internal(set) var state: RolloutState
  /// The limits of the strategy.
  package let limits: RolloutLimits
  /// For each set how many Machines it should have after the pass; nil where that stays.
  package internal(set) var intents: [Int?]
  /// Why.
  package internal(set) var notes: [RolloutNote] = []
  /// The Machines of the current set that are acknowledged.
  package internal(set) var acknowledged: [Int] = []
  /// The old sets that hand their Machines over.
  package internal(set) var movingSets: [Int] = []

  /// Starts a pass; `intents` are those that the pass has had so far, one for each set.
  package init(_ state: RolloutState, intents: [Int?]? = nil) {
    precondition(
      intents.map { $0.count == state.sets.count } ?? true, "every set has an intent or none")
    self.state = state
    limits = RolloutLimits(state.strategy, replicas: state.desired)
    self.intents = intents ?? Array(repeating: nil, count: state.sets.count)
  }

  /// A whole pass.
  package static func plan(_ state: RolloutState) -> RolloutPlan {
    var planner = RolloutPlanner(state)
    if state.becameCurrent { planner.note(state.current, .becameCurrent) }
    switch state.strategy {
    case .rollingUpdate:
      planner.acknowledgeMoves()
      planner.scaleCurrentSet()
      planner.scaleDownOldSets()
      planner.preferUpdatesInPlace()
      planner.breakDeadlock()
    case .onDelete:
      planner.scaleCurrentSet()
      planner.followDeletions()
    }
    return RolloutPlan(
      desired: planner.state.sets.indices.map { planner.intended($0) },
      acknowledged: planner.acknowledged, movingSets: planner.movingSets, notes: planner.notes)
  }

  /// Grows the current set as far as the limits allow, or cuts it to what the deployment wants.
  package mutating func scaleCurrentSet() {
    let desired = currentSet.desired
    if desired == state.desired { return }
    if desired > state.desired {
      note(state.current, .alignedToDeployment)
      intents[state.current] = state.desired
      return
    }
    let next = grownCurrentSet()
    guard next != desired else { return }
    let machines = MachineSetTotals(state.sets).standing
    switch state.strategy {
    case .rollingUpdate:
      let reason = RolloutNote.Reason.belowSurge(
        machines: machines, desired: state.desired, surge: limits.surge)
      note(state.current, reason)
    case .onDelete:
      note(state.current, .belowDesired(machines: machines, desired: state.desired))
    }
    intents[state.current] = next
  }

  /// How many Machines the current set would grow to: those that are missing up to the surge, and
  /// no more than the deployment wants; for `OnDelete` those that are missing at all.
  package func grownCurrentSet() -> Int {
    let desired = currentSet.desired
    let machines = MachineSetTotals(state.sets).standing
    switch state.strategy {
    case .rollingUpdate:
      let room = state.desired + limits.surge - machines
      return room > 0 ? desired + min(room, state.desired - desired) : desired
    case .onDelete:
      return desired + max(state.desired - machines, 0)
    }
  }

  /// The set that has the deployment's template.
  var currentSet: MachineSetCounts { state.sets[state.current] }

  /// The places of the other sets, the oldest first.
  var oldSets: [Int] { state.sets.indices.filter { $0 != state.current } }

  /// How many Machines the old sets should have without intents.
  var desiredOfOldSets: Int { MachineSetTotals(state.sets).desired - currentSet.desired }

  /// How many Machines a set should have after the pass.
  func intended(_ set: Int) -> Int { intents[set] ?? state.sets[set].desired }

  /// Keeps a reason, once.
  mutating func note(_ set: Int, _ reason: RolloutNote.Reason) {
    let note = RolloutNote(set: set, reason: reason)
    if !notes.contains(note) { notes.append(note) }
  }
}
