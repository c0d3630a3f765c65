/// How the strategy `OnDelete` follows what somebody deletes.
///
/// Source: cluster-api v1.13
/// `core/reconcilers/machinedeployment/machinedeployment_rollout_ondelete.go`.
extension RolloutPlanner {
  /// Lets the old sets want what they have left, and cuts them where the deployment wants fewer
  /// Machines than all sets together, the oldest first.
  package mutating func followDeletions() {
    guard desiredOfOldSets != 0 else { return }
    var excess = max(desiredOfOldSets + intended(state.current) - state.desired, 0)
    for set in oldSets {
      let counts = state.sets[set]
      let gone = counts.desired - counts.present
      guard counts.desired > 0, gone > 0 else { continue }
      note(set, .alignedToMachines)
      intents[set] = counts.desired - gone
      excess -= gone
    }
    for set in oldSets where excess > 0 {
      let cut = min(intended(set), excess)
      guard cut > 0 else { continue }
      note(set, .alignedToDeployment)
      // From what the set should have so far, as upstream does: what is missing of it counted above.
      intents[set] = max(state.sets[set].desired - cut, 0)
      excess -= cut
    }
  }
}
