public import Units

/// What the scheduler remembers of an object, in the object's status.
public struct ScheduledMachineStatus: Hashable, Sendable, BitwiseCopyable {
  /// The phases of the resource.
  public enum Phase: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// New, or about to be created.
    case pending = "Pending"
    /// Its Machine was asked for.
    case active = "Active"
    /// Its window is closed, its Machine is on the way out.
    case shuttingDown = "ShuttingDown"
    /// Outside its window, without a Machine.
    case inactive = "Inactive"
    /// Switched off.
    case disabled = "Disabled"
    /// Taken away by its kill switch.
    case terminated = "Terminated"
    /// Creating or deleting failed.
    case error = "Error"
    /// Being taken away because its owner needs the host at once.
    case emergencyRemove = "EmergencyRemove"
  }

  /// What can be asked for again when it is not seen to happen.
  public enum Attempt: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// To make the node unschedulable.
    case cordon = "Cordon"
    /// To make it schedulable again.
    case uncordon = "Uncordon"
    /// To evict its pods.
    case evict = "Evict"
    /// To delete its pods.
    case deletePods = "DeletePods"
    /// To delete the Machine.
    case deleteMachine = "DeleteMachine"
    /// To create the Machine.
    case createMachine = "CreateMachine"
    /// To sanitise the host.
    case sanitise = "Sanitise"
    /// To attest the host.
    case attest = "Attest"
  }

  /// How a Machine stands, as far as it matters to other hosts.
  public enum Standing: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// There is none.
    case absent = "Absent"
    /// It is coming or going.
    case moving = "Moving"
    /// It is Ready, and nobody else has cordoned its node.
    case ready = "Ready"
  }

  /// Where an object of 5-Spot was before a deletion.
  public struct BeforeCall: Hashable, Sendable, BitwiseCopyable {
    /// The phase.
    public var phase: Phase
    /// Why it was in that phase.
    public var reason: Reason
    /// Since when.
    public var since: Instant

    /// Makes one.
    @inlinable
    public init(phase: Phase, reason: Reason, since: Instant) {
      self.phase = phase
      self.reason = reason
      self.since = since
    }
  }

  /// The phase.
  public var phase: Phase
  /// Why it is in that phase.
  public var reason: Reason
  /// Since when.
  public var since: Instant
  /// When the borrower was told of the coming drain; nil when it was not.
  public var announcedAt: Instant?
  /// When the drain begins that was announced.
  public var drainStartsAt: Instant?
  /// When the drain began; nil when there is none.
  public var drainStartedAt: Instant?
  /// What was asked for last and has not been seen to happen; nil when nothing is open.
  public var attempt: Attempt?
  /// When it is asked for again.
  public var nextAttemptAt: Instant?
  /// The generation of the object that the rest of the status speaks of.
  public var observedGeneration: Int64
  /// Whether its schedule is on, until `nextEdgeAt`.
  public var isScheduleActive: Bool
  /// When its schedule turns next; nil when it never does.
  public var nextEdgeAt: Instant?
  /// How its Machine stood when all hosts were planned last.
  public var standing: Standing
  /// When all hosts are to be planned anew on this one's account; nil when time alone changes
  /// nothing.
  public var nextPlanAt: Instant?
  /// The look at this object that was asked for last and still stands.
  public var nextLookAt: Instant?
  /// Since when its Ready node has had no pod; nil when it has one, or is not Ready.
  public var idleSince: Instant?
  /// The request of the host's owner that was answered last, by its instant: none is answered twice.
  public var reclaimedAt: Instant?
  /// How many requests of the host's owner followed one another closely.
  public var reclaims: Int
  /// Until when the host is not lent again after such a request.
  public var heldUntil: Instant?
  /// When the owner called the machine back, for as long as a recall of the owner's holds.
  public var recalledAt: Instant?
  /// How often in a row its Machine failed for good; in upstream profiles, how often in a row a
  /// reconciliation returned an error.
  public var failures: Int
  /// When a Machine is created again after that, or the object is reconciled again.
  public var retryAt: Instant?
  /// Of upstream profiles: where the object was before a deletion, and is again if that is refused.
  public var beforeCall: BeforeCall?

  /// Makes the status of an object that was never looked at.
  public init(
    phase: Phase = .pending, reason: Reason = Reason(.neverLookedAt), since: Instant = .epoch,
    announcedAt: Instant? = nil, drainStartsAt: Instant? = nil, drainStartedAt: Instant? = nil,
    attempt: Attempt? = nil, nextAttemptAt: Instant? = nil, observedGeneration: Int64 = 0,
    isScheduleActive: Bool = false, nextEdgeAt: Instant? = nil, standing: Standing = .absent,
    nextPlanAt: Instant? = nil, nextLookAt: Instant? = nil, idleSince: Instant? = nil,
    reclaimedAt: Instant? = nil, reclaims: Int = 0, heldUntil: Instant? = nil,
    recalledAt: Instant? = nil, failures: Int = 0,
    retryAt: Instant? = nil, beforeCall: BeforeCall? = nil
  ) {
    self.phase = phase
    self.reason = reason
    self.since = since
    self.announcedAt = announcedAt
    self.drainStartsAt = drainStartsAt
    self.drainStartedAt = drainStartedAt
    self.attempt = attempt
    self.nextAttemptAt = nextAttemptAt
    self.observedGeneration = observedGeneration
    self.isScheduleActive = isScheduleActive
    self.nextEdgeAt = nextEdgeAt
    self.standing = standing
    self.nextPlanAt = nextPlanAt
    self.nextLookAt = nextLookAt
    self.idleSince = idleSince
    self.reclaimedAt = reclaimedAt
    self.reclaims = reclaims
    self.heldUntil = heldUntil
    self.recalledAt = recalledAt
    self.failures = failures
    self.retryAt = retryAt
    self.beforeCall = beforeCall
  }
}
