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
    var hosts = changedHosts(changed)
    let isQuiet = hosts.allSatisfy { $0.isQuiet(at: now) }

    let mayMove = LoadChange(snapshot: snapshot, policy: policy, now: now)
    if !isQuiet || changed.clustersChanged && mayMove.mayMoveHosts() {
      hosts = allHosts()
      LendingPlanner(snapshot: snapshot, policy: policy, now: now).plan(&hosts)
    }
    let handover = HostHandover(snapshot: snapshot, policy: policy, now: now)
    for index in hosts.indices {
      handover.advance(&hosts[index], actions: &decision.actions)
      decision.take(
        hosts[index].owner, of: hosts[index].ownerID, insteadOf: hosts[index].ownerBefore)
      decision.take(
        hosts[index].borrower, of: hosts[index].borrowerID, insteadOf: hosts[index].borrowerBefore)
    }
    decision.arrange()
    return decision
  }

  /// All hosts in the order in which everything is done.
  func allHosts() -> [HostState] {
    var hosts: [HostState] = []
    hosts.reserveCapacity(snapshot.hosts.count)
    for index in snapshot.hosts.indices {
      if let host = HostState(HostID(UInt32(index)), in: snapshot) { hosts.append(host) }
    }
    RegulatedScheduler.arrange(&hosts)
    return hosts
  }

  /// The hosts of the changed objects, in the same order.
  private func changedHosts(_ changed: ChangeSet) -> [HostState] {
    var ids = changed.machines.compactMap { HostState.host(of: $0, in: snapshot) }
    ids.sort { $0.index < $1.index }
    var hosts: [HostState] = []
    for id in ids where id != hosts.last?.id {
      if let host = HostState(id, in: snapshot) { hosts.append(host) }
    }
    RegulatedScheduler.arrange(&hosts)
    return hosts
  }

  private static func arrange(_ hosts: inout [HostState]) {
    // Mostly all priorities are alike, and the ids ascend already.
    let isArranged = hosts.indices.dropFirst().allSatisfy { hosts[$0 - 1].precedes(hosts[$0]) }
    if !isArranged { hosts.sort { $0.precedes($1) } }
  }
}

extension RegulatedPolicy {
  /// The same terms, with zero for what is negative: no rule has a meaning for it.
  fileprivate var withoutNegatives: RegulatedPolicy {
    RegulatedPolicy(
      notice: max(notice, .zero), tenure: max(tenure, .zero),
      drainDeadline: max(drainDeadline, .zero), evictionRetry: max(evictionRetry, .zero),
      returnTime: max(returnTime, .zero), returnSession: max(returnSession, .zero),
      providerConcurrency: max(providerConcurrency, 1),
      simultaneousStarts: max(simultaneousStarts, 0), spareHosts: max(spareHosts, 0))
  }
}
