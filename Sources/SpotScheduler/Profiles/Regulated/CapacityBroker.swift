import Units

/// The broker: how many hosts an owner can spare, which, and to whom they go.
///
/// What may be away is
///
///     lendable allocatable (lent hosts included) − requested − headroom − reserved
///
/// in CPU, and no more than leaves the owner its floor. Where use is measured as well, what is left
/// at home is also to carry the use, at the thresholds of the policy. A host is lent as long as that
/// leaves `spareHosts` of the owner's largest at home; one is called back only when the spare ones
/// are used up as well. Between the two nothing moves, so a load that rises and falls a little does
/// not move a host back and forth. Hosts on their way back count as away when one is lent, so that
/// none goes while another returns for want of capacity.
struct CapacityBroker {
  /// One owner's account, in millicores.
  struct Account {
    /// The CPU of all its hosts on offer, where it counts for the owner.
    var total: Int128
    /// What has to stay at home for requests, headroom and reservations.
    let kept: Int128
    let floor: Int128
    let used: Int128
    let usedPeak: Int128
    let usage: UsageThresholds?
    /// The largest host.
    var largest: Int128 = 0
    /// The CPU of the hosts that are lent or on their way there.
    var lent: Int128 = 0
    /// The CPU of the hosts on their way back.
    var returning: Int128 = 0

    /// Opens the account of a cluster, before any host is put on it.
    init(_ cluster: borrowing ClusterSnapshot, policy: RegulatedPolicy) {
      total = Int128(cluster.lendableAllocatable.value)
      kept =
        Int128(cluster.requested.value) + Int128(cluster.headroom.value)
        + Int128(cluster.reserved.value)
      floor = Int128(cluster.floor.value)
      used = Int128(max(cluster.used.value, 0))
      usedPeak = Int128(max(cluster.usedPeak.value, 0))
      usage = policy.usage
    }

    /// Puts a host on the account.
    mutating func add(_ cpu: MilliCPU, commitment: Loan.Commitment, isAtHome: Bool) {
      let cpu = Int128(max(cpu.value, 0))
      largest = max(largest, cpu)
      // A Machine that is not Ready is not in the cluster's own figure.
      if !isAtHome { total += cpu }
      switch commitment {
      case .home: break
      case .lent: lent += cpu
      case .returning: returning += cpu
      }
    }

    /// What may be away at most for the owner's requests, headroom, reservations and floor.
    var limit: Int128 { min(total - kept, total - floor) }

    /// What may be away at most so that the rest carries a measured use at that many thousandths.
    private func limit(carrying use: Int128, permille: Int?) -> Int128 {
      guard let permille else { return .max }
      let divisor = Int128(max(permille, 1))
      return total - (use * 1_000 + divisor - 1) / divisor
    }

    /// What may stay away.
    var keepLimit: Int128 {
      min(limit, limit(carrying: used, permille: usage?.recallAbovePermille))
    }

    /// Up to what another host may go, but for the spare ones.
    var lendLimit: Int128 {
      min(limit, limit(carrying: max(used, usedPeak), permille: usage?.lendBelowPermille))
    }

    /// By how much more is lent than the owner can be without; below zero, what it could still miss.
    var overdraft: Int128 { lent - max(keepLimit, 0) }

    /// Whether more is lent than the owner can be without.
    var isOverdrawn: Bool { overdraft > 0 }

    /// What may still go with so many hosts to spare; below zero, what is missing.
    func room(spareHosts: Int) -> Int128 {
      min(lendLimit, keepLimit) - Int128(spareHosts) * largest - lent - returning
    }

    /// Whether a host may go.
    ///
    /// - Parameter isReturning: Whether it is away already, on its way back.
    func allows(_ cpu: MilliCPU, spareHosts: Int, isReturning: Bool = false) -> Bool {
      let room = room(spareHosts: spareHosts)
      return isReturning ? room >= 0 : Int128(cpu.value) <= room
    }
  }

  private(set) var accounts: [Account]
  private(set) var borrowers: BorrowerShares
  private let spareHosts: Int

