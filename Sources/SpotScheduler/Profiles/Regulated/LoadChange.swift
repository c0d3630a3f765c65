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
    for recall in snapshot.recalls where recall.at <= now && now < recall.until { return true }
    var accounts = snapshot.clusters.map { CapacityBroker.Account($0) }
    for host in snapshot.hosts {
      let borrower = snapshot.status(of: host.borrower)
      guard let cluster = cluster(of: host), cluster < accounts.count else { continue }
      // A recall that no longer holds lets hosts go again.
      if borrower.reason.rule == .recalled, borrower.commitment == .home { return true }
      accounts[cluster].add(
        host.cpu, commitment: borrower.commitment,
        isAtHome: snapshot.observation(of: host.owner).stage == .ready)
    }
    if accounts.contains(where: \.isOverdrawn) { return true }
    for host in snapshot.hosts {
      let borrower = snapshot.status(of: host.borrower)
      guard borrower.commitment == .home, borrower.isScheduleActive,
        let cluster = cluster(of: host), cluster < accounts.count
      else { continue }
      if accounts[cluster].allows(host.cpu, spareHosts: policy.spareHosts) { return true }
    }
    return false
  }

  private func cluster(of host: HostSnapshot) -> Int? {
    guard snapshot.contains(host.owner) else { return nil }
    return Int(snapshot.scheduledMachines[Int(host.owner.index)].cluster.index)
  }
}
