public import Units

/// The terms under which the regulated profile lends.
public struct RegulatedPolicy: Hashable, Sendable {
  /// How long before its drain a borrower is told.
  public var notice: TimeSpan
  /// How long a pod that starts on lent capacity may stay at least.
  public var tenure: TimeSpan
  /// How long a drain may take before what is left is deleted.
  public var drainDeadline: TimeSpan
  /// How pods of certain kinds leave otherwise than the rest; the first that matches counts.
  public var drainClasses: [DrainClass]
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
  /// How many hosts may be drained at a time: loans that begin wait for a place, and ways back are
  /// planned in waves of so many.
  public var simultaneousDrains: Int
  /// Lend only to clusters that wait for capacity, and bring a machine home that has stood that long
  /// without a pod while nobody waits. Nil: lend what can be spared, for as long as the window lasts.
  public var idleDelay: TimeSpan?
  /// Take a machine back that has stood that long without a pod, and its tenure, with a borrower that
  /// has more than its share, when one that has less waits. Nil: shares even out as machines become
  /// free.
  public var evenOutDelay: TimeSpan?
  /// What an owner's measured use may be; nil when its requests alone decide.
  public var usage: UsageThresholds?
  /// How long the pods of a host may take to leave whose owner asks for it at once, before what is
  /// left is deleted.
  public var emergencyDeadline: TimeSpan
  /// How long a host stays at home after its owner asked for it at once; doubled for each further
  /// request within a day, up to a day.
  public var reclaimHold: TimeSpan

  /// Makes a policy.
  public init(
    notice: TimeSpan = .minutes(15), tenure: TimeSpan = .minutes(30),
    drainDeadline: TimeSpan = .minutes(5), evictionRetry: TimeSpan = .seconds(20),
    returnTime: TimeSpan = .minutes(10), returnSession: TimeSpan = .minutes(5),
    providerConcurrency: Int = 5, simultaneousStarts: Int = .max, spareHosts: Int = 1,
    simultaneousDrains: Int = .max, idleDelay: TimeSpan? = nil,
    evenOutDelay: TimeSpan? = nil, usage: UsageThresholds? = nil,
    emergencyDeadline: TimeSpan = .minutes(1), reclaimHold: TimeSpan = .minutes(30),
    drainClasses: [DrainClass] = []
  ) {
    self.notice = notice
    self.tenure = tenure
    self.drainDeadline = drainDeadline
    self.drainClasses = drainClasses
    self.evictionRetry = evictionRetry
    self.returnTime = returnTime
    self.returnSession = returnSession
    self.providerConcurrency = providerConcurrency
    self.simultaneousStarts = simultaneousStarts
    self.spareHosts = spareHosts
    self.simultaneousDrains = simultaneousDrains
    self.idleDelay = idleDelay
    self.evenOutDelay = evenOutDelay
    self.usage = usage
    self.emergencyDeadline = emergencyDeadline
    self.reclaimHold = reclaimHold
  }
}

/// Two thresholds on an owner's measured use, apart so that a load between them moves nothing.
public struct UsageThresholds: Hashable, Sendable, BitwiseCopyable {
  /// A host goes only if the peak of use stays at or below so many thousandths of what is then left
  /// at home.
  public var lendBelowPermille: Int
  /// Hosts are called back when use is above so many thousandths of what is at home.
  public var recallAbovePermille: Int

  /// Makes thresholds.
  @inlinable
  public init(lendBelowPermille: Int, recallAbovePermille: Int) {
    self.lendBelowPermille = lendBelowPermille
    self.recallAbovePermille = recallAbovePermille
  }

  /// The same thresholds, the one to call back no lower than the one to lend.
  var inOrder: UsageThresholds {
    UsageThresholds(
      lendBelowPermille: lendBelowPermille,
      recallAbovePermille: max(recallAbovePermille, lendBelowPermille))
  }
}
