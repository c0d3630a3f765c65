import Units

/// Emergency reclaim: the host's owner needs it at once, as when a listed program starts on it.
///
/// The host leaves its borrower: its pods are evicted at once and what is left after
/// `emergencyDeadline` is deleted. A request is answered once, by its instant. Then the host stays at
/// home for `reclaimHold`, and for twice as long after each further request within a day, up to a
/// day, so that a program which starts again and again does not move the host back and forth. All
/// of that is kept in the status and nothing is written into the object, so whoever puts objects
/// back as they were, as GitOps does, starts no loop.
enum EmergencyReclaim {
  /// Within what time requests follow one another closely, and the longest that one holds a host.
  static let day = TimeSpan.hours(24)

  /// Answers a new request.
  static func take(_ loan: inout Loan, policy: RegulatedPolicy, at now: Instant) {
    guard let request = loan.newReclaim else { return }
    let isClose = loan.status.reclaimedAt.map { request < $0.later(by: day) } ?? false
    loan.status.reclaims = isClose ? min(loan.status.reclaims, 60) + 1 : 1
    loan.status.reclaimedAt = request
    loan.status.heldUntil = now.later(by: hold(after: loan.status.reclaims, policy: policy))
    // A kill switch is stronger.
    if loan.commitment == .returning, loan.status.reason.rule == .killSwitchActivated { return }
    loan.status.enter(.emergencyRemove, because: Reason(.emergencyReclaim, at: request), at: now)
    loan.status.announcedAt = nil
    loan.status.drainStartsAt = now
    loan.status.drainStartedAt = nil
    loan.status.idleSince = nil
    loan.status.retryAt = nil
  }

  /// How long the host stays at home after so many requests.
  static func hold(after requests: Int, policy: RegulatedPolicy) -> TimeSpan {
    var span = policy.reclaimHold
    for _ in 1..<max(min(requests, 60), 1) { span = min(span.plus(span), max(day, span)) }
    return min(span, max(day, policy.reclaimHold))
  }
}
