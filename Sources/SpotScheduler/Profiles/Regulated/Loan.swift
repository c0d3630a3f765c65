import Units

/// A borrower's object of a host: a loan that is offered, running or ending.
struct Loan: BitwiseCopyable {
  /// Where a host is to be, as far as one borrower is concerned; it is kept in the phase of the
  /// borrower's object.
  enum Commitment: BitwiseCopyable {
    /// Not with this borrower.
    case home
    /// With the borrower, or on its way there.
    case lent
    /// On its way back. What was announced is carried out: only another return ends it.
    case returning
  }

  let id: ScheduledMachineID
  let machine: ObjectTerms
  let seen: MachineObservation
  let before: ScheduledMachineStatus
  /// The object's status, on its way to what it will be.
  var status: ScheduledMachineStatus

  /// When the borrower's window lets the host go home in time; set while all hosts are planned.
  var returnTimes = ReturnTimes.never
  /// From when on the host is not lent any more in this window; nil when it is not at home, or
  /// cannot be lent for another reason than time and capacity.
  var lendableUntil: Instant?

  /// Reads an object.
  init(_ id: ScheduledMachineID, _ machine: ObjectTerms, in snapshot: FleetSnapshot) {
    self.id = id
    self.machine = machine
    seen = snapshot.observation(of: id)
    before = snapshot.status(of: id)
    status = before
  }

  /// The borrower.
  var cluster: ClusterReference { machine.cluster }

  /// Where the host is to be, as decided so far.
  var commitment: Commitment { status.commitment }

  /// A request of the host's owner that was not answered yet.
  var newReclaim: Instant? {
    guard let request = seen.reclaimRequestedAt, request != status.reclaimedAt,
      seen.stage != .absent
    else { return nil }
    return request
  }

  /// Whether nothing has happened to the object that could change a decision on other hosts.
  func isQuiet(at now: Instant, policy: RegulatedPolicy) -> Bool {
    status.reason.rule != .neverLookedAt && status.observedGeneration == machine.generation
      && status.standing == seen.standing && now < status.nextPlanAt ?? .distantFuture
      && newReclaim == nil && now < status.idleEnd(policy) ?? .distantFuture
      && now < evenOutEnd(policy) ?? .distantFuture
  }
}

extension ScheduledMachineStatus {
  /// Where the host of a borrower's object is to be.
  var commitment: Loan.Commitment {
    switch phase {
    case .active: .lent
    case .pending: reason.rule == .neverLookedAt ? .home : .lent
    case .shuttingDown, .emergencyRemove: .returning
    case .error: retryAt == nil ? .home : .lent
    case .inactive, .disabled, .terminated: .home
    }
  }

  /// When a machine without a pod has stood long enough to go home.
  func idleEnd(_ policy: RegulatedPolicy) -> Instant? {
    guard let idleSince, let delay = policy.idleDelay else { return nil }
    return idleSince.later(by: delay)
  }
}
