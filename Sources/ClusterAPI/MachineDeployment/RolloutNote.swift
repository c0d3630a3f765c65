/// Why a planner changed what a MachineSet should have.
package struct RolloutNote: Hashable, Sendable {
  /// The set, by its place among the sets.
  package var set: Int
  /// What the planner saw.
  package var reason: Reason

  /// What a planner sees.
  ///
  /// The words are those of cluster-api v1.13,
  /// `core/reconcilers/machinedeployment/machinedeployment_rollout_*.go` and `mdutil/util.go`.
  package enum Reason: Hashable, Sendable {
    /// A set whose template is again the deployment's.
    case becameCurrent
    /// Machines that were moved to the current set now count there.
    case acknowledgedMove(machines: [Int])
    /// A set has more Machines than the deployment wants, or the old ones have to make room.
    case alignedToDeployment
    /// There are fewer Machines than wanted and the surge together.
    case belowSurge(machines: Int, desired: Int, surge: Int)
    /// There are fewer Machines than wanted.
    case belowDesired(machines: Int, desired: Int)
    /// More Machines are available than have to be.
    case availableToSpare(available: Int, least: Int)
    /// What goes is not there, or was not available.
    case nothingAvailableGoes
    /// A set wants Machines that somebody deleted.
    case alignedToMachines
    /// An old set hands its Machines over instead of deleting them.
    case movesMachines(to: Int)
    /// One more Machine is made so that others can be updated in place.
    case surgeAllowed
    /// So many Machines are not made because others are updated in place.
    case surgeDropped(Int)
    /// Nothing moves but for an old Machine that is not available.
    case deadlock
  }

  /// Makes a note.
  package init(set: Int, reason: Reason) {
    self.set = set
    self.reason = reason
  }
}

extension RolloutNote.Reason {
  /// The reason in words; names come from the caller, and are listed in the order of their bytes.
  package func text(machineName: (Int) -> String, setName: (Int) -> String) -> String {
    switch self {
    case .becameCurrent: "this is now the current MachineSet"
    case .acknowledgedMove(let machines):
      "acknowledge Machines \(RolloutNote.list(machines.map(machineName)))"
        + " moved from an old MachineSet"
    case .alignedToDeployment:
      "scale down to align MachineSet spec.replicas to MachineDeployment spec.replicas"
    case .belowSurge(let machines, let desired, let surge):
      "\(machines) current Machines < \(desired) MachineDeployment spec.replicas"
        + " + \(surge) maxSurge"
    case .belowDesired(let machines, let desired):
      "\(machines) current Machines < \(desired) MachineDeployment spec.replicas"
    case .availableToSpare(let available, let least):
      "\(available) available replicas > \(least) minimum available replicas"
    case .nothingAvailableGoes:
      "scale down to align to existing Machines or scale down by removing unavailable replicas"
        + " (and no available replicas exist on the MachineSet)"
    case .alignedToMachines: "scale down to align to existing Machines"
    case .movesMachines(let target):
      "should scale down by moving Machines to MachineSet \(setName(target))"
    case .surgeAllowed: "surge 1 allowed to create availability for in-place updates"
    case .surgeDropped(let count): "surge \(count) dropped to prioritize in-place updates"
    case .deadlock:
      "scaling down by 1 to unblock rollout stuck due to unavailable Machine on oldMS"
    }
  }
}

extension RolloutNote {
  /// Names as Cluster API lists them in notes and annotations: sorted by their bytes, with commas.
  package static func list(_ names: [String]) -> String {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ",")
  }
}
