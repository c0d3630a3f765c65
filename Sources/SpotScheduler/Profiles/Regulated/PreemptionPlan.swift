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
    // What closes around the period may be in the way of what closes in it.
    let around = OwnerFirst.lead(rank: book.loans.count, of: .max, policy: policy)
    var openings: [Instant?] = []
    var loans: [ScheduledMachineID] = []
    var closes: [ReturnRanks.Close] = []
    for (place, host) in book.hosts.enumerated() {
      for loan in book.loans[host.loans] where book.isOnOffer(host, loan) {
        let schedule = snapshot.scheduledMachines[Int(loan.id.index)].schedule
        for (opens, edge) in PreemptionPlan.closes(
          of: schedule, from: start.earlier(by: around), through: end.later(by: around))
        {
          closes.append(ReturnRanks.Close(edge: edge, host: place, item: loans.count))
          loans.append(loan.id)
          openings.append(opens.flatMap { $0 > start ? $0 : nil })
        }
      }
    }
    ReturnRanks.assign(to: &closes, policy: policy)
    returns = closes.compactMap { close in
      guard close.edge > start, close.edge <= end else { return nil }
      let times = OwnerFirst.times(
        edge: close.edge, rank: close.rank, of: close.hosts, policy: policy)
      return Return(
        host: book.hosts[close.host].id, machine: loans[close.item], opens: openings[close.item],
        announcement: times.announcement, drainStart: times.drainStart,
        deadline: times.drainStart.later(by: policy.longestDrain), edge: close.edge)
    }
    returns.sort {
      ($0.edge, $0.drainStart, $0.host.index, $0.machine.index)
        < ($1.edge, $1.drainStart, $1.host.index, $1.machine.index)
    }
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
