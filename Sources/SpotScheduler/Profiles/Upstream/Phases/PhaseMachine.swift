public import Units

extension Upstream {
  /// The rows of 5-Spot's phase machine: the one table that the vectors and `Scheduler.decide` walk.
  ///
  /// Three of its faults are wanted: reopening does not cancel a shutdown, disabling gives no grace,
  /// and a Machine that is lost while `Active` is not made again.
  public enum PhaseMachine {
    /// What a reconciliation sees of its object.
    public struct Situation: Hashable, Sendable, BitwiseCopyable {
      /// The phase; absent and unknown ones are `pending`.
      public var phase: ScheduledMachineStatus.Phase
      /// `spec.killSwitch`.
      public var isKilled: Bool
      /// Whether its node is known, still there, and carries a reclaim request.
      public var isReclaimRequested: Bool
      /// `spec.schedule.enabled`, and `spec.enabled` in v0.3.
      public var isEnabled: Bool
      /// Whether its schedule is on.
      public var isActive: Bool
      /// Whether the grace period is over.
      public var isGraceOver: Bool

      /// Makes a situation.
      public init(
        phase: ScheduledMachineStatus.Phase, isKilled: Bool = false,
        isReclaimRequested: Bool = false, isEnabled: Bool = true, isActive: Bool = false,
        isGraceOver: Bool = false
      ) {
        self.phase = phase
        self.isKilled = isKilled
        self.isReclaimRequested = isReclaimRequested
        self.isEnabled = isEnabled
        self.isActive = isActive
        self.isGraceOver = isGraceOver
      }
    }

    /// What a row does to the object's Machine.
    public enum Work: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// Nothing.
      case nothing
      /// Create it with its templates.
      case create
      /// Find the node, drain it, delete.
      case drainAndDelete = "drain-and-delete"
      /// Delete at once.
      case delete
      /// The emergency path: drain within a minute, delete, switch the object off.
      case reclaim
    }

    /// A change of phase.
    public struct Row: Hashable, Sendable, BitwiseCopyable {
      /// The phase after.
      public var phase: ScheduledMachineStatus.Phase
      /// Its reason.
      public var rule: Reason.Rule
      /// What `inSchedule` is set to.
      public var isInSchedule: Bool
      /// What is done before the status is written.
      public var work: Work

      init(
        _ phase: ScheduledMachineStatus.Phase, _ rule: Reason.Rule, isInSchedule: Bool = false,
        _ work: Work = .nothing
      ) {
        self.phase = phase
        self.rule = rule
        self.isInSchedule = isInSchedule
        self.work = work
      }
    }

    /// How long after a reconciliation that ended in a phase the next one is, at the latest; every
    /// status patch leads to one at once.
    public static func requeue(in phase: ScheduledMachineStatus.Phase) -> TimeSpan {
      phase == .error ? .seconds(30) : .seconds(60)
    }

    /// The row that applies; nil when the object stays as it is.
    public static func row(in situation: Situation) -> Row? {
      if situation.isKilled { return killed(from: situation.phase) }
      if situation.isReclaimRequested { return Row(.disabled, .scheduleDisabled, .reclaim) }
      let (isEnabled, isActive) = (situation.isEnabled, situation.isActive)
      switch situation.phase {
      case .pending:
        if !isEnabled { return Row(.disabled, .scheduleDisabled) }
        if !isActive { return Row(.inactive, .scheduleInactive) }
        return Row(.active, .machineCreated, isInSchedule: true, .create)
      case .active:
        if !isEnabled { return Row(.shuttingDown, .scheduleDisabled) }
        return isActive ? nil : Row(.shuttingDown, .gracePeriodActive)
      case .shuttingDown:
        return situation.isGraceOver ? Row(.inactive, .machineDeleted, .drainAndDelete) : nil
      case .inactive:
        // Never to Disabled; and to Pending first, not straight to Active.
        return isEnabled && isActive ? Row(.pending, .scheduleActive, isInSchedule: true) : nil
      case .disabled:
        // Even outside its window, and for that reason all the same.
        return isEnabled ? Row(.pending, .scheduleActive) : nil
      case .emergencyRemove:
        return Row(.disabled, .scheduleDisabled)
      case .terminated, .error:
        return nil
      }
    }

    /// The row instead when that work failed; nil when the failure is returned as an error and the
    /// phase stays.
    public static func row(whenFails work: Work) -> Row? {
      switch work {
      case .create: Row(.error, .machineCreationFailed, isInSchedule: true)
      case .drainAndDelete: Row(.error, .machineDeletionFailed)
      case .nothing, .delete, .reclaim: nil
      }
    }

    /// The kill switch comes before everything, and deletes only in two phases: a machine that is
    /// stuck in another one keeps running. A terminated object is terminated again each time.
    private static func killed(from phase: ScheduledMachineStatus.Phase) -> Row {
      let work: Work = phase == .active || phase == .shuttingDown ? .delete : .nothing
      return Row(.terminated, .killSwitchActivated, work)
    }
  }
}

extension Upstream {
  /// After so many turns the endless loop of a terminated object is cut.
  ///
  /// 5-Spot writes the status of an object whose kill switch is on anew in each reconciliation, with
  /// a new time, and each write leads to the next reconciliation: for ever, as fast as the API
  /// server answers, with an Event each. A decision counts the turns, stops here and says so
  /// (`Divergence.killSwitchLoop`).
  public static var statusTurns: Int { 16 }
}
