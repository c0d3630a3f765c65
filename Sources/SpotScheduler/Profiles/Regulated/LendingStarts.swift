import Units

/// The machines on their way to a borrower, and whether another one may still set out.
///
/// A host sets out only if, with a drain that takes its whole deadline and the provider's queue of
/// those already on their way, it is there
///
/// - early enough that its return does not begin before notice and tenure have passed, for a loan
///   on which no pod could keep its tenure is not worth the move; and
/// - before the first of the lent hosts begins its drain for its owner's window, for then the
///   provider is needed to bring hosts home, and whoever queues before them makes them late.
struct LendingStarts {
  private let policy: RegulatedPolicy
  /// How many are on their way.
  private(set) var underWay = 0
  /// How many are on their way back, and may need the provider before one that sets out now.
  private(set) var returning = 0
  /// How many hosts are drained.
  private(set) var drains = 0
  /// When the first of the lent hosts begins its drain for its owner's window.
  private(set) var firstDrain = Instant.distantFuture

  init(_ book: LendingBook, policy: RegulatedPolicy) {
    self.policy = policy
    for host in book.hosts {
      let loan = book.current(host)
      switch loan.commitment {
      case .lent:
        firstDrain = min(firstDrain, loan.returnTimes.drainStart)
        if loan.seen.stage != .ready { underWay += 1 }
        if !host.hasLeft { drains += 1 }
      case .returning:
        // Hosts that change borrowers do so only well before the first drain.
        if loan.status.reason.rule != .shareExceeded { returning += 1 }
        if loan.status.reason.rule == .ownerFirst {
          firstDrain = min(firstDrain, loan.status.drainStartsAt ?? .distantPast)
        }
        if loan.seen.stage == .ready { drains += 1 }
      case .home: break
      }
    }
  }

  /// Whether as many are on their way, or as many are drained, as may be at a time.
  var isFull: Bool { isFull(drains: true) }

  /// Whether another one has to wait that drains a node first, or does not.
  func isFull(drains isDrained: Bool) -> Bool {
    underWay >= policy.simultaneousStarts || isDrained && drains >= policy.simultaneousDrains
  }

  /// How many the provider may have to do with at a time.
  var travellers: Int { underWay + returning }

  /// How long the provider takes at most for a host with so many others on their way.
  static func passage(besides others: Int, policy: RegulatedPolicy) -> TimeSpan {
    policy.returnSession.plus(OwnerFirst.wait(rank: others, of: others + 1, policy: policy))
  }

  /// How long the next one takes at most to its borrower: as long as the last of all on their way.
  var journey: TimeSpan {
    policy.drainDeadline.plus(LendingStarts.passage(besides: travellers, policy: policy))
  }

  /// The instant by which a loan that is under way has to have left its owner, whose drain nobody
  /// hurries: in time for what would be left of it, and for the provider to be done with it before it
  /// is needed to bring the first host home.
  func departure(of loan: Loan) -> Instant {
    let passage = LendingStarts.passage(besides: max(travellers - 1, 0), policy: policy)
    return min(loan.returnTimes.departure, firstDrain.earlier(by: passage))
  }

  /// The first instant at which a host does not set out any more.
  func lastStart(of loan: Loan) -> Instant {
    let worthwhile = loan.returnTimes.announcement.earlier(
      by: policy.notice.plus(policy.tenure))
    return min(worthwhile, firstDrain, loan.returnTimes.drainStart).earlier(by: journey)
  }

  /// Counts a host that sets out from its owner.
  mutating func add(_ loan: Loan) {
    underWay += 1
    drains += 1
    firstDrain = min(firstDrain, loan.returnTimes.drainStart)
  }
}
