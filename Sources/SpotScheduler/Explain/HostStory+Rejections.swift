import Units

extension HostStory {
  /// What was not done with the host, each with the rule that spoke against it.
  var rejections: [Explanation.Rejection] {
    var rejections: [Explanation.Rejection] = []
    switch host.commitment {
    case .home:
      rejections.append(.init(.lend, because: host.borrower.reason, amounts))
    case .lent:
      if host.borrowerBefore.commitment == .home {
        rejections.append(
          .init(.stayHome, because: Reason(.ownerCanSpare, at: host.borrower.since), spare))
      }
      if let edge = host.returnTimes.edge {
        rejections.append(.init(.callBack, because: Reason(.ownerFirst, at: edge), times))
      }
      rejections.append(
        .init(
          .callBack, because: Reason(.ownerNeedsCapacity),
          [Amount("couldSpare", .cpu(MilliCPU(clamping: -ledger.overdraft)))]))
    case .returning:
      let choice: Explanation.Choice =
        host.borrowerBefore.commitment == .lent ? .keepLent : .cancelReturn
      rejections.append(.init(choice, because: host.borrower.reason, amounts))
    }
    return rejections + drainRejections + handoverRejections
  }

  private typealias Amount = Explanation.Amount

  /// Drains are neither early nor rough.
  private var drainRejections: [Explanation.Rejection] {
    guard let drain, host.commitment == .returning else { return [] }
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
      host.commitment == .lent
      ? (host.borrowerSeen, host.ownerSeen) : (host.ownerSeen, host.borrowerSeen)
    guard wanted.stage == .absent, other.stage != .absent,
      host.commitment == .lent || host.isWantedByOwner
    else { return [] }
    return [
      .init(
        .createMachine, because: Reason(.hostFree),
        [Amount("otherMachine", .text(other.stage.rawValue))])
    ]
  }

  /// The figures of the rule that keeps the host where it is.
  private var amounts: [Explanation.Amount] {
    switch host.borrower.reason.rule {
    case .windowTooShort:
      guard host.commitment == .home else {
        return [Amount("departure", .instant(host.returnTimes.departure))] + times
      }
      return [
        Amount("lastStart", .instant(accounts.starts.lastStart(of: host))),
        Amount("journey", .span(accounts.starts.journey)),
        Amount("underWay", .count(accounts.starts.underWay)),
      ] + times
    case .startsLimited:
      return [
        Amount("underWay", .count(accounts.starts.underWay)),
        Amount("limit", .count(policy.simultaneousStarts)),
      ]
    case .ownerNeedsCapacity:
      return host.commitment == .home ? missing : overdrawn
    case .ownerFirst: return times
    case .recalled:
      return recall.map { [Amount("until", .instant($0.nextEnd))] } ?? []
    case .scheduleInactive:
      return host.borrower.nextEdgeAt.map { [Amount("opens", .instant($0))] } ?? []
    case .ownerNotReady:
      return [
        Amount("ownersMachine", .text(host.ownerSeen.stage.rawValue)),
        Amount("cordonedByOthers", .flag(host.ownerSeen.isCordonedByOthers)),
      ]
    default: return []
    }
  }

  private var times: [Explanation.Amount] {
    guard host.returnTimes.edge != nil else { return [] }
    return [
      Amount("announcement", .instant(host.returnTimes.announcement)),
      Amount("drainStart", .instant(host.returnTimes.drainStart)),
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
      Amount("limit", .cpu(MilliCPU(clamping: ledger.limit))),
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
