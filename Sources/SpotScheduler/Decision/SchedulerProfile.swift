public import Units

/// Which scheduler decides.
public enum SchedulerProfile: Hashable, Sendable {
  /// What released 5-Spot v0.3 does, its faults included: each object is a thermostat of its own
  /// that knows of no other, drains delete pods past their budgets, nothing is announced.
  case upstream03
  /// What a bank wants; see `RegulatedPolicy`.
  case regulated(RegulatedPolicy)

  /// The profile's name in scenarios and on the command line.
  public var name: String {
    switch self {
    case .upstream03: "upstream-0.3"
    case .regulated: "regulated"
    }
  }
}

/// The terms under which the regulated profile lends.
public struct RegulatedPolicy: Hashable, Sendable, BitwiseCopyable {
  /// How long before its drain a borrower is told.
  public var notice: TimeSpan
  /// How long a pod that starts on lent capacity may stay at least.
  public var tenure: TimeSpan
  /// How long a drain may take before what is left is deleted.
  public var drainDeadline: TimeSpan
  /// How long after a refusal an eviction is tried again.
  public var evictionRetry: TimeSpan
  /// How long a host takes from its last pod's end to being Ready in its owner's cluster, at the
  /// confidence that was chosen, when nothing queues.
  public var returnTime: TimeSpan
  /// How long one host holds a worker of the infrastructure provider on its way back, at the same
  /// confidence; what hosts queue for.
  public var returnSession: TimeSpan
  /// How many hosts the infrastructure provider sets up or cleans at a time.
  public var providerConcurrency: Int
  /// How many machines may be on their way to a borrower at a time.
  public var simultaneousStarts: Int
  /// Hosts that stay with their owner beyond what load, headroom and reservations need, so that a
  /// small rise does not call a machine back.
  public var spareHosts: Int

  /// Makes a policy.
  public init(
    notice: TimeSpan = .minutes(15), tenure: TimeSpan = .minutes(30),
    drainDeadline: TimeSpan = .minutes(5), evictionRetry: TimeSpan = .seconds(20),
    returnTime: TimeSpan = .minutes(10), returnSession: TimeSpan = .minutes(5),
    providerConcurrency: Int = 5, simultaneousStarts: Int = .max, spareHosts: Int = 1
  ) {
    self.notice = notice
    self.tenure = tenure
    self.drainDeadline = drainDeadline
    self.evictionRetry = evictionRetry
    self.returnTime = returnTime
    self.returnSession = returnSession
    self.providerConcurrency = providerConcurrency
    self.simultaneousStarts = simultaneousStarts
    self.spareHosts = spareHosts
  }
}
