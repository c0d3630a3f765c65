import Units

/// What a plan counted with, for whoever explains it.
struct PlanAccounts {
  /// The owners' accounts when every host's own circumstances were known.
  let opening: CapacityBroker
  /// The accounts when all hosts had set out that may.
  let closing: CapacityBroker
  /// The machines on their way then.
  let starts: LendingStarts
}

/// Decides for all hosts together where each is to be, and writes it into their statuses.
struct LendingPlanner {
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant

  /// Plans hosts that are in order; gives what it counted with.
  @discardableResult
  func plan(_ hosts: inout [HostState]) -> PlanAccounts {
    let recalls = RecallsInForce(
      snapshot.recalls, clusters: snapshot.clusters.count, at: now)
    for index in hosts.indices { look(at: &hosts[index]) }
    OwnerFirst.assign(to: &hosts, policy: policy)
    for index in hosts.indices {
      commit(&hosts[index], recall: recalls[hosts[index].ownerCluster])
    }
    let accounts = balance(&hosts, recalls: recalls)
    for index in hosts.indices {
      let recall = recalls[hosts[index].ownerCluster]
      hosts[index].borrower.nextPlanAt = nextPlan(of: hosts[index], recall: recall)
    }
    return accounts
  }

  /// Reads the schedule and, of a host that was never looked at, where it is.
  private func look(at host: inout HostState) {
    host.owner.observedGeneration = host.ownerMachine.generation
    host.owner.standing = host.ownerSeen.standing
    host.borrower.readSchedule(
      of: snapshot.scheduledMachines[Int(host.borrowerID.index)], at: now)
    host.borrower.standing = host.borrowerSeen.standing
    guard host.borrower.reason.rule == .neverLookedAt else { return }
    switch host.borrowerSeen.stage {
    case .absent: host.borrower.enter(.inactive, because: Reason(.scheduleInactive), at: now)
    case .waitingForHost, .provisioning, .ready:
      host.borrower.enter(.active, because: Reason(.machineCreated), at: now)
    case .deleting:
      host.borrower.enter(.shuttingDown, because: Reason(.machineDeleted), at: now)
      host.borrower.drainStartsAt = now
    }
  }

  /// Moves one host on for what concerns it alone.
  private func commit(_ host: inout HostState, recall: RecallsInForce.Order?) {
    switch host.commitment {
    case .lent:
      if let (reason, drainStart) = cause(of: host, recall: recall) {
        startReturn(&host, because: reason, drainStart: drainStart)
      }
    case .returning:
      hasten(&host, recall: recall)
    case .home:
      // A Machine that nobody wanted: a request that came late, or somebody else's.
      if host.borrowerSeen.stage != .absent {
        let drainStart = now.later(by: Residency.warning(policy))
        startReturn(&host, because: Reason(.scheduleInactive), drainStart: drainStart)
      }
    }
    settle(&host, recall: recall)
  }

  /// Ends a return that is done, and says why a host that is at home is there.
  private func settle(_ host: inout HostState, recall: RecallsInForce.Order?) {
    if host.commitment == .returning, host.borrowerSeen.stage == .absent,
      host.ownerSeen.stage == .ready || !host.isWantedByOwner
    {
      host.borrower.announcedAt = nil
      host.borrower.drainStartsAt = nil
      host.borrower.drainStartedAt = nil
      host.borrower.enter(.inactive, because: host.borrower.reason, at: now)
    }
    if host.commitment == .home { stay(&host, recall: recall) }
  }

  /// Why a lent host has to return, and when its drain begins; nil when it may stay.
  private func cause(
    of host: HostState, recall: RecallsInForce.Order?
  ) -> (Reason, drainStart: Instant)? {
    let times = host.returnTimes
    if host.isKilled { return (Reason(.killSwitchActivated, at: now), now) }
    if let recall { return (Reason(.recalled, at: recall.orderedAt), now) }
    if !host.isEnabled {
      return (Reason(.scheduleDisabled, at: now), now.later(by: Residency.warning(policy)))
    }
    guard host.borrower.isScheduleActive else { return (Reason(.ownerFirst, at: now), now) }
    if now >= times.departure, !host.hasLeft {
      return (Reason(.windowTooShort, at: times.edge), now)
    }
    guard now >= times.announcement else { return nil }
    return (Reason(.ownerFirst, at: times.edge), max(now, times.drainStart))
  }

