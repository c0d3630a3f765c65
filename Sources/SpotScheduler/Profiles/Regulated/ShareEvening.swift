import Units

/// Evens out the shares of borrowers by taking back idle machines.
///
/// A machine goes when it has been Ready for a tenure and without a pod for `evenOutDelay`, nobody
/// waits in its borrower's cluster, and another borrower on whose behalf the host could be lent waits
/// and is below its share. It is below as long as it has, with the machine, no more for its weight
/// than the first one without it: so no move is ever undone by the next. What is on its way already
/// counts as arrived, and no more drains begin than may run at a time.
struct ShareEvening {
  let policy: RegulatedPolicy
  let terms: BorrowerTerms
  let recalls: RecallsInForce
  let now: Instant

  /// The hosts to call back, by their place in the book; the last in order first.
  func surplus(
    of book: LendingBook, shares: BorrowerShares, starts: LendingStarts
  ) -> [Int] {
    guard policy.evenOutDelay != nil else { return [] }
    var shares = shares
    for host in book.hosts where book.commitment(of: host) == .returning {
      guard book.current(host).status.reason.rule == .shareExceeded,
        let next = next(for: host, in: book, shares: shares, starts: starts)
      else { continue }
      shares.add(host.cpu, to: book.loans[next].cluster, isReady: false)
    }
    var drains = starts.drains
    var surplus: [Int] = []
    for index in book.hosts.indices.reversed() where drains < policy.simultaneousDrains {
      let host = book.hosts[index]
      let loan = book.current(host)
      guard loan.commitment == .lent, now >= loan.evenOutEnd(policy) ?? .distantFuture,
        shares.canSpare(host.cpu, loan.cluster),
        let next = next(for: host, in: book, shares: shares, starts: starts)
      else { continue }
      let borrower = book.loans[next].cluster
      guard shares.isBelow(borrower, loan.cluster, moving: host.cpu) else { continue }
      shares.remove(loan, cpu: host.cpu)
      shares.add(host.cpu, to: borrower, isReady: false)
      drains += 1
      surplus.append(index)
    }
    return surplus
  }

  /// The loan that a host would go out on next, by its place in the book; nil when nobody waits for
  /// it.
  private func next(
    for host: HostState, in book: LendingBook, shares: BorrowerShares, starts: LendingStarts
  ) -> Int? {
    guard recalls[host.ownerCluster] == nil, book.heldUntil(host).map({ now >= $0 }) ?? true else {
      return nil
    }
    let arrival = now.later(by: Residency.warning(policy))
    let current = book.current(host)
    var best: Int?
    for index in host.loans where index != host.current {
      let loan = book.loans[index]
      guard loan.commitment == .home, loan.status.isScheduleActive,
        book.isEnabled(host, for: loan), !book.isKilled(host, for: loan),
        loan.machine.priority >= current.machine.priority, shares.isWaiting(loan.cluster),
        arrival < starts.lastStart(of: loan), terms.verdict(on: host, for: loan).refusal == nil
      else { continue }
      if let known = best, !shares.precedes(loan, book.loans[known], cpu: host.cpu) { continue }
      best = index
    }
    return best
  }
}

extension Loan {
  /// When an idle machine may go to a borrower that is below its share.
  func evenOutEnd(_ policy: RegulatedPolicy) -> Instant? {
    guard let delay = policy.evenOutDelay, let idleSince = status.idleSince, seen.stage == .ready
    else { return nil }
    return max(idleSince.later(by: delay), seen.since.later(by: policy.tenure))
  }
}
