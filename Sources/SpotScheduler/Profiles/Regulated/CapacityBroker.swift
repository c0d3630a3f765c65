import Units

/// The broker: how many hosts an owner can spare, and which.
///
/// What may be away is
///
///     lendable allocatable (lent hosts included) − requested − headroom − reserved
///
/// in CPU. A host is lent as long as that leaves `spareHosts` of the owner's largest at home; one is
/// called back only when the spare ones are used up as well. Between the two nothing moves, so a
/// load that rises and falls a little does not move a host back and forth. Hosts on their way back
/// count as away when one is lent, so that none goes while another returns for want of capacity.
struct CapacityBroker {
  /// One owner's account, in millicores.
  struct Account {
    /// What may be away at most.
    var limit: Int128
    /// The largest host.
    var largest: Int128 = 0
    /// The CPU of the hosts that are lent or on their way there.
    var lent: Int128 = 0
    /// The CPU of the hosts on their way back.
    var returning: Int128 = 0

    /// Opens the account of a cluster, before any host is put on it.
    init(_ cluster: ClusterSnapshot) {
      limit =
        Int128(cluster.lendableAllocatable.value) - Int128(cluster.requested.value)
        - Int128(cluster.headroom.value) - Int128(cluster.reserved.value)
    }

    /// Puts a host on the account.
    mutating func add(_ cpu: MilliCPU, commitment: HostState.Commitment, isAtHome: Bool) {
      let cpu = Int128(max(cpu.value, 0))
      largest = max(largest, cpu)
      // A Machine that is not Ready is not in the cluster's own figure.
      if !isAtHome { limit += cpu }
      switch commitment {
      case .home: break
      case .lent: lent += cpu
      case .returning: returning += cpu
      }
    }

    /// By how much more is lent than the owner can be without; below zero, what it could still miss.
    var overdraft: Int128 { lent - max(limit, 0) }

    /// Whether more is lent than the owner can be without.
    var isOverdrawn: Bool { overdraft > 0 }

    /// What may still go with so many hosts to spare; below zero, what is missing.
    func room(spareHosts: Int) -> Int128 {
      limit - Int128(spareHosts) * largest - lent - returning
    }

    /// Whether a host may go.
    func allows(_ cpu: MilliCPU, spareHosts: Int) -> Bool {
      Int128(cpu.value) <= room(spareHosts: spareHosts)
    }
  }

  private(set) var accounts: [Account]
  private let spareHosts: Int

  /// Opens the accounts of clusters for the hosts as committed.
  init(_ clusters: [ClusterSnapshot], hosts: [HostState], policy: RegulatedPolicy) {
    spareHosts = policy.spareHosts
    accounts = clusters.map { Account($0) }
    for host in hosts {
      accounts[Int(host.ownerCluster.index)].add(
        host.cpu, commitment: host.commitment, isAtHome: host.ownerSeen.stage == .ready)
    }
  }

  /// The hosts, by index, that have to return, the first to go first: those that are not Ready with
  /// the borrower yet, whom nobody uses, then the last in order.
  mutating func surplus(of hosts: [HostState]) -> [Int] {
    guard accounts.contains(where: \.isOverdrawn) else { return [] }
    var returning: [Int] = []
    for isUnused in [true, false] {
      for index in hosts.indices.reversed() {
        let host = hosts[index]
        let account = Int(host.ownerCluster.index)
        guard host.commitment == .lent, accounts[account].isOverdrawn,
          (host.borrowerSeen.stage != .ready) == isUnused
        else { continue }
        let cpu = Int128(max(host.cpu.value, 0))
        accounts[account].lent -= cpu
        accounts[account].returning += cpu
        returning.append(index)
      }
    }
    return returning
  }

  /// Takes a host that returned without having left off its owner's account.
  mutating func welcome(_ host: HostState) {
    accounts[Int(host.ownerCluster.index)].returning -= Int128(max(host.cpu.value, 0))
  }

  /// Whether a host may be lent; if so, it is put on its owner's account.
  mutating func lend(_ host: HostState) -> Bool {
    let account = Int(host.ownerCluster.index)
    guard host.cpu.value >= 0, accounts[account].allows(host.cpu, spareHosts: spareHosts) else {
      return false
    }
    accounts[account].lent += Int128(host.cpu.value)
    return true
  }
}
