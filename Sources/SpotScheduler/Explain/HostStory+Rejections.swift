import Units

extension HostStory {
  /// What was not done with the host, each with the rule that spoke against it.
  var rejections: [Explanation.Rejection] {
    var rejections: [Explanation.Rejection] = []
    switch commitment {
    case .home:
      rejections.append(.init(.lend, because: loan.status.reason, amounts))
    case .lent:
      if loan.before.commitment == .home {
        rejections.append(
          .init(.stayHome, because: Reason(.ownerCanSpare, at: loan.status.since), spare))
      }
      if let edge = loan.returnTimes.edge {
        rejections.append(.init(.callBack, because: Reason(.ownerFirst, at: edge), times))
      }
      rejections.append(
        .init(
          .callBack, because: Reason(.ownerNeedsCapacity),
          [Amount("couldSpare", .cpu(MilliCPU(clamping: -ledger.overdraft)))]))
    case .returning:
      let choice: Explanation.Choice =
        loan.before.commitment == .lent ? .keepLent : .cancelReturn
      rejections.append(.init(choice, because: loan.status.reason, amounts))
    }
    return rejections + drainRejections + handoverRejections
  }

  private typealias Amount = Explanation.Amount

  /// Drains are neither early nor rough.
  private var drainRejections: [Explanation.Rejection] {
    guard let drain, commitment == .returning else { return [] }
    if now < drain.start {
      return [
        .init(
          .drainSooner, because: Reason(.residency, at: drain.start),
          [Amount("warning", .span(Residency.warning(policy)))])
      ]
    }
    guard let escalation = drain.escalation, now < escalation, !drain.pods.isEmpty else {
      return []
    }
    return [
      .init(
        .deletePods, because: Reason(.drainDeadline, at: escalation),
        [Amount("pods", .count(drain.pods.count))])
    ]
  }

  /// A Machine is created when the other one of the host is seen to be gone.
  private var handoverRejections: [Explanation.Rejection] {
    let (wanted, other) =
      commitment == .lent
      ? (loan.seen, host.ownerSeen) : (host.ownerSeen, loan.seen)
    guard wanted.stage == .absent, other.stage != .absent,
      commitment == .lent || book.isWantedByOwner(host)
    else { return [] }
    return [
      .init(
        .createMachine, because: Reason(.hostFree),
        [Amount("otherMachine", .text(other.stage.rawValue))])
    ]
  }

  /// The figures of the rule that keeps the host where it is.
  private var amounts: [Explanation.Amount] {
    switch loan.status.reason.rule {
    case .windowTooShort:
      guard commitment == .home else {
        return [Amount("departure", .instant(accounts.starts.departure(of: loan)))] + times
      }
      return [
        Amount("lastStart", .instant(accounts.starts.lastStart(of: loan))),
        Amount("journey", .span(accounts.starts.journey)),
        Amount("underWay", .count(accounts.starts.underWay)),
      ] + times
    case .startsLimited:
      return startsInTheWay
    case .ownerNeedsCapacity:
      return commitment == .home ? missing : overdrawn
    case .ownerFirst: return times
    case .recalled, .recallHolds:
      return recall.map { [Amount("until", .instant($0.nextEnd))] } ?? []
    case .scheduleInactive:
      return loan.status.nextEdgeAt.map { [Amount("opens", .instant($0))] } ?? []
    case .ownerNotReady:
      return [
        Amount("ownersMachine", .text(host.ownerSeen.stage.rawValue)),
        Amount("cordonedByOthers", .flag(host.ownerSeen.isCordonedByOthers)),
      ]
    case .hostLent, .noDemand, .idle, .shareExceeded: return borrowing
    case .jurisdiction, .notConfidential, .notAttested: return hostTerms
    case .emergencyReclaim, .reclaimHold: return reclaim
    default: return []
    }
  }

  private var startsInTheWay: [Explanation.Amount] {
    var amounts = [Amount("underWay", .count(accounts.starts.underWay))]
    if policy.simultaneousStarts != .max {
      amounts.append(Amount("limit", .count(policy.simultaneousStarts)))
    }
    if policy.simultaneousDrains != .max {
      amounts.append(Amount("drains", .count(accounts.starts.drains)))
      amounts.append(Amount("drainLimit", .count(policy.simultaneousDrains)))
    }
    return amounts
  }

  private var times: [Explanation.Amount] {
    guard loan.returnTimes.edge != nil else { return [] }
    return [
      Amount("announcement", .instant(loan.returnTimes.announcement)),
      Amount("drainStart", .instant(loan.returnTimes.drainStart)),
    ]
  }

  private var missing: [Explanation.Amount] {
    let room = ledger.room(spareHosts: policy.spareHosts)
    return [
      Amount("host", .cpu(host.cpu)), Amount("room", .cpu(MilliCPU(clamping: room))),
      Amount("missing", .cpu(MilliCPU(clamping: Int128(host.cpu.value) - room))),
    ]
  }

  private var overdrawn: [Explanation.Amount] {
    [
      Amount("lent", .cpu(MilliCPU(clamping: ledger.lent))),
      Amount("limit", .cpu(MilliCPU(clamping: ledger.keepLimit))),
      Amount("overdraft", .cpu(MilliCPU(clamping: ledger.overdraft))),
    ]
  }

  private var spare: [Explanation.Amount] {
    [
      Amount("host", .cpu(host.cpu)),
      Amount("roomLeft", .cpu(MilliCPU(clamping: ledger.room(spareHosts: policy.spareHosts)))),
    ]
  }
}
