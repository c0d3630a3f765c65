import Units

/// A first look at loads that changed: whether any host could move for them.
///
/// Loads change all day and mostly move nothing, and this look costs a fraction of a plan. It may
/// say yes for nothing; where it says no, a plan would leave every host as it is.
struct LoadChange {
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant

  /// Whether a plan is worth making.
  func mayMoveHosts() -> Bool {
    // Where borrowers' demand or terms count, whatever is said of a cluster may matter.
    if policy.idleDelay != nil || !BorrowerTerms(snapshot, at: now).isTrivial { return true }
    for recall in snapshot.recalls where recall.at <= now && now < recall.until { return true }
    var accounts = snapshot.clusters.map { CapacityBroker.Account($0, policy: policy) }
    for host in snapshot.hosts {
      guard let cluster = cluster(of: host), cluster < accounts.count,
        !host.borrowers.isEmpty
      else { continue }
      var commitment = Loan.Commitment.home
      for borrower in host.borrowers {
        let status = snapshot.status(of: borrower)
        // A recall that no longer holds lets hosts go again.
        if status.commitment == .home, status.reason.rule.isRecall { return true }
        if commitment == .home { commitment = status.commitment }
      }
      accounts[cluster].add(
        host.cpu, commitment: commitment,
        isAtHome: snapshot.observation(of: host.owner).stage == .ready)
    }
    if accounts.contains(where: \.isOverdrawn) { return true }
    for host in snapshot.hosts {
      guard let cluster = cluster(of: host), cluster < accounts.count else { continue }
      let isOffered = host.borrowers.contains {
        let status = snapshot.status(of: $0)
        return status.commitment == .home && status.isScheduleActive
      }
      let isHome = host.borrowers.allSatisfy { snapshot.status(of: $0).commitment == .home }
      guard isOffered, isHome else { continue }
      if accounts[cluster].allows(host.cpu, spareHosts: policy.spareHosts) { return true }
    }
    return false
  }

  private func cluster(of host: HostSnapshot) -> Int? {
    guard snapshot.contains(host.owner) else { return nil }
    return Int(snapshot.scheduledMachines[Int(host.owner.index)].cluster.index)
  }
}

extension Reason.Rule {
  /// Whether a recall is the reason.
  fileprivate var isRecall: Bool { self == .recalled || self == .recallHolds }
}
