public import Units

/// When lent capacity will be taken back: the preemption windows of the regulated profile, known
/// before they open.
///
/// They follow from the schedules, the order of hosts and the policy alone. Whatever happens in
/// between, a host that is lent when its announcement comes is announced, drained and returned at
/// these instants; only a recall, a kill switch, an emergency or a need of the owner takes one sooner.
public struct PreemptionPlan: Hashable, Sendable {
  /// One host that returns from one borrower at one edge.
  public struct Return: Hashable, Sendable {
    /// The host.
    public var host: HostID
    /// The borrower's object.
    public var machine: ScheduledMachineID
    /// When its lending window opened; nil when that was before the plan begins.
    public var opens: Instant?
    /// When the borrower is told and the node cordoned.
    public var announcement: Instant
    /// When evictions begin.
    public var drainStart: Instant
    /// When the last of what is left is deleted, or has had its grace, by what is declared.
    public var deadline: Instant
    /// When the lending window closes: the host is Ready with its owner by then.
    public var edge: Instant
  }

  /// The returns by edge, those of one edge in the order in which they begin.
  public var returns: [Return]

  /// The returns of the lending windows that close in `(start, end]`.
  ///
  /// - Complexity: proportional to the objects and to the edges of their schedules in between.
  public init(
    _ snapshot: borrowing FleetSnapshot, from start: Instant, through end: Instant,
    policy: RegulatedPolicy
  ) {
    let snapshot = copy snapshot
    let policy = policy.withoutNegatives
    let book = LendingBook(allOf: snapshot)
    var closes: [Close] = []
    for (place, host) in book.hosts.enumerated() {
      for loan in book.loans[host.loans]
      where book.isEnabled(host, for: loan) && !book.isKilled(host, for: loan) {
        let schedule = snapshot.scheduledMachines[Int(loan.id.index)].schedule
        closes += PreemptionPlan.closes(of: schedule, from: start, through: end).map {
          Close(
            edge: $0.edge, owner: host.ownerCluster.index, place: place, machine: loan.id,
            opens: $0.opens)
        }
      }
    }
    closes.sort { ($0.edge, $0.owner, $0.place) < ($1.edge, $1.owner, $1.place) }
    returns = []
    returns.reserveCapacity(closes.count)
    let ranks = PreemptionPlan.ranks(of: closes)
    for (close, place) in zip(closes, ranks) {
      let times = OwnerFirst.times(
        edge: close.edge, rank: place.rank, of: place.hosts, policy: policy)
      returns.append(
        Return(
          host: book.hosts[close.place].id, machine: close.machine, opens: close.opens,
          announcement: times.announcement, drainStart: times.drainStart,
          deadline: times.drainStart.later(by: policy.longestDrain), edge: close.edge))
    }
    returns.sort {
      ($0.edge, $0.drainStart, $0.host.index, $0.machine.index)
        < ($1.edge, $1.drainStart, $1.host.index, $1.machine.index)
    }
  }

  private struct Close {
    var edge: Instant
    var owner: UInt32
    var place: Int
    var machine: ScheduledMachineID
    var opens: Instant?
  }

  /// The rank of each close's host among those of the same owner and edge, and how many those are.
  private static func ranks(of closes: [Close]) -> [(rank: Int, hosts: Int)] {
    var ranks: [(rank: Int, hosts: Int)] = []
    ranks.reserveCapacity(closes.count)
    var start = 0
    while start < closes.count {
      var end = start
      while end < closes.count, closes[end].edge == closes[start].edge,
        closes[end].owner == closes[start].owner
      {
        let isSameHost = end > start && closes[end - 1].place == closes[end].place
        let rank = end == start ? 0 : ranks[end - 1].rank + (isSameHost ? 0 : 1)
        ranks.append((rank, 0))
        end += 1
      }
      let hosts = ranks[end - 1].rank + 1
      for index in start..<end { ranks[index].hosts = hosts }
      start = end
    }
    return ranks
  }

  /// The closes of a schedule in `(start, end]`, each with the opening before it.
  private static func closes(
    of schedule: LendingSchedule, from start: Instant, through end: Instant
  ) -> [(opens: Instant?, edge: Instant)] {
    var closes: [(opens: Instant?, edge: Instant)] = []
    var opens: Instant?
    var instant = start
    while let edge = schedule.nextEdge(after: instant), edge.instant <= end {
      if edge.isActive { opens = edge.instant } else { closes.append((opens, edge.instant)) }
      instant = edge.instant
    }
    return closes
  }
}
