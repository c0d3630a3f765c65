import Units

/// Carries out where a host is to be: gives it from one cluster to the other, one step at a time.
///
/// A host has at most one Machine: the one that is wanted is created only when every other is seen
/// to be gone, and when the host carries no traces of another tenant. Everything follows from what
/// is seen and from the statuses, so that a lost or repeated request, a restart or a late look
/// neither loses nor doubles a Machine.
struct HostHandover {
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant
  let terms: BorrowerTerms

  /// Does what is due on a host.
  func advance(_ index: Int, in book: inout LendingBook, actions: inout [Action]) {
    var host = book.hosts[index]
    var ownerLook: Instant?
    if book.commitment(of: host) == .lent {
      ownerLook = retireOwner(&host, actions: &actions)
      let isFree =
        host.ownerSeen.stage == .absent
        && host.loans.allSatisfy {
          $0 == host.current || book.loans[$0].seen.stage == .absent
        }
      let look = createBorrower(
        &book.loans[host.current], of: host, isFree: isFree, actions: &actions)
      let until = terms.verdict(on: host, for: book.loans[host.current]).until
      book.loans[host.current].status.nextLookAt = earliest(
        earliest(look, until), book.loans[host.current].status.nextPlanAt)
      for other in host.loans where other != host.current {
        retire(&book.loans[other], of: host, actions: &actions)
      }
    } else {
      for loan in host.loans { retire(&book.loans[loan], of: host, actions: &actions) }
      ownerLook =
        book.isWantedByOwner(host)
        ? keepOwner(
          &host, isFree: book.isFreeOfBorrowers(host), because: book.current(host).status.reason,
          actions: &actions)
        : retireOwner(&host, actions: &actions)
    }
    host.owner.nextLookAt = ownerLook
    book.hosts[index] = host
  }

  // MARK: Towards the borrower

  private func retireOwner(_ host: inout HostState, actions: inout [Action]) -> Instant? {
    let isKilled = host.ownerMachine.killSwitch
    if host.ownerSeen.stage == .absent {
      host.owner.forgetAttempt()
      host.owner.drainStartsAt = nil
      host.owner.drainStartedAt = nil
      host.owner.enter(
        isKilled ? .terminated : host.ownerMachine.isEnabled ? .inactive : .disabled,
        because: ownerCause(of: host), at: now)
      return nil
    }
    let cause = ownerCause(of: host)
    host.owner.enter(isKilled ? .emergencyRemove : .shuttingDown, because: cause, at: now)
    let start = host.owner.drainStartsAt ?? now
    host.owner.drainStartsAt = start
    let drain = GracefulDrain(
      id: host.ownerID, seen: host.ownerSeen,
      pods: pods(of: host.ownerID, seen: host.ownerSeen, start: start), policy: policy, now: now,
      cause: cause, start: start, terms: drainTerms(ownerPace(of: host)))
    return drain.advance(&host.owner, actions: &actions)
  }

  /// How the owner's own pods leave. Nobody waits for a loan: it never escalates, so the owner's
  /// budgets hold however long they take.
  func ownerPace(of host: HostState) -> DrainTerms.Pace {
    if host.ownerMachine.killSwitch { return .within(.zero) }
    return host.ownerMachine.isEnabled ? .unhurried : .declared
  }

  /// The terms of a drain.
  func drainTerms(_ pace: DrainTerms.Pace) -> DrainTerms {
    DrainTerms(policy: policy, traits: snapshot.podTraits, pace: pace)
  }

  /// Why the owner's Machine has to go.
  private func ownerCause(of host: HostState) -> Reason {
    if host.ownerMachine.killSwitch { return Reason(.killSwitchActivated) }
    if !host.ownerMachine.isEnabled { return Reason(.scheduleDisabled) }
    return Reason(.hostLent)
  }

