public import Units

extension Explanation {
  /// What the rules of a decision read. What a profile does not read is nil or empty.
  public struct Inputs: Hashable, Sendable {
    /// The objects of the host, and what was seen of them.
    public var objects: [Object] = []
    /// The schedule that was read: of the regulated profile, when the host may be lent.
    public var window: Window?
    /// The owner's recall that holds.
    public var recall: RecallInForce?
    /// What the owner can be without.
    public var account: Account?
    /// The host's place in the order in which everything is done.
    public var place: Place?
    /// When the host has to return for its owner's window.
    public var returning: Return?
    /// The machines on their way to a borrower.
    public var starts: Starts?
    /// The drain of the object that has to go.
    public var drain: Drain?
    /// The rows of 5-Spot's phase machine that applied, in order.
    public var rows: [PhaseRow] = []
    /// When 5-Spot sees that the grace period is over.
    public var grace: Grace?

    /// Without any.
    public init() {}
  }

  /// An object of the host.
  public struct Object: Hashable, Sendable {
    /// The object.
    public var machine: ScheduledMachineID
    /// In whose cluster its Machine is.
    public var role: ScheduledMachine.Role
    /// What is seen of its Machine.
    public var seen: MachineObservation
    /// Its phase after the decision.
    public var phase: ScheduledMachineStatus.Phase
    /// Whether it is switched on.
    public var isEnabled: Bool
    /// Whether its kill switch is on.
    public var killSwitch: Bool
  }

  /// A schedule at an instant.
  public struct Window: Hashable, Sendable {
    /// Whether it is open.
    public var isOpen: Bool
    /// When it opens or closes next; nil when it never does.
    public var edge: Instant?
    /// The zone of its first window, on whose clock people read it; nil without windows.
    public var zone: ZoneRules?
  }

  /// A recall that holds.
  public struct RecallInForce: Hashable, Sendable {
    /// When it was ordered.
    public var orderedAt: Instant
    /// When it ends.
    public var until: Instant
  }

  /// An owner's account: what it has, needs, and can be without.
  public struct Account: Hashable, Sendable {
    /// The owner.
    public var cluster: ClusterReference
    /// CPU of its Ready machines that may be lent.
    public var lendableAllocatable: MilliCPU
    /// CPU of those of its machines that are not Ready in it, lent ones among them.
    public var notReady: MilliCPU
    /// CPU that its pods request or wait for.
    public var requested: MilliCPU
    /// CPU that has to stay free.
    public var headroom: MilliCPU
    /// CPU that is kept for named purposes.
    public var reserved: MilliCPU
    /// CPU of machines that it keeps whatever its load.
    public var floor: MilliCPU
    /// CPU that its pods use; zero where use is not measured.
    public var used: MilliCPU
    /// The most CPU that they used at a time of late; zero where use is not measured.
    public var usedPeak: MilliCPU
    /// What may be away at most: the first two less what it keeps, and what carries its use.
    public var limit: MilliCPU
    /// Up to what another host may go, but for the spare ones: less than `limit` where the peak of
    /// use keeps more.
    public var lendLimit: MilliCPU
    /// CPU that is lent or on its way there.
    public var lent: MilliCPU
    /// CPU that is on its way back.
    public var returning: MilliCPU
    /// The largest host.
    public var largestHost: MilliCPU
    /// How many of the largest stay at home beside.
    public var spareHosts: Int
    /// What may still be lent; below zero, what is missing.
    public var room: MilliCPU
    /// By how much more is away than the owner can be without; zero when it can be without it.
    public var overdraft: MilliCPU
  }

  /// A place in the order of hosts.
  public struct Place: Hashable, Sendable {
    /// The place, from 1.
    public var rank: Int
    /// How many there are.
    public var count: Int
    /// The priority of the borrower's object, which comes before the place in the snapshot.
    public var priority: UInt8
  }

  /// A return for the owner's window: `drainStart` is `edge` less `lead`.
  public struct Return: Hashable, Sendable {
    /// When the owner's window opens.
    public var edge: Instant
    /// The place, from 0, among the hosts that return for that edge.
    public var rank: Int
    /// How many those are.
    public var hosts: Int
    /// How long it may wait for a worker of the provider, a part of `lead`.
    public var wait: TimeSpan
    /// How long before the edge the drain begins.
    public var lead: TimeSpan
    /// The part of it in which pods may leave.
    public var drainDeadline: TimeSpan
    /// The part of it in which the host returns.
    public var returnTime: TimeSpan
    /// How long one host keeps a worker of the provider busy.
    public var returnSession: TimeSpan
    /// When the drain begins.
    public var drainStart: Instant
    /// When it is announced and the node cordoned.
    public var announcement: Instant
    /// Until when a loan has to have left its owner.
    public var departure: Instant
  }

  /// The machines on their way to a borrower.
  public struct Starts: Hashable, Sendable {
    /// How many there are.
    public var underWay: Int
    /// How many there may be; nil when any number.
    public var limit: Int?
    /// How long the next one takes at most.
    public var journey: TimeSpan
    /// The first instant at which the host does not set out any more; nil when it always may.
    public var lastStart: Instant?
  }

  /// A drain.
  public struct Drain: Hashable, Sendable {
    /// Whose node is drained.
    public var machine: ScheduledMachineID
    /// When it begins.
    public var start: Instant
    /// When it began; nil when it has not.
    public var startedAt: Instant?
    /// When pods are deleted next; nil when it has not begun, or never escalates.
    public var escalation: Instant?
    /// The pods that it waits for, by id.
    public var pods: [PodObservation]
    /// The classes of those pods, one for each; nil for one that has none.
    public var classes: [DrainedClass?]
  }

  /// How a pod of a drain class leaves.
  public struct DrainedClass: Hashable, Sendable {
    /// The class.
    public var name: String
    /// When it is evicted among the others.
    public var order: Int32
    /// Until when it is evicted; nil when the drain has not begun, or never escalates.
    public var deadline: Instant?
    /// With how much grace it is deleted then; nil when it is not.
    public var deletionGrace: TimeSpan?
  }

  /// A row of 5-Spot's phase machine that applied.
  public struct PhaseRow: Hashable, Sendable {
    /// The phase before.
    public var from: ScheduledMachineStatus.Phase
    /// Whether the kill switch was on.
    public var isKilled: Bool
    /// Whether the object was enabled.
    public var isEnabled: Bool
    /// Whether its schedule was on.
    public var isActive: Bool
    /// Whether its grace period was over, or it had none.
    public var isGraceOver: Bool
    /// The phase after.
    public var to: ScheduledMachineStatus.Phase
    /// The reason that it gives.
    public var rule: Reason.Rule
    /// What is done: `nothing`, `create`, `delete`, `drain-and-delete` or `reclaim`.
    public var work: String
  }

  /// 5-Spot's grace period.
  public struct Grace: Hashable, Sendable {
    /// When it began.
    public var began: Instant
    /// How long it is.
    public var timeout: TimeSpan
    /// When 5-Spot sees that it is over.
    public var end: Instant
  }
}
