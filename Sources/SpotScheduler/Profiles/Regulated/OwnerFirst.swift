import Units

/// When a lent host has to be told and drained so that its owner has it back in time.
struct ReturnTimes: BitwiseCopyable {
  /// When the host's window closes: the owner's opens.
  var edge: Instant?
  /// The host's place, from 0, among those whose windows close then.
  var rank = 0
  /// How many those are.
  var hosts = 1
  /// When its drain begins at the latest.
  var drainStart: Instant
  /// When its node is cordoned and its drain announced.
  var announcement: Instant
  /// Until when a loan has to have left its owner: one whose owner's pods are still there by then
  /// is called off, for too little would be left of it.
  var departure: Instant

  /// Those of a window that does not close.
  static let never = ReturnTimes(
    edge: nil, drainStart: .distantFuture, announcement: .distantFuture,
    departure: .distantFuture)
}

/// Owner first: a lent host is a Ready node of its owner again when the owner's window opens.
///
/// The host that comes `k`-th (from 0) in order among the `n` whose windows close at the same edge
/// begins its drain at
///
///     edge − (w × longestDrain + returnTime + wait)
///
/// `longestDrain` is `drainDeadline`, or the longest that a drain class is given.
/// `w` is 1 + ⌊k / simultaneousDrains⌋: drains take turns where only so many may run at a time.
///
/// The provider works on `c` = `providerConcurrency` hosts at a time, first come, first served, and
/// each keeps a worker busy for a `returnSession` at most. Drains may end early, and then a host
/// comes before its turn and takes a worker that cannot be taken from it again. So what counts is
/// the work that can be in a host's way, not its place in a row:
///
///     wait = min(k + c − 1, n − 1) × returnSession / c, and 0 for k = 0 and where n ≤ c
///
/// A host waits only while all workers are busy with others. Go back to the last instant at which
/// one was free: at most c − 1 hosts were in work then, and all that came since, but for this one,
/// come in order no later than the last that may still come by then. Each is in the way for at most
/// a session, and c workers share that: R. L. Graham's bound for list scheduling (1966). Where at
/// most c hosts are there at a time, nobody waits.
///
/// All hosts on offer are counted, lent or not. That lets a host be lent or return without moving
/// the announced drain of another. A host on offer to several borrowers until the same edge counts
/// once.
enum OwnerFirst {
  /// Sets the return times of the loans of hosts that are in order.
  static func assign(to book: inout LendingBook, policy: RegulatedPolicy) {
    let counts = rank(&book)
    for host in book.hosts {
      for index in host.loans {
        let times = book.loans[index].returnTimes
        guard let edge = times.edge else { continue }
        let group = Group(cluster: host.ownerCluster, edge: edge)
        book.loans[index].returnTimes = self.times(
          edge: edge, rank: times.rank, of: counts[group]?.hosts ?? 1, policy: policy)
      }
    }
  }

  /// Sets the edges and the ranks of the loans of hosts that are in order, and counts the hosts of
  /// each edge.
  private static func rank(_ book: inout LendingBook) -> [Group: Count] {
    // Few edges at a time: hosts of one schedule share theirs. Looked up, never iterated.
    var counts: [Group: Count] = [:]
    for host in book.hosts {
      for index in host.loans {
        let loan = book.loans[index]
        book.loans[index].returnTimes = .never
        guard loan.status.isScheduleActive, book.isEnabled(host, for: loan),
          !book.isKilled(host, for: loan), let edge = loan.status.nextEdgeAt
        else { continue }
        let group = Group(cluster: host.ownerCluster, edge: edge)
        var count = counts[group] ?? Count(hosts: 0, last: host.id)
        if count.hosts == 0 || count.last != host.id {
          count = Count(hosts: count.hosts + 1, last: host.id)
        }
        counts[group] = count
        book.loans[index].returnTimes.edge = edge
        book.loans[index].returnTimes.rank = count.hosts - 1
      }
    }
    return counts
  }

  /// The return times of the host of that rank among so many.
  static func times(
    edge: Instant, rank: Int, of hosts: Int, policy: RegulatedPolicy
  ) -> ReturnTimes {
    let drainStart = edge.earlier(by: lead(rank: rank, of: hosts, policy: policy))
    let announcement = drainStart.earlier(by: Residency.warning(policy))
    return ReturnTimes(
      edge: edge, rank: rank, hosts: hosts, drainStart: drainStart, announcement: announcement,
      departure: announcement.earlier(
        by: policy.notice.plus(policy.tenure).plus(policy.returnSession)))
  }

  /// How long the host of that rank among so many may wait for a worker of the provider, in whole
  /// seconds.
  static func wait(rank: Int, of hosts: Int, policy: RegulatedPolicy) -> TimeSpan {
    let workers = policy.providerConcurrency
    guard rank > 0, hosts > workers else { return .zero }
    let inTheWay = min(rank + (workers - 1), hosts - 1)
    let divisor = Int128(workers) * 1_000_000_000
    let work = Int128(policy.returnSession.nanoseconds) * Int128(inTheWay)
    return TimeSpan.seconds(1).times(Int(clamping: (work + divisor - 1) / divisor))
  }

  /// How long before the edge the drain of the host of that rank among so many begins.
  static func lead(rank: Int, of hosts: Int, policy: RegulatedPolicy) -> TimeSpan {
    policy.longestDrain.times(1 + rank / policy.simultaneousDrains).plus(policy.returnTime)
      .plus(wait(rank: rank, of: hosts, policy: policy))
  }

  private struct Group: Hashable {
    var cluster: ClusterReference
    var edge: Instant
  }

  private struct Count {
    var hosts: Int
    var last: HostID
  }
}
