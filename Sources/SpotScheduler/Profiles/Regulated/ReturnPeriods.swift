import Units

/// The periods in which the provider brings hosts home for their owners' windows, and when a host that
/// is called back sooner than its own window asks may begin its drain.
///
/// A host's way home is planned with all that may be before it by their own windows (`ReturnRanks`).
/// One of a later window that is called back for want of capacity, or of demand, is not among them. So
/// its drain begins early enough that the provider is done with it before a period, or at its end.
struct ReturnPeriods {
  /// The hosts that are away until one edge.
  private struct Period {
    var edge: Instant
    /// When the drain of the first of them begins by its window.
    var firstDrain: Instant
  }

  private let periods: [Period]
  private let policy: RegulatedPolicy

  init(_ book: LendingBook, policy: RegulatedPolicy) {
    self.policy = policy
    var away: [Period] = []
    for host in book.hosts where book.commitment(of: host) != .home {
      let times = book.current(host).returnTimes
      guard let edge = times.edge else { continue }
      // Mostly all share an edge.
      if let last = away.indices.last, away[last].edge == edge {
        away[last].firstDrain = min(away[last].firstDrain, times.drainStart)
      } else {
        away.append(Period(edge: edge, firstDrain: times.drainStart))
      }
    }
    periods = away.sorted { ($0.edge, $0.firstDrain) < ($1.edge, $1.firstDrain) }
  }

  /// When a host may begin its drain, from `soonest` on, with so many others on their way.
  func drainStart(of loan: Loan, from soonest: Instant, travellers: Int) -> Instant {
    let passage = LendingStarts.passage(besides: travellers, policy: policy)
    let wayHome = policy.longestDrain.plus(passage)
    var start = soonest
    for period in periods where period.edge <= loan.returnTimes.drainStart {
      if start < period.edge, start.later(by: wayHome) > period.firstDrain { start = period.edge }
    }
    return start
  }
}