  private func createBorrower(
    _ loan: inout Loan, of host: HostState, isFree: Bool, actions: inout [Action]
  ) -> Instant? {
    loan.noteIdleness(in: snapshot, policy: policy, at: now)
    switch loan.seen.stage {
    case .absent:
      return create(
        loan.id, loan.cluster, on: host, isFree: isFree, &loan.status, actions: &actions)
    case .failed: return remake(loan.id, loan.seen, &loan.status, actions: &actions)
    case .ready where loan.seen.isCordonedByScheduler:
      // By a request of an earlier loan that came late.
      if loan.status.tries(.uncordon, at: now, policy: policy) != nil {
        actions.append(Action(.uncordon, loan.id, because: loan.status.reason))
      }
      return loan.status.nextAttemptAt
    case .ready:
      loan.status.enterActive(isReady: true, at: now)
      return earliest(attest(&loan, of: host, actions: &actions), futureIdleEnd(of: loan))
    case .waitingForHost, .provisioning:
      loan.status.forgetAttempt()
      loan.status.enterActive(isReady: false, at: now)
      return nil
    case .deleting:
      // Somebody else deletes it; it is made again when it is gone.
      loan.status.forgetAttempt()
      return nil
    }
  }

  private func futureIdleEnd(of loan: Loan) -> Instant? {
    let ends = [loan.status.idleEnd(policy), loan.evenOutEnd(policy)]
    return ends.reduce(nil) { earliest($0, $1.flatMap { now < $0 ? $0 : nil }) }
  }

  /// Asks for a new proof of a host in good time.
  private func attest(
    _ loan: inout Loan, of host: HostState, actions: inout [Action]
  ) -> Instant? {
    guard terms.verdict(on: host, for: loan).needsAttestation else {
      loan.status.forgetAttempt()
      return nil
    }
    if loan.status.tries(.attest, at: now, policy: policy) != nil {
      actions.append(Action(.attest, loan.id, because: Reason(.notAttested)))
    }
    return loan.status.nextAttemptAt
  }

  // MARK: Towards the owner

  /// Takes a borrower's Machine away, or sees that there is none.
  private func retire(_ loan: inout Loan, of host: HostState, actions: inout [Action]) {
    loan.status.idleSince = nil
    if loan.seen.stage == .absent, loan.commitment == .home,
      loan.status.reason.rule.isCandidate
        || loan.status.reason.rule == .notAttested
    {
      // At home a host is proved before it goes.
      let until = terms.verdict(on: host, for: loan).until
      loan.status.nextLookAt = earliest(
        earliest(attest(&loan, of: host, actions: &actions), until), loan.status.nextPlanAt)
      return
    }
    let start = loan.status.drainStartsAt ?? now
    if loan.commitment == .returning, loan.seen.stage == .ready, loan.status.announcedAt == nil {
      loan.status.announcedAt = now
      actions.append(
        Action(.announceDrain(at: start), loan.id, because: loan.status.reason))
    }
    let drain = GracefulDrain(
      id: loan.id, seen: loan.seen, pods: pods(of: loan.id, seen: loan.seen, start: start),
      policy: policy, now: now, cause: loan.status.reason, start: start,
      terms: drainTerms(borrowerPace(of: loan)))
    let until = now < start ? terms.verdict(on: host, for: loan).until : nil
    loan.status.nextLookAt = earliest(
      earliest(drain.advance(&loan.status, actions: &actions), until), loan.status.nextPlanAt)
  }

  /// How a borrower's pods leave.
  func borrowerPace(of loan: Loan) -> DrainTerms.Pace {
    guard loan.status.phase == .emergencyRemove else { return .declared }
    return .within(
      loan.status.reason.rule == .emergencyReclaim ? policy.emergencyDeadline : .zero)
  }

