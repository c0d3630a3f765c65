/// What a rollout planner reads of a MachineDeployment and its sets.
///
/// The deployment has a set of its own template already: one that is missing is added first, with
/// nothing in it.
package struct RolloutState: Hashable, Sendable {
  /// `spec.replicas` of the deployment.
  package var desired: Int
  /// `spec.rollout.strategy`.
  package var strategy: RolloutStrategy
  /// The sets, the oldest first, and of those made in the same moment by their names.
  package var sets: [MachineSetCounts]
  /// Which of them has the deployment's template; see `CurrentMachineSet`.
  package var current: Int
  /// Whether that set was there before and got a new revision just now.
  package var becameCurrent: Bool
  /// What is known of updates in place; nil while the gate `InPlaceUpdates` is off, as it is unless
  /// it is asked for.
  package var inPlace: InPlaceUpdates?

  /// What a planner reads of Machines that are updated instead of replaced.
  package struct InPlaceUpdates: Hashable, Sendable {
    /// For each set whether its Machines can be updated in place to the deployment's template.
    package var canUpdate: [Bool]
    /// The Machines of the current set that were moved to it and wait to be counted there.
    package var awaitingAcknowledgement: [Int]
    /// The Machines that the current set says were counted already.
    package var acknowledged: [Int]
    /// Whether a Machine of the deployment is being updated.
    package var isUpdating: Bool

    /// Makes the input; for each set, whether it can be updated in place.
    package init(
      canUpdate: [Bool], awaitingAcknowledgement: [Int] = [], acknowledged: [Int] = [],
      isUpdating: Bool = false
    ) {
      self.canUpdate = canUpdate
      self.awaitingAcknowledgement = awaitingAcknowledgement
      self.acknowledged = acknowledged
      self.isUpdating = isUpdating
    }
  }

  /// Makes a state.
  package init(
    desired: Int, strategy: RolloutStrategy, sets: [MachineSetCounts], current: Int,
    becameCurrent: Bool = false, inPlace: InPlaceUpdates? = nil
  ) {
    precondition(sets.indices.contains(current), "the current set is one of the sets")
    precondition(
      inPlace.map { $0.canUpdate.count == sets.count } ?? true,
      "every set says whether it can be updated in place")
    self.desired = desired
    self.strategy = strategy
    self.sets = sets
    self.current = current
    self.becameCurrent = becameCurrent
    self.inPlace = inPlace
  }
}

/// What a pass of the planner decides: at most one new count a set.
package struct RolloutPlan: Hashable, Sendable {
  /// How many Machines each set should have from now on.
  package var desired: [Int]
  /// The Machines that the current set says are counted now; none when none waits.
  package var acknowledged: [Int]
  /// The old sets that hand their Machines over to the current one instead of deleting them.
  package var movingSets: [Int]
  /// Why, in the order in which it was seen. A note about a set whose count stays as it is says
  /// nothing to anybody.
  package var notes: [RolloutNote]

  /// The reasons about one set, in order.
  package func reasons(of set: Int) -> [RolloutNote.Reason] {
    notes.compactMap { $0.set == set ? $0.reason : nil }
  }
}
