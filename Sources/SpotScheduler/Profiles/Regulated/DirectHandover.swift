import Units

/// A host that goes from one borrower to the next without going home in between.
///
/// It may when its way back is owed to nothing of the owner's, when no Machine is on it and none was
/// asked for, and when the next borrower could have it as well from home: the owner can still be
/// without it, and it is there early enough before the owner's window (`LendingStarts`). Between two
/// tenants it is sanitised like any other (`HostHandover`). If nobody takes it in that very plan, it
/// goes home.
extension LendingBook {
  /// Whether a host has left one borrower and may go to another.
  func isBetweenBorrowers(_ host: HostState) -> Bool {
    let loan = current(host)
    return loan.commitment == .returning && loan.status.reason.rule.concernsBorrowerAlone
      && isFreeOfBorrowers(host) && host.ownerSeen.stage == .absent
      && host.owner.attempt == nil && host.owner.retryAt == nil
  }

  /// Ends the return of a host that goes on to another borrower.
  mutating func endReturn(of host: HostState, at now: Instant) {
    loans[host.current].endReturn(at: now)
  }
}

extension Loan {
  /// The machine is back, or goes elsewhere.
  mutating func endReturn(at now: Instant) {
    status.announcedAt = nil
    status.drainStartsAt = nil
    status.drainStartedAt = nil
    status.enter(.inactive, because: status.reason, at: now)
  }
}

extension Reason.Rule {
  /// Whether a machine that goes back for it is one that its owner does not ask for.
  fileprivate var concernsBorrowerAlone: Bool {
    switch self {
    case .idle, .shareExceeded, .scheduleDisabled: true
    default: isTerm
    }
  }
}
