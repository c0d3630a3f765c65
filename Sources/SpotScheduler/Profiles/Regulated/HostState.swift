import Units

/// What a decision on many hosts reads of an object as written; its texts and windows stay where
/// they are.
struct ObjectTerms: BitwiseCopyable {
  let cluster: ClusterReference
  let host: HostID
  let isEnabled: Bool
  let killSwitch: Bool
  let priority: UInt8
  let generation: Int64

  init(_ machine: borrowing ScheduledMachine) {
    cluster = machine.cluster
    host = machine.host
    isEnabled = machine.isEnabled
    killSwitch = machine.killSwitch
    priority = machine.priority
    generation = machine.generation
  }
}

/// A host with its two objects, as a decision works on it.
///
/// Plain values alone: all hosts are gone through whenever a load changes.
struct HostState: BitwiseCopyable {
  /// Where a host is to be; it is kept in the phase of the borrower's object.
  enum Commitment: BitwiseCopyable {
    /// With its owner.
    case home
    /// With the borrower, or on its way there.
    case lent
    /// On its way back. What was announced is carried out: only another return ends it.
    case returning
  }

  let id: HostID
  let cpu: MilliCPU
  let ownerID: ScheduledMachineID
  let borrowerID: ScheduledMachineID
  let ownerMachine: ObjectTerms
  let borrowerMachine: ObjectTerms
  let ownerSeen: MachineObservation
  let borrowerSeen: MachineObservation
  let ownerBefore: ScheduledMachineStatus
  let borrowerBefore: ScheduledMachineStatus
  /// The statuses, on their way to what they will be.
  var owner: ScheduledMachineStatus
  var borrower: ScheduledMachineStatus

  /// When the borrower's window lets the host go home in time; set while all hosts are planned.
  var returnTimes = ReturnTimes.never
  /// From when on the host is not lent any more in this window; nil when it is not at home, or
  /// cannot be lent for another reason than time and capacity.
  var lendableUntil: Instant?

  /// Reads a host; nil when what it refers to does not exist or is another host's.
  init?(_ id: HostID, in snapshot: FleetSnapshot) {
    guard Int(id.index) < snapshot.hosts.count else { return nil }
    let host = snapshot.hosts[Int(id.index)]
    guard host.owner != host.borrower, snapshot.contains(host.owner),
      snapshot.contains(host.borrower)
    else { return nil }
    self.id = id
    cpu = host.cpu
    ownerID = host.owner
    borrowerID = host.borrower
    ownerMachine = ObjectTerms(snapshot.scheduledMachines[Int(ownerID.index)])
    borrowerMachine = ObjectTerms(snapshot.scheduledMachines[Int(borrowerID.index)])
    guard ownerMachine.host == id, borrowerMachine.host == id,
      Int(ownerMachine.cluster.index) < snapshot.clusters.count
    else { return nil }
    ownerSeen = snapshot.observation(of: ownerID)
    borrowerSeen = snapshot.observation(of: borrowerID)
    ownerBefore = snapshot.status(of: ownerID)
    borrowerBefore = snapshot.status(of: borrowerID)
    owner = ownerBefore
    borrower = borrowerBefore
  }

  /// The host that an object is of; nil when there is none.
  static func host(
    of machine: ScheduledMachineID, in snapshot: FleetSnapshot
  ) -> HostID? {
    guard snapshot.contains(machine) else { return nil }
    let id = snapshot.scheduledMachines[Int(machine.index)].host
    guard Int(id.index) < snapshot.hosts.count else { return nil }
    let host = snapshot.hosts[Int(id.index)]
    return host.owner == machine || host.borrower == machine ? id : nil
  }

  /// The cluster that the host belongs to.
  var ownerCluster: ClusterReference { ownerMachine.cluster }

  /// Where the host is to be, as decided so far.
  var commitment: Commitment { borrower.commitment }

  /// Whether the owner's cluster is to have a Machine on the host.
  var isWantedByOwner: Bool {
    commitment != .lent && ownerMachine.isEnabled && !ownerMachine.killSwitch
  }

  /// Whether a host that is to be lent is out of its owner's hands.
  var hasLeft: Bool { ownerSeen.stage != .ready }

  /// Whether one of its objects takes the host out of service at once.
  var isKilled: Bool { ownerMachine.killSwitch || borrowerMachine.killSwitch }

  /// Whether both objects are in service.
  var isEnabled: Bool { ownerMachine.isEnabled && borrowerMachine.isEnabled }

  /// Whether nothing has happened to the host that could change a decision on other hosts.
  func isQuiet(at now: Instant) -> Bool {
    owner.reason.rule != .neverLookedAt && borrower.reason.rule != .neverLookedAt
      && owner.observedGeneration == ownerMachine.generation
      && borrower.observedGeneration == borrowerMachine.generation
      && owner.standing == ownerSeen.standing
      && borrower.standing == borrowerSeen.standing
      && now < borrower.nextPlanAt ?? .distantFuture
  }

  /// Whether the host comes before another in all that is done in order: the borrower's higher
  /// priority first, then the smaller id.
  func precedes(_ other: HostState) -> Bool {
    (other.borrowerMachine.priority, id.index) < (borrowerMachine.priority, other.id.index)
  }
}

extension ScheduledMachineStatus {
  /// Where the host of a borrower's object is to be.
  var commitment: HostState.Commitment {
    switch phase {
    case .active: .lent
    case .pending: reason.rule == .neverLookedAt ? .home : .lent
    case .shuttingDown, .emergencyRemove: .returning
    case .inactive, .disabled, .terminated, .error: .home
    }
  }
}

extension MachineObservation {
  /// How the Machine stands.
  var standing: ScheduledMachineStatus.Standing {
    switch stage {
    case .absent: .absent
    case .waitingForHost, .provisioning, .deleting: .moving
    case .ready: isCordonedByOthers ? .moving : .ready
    }
  }

  /// Whether its node is cordoned, and the scheduler may lift that.
  var isCordonedByScheduler: Bool { isCordoned && !isCordonedByOthers }
}
