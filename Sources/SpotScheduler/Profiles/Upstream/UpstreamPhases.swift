import Units

/// What 5-Spot does with an object in one reconciliation: the rows of its phase machine.
///
/// The rows are those of layer B (v0.3) of the behaviour that `Tests/Vectors/5spot` records, as
/// `phase_transitions` has them. Three of its faults are wanted: reopening does not cancel a
/// shutdown, disabling gives no grace, and a Machine that is lost while Active is not made again.
/// Left out are the rows that need what a snapshot does not hold: calls that fail (phase Error has
/// no way in, and none out), and the emergency path of the reclaim agent (only its way out is here).
enum UpstreamPhases {
  /// One row's outcome.
  struct Step: Equatable {
    /// What is done to the object's Machine.
    enum Work: String {
      case nothing, create, delete
      case drainAndDelete = "drain-and-delete"
    }

    var phase: ScheduledMachineStatus.Phase
    var rule: Reason.Rule
    var work: Work = .nothing
  }

  /// A row that was taken.
  struct Row {
    var from: ScheduledMachineStatus.Phase
    var isGraceOver: Bool
    var step: Step
  }

  /// The row that applies; nil when the object stays as it is.
  static func step(
    from phase: ScheduledMachineStatus.Phase, isKilled: Bool, isEnabled: Bool, isActive: Bool,
    isGraceOver: Bool
  ) -> Step? {
    if isKilled { return killed(from: phase) }
    switch phase {
    case .pending:
      if !isEnabled { return Step(phase: .disabled, rule: .scheduleDisabled) }
      if !isActive { return Step(phase: .inactive, rule: .scheduleInactive) }
      return Step(phase: .active, rule: .machineCreated, work: .create)
    case .active:
      if !isEnabled { return Step(phase: .shuttingDown, rule: .scheduleDisabled) }
      return isActive ? nil : Step(phase: .shuttingDown, rule: .gracePeriodActive)
    case .shuttingDown:
      guard isGraceOver else { return nil }
      return Step(phase: .inactive, rule: .machineDeleted, work: .drainAndDelete)
    case .inactive:
      // Never to Disabled; and to Pending first, not straight to Active.
      return isEnabled && isActive ? Step(phase: .pending, rule: .scheduleActive) : nil
    case .disabled:
      // Even outside its window.
      return isEnabled ? Step(phase: .pending, rule: .scheduleActive) : nil
    case .emergencyRemove:
      return Step(phase: .disabled, rule: .scheduleDisabled)
    case .terminated, .error:
      return nil
    }
  }

  /// The kill switch comes before everything, and deletes only in two phases: a machine that is
  /// stuck in another one keeps running. 5-Spot writes the status of a terminated object again and
  /// again; nothing follows from that, so it is not repeated here.
  private static func killed(from phase: ScheduledMachineStatus.Phase) -> Step? {
    switch phase {
    case .terminated: nil
    case .active, .shuttingDown:
      Step(phase: .terminated, rule: .killSwitchActivated, work: .delete)
    case .pending, .inactive, .disabled, .error, .emergencyRemove:
      Step(phase: .terminated, rule: .killSwitchActivated)
    }
  }
}