  private func keepOwner(
    _ host: inout HostState, isFree: Bool, because reason: Reason, actions: inout [Action]
  ) -> Instant? {
    host.owner.drainStartsAt = nil
    host.owner.drainStartedAt = nil
    switch host.ownerSeen.stage {
    case .absent:
      guard isFree else {
        host.owner.forgetAttempt()
        host.owner.enter(.inactive, because: Reason(.hostLent), at: now)
        return nil
      }
      return create(
        host.ownerID, host.ownerCluster, on: host, isFree: true, &host.owner, actions: &actions)
    case .failed: return remake(host.ownerID, host.ownerSeen, &host.owner, actions: &actions)
    case .ready where host.ownerSeen.isCordonedByScheduler:
      // Cordoned for a loan that did not come about, or by a request that came late.
      if host.owner.tries(.uncordon, at: now, policy: policy) != nil {
        actions.append(Action(.uncordon, host.ownerID, because: reason))
      }
      return host.owner.nextAttemptAt
    case .waitingForHost, .provisioning, .ready:
      host.owner.forgetAttempt()
      host.owner.enterActive(isReady: host.ownerSeen.stage == .ready, at: now)
      return nil
    case .deleting:
      host.owner.forgetAttempt()
      host.owner.enter(.pending, because: Reason(.ownerNotReady), at: now)
      return nil
    }
  }

  // MARK: On a free host

  /// Creates the Machine of an object when its host is free and clean.
  private func create(
    _ id: ScheduledMachineID, _ cluster: ClusterReference, on host: HostState, isFree: Bool,
    _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) -> Instant? {
    guard isFree else {
      status.forgetAttempt()
      return nil
    }
    if let tenant = host.lastTenant, tenant != cluster {
      if status.tries(.sanitise, at: now, policy: policy) != nil {
        actions.append(Action(.sanitise, id, because: Reason(.notSanitised)))
      }
      return status.nextAttemptAt
    }
    if let retryAt = status.retryAt, now < retryAt {
      status.forgetAttempt()
      status.enter(.error, because: Reason(.machineFailed, at: retryAt), at: now)
      return retryAt
    }
    if status.tries(.createMachine, at: now, policy: policy) != nil {
      actions.append(Action(.createMachine, id, because: Reason(.hostFree)))
    }
    status.enter(.active, because: Reason(.machineCreated), at: now)
    return status.nextAttemptAt
  }

  /// Deletes a Machine that failed for good, so that it is made again.
  private func remake(
    _ id: ScheduledMachineID, _ seen: MachineObservation,
    _ status: inout ScheduledMachineStatus, actions: inout [Action]
  ) -> Instant? {
    let retryAt = MachineFailure.note(seen, in: &status)
    status.enter(.error, because: Reason(.machineFailed, at: retryAt), at: now)
    if status.tries(.deleteMachine, at: now, policy: policy) != nil {
      actions.append(Action(.deleteMachine, id, because: status.reason))
    }
    return status.nextAttemptAt
  }

  /// The pods that a drain waits for, of a node whose drain has begun.
  private func pods(
    of id: ScheduledMachineID, seen: MachineObservation, start: Instant
  ) -> [PodObservation] {
    seen.stage == .ready && now >= start ? snapshot.podsToDrain(of: id) : []
  }
}

extension ScheduledMachineStatus {
  /// Its Machine is there, or on its way.
  fileprivate mutating func enterActive(isReady: Bool, at now: Instant) {
    if isReady {
      failures = 0
      retryAt = nil
    }
    enter(.active, because: Reason(.machineCreated), at: now)
  }
}

extension Loan {
  /// Remembers since when a lent node has had no pod.
  fileprivate mutating func noteIdleness(
    in snapshot: FleetSnapshot, policy: RegulatedPolicy, at now: Instant
  ) {
    guard policy.idleDelay != nil || policy.evenOutDelay != nil, seen.stage == .ready,
      snapshot.isIdle(id)
    else {
      status.idleSince = nil
      return
    }
    status.idleSince = status.idleSince ?? now
  }
}

extension FleetSnapshot {
  /// Whether no pod is on an object's node but those that a drain leaves alone.
  fileprivate func isIdle(_ id: ScheduledMachineID) -> Bool {
    guard Int(id.index) < pods.count else { return true }
    return pods[Int(id.index)].allSatisfy(\.isExemptFromDrain)
  }
}
