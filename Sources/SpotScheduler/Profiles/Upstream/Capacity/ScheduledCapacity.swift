public import Units

/// A slice of a host that is lent by schedule: a number in an object of its consumer (5-Spot's
/// `ScheduledCapacity`).
///
/// The controller owns that object and writes `activeValue` or zero into one field of it, and reads
/// from its status how much is still in use. `decide` is 5-Spot's own rule, which never writes
/// anything else and never writes what stands there already.
public struct ScheduledCapacity: Hashable, Sendable {
  /// What `decide` reads.
  public struct Observation: Hashable, Sendable {
    /// `spec.enabled`.
    public var isEnabled: Bool
    /// `spec.killSwitch`.
    public var isKilled: Bool
    /// The number while the schedule is on.
    public var activeValue: Int64
    /// Whether the schedule is on; nil when its provider cannot be resolved.
    public var verdict: Bool?
    /// What was known of the schedule last; nil when it never was known.
    public var lastKnown: Bool?
    /// The number that was written last; nil when none was.
    public var lastWritten: Int64?
    /// Whether the consumer's object can be written.
    public var isTargetResolved: Bool
    /// Whether a path to a counter of what is in use is configured.
    public var hasDrainSignal: Bool
    /// What the counter shows; nil when it cannot be read, which is not zero.
    public var observedDrained: Int64?
    /// How long handing back may take.
    public var handbackTimeout: TimeSpan
    /// When it is to be done; nil when it has not begun.
    public var handbackDeadline: Instant?
    /// Whether a `ScheduledMachine` governs the same host.
    public var isAlsoGovernedByMachine: Bool

    /// Makes an observation.
    public init(
      isEnabled: Bool = true, isKilled: Bool = false, activeValue: Int64, verdict: Bool?,
      lastKnown: Bool? = nil, lastWritten: Int64? = nil, isTargetResolved: Bool = true,
      hasDrainSignal: Bool = true, observedDrained: Int64? = nil,
      handbackTimeout: TimeSpan = .minutes(10), handbackDeadline: Instant? = nil,
      isAlsoGovernedByMachine: Bool = false
    ) {
      self.isEnabled = isEnabled
      self.isKilled = isKilled
      self.activeValue = activeValue
      self.verdict = verdict
      self.lastKnown = lastKnown
      self.lastWritten = lastWritten
      self.isTargetResolved = isTargetResolved
      self.hasDrainSignal = hasDrainSignal
      self.observedDrained = observedDrained
      self.handbackTimeout = handbackTimeout
      self.handbackDeadline = handbackDeadline
      self.isAlsoGovernedByMachine = isAlsoGovernedByMachine
    }
  }

  /// The phases.
  public enum Phase: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// The consumer's object cannot be written yet.
    case pending = "Pending"
    /// The number is `activeValue`.
    case active = "Active"
    /// The number is zero and the consumer still uses some.
    case handingBack = "HandingBack"
    /// It did so for longer than it may; the number stays zero.
    case handbackTimedOut = "HandbackTimedOut"
    /// Outside its window, with nothing in use.
    case inactive = "Inactive"
    /// Switched off, with nothing in use.
    case disabled = "Disabled"
    /// Ended by its kill switch.
    case terminated = "Terminated"
    /// In conflict with a `ScheduledMachine`.
    case error = "Error"
  }

  /// The reasons.
  public enum Reason: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// The schedule is on.
    case scheduleActive = "ScheduleActive"
    /// The schedule is off, or the object is switched off.
    case scheduleInactive = "ScheduleInactive"
    /// A `ScheduledMachine` governs the same host.
    case alsoGovernedByScheduledMachine = "AlsoGovernedByScheduledMachine"
    /// The consumer's object cannot be written.
    case targetNotActuable = "TargetNotActuable"
    /// Nothing says when the consumer is done, so handing back counts as done at once.
    case noDrainSignalConfigured = "NoDrainSignalConfigured"
    /// The consumer still uses some.
    case waitingForDrain = "WaitingForDrain"
    /// For longer than it may.
    case handbackTimedOut = "HandbackTimedOut"
  }

  /// What `decide` wants.
  public struct Decision: Hashable, Sendable {
    /// The phase.
    public var phase: Phase
    /// Why.
    public var reason: Reason
    /// The number to write; nil when none is.
    public var write: Int64?
    /// When handing back is to be done; nil when none is under way.
    public var handbackDeadline: Instant?
    /// Whether nothing is in use any more.
    public var isHandbackComplete: Bool

    /// The condition `Ready`: the capacity is given.
    public var isReady: Bool { phase == .active }

    /// Whether a `ScheduledMachine` governs the same host.
    public var isConflict: Bool { reason == .alsoGovernedByScheduledMachine }

    /// When to look again though nothing changed; nil when nothing is waited for.
    public var recheck: TimeSpan? {
      phase == .handingBack || phase == .handbackTimedOut ? ScheduledCapacity.recheck : nil
    }
  }

  /// How often a consumer that is to hand back is looked at.
  public static var recheck: TimeSpan { .seconds(30) }

  /// The decision: the first of conflict, missing target, kill switch and schedule that applies.
  ///
  /// Unlike a `ScheduledMachine`, a capacity whose window reopens while it hands back is restored
  /// at once. A hand-back that timed out recovers when the counter reaches zero or the window opens.
  public static func decide(_ seen: Observation, at now: Instant) -> Decision {
    let zero: Int64? = seen.lastWritten == 0 ? nil : 0
    if seen.isAlsoGovernedByMachine {
      return Decision(
        phase: .error, reason: .alsoGovernedByScheduledMachine, write: zero,
        isHandbackComplete: false)
    }
    guard seen.isTargetResolved else {
      return Decision(phase: .pending, reason: .targetNotActuable, isHandbackComplete: false)
    }
    if seen.isKilled {
      return Decision(
        phase: .terminated, reason: .scheduleInactive, write: zero, isHandbackComplete: true)
    }
    if seen.isEnabled, seen.verdict ?? seen.lastKnown ?? false {
      return Decision(
        phase: .active, reason: .scheduleActive,
        write: seen.lastWritten == seen.activeValue ? nil : seen.activeValue,
        isHandbackComplete: false)
    }
    return handBack(seen, writing: zero, at: now)
  }

  private static func handBack(
    _ seen: Observation, writing zero: Int64?, at now: Instant
  ) -> Decision {
    let rest: Phase = seen.isEnabled ? .inactive : .disabled
    if !seen.hasDrainSignal {
      return Decision(
        phase: rest, reason: .noDrainSignalConfigured, write: zero, isHandbackComplete: true)
    }
    if seen.observedDrained == 0 {
      return Decision(phase: rest, reason: .scheduleInactive, write: zero, isHandbackComplete: true)
    }
    let deadline = seen.handbackDeadline ?? now.later(by: seen.handbackTimeout)
    let isLate = now >= deadline
    return Decision(
      phase: isLate ? .handbackTimedOut : .handingBack,
      reason: isLate ? .handbackTimedOut : .waitingForDrain, write: zero,
      handbackDeadline: deadline, isHandbackComplete: false)
  }
}
