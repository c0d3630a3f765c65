import Units

extension LendingPlanner {
  /// When time alone changes what was planned for a loan.
  func nextPlan(
    of loan: Loan, _ host: HostState, recall: RecallsInForce.Order?, starts: LendingStarts
  ) -> Instant? {
    var next = earliest(loan.status.nextEdgeAt, recall?.nextEnd)
    switch loan.commitment {
    case .lent:
      next = earliest(
        next, host.hasLeft ? loan.returnTimes.announcement : starts.departure(of: loan))
    case .home:
      if let until = loan.lendableUntil, now < until { next = earliest(next, until) }
      // A hold is the host's, whichever borrower had it when its owner asked.
      if loan.status.reason.rule == .reclaimHold {
        next = earliest(next, loan.status.reason.instant)
      }
    case .returning: break
    }
    return next == .distantFuture ? nil : next
  }
}