  private func startReturn(_ host: inout HostState, because reason: Reason, drainStart: Instant) {
    host.borrower.enter(
      host.isKilled ? .emergencyRemove : .shuttingDown, because: reason, at: now)
    host.borrower.announcedAt = nil
    host.borrower.drainStartsAt = drainStart
    host.borrower.drainStartedAt = nil
  }

  /// A recall and a kill switch overtake a return that is under way.
  private func hasten(_ host: inout HostState, recall: RecallsInForce.Order?) {
    if host.isKilled {
      guard host.borrower.phase != .emergencyRemove else { return }
      startReturn(&host, because: Reason(.killSwitchActivated, at: now), drainStart: now)
    } else if let recall, now < host.borrower.drainStartsAt ?? .distantPast {
      startReturn(&host, because: Reason(.recalled, at: recall.orderedAt), drainStart: now)
    }
  }

  /// Says why a host is at home; one that could be lent is left to `balance`.
  private func stay(_ host: inout HostState, recall: RecallsInForce.Order?) {
    if host.isKilled {
      host.borrower.enter(.terminated, because: Reason(.killSwitchActivated), at: now)
    } else if !host.isEnabled {
      host.borrower.enter(.disabled, because: Reason(.scheduleDisabled), at: now)
    } else if let recall {
      host.borrower.enter(.inactive, because: Reason(.recalled, at: recall.orderedAt), at: now)
    } else if !host.borrower.isScheduleActive {
      host.borrower.enter(.inactive, because: Reason(.scheduleInactive), at: now)
    } else if host.ownerSeen.standing != .ready {
      host.borrower.enter(.inactive, because: Reason(.ownerNotReady), at: now)
    } else {
      host.lendableUntil = .distantFuture
    }
  }

  /// Calls hosts back that the owner needs, and lends those that it can spare.
  private func balance(_ hosts: inout [HostState], recalls: RecallsInForce) -> PlanAccounts {
    let opening = CapacityBroker(snapshot.clusters, hosts: hosts, policy: policy)
    var broker = opening
    for index in broker.surplus(of: hosts) {
      let soonest = now.later(by: Residency.warning(policy))
      startReturn(
        &hosts[index], because: Reason(.ownerNeedsCapacity, at: now),
        drainStart: min(soonest, max(now, hosts[index].returnTimes.drainStart)))
      // One that had not left is home at once.
      settle(&hosts[index], recall: recalls[hosts[index].ownerCluster])
      if hosts[index].commitment == .home { broker.welcome(hosts[index]) }
    }
    var starts = LendingStarts(hosts, policy: policy)
    for index in hosts.indices where hosts[index].lendableUntil != nil {
      let host = hosts[index]
      guard now < starts.lastStart(of: host), !starts.isFull, broker.lend(host) else { continue }
      hosts[index].lendableUntil = nil
      hosts[index].borrower.enter(.pending, because: Reason(.ownerCanSpare, at: now), at: now)
      starts.add(host)
    }
    // What keeps the others is said when all have set out, as the next plan would find it.
    for index in hosts.indices where hosts[index].lendableUntil != nil {
      let until = starts.lastStart(of: hosts[index])
      hosts[index].lendableUntil = until
      let reason =
        now >= until
        ? Reason(.windowTooShort, at: hosts[index].returnTimes.edge)
        : Reason(starts.isFull ? .startsLimited : .ownerNeedsCapacity)
      hosts[index].borrower.enter(.inactive, because: reason, at: now)
    }
    return PlanAccounts(opening: opening, closing: broker, starts: starts)
  }

  /// When time alone changes what was planned for a host.
  private func nextPlan(of host: HostState, recall: RecallsInForce.Order?) -> Instant? {
    var next = earliest(host.borrower.nextEdgeAt, recall?.nextEnd)
    switch host.commitment {
    case .lent:
      let times = host.returnTimes
      next = earliest(next, host.hasLeft ? times.announcement : times.departure)
    case .home:
      if let until = host.lendableUntil, now < until { next = earliest(next, until) }
    case .returning: break
    }
    return next == .distantFuture ? nil : next
  }
}
