import Units

/// What each borrower has, and who is served next.
///
/// Whoever is below its floor comes first; then the higher priority; then the one that has the
/// smaller share for its weight once it is served (max-min fairness by weight, as fair queues have
/// it); then the one that the host names first. Borrowers get their shares as machines become free;
/// only idle ones are taken away to even them out, and only where a policy says so (`ShareEvening`).
struct BorrowerShares {
  /// One borrower's account, in millicores.
  private struct Account {
    var lent: Int128 = 0
    /// Of that, what is not Ready yet.
    var onTheWay: Int128 = 0
    var floor: Int128
    var weight: Int128
    var pending: Int128
  }

  private var accounts: [Account]
  private let isByDemand: Bool

  /// Opens the accounts of clusters, before any host is put on them.
  init(_ clusters: [ClusterSnapshot], policy: RegulatedPolicy) {
    isByDemand = policy.idleDelay != nil
    accounts = clusters.map {
      Account(
        floor: Int128($0.floor.value), weight: Int128(max($0.weight, 1)),
        pending: Int128($0.pending.value))
    }
  }

  /// Opens the accounts of clusters for the hosts as committed.
  init(_ clusters: [ClusterSnapshot], book: LendingBook, policy: RegulatedPolicy) {
    self.init(clusters, policy: policy)
    for host in book.hosts where book.commitment(of: host) == .lent {
      add(book.current(host), cpu: host.cpu)
    }
  }

  /// CPU that a borrower has or will have, in millicores.
  func lent(to cluster: ClusterReference) -> Int128 { accounts[Int(cluster.index)].lent }

  /// CPU of that which is not Ready yet, in millicores.
  func onTheWay(to cluster: ClusterReference) -> Int128 { accounts[Int(cluster.index)].onTheWay }

  /// Counts a host that is lent.
  mutating func add(_ loan: Loan, cpu: MilliCPU) {
    add(cpu, to: loan.cluster, isReady: loan.seen.stage == .ready)
  }

  /// Counts CPU that is lent to a cluster.
  mutating func add(_ cpu: MilliCPU, to cluster: ClusterReference, isReady: Bool) {
    let index = Int(cluster.index)
    accounts[index].lent += Int128(max(cpu.value, 0))
    if !isReady { accounts[index].onTheWay += Int128(max(cpu.value, 0)) }
  }

  /// Counts a host no longer that is called back.
  mutating func remove(_ loan: Loan, cpu: MilliCPU) {
    let cluster = Int(loan.cluster.index)
    accounts[cluster].lent -= Int128(max(cpu.value, 0))
    if loan.seen.stage != .ready { accounts[cluster].onTheWay -= Int128(max(cpu.value, 0)) }
  }

  /// Whether a borrower would be below its floor without a host that it has.
  func needsForFloor(_ cpu: MilliCPU, _ cluster: ClusterReference) -> Bool {
    let account = accounts[Int(cluster.index)]
    return account.lent - Int128(max(cpu.value, 0)) < account.floor
  }

  /// Whether a borrower has work that waits for more than is on its way.
  func isWaiting(_ cluster: ClusterReference) -> Bool {
    let account = accounts[Int(cluster.index)]
    return account.pending > account.onTheWay
  }

  /// Whether a borrower is to have another host at all.
  func wants(_ cluster: ClusterReference) -> Bool {
    !isByDemand || isWaiting(cluster) || isBelowFloor(cluster)
  }

  /// Whether a host that stands idle with a borrower may go home: nobody waits there, and the floor
  /// is met without what is not Ready yet.
  func canSpare(_ cpu: MilliCPU, _ cluster: ClusterReference) -> Bool {
    let account = accounts[Int(cluster.index)]
    return account.pending <= 0
      && account.lent - account.onTheWay - Int128(max(cpu.value, 0)) >= account.floor
  }

  /// Whether one borrower would still have no more for its weight than another when a host has gone
  /// from that one to it.
  func isBelow(
    _ cluster: ClusterReference, _ other: ClusterReference, moving cpu: MilliCPU
  ) -> Bool {
    let (mine, others) = (accounts[Int(cluster.index)], accounts[Int(other.index)])
    let cpu = Int128(max(cpu.value, 0))
    return (mine.lent + cpu) * others.weight <= (others.lent - cpu) * mine.weight
  }

  private func isBelowFloor(_ cluster: ClusterReference) -> Bool {
    let account = accounts[Int(cluster.index)]
    return account.lent < account.floor
  }

  /// Whether the borrower of one loan of a host comes before that of another.
  func precedes(_ left: Loan, _ right: Loan, cpu: MilliCPU) -> Bool {
    let (leftFloor, rightFloor) = (isBelowFloor(left.cluster), isBelowFloor(right.cluster))
    if leftFloor != rightFloor { return leftFloor }
    if left.machine.priority != right.machine.priority {
      return left.machine.priority > right.machine.priority
    }
    let (mine, others) = (accounts[Int(left.cluster.index)], accounts[Int(right.cluster.index)])
    let cpu = Int128(max(cpu.value, 0))
    return (mine.lent + cpu) * others.weight < (others.lent + cpu) * mine.weight
  }
}
