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

/// A host with its owner's object, as a decision works on it; its loans are beside it in the
/// `LendingBook`.
///
/// Plain values alone: all hosts are gone through whenever a load changes.
struct HostState: BitwiseCopyable {
  let id: HostID
  let cpu: MilliCPU
  let ownerID: ScheduledMachineID
  let ownerMachine: ObjectTerms
  let ownerSeen: MachineObservation
  let ownerBefore: ScheduledMachineStatus
  /// The status of the owner's object, on its way to what it will be.
  var owner: ScheduledMachineStatus
  /// The cluster whose traces are on it.
  let lastTenant: ClusterReference?
  /// Where its loans begin and end in the book.
  let firstLoan: Int
  let endOfLoans: Int
  /// The highest priority among its loans.
  let priority: UInt8
  /// The loan that the host is out on or comes back from, by its place in the book; the first one
  /// when it is at home.
  var current: Int

  /// Its loans, by their place in the book.
  var loans: Range<Int> { firstLoan..<endOfLoans }

  /// The cluster that the host belongs to.
  var ownerCluster: ClusterReference { ownerMachine.cluster }

  /// Whether a host that is to be lent is out of its owner's hands.
  var hasLeft: Bool { ownerSeen.stage != .ready }

  /// Whether nothing has happened to the owner's object that could change a decision on others.
  var isQuiet: Bool {
    owner.reason.rule != .neverLookedAt && owner.observedGeneration == ownerMachine.generation
      && owner.standing == ownerSeen.standing
  }

  /// Whether the host comes before another in all that is done in order: the higher priority of its
  /// borrowers first, then the smaller id.
  func precedes(_ other: HostState) -> Bool {
    (other.priority, id.index) < (priority, other.id.index)
  }
}

extension MachineObservation {
  /// How the Machine stands.
  var standing: ScheduledMachineStatus.Standing {
    switch stage {
    case .absent: .absent
    case .waitingForHost, .provisioning, .failed, .deleting: .moving
    case .ready: isCordonedByOthers ? .moving : .ready
    }
  }

  /// Whether its node is cordoned, and the scheduler may lift that.
  var isCordonedByScheduler: Bool { isCordoned && !isCordonedByOthers }
}
