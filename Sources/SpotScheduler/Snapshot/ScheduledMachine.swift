public import Units

/// A `ScheduledMachine` as written and read: a machine that is to serve a cluster by a schedule.
///
/// A host that is lent has two of them, one in its owner's cluster and one in the borrower's.
/// 5-Spot turns each on and off by its own schedule and knows of no other; the regulated profile
/// reads the borrower's as the offer to lend and returns the host to the owner's cluster otherwise.
public struct ScheduledMachine: Sendable {
  /// In whose cluster its Machine is.
  public enum Role: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// The cluster that the host belongs to.
    case owner
    /// A cluster that the host is lent to.
    case borrower
  }

  /// Its name: namespace and name, as `namespace/name`.
  public var name: String
  /// The cluster that its Machine joins.
  public var cluster: ClusterReference
  /// The host that its Machine takes.
  public var host: HostID
  /// In whose cluster its Machine is.
  public var role: Role
  /// When its Machine is to exist.
  public var schedule: LendingSchedule
  /// False takes the machine out of service as its profile says.
  public var isEnabled: Bool
  /// True takes the machine away at once, without grace.
  public var killSwitch: Bool
  /// How long 5-Spot waits between the close of the window and the drain.
  public var gracefulShutdownTimeout: TimeSpan
  /// How long a drain may take before the machine is deleted all the same.
  public var nodeDrainTimeout: TimeSpan
  /// Higher ones are served first by the regulated profile; 5-Spot ignores it.
  public var priority: UInt8
  /// Counts the changes of what is written here, as `metadata.generation` does: whoever changes the
  /// object raises it, so that what is remembered of its schedule is worked out anew.
  public var generation: Int64

  /// Makes one; the defaults are those of the resource.
  public init(
    name: String, cluster: ClusterReference, host: HostID, role: Role, schedule: LendingSchedule,
    isEnabled: Bool = true, killSwitch: Bool = false,
    gracefulShutdownTimeout: TimeSpan = .minutes(5), nodeDrainTimeout: TimeSpan = .minutes(5),
    priority: UInt8 = 50, generation: Int64 = 1
  ) {
    self.name = name
    self.cluster = cluster
    self.host = host
    self.role = role
    self.schedule = schedule
    self.isEnabled = isEnabled
    self.killSwitch = killSwitch
    self.gracefulShutdownTimeout = gracefulShutdownTimeout
    self.nodeDrainTimeout = nodeDrainTimeout
    self.priority = priority
    self.generation = generation
  }
}