  /// Opens the accounts of clusters for the hosts as committed.
  init(_ clusters: [ClusterSnapshot], book: LendingBook, policy: RegulatedPolicy) {
    spareHosts = policy.spareHosts
    accounts = clusters.map { Account($0, policy: policy) }
    for host in book.hosts {
      accounts[Int(host.ownerCluster.index)].add(
        host.cpu, commitment: book.commitment(of: host), isAtHome: host.ownerSeen.stage == .ready)
    }
    borrowers = BorrowerShares(clusters, book: book, policy: policy)
  }

  /// The hosts, by their place in the book, that have to return, the first to go first: those that
  /// are not Ready with the borrower yet, whom nobody uses, then those of the lowest priority, those
  /// whose borrower has more than its floor, and the last in order.
  mutating func surplus(of book: LendingBook) -> [Int] {
    guard accounts.contains(where: \.isOverdrawn) else { return [] }
    var candidates: [(rank: Rank, host: Int)] = []
    for index in book.hosts.indices.reversed() {
      let host = book.hosts[index]
      let loan = book.current(host)
      guard loan.commitment == .lent, accounts[Int(host.ownerCluster.index)].isOverdrawn else {
        continue
      }
      candidates.append(
        (
          Rank(
            isUsed: loan.seen.stage == .ready, priority: loan.machine.priority,
            isWithinFloor: borrowers.needsForFloor(host.cpu, loan.cluster)), index
        ))
    }
    // Places in the book make the order a total one.
    candidates.sort { ($0.rank, $1.host) < ($1.rank, $0.host) }
    var returning: [Int] = []
    for (_, index) in candidates {
      let host = book.hosts[index]
      let account = Int(host.ownerCluster.index)
      guard accounts[account].isOverdrawn else { continue }
      callBack(host, book.current(host))
      returning.append(index)
    }
    return returning
  }

  private struct Rank: Comparable {
    var isUsed: Bool
    var priority: UInt8
    var isWithinFloor: Bool

    static func < (left: Rank, right: Rank) -> Bool {
      if left.isUsed != right.isUsed { return !left.isUsed }
      if left.priority != right.priority { return left.priority < right.priority }
      return !left.isWithinFloor && right.isWithinFloor
    }
  }

  /// The hosts, by their place in the book, that have stood idle with their borrower for long enough;
  /// the last in order first.
  mutating func idle(in book: LendingBook, policy: RegulatedPolicy, at now: Instant) -> [Int] {
    guard policy.idleDelay != nil else { return [] }
    var returning: [Int] = []
    for index in book.hosts.indices.reversed() {
      let host = book.hosts[index]
      let loan = book.current(host)
      guard loan.commitment == .lent, now >= loan.status.idleEnd(policy) ?? .distantFuture,
        borrowers.canSpare(host.cpu, loan.cluster)
      else { continue }
      callBack(host, loan)
      returning.append(index)
    }
    return returning
  }

  /// Takes a host that returned without having left, or that goes on to another borrower, off what is
  /// on its way back.
  mutating func welcome(_ host: HostState) {
    accounts[Int(host.ownerCluster.index)].returning -= Int128(max(host.cpu.value, 0))
  }

  /// Whether the owner can spare a host.
  ///
  /// - Parameter isReturning: Whether it is away already, on its way back.
  func allows(_ host: HostState, isReturning: Bool = false) -> Bool {
    host.cpu.value >= 0
      && accounts[Int(host.ownerCluster.index)].allows(
        host.cpu, spareHosts: spareHosts, isReturning: isReturning)
  }

  /// Counts a host that is called back from its borrower.
  mutating func callBack(_ host: HostState, _ loan: Loan) {
    let cpu = Int128(max(host.cpu.value, 0))
    accounts[Int(host.ownerCluster.index)].lent -= cpu
    accounts[Int(host.ownerCluster.index)].returning += cpu
    borrowers.remove(loan, cpu: host.cpu)
  }

  /// Puts a host that is lent on the accounts of its owner and its borrower.
  mutating func lend(_ host: HostState, _ loan: Loan) {
    accounts[Int(host.ownerCluster.index)].lent += Int128(host.cpu.value)
    borrowers.add(loan, cpu: host.cpu)
  }
}
