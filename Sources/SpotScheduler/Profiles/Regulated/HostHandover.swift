import Units

/// Carries out where a host is to be: gives it from one cluster to the other, one step at a time.
///
/// A host has at most one Machine: the one that is wanted is created only when the other is seen to
/// be gone. Everything follows from what is seen and from the statuses, so that a lost or repeated
/// request, a restart or a late look neither loses nor doubles a Machine.
struct HostHandover {
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant

  /// Does what is due on a host.
  func advance(_ host: inout HostState, actions: inout [Action]) {
    var ownerLook: Instant?
    var borrowerLook: Instant?
    if host.commitment == .lent {
      ownerLook = retireOwner(&host, actions: &actions)
      borrowerLook = createBorrower(&host, actions: &actions)
    } else {
      borrowerLook = retireBorrower(&host, actions: &actions)
      ownerLook =
        host.isWantedByOwner
        ? keepOwner(&host, actions: &actions) : retireOwner(&host, actions: &actions)
    }
    host.owner.nextLookAt = ownerLook
    host.borrower.nextLookAt = earliest(borrowerLook, host.borrower.nextPlanAt)
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
      cause: cause, start: start, deadline: ownerDeadline(of: host))
    return drain.advance(&host.owner, actions: &actions)
  }

  /// How long the owner's own pods may take to leave. Nobody waits for a loan: it never escalates,
  /// so the owner's budgets hold however long they take.
  func ownerDeadline(of host: HostState) -> TimeSpan {
    if host.ownerMachine.killSwitch { return .zero }
    return host.ownerMachine.isEnabled ? .max : policy.drainDeadline
  }

  /// Why the owner's Machine has to go.
  private func ownerCause(of host: HostState) -> Reason {
    if host.ownerMachine.killSwitch { return Reason(.killSwitchActivated) }
    if !host.ownerMachine.isEnabled { return Reason(.scheduleDisabled) }
    return Reason(.hostLent)
  }

  private func createBorrower(_ host: inout HostState, actions: inout [Action]) -> Instant? {
    switch host.borrowerSeen.stage {
    case .absent:
      guard host.ownerSeen.stage == .absent else {
        host.borrower.forgetAttempt()
        return nil
      }
      if host.borrower.tries(.createMachine, at: now, policy: policy) != nil {
        actions.append(Action(.createMachine, host.borrowerID, because: Reason(.hostFree)))
      }
      host.borrower.enter(.active, because: Reason(.machineCreated), at: now)
      return host.borrower.nextAttemptAt
    case .ready where host.borrowerSeen.isCordonedByScheduler:
      // By a request of an earlier loan that came late.
      if host.borrower.tries(.uncordon, at: now, policy: policy) != nil {
        actions.append(Action(.uncordon, host.borrowerID, because: host.borrower.reason))
      }
      return host.borrower.nextAttemptAt
    case .waitingForHost, .provisioning, .ready:
      host.borrower.forgetAttempt()
      host.borrower.enter(.active, because: Reason(.machineCreated), at: now)
      return nil
    case .deleting:
      // Somebody else deletes it; it is made again when it is gone.
      host.borrower.forgetAttempt()
      return nil
    }
  }

  // MARK: Towards the owner

  private func retireBorrower(_ host: inout HostState, actions: inout [Action]) -> Instant? {
    let start = host.borrower.drainStartsAt ?? now
    if host.commitment == .returning, host.borrowerSeen.stage == .ready,
      host.borrower.announcedAt == nil
    {
      host.borrower.announcedAt = now
      actions.append(
        Action(.announceDrain(at: start), host.borrowerID, because: host.borrower.reason))
    }
    let drain = GracefulDrain(
      id: host.borrowerID, seen: host.borrowerSeen,
      pods: pods(of: host.borrowerID, seen: host.borrowerSeen, start: start), policy: policy,
      now: now,
      cause: host.borrower.reason, start: start, deadline: borrowerDeadline(of: host))
    return drain.advance(&host.borrower, actions: &actions)
  }

  /// How long the borrower's pods may take to leave.
  func borrowerDeadline(of host: HostState) -> TimeSpan {
    host.borrower.phase == .emergencyRemove ? .zero : policy.drainDeadline
  }

  private func keepOwner(_ host: inout HostState, actions: inout [Action]) -> Instant? {
    host.owner.drainStartsAt = nil
    host.owner.drainStartedAt = nil
    switch host.ownerSeen.stage {
    case .absent:
      guard host.borrowerSeen.stage == .absent else {
        host.owner.forgetAttempt()
        host.owner.enter(.inactive, because: Reason(.hostLent), at: now)
        return nil
      }
      if host.owner.tries(.createMachine, at: now, policy: policy) != nil {
        actions.append(Action(.createMachine, host.ownerID, because: Reason(.hostFree)))
      }
      host.owner.enter(.active, because: Reason(.machineCreated), at: now)
      return host.owner.nextAttemptAt
    case .ready where host.ownerSeen.isCordonedByScheduler:
      // Cordoned for a loan that did not come about, or by a request that came late.
      if host.owner.tries(.uncordon, at: now, policy: policy) != nil {
        actions.append(Action(.uncordon, host.ownerID, because: host.borrower.reason))
      }
      return host.owner.nextAttemptAt
    case .waitingForHost, .provisioning, .ready:
      host.owner.forgetAttempt()
      host.owner.enter(.active, because: Reason(.machineCreated), at: now)
      return nil
    case .deleting:
      host.owner.forgetAttempt()
      host.owner.enter(.pending, because: Reason(.ownerNotReady), at: now)
      return nil
    }
  }

  /// The pods that a drain waits for, of a node whose drain has begun.
  private func pods(
    of id: ScheduledMachineID, seen: MachineObservation, start: Instant
  ) -> [PodObservation] {
    seen.stage == .ready && now >= start ? snapshot.podsToDrain(of: id) : []
  }
}
