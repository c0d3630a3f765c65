public import Units

/// What the scheduler wants done, and what it will remember.
public struct Decision: Hashable, Sendable {
  /// What is to be done, in this order.
  public var actions: [Action]
  /// The statuses that change, by ascending object, each once.
  public var statusChanges: [StatusChange]
  /// When objects are to be looked at again though nothing changed, by ascending object.
  public var looks: [Look]
  /// Where upstream decided otherwise than the regulated profile would, by ascending object, then
  /// by name, each once; empty in the regulated profile.
  public var divergences: [DivergenceNote]

  /// Makes a decision.
  public init(
    actions: [Action] = [], statusChanges: [StatusChange] = [], looks: [Look] = [],
    divergences: [DivergenceNote] = []
  ) {
    self.actions = actions
    self.statusChanges = statusChanges
    self.looks = looks
    self.divergences = divergences
  }
}

/// One thing to be done to the world.
public struct Action: Hashable, Sendable, BitwiseCopyable {
  /// What is to be done.
  public enum Verb: Hashable, Sendable, BitwiseCopyable {
    /// Create the object's Machine with its bootstrap and infrastructure objects.
    case createMachine
    /// Delete them.
    case deleteMachine
    /// Make the node unschedulable.
    case cordon
    /// Make the node schedulable again.
    case uncordon
    /// Tell the node's users that its drain begins at that instant.
    case announceDrain(at: Instant)
    /// Ask the eviction API to evict a pod, with that grace period in place of its own when there is
    /// one: budgets may refuse it.
    case evict(PodID, grace: TimeSpan?)
    /// Delete a pod with that grace period, whatever its budget says.
    case deletePod(PodID, grace: TimeSpan)
    /// Remove what the last tenant left on the object's host.
    case sanitise
    /// Ask for evidence of the host's trusted execution environment.
    case attest
    /// Switch the object off, as 5-Spot does after an emergency reclaim.
    case disableObject
    /// Take the reclaim request off the node.
    case clearReclaimRequest
  }

  /// What is to be done.
  public var verb: Verb
  /// Whose Machine or node it concerns.
  public var machine: ScheduledMachineID
  /// Why.
  public var reason: Reason

  /// Makes an action.
  @inlinable
  public init(_ verb: Verb, _ machine: ScheduledMachineID, because reason: Reason) {
    self.verb = verb
    self.machine = machine
    self.reason = reason
  }
}

/// A status that changes.
public struct StatusChange: Hashable, Sendable, BitwiseCopyable {
  /// The object.
  public var machine: ScheduledMachineID
  /// Its new status, whole.
  public var status: ScheduledMachineStatus

  /// Makes a change.
  @inlinable
  public init(_ machine: ScheduledMachineID, to status: ScheduledMachineStatus) {
    self.machine = machine
    self.status = status
  }
}

/// A time to look at an object again.
///
/// It stands until another look at the same object is asked for, and is not asked for twice: it is
/// kept in the status as `nextLookAt`, from where whoever restarts takes it up again. Looking more
/// often changes nothing.
public struct Look: Hashable, Sendable, BitwiseCopyable {
  /// The object.
  public var machine: ScheduledMachineID
  /// When.
  public var at: Instant

  /// Makes one.
  @inlinable
  public init(_ machine: ScheduledMachineID, at: Instant) {
    self.machine = machine
    self.at = at
  }
}
