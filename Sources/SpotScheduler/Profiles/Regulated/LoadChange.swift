import Units

/// A first look at loads that changed: whether any host could move for them.
///
/// Loads change all day and mostly move nothing, and this look costs a fraction of a plan. It may
/// say yes for nothing; where it says no, a plan would leave every host as it is.
struct LoadChange {
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant
  let terms: BorrowerTerms

  /// Whether a plan is worth making.
  func mayMoveHosts() -> Bool {
    // Where terms count, whatever is said of a cluster may matter.
    if !terms.isTrivial { return true }
    for recall in snapshot.recalls where recall.at <= now && now < recall.until { return true }
    var accounts = snapshot.clusters.map { CapacityBroker.Account($0, policy: policy) }
    var shares = BorrowerShares(snapshot.clusters, policy: policy)
    for host in snapshot.hosts {
      guard let cluster = cluster(of: host.owner), !host.borrowers.isEmpty else { continue }
      var commitment = Loan.Commitment.home
      for borrower in host.borrowers {
        let status = snapshot.status(of: borrower)
        // A recall that no longer holds lets hosts go again.
        if status.commitment == .home, status.reason.rule.isRecall { return true }
        guard commitment == .home, status.commitment != .home else { continue }
        commitment = status.commitment
        if commitment == .lent, let there = self.cluster(of: borrower) {
          shares.add(
            host.cpu, to: there, isReady: snapshot.observation(of: borrower).stage == .ready)
        }
      }
      accounts[Int(cluster.index)].add(
        host.cpu, commitment: commitment,
        isAtHome: snapshot.observation(of: host.owner).stage == .ready)
    }
    if accounts.contains(where: \.isOverdrawn) { return true }
    return snapshot.hosts.contains { host in
      guard let cluster = cluster(of: host.owner) else { return false }
      return mayMove(host, account: accounts[Int(cluster.index)], shares: shares)
    }
  }

  /// Whether a host may go, or come home for want of demand, or is where it is for another reason
  /// than before.
  private func mayMove(
    _ host: HostSnapshot, account: CapacityBroker.Account, shares: BorrowerShares
  ) -> Bool {
    let isHome = host.borrowers.allSatisfy { snapshot.status(of: $0).commitment == .home }
    return host.borrowers.contains { borrower in
      let status = snapshot.status(of: borrower)
      guard let there = cluster(of: borrower) else { return false }
      if status.commitment == .lent {
        let isIdle =
          now >= status.idleEnd(policy) ?? .distantFuture
          || policy.evenOutDelay != nil && status.idleSince != nil
        return isIdle && shares.canSpare(host.cpu, there)
      }
      guard isHome, status.isScheduleActive else { return false }
      let isWanted = shares.wants(there)
      if isWanted, account.allows(host.cpu, spareHosts: policy.spareHosts) { return true }
      switch status.reason.rule {
      case .noDemand: return isWanted
      case .ownerNeedsCapacity, .startsLimited: return !isWanted
      default: return false
      }
    }
  }

  /// The cluster of an object; nil when there is none.
  private func cluster(of id: ScheduledMachineID) -> ClusterReference? {
    guard snapshot.contains(id) else { return nil }
    let cluster = snapshot.scheduledMachines[Int(id.index)].cluster
    return Int(cluster.index) < snapshot.clusters.count ? cluster : nil
  }
}

extension Reason.Rule {
  /// Whether a recall is the reason.
  fileprivate var isRecall: Bool { self == .recalled || self == .recallHolds }
}
