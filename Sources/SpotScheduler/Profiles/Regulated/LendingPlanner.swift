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
  let terms: BorrowerTerms

  /// Plans all hosts; gives what it counted with.
  @discardableResult
  func plan(_ book: inout LendingBook) -> PlanAccounts {
    for host in book.hosts.indices { look(at: host, in: &book) }
    OwnerFirst.assign(to: &book, in: snapshot, policy: policy)
    let recalls = RecallsInForce(
      snapshot.recalls, clusters: snapshot.clusters.count, at: now)
    let isCalledBack = recalls.calledBack(in: book)
    for index in book.hosts.indices {
      var recall = recalls[book.hosts[index].ownerCluster]
      // Those that stay out while others are called back are not lent anew, and go on.
      let holds = recall
      if !isCalledBack[index] { recall = nil }
      if holds == nil { forgetRecall(of: index, in: &book) }
      commit(index, in: &book, recall: recall)
      settle(index, in: &book, recall: holds, isCalledBack: isCalledBack[index])
    }
    let accounts = balance(&book, recalls: recalls, isCalledBack: isCalledBack)
    for host in book.hosts {
      let recall = recalls[host.ownerCluster]
      for loan in host.loans {
        book.loans[loan].status.nextPlanAt = nextPlan(
          of: book.loans[loan], host, recall: recall, starts: accounts.starts)
      }
    }
    return accounts
  }

  /// Reads the schedules and, of a loan that was never looked at, where it is.
  private func look(at index: Int, in book: inout LendingBook) {
    book.hosts[index].owner.observedGeneration = book.hosts[index].ownerMachine.generation
    book.hosts[index].owner.standing = book.hosts[index].ownerSeen.standing
    for loan in book.hosts[index].loans {
      let seen = book.loans[loan].seen
      book.loans[loan].status.readSchedule(
        of: snapshot.scheduledMachines[Int(book.loans[loan].id.index)], at: now)
      book.loans[loan].status.standing = seen.standing
      guard book.loans[loan].status.reason.rule == .neverLookedAt else { continue }
      switch seen.stage {
      case .absent:
        book.loans[loan].status.enter(.inactive, because: Reason(.scheduleInactive), at: now)
      case .waitingForHost, .provisioning, .failed, .ready:
        book.loans[loan].status.enter(.active, because: Reason(.machineCreated), at: now)
      case .deleting:
        book.loans[loan].status.enter(.shuttingDown, because: Reason(.machineDeleted), at: now)
        book.loans[loan].status.drainStartsAt = now
      }
    }
    book.findCurrent(of: index)
  }

  /// A recall that no longer holds was answered for good.
  private func forgetRecall(of index: Int, in book: inout LendingBook) {
    for loan in book.hosts[index].loans { book.loans[loan].status.recalledAt = nil }
  }

  /// Moves the loans of one host on for what concerns it alone.
  private func commit(
    _ index: Int, in book: inout LendingBook, recall: RecallsInForce.Order?
  ) {
    let host = book.hosts[index]
    for loan in host.loans {
      if recall != nil, book.loans[loan].commitment != .home {
        book.loans[loan].status.recalledAt = book.loans[loan].status.recalledAt ?? now
      }
      EmergencyReclaim.take(&book.loans[loan], policy: policy, at: now)
      switch book.loans[loan].commitment {
      case .lent:
        if let (reason, drainStart) = cause(host, book.loans[loan], in: book, recall: recall) {
          startReturn(&book.loans[loan], of: host, in: book, because: reason, at: drainStart)
        } else if loan != host.current {
          // A host is with one borrower at a time.
          startReturn(
            &book.loans[loan], of: host, in: book, because: Reason(.hostLent),
            at: now.later(by: Residency.warning(policy)))
        }
      case .returning:
        var hastened = book.loans[loan]
        hasten(&hastened, of: host, in: book, recall: recall)
        book.loans[loan] = hastened
      case .home:
        // A Machine that nobody wanted: a request that came late, or somebody else's.
        if book.loans[loan].seen.stage != .absent {
          startReturn(
            &book.loans[loan], of: host, in: book, because: Reason(.scheduleInactive),
            at: now.later(by: Residency.warning(policy)))
        }
      }
    }
    book.findCurrent(of: index)
  }

  /// Ends the returns of a host that are done, and says why one that is at home is there.
  private func settle(
    _ index: Int, in book: inout LendingBook, recall: RecallsInForce.Order?, isCalledBack: Bool
  ) {
    var host = book.hosts[index]
    for loan in host.loans where book.loans[loan].commitment == .returning {
      guard book.loans[loan].seen.stage == .absent,
        host.ownerSeen.stage == .ready || !book.isWantedByOwner(host)
      else { continue }
      book.loans[loan].endReturn(at: now)
    }
    book.findCurrent(of: index)
    host = book.hosts[index]
    let isHome = book.commitment(of: host) == .home
    for index in host.loans where book.loans[index].commitment == .home {
      // Changed outside the book: in place, while the book is read, all loans would be copied.
      var loan = book.loans[index]
      stay(
        &loan, of: host, in: book, isHome: isHome, recall: recall, isCalledBack: isCalledBack)
      book.loans[index] = loan
    }
  }

  /// Why a lent host has to return, and when its drain begins; nil when it may stay.
  private func cause(
    _ host: HostState, _ loan: Loan, in book: LendingBook, recall: RecallsInForce.Order?
  ) -> (Reason, drainStart: Instant)? {
    let times = loan.returnTimes
    if book.isKilled(host, for: loan) { return (Reason(.killSwitchActivated, at: now), now) }
    if let recall { return (recall.reason, now) }
    if let refusal = terms.verdict(on: host, for: loan).refusal { return (refusal, now) }
    if !book.isEnabled(host, for: loan) {
      return (Reason(.scheduleDisabled, at: now), now.later(by: Residency.warning(policy)))
    }
    guard loan.status.isScheduleActive else { return (Reason(.ownerFirst, at: now), now) }
    // One that has not left its owner by then is called off when all are known.
    if now >= times.announcement, host.hasLeft {
      return (Reason(.ownerFirst, at: times.edge), max(now, times.drainStart))
    }
    return nil
  }

  private func startReturn(
    _ loan: inout Loan, of host: HostState, in book: LendingBook, because reason: Reason,
    at drainStart: Instant
  ) {
    let isKilled = book.isKilled(host, for: loan)
    loan.status.enter(isKilled ? .emergencyRemove : .shuttingDown, because: reason, at: now)
    loan.status.announcedAt = nil
    loan.status.drainStartsAt = drainStart
    loan.status.drainStartedAt = nil
    loan.status.idleSince = nil
    loan.status.retryAt = nil
  }

  /// A kill switch, a term that is no longer met, and a recall overtake a return that is under way.
  private func hasten(
    _ loan: inout Loan, of host: HostState, in book: LendingBook, recall: RecallsInForce.Order?
  ) {
    let waits = now < loan.status.drainStartsAt ?? .distantPast
    if book.isKilled(host, for: loan) {
      guard loan.status.reason.rule != .killSwitchActivated else { return }
      startReturn(
        &loan, of: host, in: book, because: Reason(.killSwitchActivated, at: now), at: now)
    } else if let recall, waits {
      startReturn(&loan, of: host, in: book, because: recall.reason, at: now)
    } else if waits, let refusal = terms.verdict(on: host, for: loan).refusal {
      startReturn(&loan, of: host, in: book, because: refusal, at: now)
    }
  }

  /// Says why a host is not with a borrower; one that could be lent is left to `balance`.
  private func stay(
    _ loan: inout Loan, of host: HostState, in book: LendingBook, isHome: Bool,
    recall: RecallsInForce.Order?, isCalledBack: Bool
  ) {
    loan.lendableUntil = nil
    let reason: Reason
    var phase = ScheduledMachineStatus.Phase.inactive
    if book.isKilled(host, for: loan) {
      (phase, reason) = (.terminated, Reason(.killSwitchActivated))
    } else if !book.isEnabled(host, for: loan) {
      (phase, reason) = (.disabled, Reason(.scheduleDisabled))
    } else if let recall {
      reason = isCalledBack ? recall.reason : Reason(.recallHolds, at: recall.orderedAt)
    } else if let heldUntil = book.heldUntil(host), now < heldUntil {
      reason = Reason(.reclaimHold, at: heldUntil)
    } else if !loan.status.isScheduleActive {
      reason = Reason(.scheduleInactive)
    } else if !isHome {
      // One between two borrowers may go on to those whose terms it meets. To the others it is what
      // any host is that is not at home, as the next plan would find it.
      if book.isBetweenBorrowers(host), terms.verdict(on: host, for: loan).refusal == nil {
        loan.lendableUntil = .distantFuture
        return
      }
      reason = Reason(.hostLent)
    } else if let refusal = terms.verdict(on: host, for: loan).refusal {
      reason = refusal
    } else if host.ownerSeen.standing != .ready {
      reason = Reason(.ownerNotReady)
    } else {
      loan.lendableUntil = .distantFuture
      return
    }
    loan.status.enter(phase, because: reason, at: now)
  }

  /// Calls hosts back that the owner needs, and lends those that it can spare.
  private func balance(
    _ book: inout LendingBook, recalls: RecallsInForce, isCalledBack: [Bool]
  ) -> PlanAccounts {
    let opening = CapacityBroker(snapshot.clusters, book: book, policy: policy)
    var broker = opening
    callOffTheLate(&book, broker: &broker, recalls: recalls)
    callBackTheSurplus(&book, broker: &broker, recalls: recalls, isCalledBack: isCalledBack)
    // Those that were called back need the provider as well.
    callOffTheLate(&book, broker: &broker, recalls: recalls)
    var starts = LendingStarts(book, policy: policy)
    for index in book.hosts.indices {
      guard
        let choice = choice(for: book.hosts[index], in: book, broker: broker, starts: starts)
      else { continue }
      lend(index, choice, in: &book, broker: &broker, starts: &starts)
    }
    let evening = ShareEvening(policy: policy, terms: terms, recalls: recalls, now: now)
    let moved = evening.surplus(of: book, shares: broker.borrowers, starts: starts)
    for index in moved {
      let host = book.hosts[index]
      let idleSince = book.current(host).status.idleSince
      broker.callBack(host, book.current(host))
      startReturn(
        &book.loans[host.current], of: host, in: book,
        because: Reason(.shareExceeded, at: idleSince), at: now.later(by: Residency.warning(policy))
      )
    }
    // Those that were called back are drained, and no longer bound to be home by an edge.
    if !moved.isEmpty { starts = LendingStarts(book, policy: policy) }
    explainTheRest(&book, broker: broker, starts: starts)
    return PlanAccounts(opening: opening, closing: broker, starts: starts)
  }

  /// Calls back hosts that their owner needs, and those that nobody needs.
  private func callBackTheSurplus(
    _ book: inout LendingBook, broker: inout CapacityBroker, recalls: RecallsInForce,
    isCalledBack: [Bool]
  ) {
    let surplus = broker.surplus(of: book)
    // Without demand to follow mostly nobody is called back, and what comes next goes over all hosts.
    guard !surplus.isEmpty || policy.idleDelay != nil else { return }
    let periods = ReturnPeriods(book, policy: policy)
    var travellers = LendingStarts(book, policy: policy).travellers
    let soonest = now.later(by: Residency.warning(policy))
    func start(of loan: Loan) -> Instant {
      defer { travellers += 1 }
      let start = periods.drainStart(of: loan, from: soonest, travellers: travellers)
      return min(start, max(now, loan.returnTimes.drainStart))
    }
    for index in surplus {
      let host = book.hosts[index]
      startReturn(
        &book.loans[host.current], of: host, in: book,
        because: Reason(.ownerNeedsCapacity, at: now), at: start(of: book.current(host)))
      // One that had not left is home at once.
      settle(
        index, in: &book, recall: recalls[host.ownerCluster], isCalledBack: isCalledBack[index])
      if book.commitment(of: book.hosts[index]) == .home { broker.welcome(host) }
    }
    for index in broker.idle(in: book, policy: policy, at: now) {
      let host = book.hosts[index]
      let idleSince = book.current(host).status.idleSince
      startReturn(
        &book.loans[host.current], of: host, in: book, because: Reason(.idle, at: idleSince),
        at: start(of: book.current(host)))
    }
  }

  /// Calls off the loans that have not left their owner and would come too late.
  private func callOffTheLate(
    _ book: inout LendingBook, broker: inout CapacityBroker, recalls: RecallsInForce
  ) {
    let starts = LendingStarts(book, policy: policy)
    for index in book.hosts.indices {
      let host = book.hosts[index]
      let loan = book.current(host)
      guard loan.commitment == .lent, !host.hasLeft, now >= starts.departure(of: loan) else {
        continue
      }
      broker.callBack(host, loan)
      startReturn(
        &book.loans[host.current], of: host, in: book,
        because: Reason(.windowTooShort, at: loan.returnTimes.edge), at: now)
      settle(index, in: &book, recall: recalls[host.ownerCluster], isCalledBack: false)
      if book.commitment(of: book.hosts[index]) == .home { broker.welcome(host) }
    }
  }

  /// Sends a host out on one of its loans.
  private func lend(
    _ index: Int, _ choice: Int, in book: inout LendingBook, broker: inout CapacityBroker,
    starts: inout LendingStarts
  ) {
    let host = book.hosts[index]
    let isBetween = book.isBetweenBorrowers(host)
    if isBetween {
      broker.welcome(host)
      book.endReturn(of: host, at: now)
    }
    broker.lend(host, book.loans[choice])
    book.hosts[index].current = choice
    book.loans[choice].lendableUntil = nil
    book.loans[choice].status.enter(.pending, because: Reason(.ownerCanSpare, at: now), at: now)
    if isBetween {
      // It was counted as one that returns.
      starts = LendingStarts(book, policy: policy)
    } else {
      starts.add(book.loans[choice])
    }
    for other in host.loans where other != choice {
      var loan = book.loans[other]
      stay(&loan, of: host, in: book, isHome: false, recall: nil, isCalledBack: false)
      book.loans[other] = loan
    }
  }

  /// The loan that a host goes out on now, by its place in the book; nil when it stays.
  private func choice(
    for host: HostState, in book: LendingBook, broker: CapacityBroker, starts: LendingStarts
  ) -> Int? {
    var best: Int?
    for index in host.loans where book.loans[index].lendableUntil != nil {
      let loan = book.loans[index]
      guard now < starts.lastStart(of: loan), broker.borrowers.wants(loan.cluster) else { continue }
      if let known = best,
        !broker.borrowers.precedes(loan, book.loans[known], cpu: host.cpu)
      {
        continue
      }
      best = index
    }
    guard best != nil else { return nil }
    let isBetween = book.isBetweenBorrowers(host)
    guard !starts.isFull(drains: !isBetween), broker.allows(host, isReturning: isBetween) else {
      return nil
    }
    return best
  }

  /// Says what keeps those at home that could be lent, when all have set out, as the next plan would
  /// find it.
  private func explainTheRest(
    _ book: inout LendingBook, broker: CapacityBroker, starts: LendingStarts
  ) {
    for host in book.hosts where book.commitment(of: host) == .returning {
      // Nobody took one that was between two borrowers: it goes home.
      for index in host.loans where book.loans[index].lendableUntil != nil {
        book.loans[index].lendableUntil = nil
        book.loans[index].status.enter(.inactive, because: Reason(.hostLent), at: now)
      }
    }
    for index in book.loans.indices where book.loans[index].lendableUntil != nil {
      let loan = book.loans[index]
      let until = starts.lastStart(of: loan)
      book.loans[index].lendableUntil = until
      let reason: Reason
      if now >= until {
        reason = Reason(.windowTooShort, at: loan.returnTimes.edge)
      } else if !broker.borrowers.wants(loan.cluster) {
        reason = Reason(.noDemand)
      } else {
        reason = Reason(starts.isFull ? .startsLimited : .ownerNeedsCapacity)
      }
      book.loans[index].status.enter(.inactive, because: reason, at: now)
    }
  }
}

extension Reason.Rule {
  /// Whether a loan is kept at home by nothing but capacity, demand and time.
  var isCandidate: Bool {
    switch self {
    case .ownerNeedsCapacity, .startsLimited, .windowTooShort, .noDemand: true
    default: false
    }
  }
}
