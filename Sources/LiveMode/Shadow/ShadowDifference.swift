import SpotScheduler

/// Something in which a running 5-Spot differs from what its release is known to do.
package struct ShadowDifference: Hashable, Comparable, Sendable {
  /// What differs.
  package enum Name: String, CaseIterable, Hashable, Sendable {
    /// Its phase should have changed a while ago.
    case phaseBehind = "PhaseBehind"
    /// Its phase is due to change now; no fault yet.
    case phaseDue = "PhaseDue"
    /// The reason in its condition is none that leads to its phase.
    case reasonUnknown = "ReasonUnknown"
    /// Its provider says another state than its own schedule gives.
    case providerDisagrees = "ProviderDisagrees"
    /// It is Active and its Machine is gone: 5-Spot does not make it again.
    case machineLost = "MachineLost"
    /// It has no Machine by its phase, and there is one that nobody deletes.
    case machineLeft = "MachineLeft"
    /// It names a Node that is not its Machine's.
    case nodeStale = "NodeStale"
    /// It is Active for a while and has a Node, and its status does not say so.
    case nodeUnknown = "NodeUnknown"
    /// Its status speaks of an older generation.
    case generationBehind = "GenerationBehind"

    /// Whether it is a fault, and not just about to happen.
    package var isFault: Bool { self != .phaseDue }
  }

  /// The object.
  package var object: String
  /// What differs.
  package var name: Name
  /// What 5-Spot says.
  package var said: String
  /// What the profile, or the object it speaks of, says.
  package var expected: String

  /// Makes a difference.
  package init(_ name: Name, of object: String, said: String, expected: String) {
    self.object = object
    self.name = name
    self.said = said
    self.expected = expected
  }

  /// By object, then by name.
  package static func < (left: Self, right: Self) -> Bool {
    ObjectReference.precedes(
      [left.object, left.name.rawValue, left.expected],
      [right.object, right.name.rawValue, right.expected])
  }
}

extension ScheduledMachineStatus.Phase {
  /// The reasons with which 5-Spot enters a phase, by the rows of its phase machine.
  ///
  /// Source: 5-Spot v0.1 to v0.3; every row that `Upstream.PhaseMachine` has.
  var upstreamReasons: Set<Reason.Rule> {
    switch self {
    case .pending: [.scheduleActive]
    case .active: [.machineCreated]
    case .shuttingDown: [.gracePeriodActive, .scheduleDisabled]
    case .inactive: [.scheduleInactive, .machineDeleted]
    case .disabled: [.scheduleDisabled]
    case .terminated: [.killSwitchActivated]
    case .error: [.machineCreationFailed, .machineDeletionFailed]
    case .emergencyRemove: [.emergencyReclaim]
    }
  }
}
