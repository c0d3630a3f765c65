import Units

extension RegulatedScheduler {
  /// Decides on everything, and writes down what that meant for an object's host.
  func explain(_ explanation: inout Explanation) {
    var hosts = allHosts()
    let accounts = LendingPlanner(snapshot: snapshot, policy: policy, now: now).plan(&hosts)
    let machine = explanation.machine
    guard
      let place = hosts.firstIndex(where: { $0.ownerID == machine || $0.borrowerID == machine })
    else { return }
    var host = hosts[place]
    var actions: [Action] = []
    HostHandover(snapshot: snapshot, policy: policy, now: now).advance(&host, actions: &actions)
    let isOwner = machine == host.ownerID
    explanation.after = isOwner ? host.owner : host.borrower
    explanation.actions = actions.filter { $0.machine == machine }
    explanation.reasons = [host.borrower.reason]
    if isOwner, host.owner.reason != host.borrower.reason {
      explanation.reasons.append(host.owner.reason)
    }
    let story = HostStory(
      host: host, place: place, count: hosts.count, accounts: accounts, snapshot: snapshot,
      policy: policy, now: now)
    explanation.inputs = story.inputs
    explanation.rejected = story.rejections
  }
}

/// What is to be told of one host after everything was decided.
struct HostStory {
  let host: HostState
  let place: Int
  let count: Int
  let accounts: PlanAccounts
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant

  /// What the rules read.
  var inputs: Explanation.Inputs {
    var inputs = Explanation.Inputs()
    let schedule = snapshot.scheduledMachines[Int(host.borrowerID.index)].schedule
    inputs.objects = [
      object(host.ownerID, host.ownerMachine, .owner, host.ownerSeen, host.owner),
      object(host.borrowerID, host.borrowerMachine, .borrower, host.borrowerSeen, host.borrower),
    ]
    inputs.window = Explanation.Window(schedule, remembered: host.borrower)
    inputs.recall = recall.map {
      Explanation.RecallInForce(orderedAt: $0.orderedAt, until: $0.nextEnd)
    }
    inputs.account = account
    inputs.place = Explanation.Place(
      rank: place + 1, count: count, priority: host.borrowerMachine.priority)
    inputs.returning = returning
    inputs.starts = Explanation.Starts(
      underWay: accounts.starts.underWay,
      limit: policy.simultaneousStarts == .max ? nil : policy.simultaneousStarts,
      journey: accounts.starts.journey, lastStart: lastStart)
    inputs.drain = drain
    return inputs
  }

  /// The recall of the host's owner that holds.
  var recall: RecallsInForce.Order? {
    RecallsInForce(snapshot.recalls, clusters: snapshot.clusters.count, at: now)[
      host.ownerCluster]
  }

  /// When the host no longer sets out; nil when it always may.
  var lastStart: Instant? {
    let instant = accounts.starts.lastStart(of: host)
    return host.returnTimes.edge == nil ? nil : instant
  }

  /// The owner's account: as it was found for a host that is called back, and otherwise when all
  /// had set out.
  var ledger: CapacityBroker.Account {
    let broker =
      host.borrower.reason.rule == .ownerNeedsCapacity && host.commitment != .home
      ? accounts.opening : accounts.closing
    return broker.accounts[Int(host.ownerCluster.index)]
  }

  private func object(
    _ id: ScheduledMachineID, _ terms: ObjectTerms, _ role: ScheduledMachine.Role,
    _ seen: MachineObservation, _ status: ScheduledMachineStatus
  ) -> Explanation.Object {
    Explanation.Object(
      machine: id, role: role, seen: seen, phase: status.phase, isEnabled: terms.isEnabled,
      killSwitch: terms.killSwitch)
  }

  private var account: Explanation.Account {
    let cluster = snapshot.clusters[Int(host.ownerCluster.index)]
    let ledger = ledger
    let seen = CapacityBroker.Account(cluster)
    return Explanation.Account(
      cluster: host.ownerCluster, lendableAllocatable: cluster.lendableAllocatable,
      notReady: MilliCPU(clamping: ledger.limit - seen.limit), requested: cluster.requested,
      headroom: cluster.headroom, reserved: cluster.reserved,
      limit: MilliCPU(clamping: ledger.limit), lent: MilliCPU(clamping: ledger.lent),
      returning: MilliCPU(clamping: ledger.returning),
      largestHost: MilliCPU(clamping: ledger.largest), spareHosts: policy.spareHosts,
      room: MilliCPU(clamping: ledger.room(spareHosts: policy.spareHosts)),
      overdraft: MilliCPU(clamping: max(ledger.overdraft, 0)))
  }

  private var returning: Explanation.Return? {
    let times = host.returnTimes
    guard let edge = times.edge else { return nil }
    return Explanation.Return(
      edge: edge, rank: times.rank, rounds: OwnerFirst.rounds(before: times.rank, policy: policy),
      lead: OwnerFirst.lead(rank: times.rank, policy: policy), drainDeadline: policy.drainDeadline,
      returnTime: policy.returnTime, returnSession: policy.returnSession,
      drainStart: times.drainStart, announcement: times.announcement, departure: times.departure)
  }

  /// The drain of the object that has to go, if one is due and its Machine is Ready.
  var drain: Explanation.Drain? {
    let isLeaving = host.commitment == .lent
    let (id, status, seen) =
      isLeaving
      ? (host.ownerID, host.owner, host.ownerSeen)
      : (host.borrowerID, host.borrower, host.borrowerSeen)
    guard let start = status.drainStartsAt, seen.stage == .ready else { return nil }
    let handover = HostHandover(snapshot: snapshot, policy: policy, now: now)
    let deadline =
      isLeaving ? handover.ownerDeadline(of: host) : handover.borrowerDeadline(of: host)
    return Explanation.Drain(
      machine: id, start: start, startedAt: status.drainStartedAt,
      escalation: deadline == .max ? nil : status.drainStartedAt?.later(by: deadline),
      pods: snapshot.podsToDrain(of: id))
  }
}

extension MilliCPU {
  /// So many thousandths of a core, or as many as there can be.
  init(clamping value: Int128) { self.init(Int64(clamping: value)) }
}
