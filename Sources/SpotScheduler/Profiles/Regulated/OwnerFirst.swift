import Units

/// When a lent host has to be told and drained so that its owner has it back in time.
struct ReturnTimes: BitwiseCopyable {
  /// When the host's window closes: the owner's opens.
  var edge: Instant?
  /// The host's place, from 0, among those whose windows close then.
  var rank = 0
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
/// The host that comes `k`-th (from 0) in order among those whose windows close at the same edge
/// begins its drain at
///
///     edge − (w × longestDrain + returnTime + ⌊k / providerConcurrency⌋ × returnSession)
///
/// for the provider sets up `providerConcurrency` hosts at a time and each holds it for a
/// `returnSession`: a later one in order waits for the earlier ones, so it sets out before them.
/// `longestDrain` is `drainDeadline`, or the longest that a drain class is given.
/// `w` is 1 + ⌊k / simultaneousDrains⌋: drains take turns where only so many may run at a time.
///
/// All hosts on offer are counted, lent or not. That lets a host be lent or return without moving
/// the announced drain of another; and as hosts are lent in the same order, those that are counted
/// for nothing come last and move nobody. A host on offer to several borrowers until the same edge
/// counts once.
enum OwnerFirst {
  /// Sets the return times of the loans of hosts that are in order.
  static func assign(to book: inout LendingBook, policy: RegulatedPolicy) {
    // Few edges at a time: hosts of one schedule share theirs. Looked up, never iterated.
    var counts: [Group: (hosts: Int, last: HostID)] = [:]
    for host in book.hosts {
      for index in host.loans {
        let loan = book.loans[index]
        guard loan.status.isScheduleActive, book.isEnabled(host, for: loan),
          !book.isKilled(host, for: loan), let edge = loan.status.nextEdgeAt
        else {
          book.loans[index].returnTimes = .never
          continue
        }
        let group = Group(cluster: host.ownerCluster, edge: edge)
        var count = counts[group] ?? (0, host.id)
        if count.hosts == 0 || count.last != host.id { count = (count.hosts + 1, host.id) }
        counts[group] = count
        book.loans[index].returnTimes = times(edge: edge, rank: count.hosts - 1, policy: policy)
      }
    }
  }

  /// The return times of the host of that rank.
  static func times(edge: Instant, rank: Int, policy: RegulatedPolicy) -> ReturnTimes {
    let drainStart = edge.earlier(by: lead(rank: rank, policy: policy))
    let announcement = drainStart.earlier(by: Residency.warning(policy))
    return ReturnTimes(
      edge: edge, rank: rank, drainStart: drainStart, announcement: announcement,
      departure: announcement.earlier(
        by: policy.notice.plus(policy.tenure).plus(policy.returnSession)))
  }

  /// How many rounds of the provider's work come before the host of that rank.
  static func rounds(before rank: Int, policy: RegulatedPolicy) -> Int {
    rank / policy.providerConcurrency
  }

  /// How long before the edge the drain of the host of that rank begins.
  static func lead(rank: Int, policy: RegulatedPolicy) -> TimeSpan {
    policy.longestDrain.times(1 + rank / policy.simultaneousDrains).plus(policy.returnTime)
      .plus(policy.returnSession.times(rounds(before: rank, policy: policy)))
  }

  private struct Group: Hashable {
    var cluster: ClusterReference
    var edge: Instant
  }
}
