import Units

/// The regulated profile: lends hosts without breaking a promise to owner or borrower.
///
/// Two parts. All hosts are planned together (`LendingPlanner`), which costs what the fleet is big,
/// and happens only when something changed that concerns several hosts: a load that lets one go or
/// calls one back (`LoadChange`), a recall, an object, a Machine that came or went, or an instant
/// that a plan named. Each host then carries its plan out on its own (`HostHandover`), which is all
/// that pods lead to. So cost follows change, and as planning without such a change alters nothing,
/// deciding on everything gives the same decision.
struct RegulatedScheduler {
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant

  init(snapshot: FleetSnapshot, policy: RegulatedPolicy, now: Instant) {
    self.snapshot = snapshot
    self.policy = policy.withoutNegatives
    self.now = now
  }

  func decide(_ changed: ChangeSet) -> Decision {
    var decision = Decision()
    var book = LendingBook(changed, in: snapshot)
    let terms = BorrowerTerms(snapshot, at: now)
    let isQuiet =
      book.isQuiet(at: now, policy: policy)
      && (terms.isTrivial
        || book.hosts.allSatisfy { host in
          book.loans[host.loans].allSatisfy { terms.isQuiet(host, $0) }
        })
    let mayMove = LoadChange(snapshot: snapshot, policy: policy, now: now, terms: terms)
    if !isQuiet || changed.clustersChanged && mayMove.mayMoveHosts() {
      book = LendingBook(allOf: snapshot)
      LendingPlanner(snapshot: snapshot, policy: policy, now: now, terms: terms).plan(&book)
    }
    let handover = HostHandover(snapshot: snapshot, policy: policy, now: now, terms: terms)
    for index in book.hosts.indices {
      handover.advance(index, in: &book, actions: &decision.actions)
      let host = book.hosts[index]
      decision.take(host.owner, of: host.ownerID, insteadOf: host.ownerBefore)
      for loan in book.loans[host.loans] {
        decision.take(loan.status, of: loan.id, insteadOf: loan.before)
      }
    }
    decision.arrange()
    return decision
  }
}

extension RegulatedPolicy {
  /// The same terms, with zero for what is negative: no rule has a meaning for it.
  var withoutNegatives: RegulatedPolicy {
    RegulatedPolicy(
      notice: max(notice, .zero), tenure: max(tenure, .zero),
      drainDeadline: max(drainDeadline, .zero), evictionRetry: max(evictionRetry, .zero),
      returnTime: max(returnTime, .zero), returnSession: max(returnSession, .zero),
      providerConcurrency: max(providerConcurrency, 1),
      simultaneousStarts: max(simultaneousStarts, 0), spareHosts: max(spareHosts, 0),
      simultaneousDrains: max(simultaneousDrains, 1),
      idleDelay: idleDelay.map { max($0, .seconds(1)) },
      evenOutDelay: evenOutDelay.map { max($0, .seconds(1)) },
      usage: usage?.inOrder, emergencyDeadline: max(emergencyDeadline, .zero),
      reclaimHold: max(reclaimHold, .zero), drainClasses: drainClasses.map(\.withoutNegatives))
  }
}
