public import Units

/// Why something was decided: a rule, and the instants that it was applied to.
public struct Reason: Hashable, Sendable, BitwiseCopyable {
  /// The rules. Names ending in a condition reason of 5-Spot are that reason.
  public enum Rule: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// Nothing was decided yet.
    case neverLookedAt = "NeverLookedAt"
    /// 5-Spot's condition reasons.
    case scheduleActive = "ScheduleActive"
    /// Its window is not open.
    case scheduleInactive = "ScheduleInactive"
    /// It is switched off.
    case scheduleDisabled = "ScheduleDisabled"
    /// Its Machine was asked for.
    case machineCreated = "MachineCreated"
    /// Its Machine was deleted.
    case machineDeleted = "MachineDeleted"
    /// The grace period after the close of its window runs.
    case gracePeriodActive = "GracePeriodActive"
    /// Its kill switch is on.
    case killSwitchActivated = "KillSwitchActivated"
    /// Its Machine or one of its templates could not be created.
    case machineCreationFailed = "MachineCreationFailed"
    /// Its Machine or one of its templates could not be deleted.
    case machineDeletionFailed = "MachineDeletionFailed"
    /// Its owner needs the host at once.
    case emergencyReclaim = "EmergencyReclaim"
    /// The owner's window opens: the host is to be there by then.
    case ownerFirst = "OwnerFirst"
    /// The owner called its machines back.
    case recalled = "Recalled"
    /// The owner needs the capacity for its own load, headroom or reservations.
    case ownerNeedsCapacity = "OwnerNeedsCapacity"
    /// The owner has more than it needs and its window is closed.
    case ownerCanSpare = "OwnerCanSpare"
    /// The borrower's pods keep their tenure: no new pod may start.
    case residency = "Residency"
    /// The drain was announced and has begun.
    case drainStarted = "DrainStarted"
    /// A budget refused an eviction; it is tried again.
    case evictionRetried = "EvictionRetried"
    /// The drain's deadline has passed: what is left is deleted, as declared.
    case drainDeadline = "DrainDeadline"
    /// No pod is left that a drain waits for.
    case drained = "Drained"
    /// What is left of the window is too short for a pod to keep its tenure after due notice.
    case windowTooShort = "WindowTooShort"
    /// As many machines as allowed are on their way to a borrower.
    case startsLimited = "StartsLimited"
    /// Its Machine in the owner's cluster is not Ready, so there is nothing to lend.
    case ownerNotReady = "OwnerNotReady"
    /// The host is lent.
    case hostLent = "HostLent"
    /// The host is free.
    case hostFree = "HostFree"
    /// A jurisdiction keeps the host and the cluster apart.
    case jurisdiction = "Jurisdiction"
    /// The host has no trusted execution environment that the cluster's workloads need.
    case notConfidential = "NotConfidential"
    /// The host's environment is not proved, or was too long ago.
    case notAttested = "NotAttested"
    /// The host carries traces of another tenant.
    case notSanitised = "NotSanitised"
    /// The host's owner asked for it not long ago.
    case reclaimHold = "ReclaimHold"
    /// Nobody in the borrower's cluster waits for a machine.
    case noDemand = "NoDemand"
    /// The machine stood without a pod.
    case idle = "Idle"
    /// The machine stood without a pod, and its borrower has more than its share while another waits.
    case shareExceeded = "ShareExceeded"
    /// The owner called some machines back: meanwhile no other is lent.
    case recallHolds = "RecallHolds"
    /// The Machine failed for good.
    case machineFailed = "MachineFailed"
  }

  /// The rule.
  public var rule: Rule
  /// The instant that decided, as the rule has it: an edge of a window, a deadline.
  public var instant: Instant?

  /// Makes a reason.
  @inlinable
  public init(_ rule: Rule, at instant: Instant? = nil) {
    self.rule = rule
    self.instant = instant
  }
}
