import Units

/// When a lent host has to be told and drained so that its owner has it back in time.
struct ReturnTimes: BitwiseCopyable {
  /// When the host's window closes: the owner's opens.
  var edge: Instant?
  /// How many hosts may be before it: its place, from 0, where all windows close together.
  var rank = 0
  /// How many may be there in all.
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
/// A host before which at most `k` others may be (`ReturnRanks`), of `n` that may be there in all,
/// begins its drain at
///
///     edge − (w × longestDrain + returnTime + wait)
///
/// `longestDrain` is `drainDeadline`, or the longest that a drain class is given.
/// `w` is 1 + ⌊k / simultaneousDrains⌋: drains take turns where only so many may run at a time.
///
/// The provider works on `c` = `providerConcurrency` hosts at a time, first come, first served, and
/// each keeps a worker busy for a `returnSession` at most. What counts is the work that can be in a
/// host's way, not a place in a row:
///
///     wait = min(k + c − 1, n − 1) × returnSession / c, and 0 for k = 0 and where n ≤ c
///
/// Of hosts whose windows close together, `k` is the place in order and `n` how many they are.
///
/// All hosts on offer are counted, lent or not, and those whose offer begins before the last of these
/// edges. That lets a host be lent or return without moving the announced drain of another. A host on
/// offer to several borrowers until the same edge counts once.
enum OwnerFirst {
  /// Sets the return times of the loans of hosts that are in order.
  static func assign(
    to book: inout LendingBook, in snapshot: FleetSnapshot, policy: RegulatedPolicy
  ) {
    var closes: [ReturnRanks.Close] = []
    closes.reserveCapacity(book.loans.count)
    var upcoming = false
    for (place, host) in book.hosts.enumerated() {
      for index in host.loans {
        let loan = book.loans[index]
        book.loans[index].returnTimes = .never
        guard let edge = loan.status.nextEdgeAt, book.isOnOffer(host, loan) else { continue }
        if loan.status.isScheduleActive {
          closes.append(ReturnRanks.Close(edge: edge, host: place, item: index))
        } else {
          upcoming = true
        }
      }
    }
    guard let last = closes.map(\.edge).max() else { return }
    if upcoming { closes += self.upcoming(before: last, book, in: snapshot) }
    ReturnRanks.assign(to: &closes, policy: policy)
    for close in closes where book.loans[close.item].status.isScheduleActive {
      book.loans[close.item].returnTimes = times(
        edge: close.edge, rank: close.rank, of: close.hosts, policy: policy)
    }
  }

  /// The closes of windows that open before an instant, and have not opened yet.
  private static func upcoming(
    before last: Instant, _ book: LendingBook, in snapshot: FleetSnapshot
  ) -> [ReturnRanks.Close] {
    var closes: [ReturnRanks.Close] = []
    for (place, host) in book.hosts.enumerated() {
      for index in host.loans {
        let loan = book.loans[index]
        guard !loan.status.isScheduleActive, let opening = loan.status.nextEdgeAt, opening < last,
          book.isOnOffer(host, loan)
        else { continue }
        let schedule = snapshot.scheduledMachines[Int(loan.id.index)].schedule
        guard let close = schedule.nextEdge(after: opening) else { continue }
        closes.append(ReturnRanks.Close(edge: close.instant, host: place, item: index))
      }
    }
    return closes
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
    let inTheWay = min(Int128(rank) + Int128(workers) - 1, Int128(hosts) - 1)
    let divisor = Int128(workers) * 1_000_000_000
    let work = Int128(policy.returnSession.nanoseconds) * inTheWay
    return TimeSpan.seconds(1).times(Int(clamping: (work + divisor - 1) / divisor))
  }

  /// How long before the edge the drain of the host of that rank among so many begins.
  static func lead(rank: Int, of hosts: Int, policy: RegulatedPolicy) -> TimeSpan {
    policy.longestDrain.times(1 + rank / policy.simultaneousDrains).plus(policy.returnTime)
      .plus(wait(rank: rank, of: hosts, policy: policy))
  }
}
