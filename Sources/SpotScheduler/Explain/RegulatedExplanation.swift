import Units

extension RegulatedScheduler {
  /// Decides on everything, and writes down what that meant for an object's host.
  func explain(_ explanation: inout Explanation) {
    var book = LendingBook(allOf: snapshot)
    let planner = LendingPlanner(
      snapshot: snapshot, policy: policy, now: now, terms: BorrowerTerms(snapshot, at: now))
    let accounts = planner.plan(&book)
    let machine = explanation.machine
    guard
      let place = book.hosts.firstIndex(where: { host in
        host.ownerID == machine || book.loans[host.loans].contains { $0.id == machine }
      })
    else { return }
    var actions: [Action] = []
    HostHandover(snapshot: snapshot, policy: policy, now: now, terms: planner.terms)
      .advance(place, in: &book, actions: &actions)
    let host = book.hosts[place]
    let loan = book.loans[host.loans].first { $0.id == machine } ?? book.current(host)
    let isOwner = machine == host.ownerID
    explanation.after = isOwner ? host.owner : loan.status
    explanation.actions = actions.filter { $0.machine == machine }
    explanation.reasons = [loan.status.reason]
    if isOwner, host.owner.reason != loan.status.reason {
      explanation.reasons.append(host.owner.reason)
    }
    let story = HostStory(
      host: host, loan: loan, book: book, place: place, accounts: accounts, snapshot: snapshot,
      policy: policy, now: now)
    explanation.inputs = story.inputs
    explanation.rejected = story.rejections
  }
}

/// What is to be told of one host after everything was decided.
struct HostStory {
  let host: HostState
  /// The loan that is told of: that of the object, or the host's current one.
  let loan: Loan
  let book: LendingBook
  let place: Int
  let accounts: PlanAccounts
  let snapshot: FleetSnapshot
  let policy: RegulatedPolicy
  let now: Instant

  /// What the rules read.
  var inputs: Explanation.Inputs {
    var inputs = Explanation.Inputs()
    let schedule = snapshot.scheduledMachines[Int(loan.id.index)].schedule
    inputs.objects = [
      object(host.ownerID, host.ownerMachine, .owner, host.ownerSeen, host.owner)
    ]
    inputs.objects += book.loans[host.loans].map {
      object($0.id, $0.machine, .borrower, $0.seen, $0.status)
    }
    inputs.window = Explanation.Window(schedule, remembered: loan.status)
    inputs.recall = recall.map {
      Explanation.RecallInForce(orderedAt: $0.orderedAt, until: $0.nextEnd)
    }
    inputs.account = account
    inputs.place = Explanation.Place(
      rank: place + 1, count: book.hosts.count, priority: host.priority)
    inputs.returning = returning
    inputs.starts = Explanation.Starts(
      underWay: accounts.starts.underWay,
      limit: policy.simultaneousStarts == .max ? nil : policy.simultaneousStarts,
      journey: accounts.starts.journey, lastStart: lastStart)
    inputs.drain = drain
    return inputs
  }

  /// Where the host is to be, as far as the loan is concerned.
  var commitment: Loan.Commitment { loan.commitment }

  /// The recall of the host's owner that holds.
  var recall: RecallsInForce.Order? {
    RecallsInForce(snapshot.recalls, clusters: snapshot.clusters.count, at: now)[
      host.ownerCluster]
  }

  /// When the host no longer sets out; nil when it always may.
  var lastStart: Instant? {
    let instant = accounts.starts.lastStart(of: loan)
    return loan.returnTimes.edge == nil ? nil : instant
  }

  /// The owner's account: as it was found for a host that is called back, and otherwise when all
  /// had set out.
  var ledger: CapacityBroker.Account {
    let broker =
      loan.status.reason.rule == .ownerNeedsCapacity && commitment != .home
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
    let seen = CapacityBroker.Account(cluster, policy: policy)
    return Explanation.Account(
      cluster: host.ownerCluster, lendableAllocatable: cluster.lendableAllocatable,
      notReady: MilliCPU(clamping: ledger.total - seen.total), requested: cluster.requested,
      headroom: cluster.headroom, reserved: cluster.reserved,
      floor: cluster.floor, used: cluster.used, usedPeak: cluster.usedPeak,
      limit: MilliCPU(clamping: ledger.keepLimit),
      lendLimit: MilliCPU(clamping: min(ledger.lendLimit, ledger.keepLimit)),
      lent: MilliCPU(clamping: ledger.lent),
      returning: MilliCPU(clamping: ledger.returning),
      largestHost: MilliCPU(clamping: ledger.largest), spareHosts: policy.spareHosts,
      room: MilliCPU(clamping: ledger.room(spareHosts: policy.spareHosts)),
      overdraft: MilliCPU(clamping: max(ledger.overdraft, 0)))
  }

  private var returning: Explanation.Return? {
    let times = loan.returnTimes
    guard let edge = times.edge else { return nil }
    return Explanation.Return(
      edge: edge, rank: times.rank, hosts: times.hosts,
      wait: OwnerFirst.wait(rank: times.rank, of: times.hosts, policy: policy),
      lead: OwnerFirst.lead(rank: times.rank, of: times.hosts, policy: policy),
      drainDeadline: policy.longestDrain,
      returnTime: policy.returnTime, returnSession: policy.returnSession,
      drainStart: times.drainStart, announcement: times.announcement,
      departure: accounts.starts.departure(of: loan))
  }

  /// The drain of the object that has to go, if one is due and its Machine is Ready.
  var drain: Explanation.Drain? {
    let isLeaving = commitment == .lent
    let (id, status, seen) =
      isLeaving
      ? (host.ownerID, host.owner, host.ownerSeen)
      : (loan.id, loan.status, loan.seen)
    guard let start = status.drainStartsAt, seen.stage == .ready else { return nil }
    let handover = HostHandover(
      snapshot: snapshot, policy: policy, now: now,
      terms: BorrowerTerms(snapshot, at: now))
    let pace = isLeaving ? handover.ownerPace(of: host) : handover.borrowerPace(of: loan)
    return Explanation.Drain(
      machine: id, start: start, startedAt: status.drainStartedAt,
      pods: snapshot.podsToDrain(of: id), terms: handover.drainTerms(pace), at: now)
  }
}

extension Explanation.Drain {
  /// A drain with those pods under those terms.
  fileprivate init(
    machine: ScheduledMachineID, start: Instant, startedAt: Instant?, pods: [PodObservation],
    terms: DrainTerms, at now: Instant
  ) {
    let rules = pods.map { terms.rule(for: $0, began: startedAt ?? now) }
    let deadlines = rules.filter { $0.deletionGrace != nil }.map(\.deadline)
    // Those that have passed are told when none is to come.
    let next = deadlines.filter { now < $0 }.min() ?? deadlines.max()
    self.init(
      machine: machine, start: start, startedAt: startedAt,
      escalation: startedAt == nil ? nil : next ?? terms.deadline(ofOthers: startedAt ?? now),
      pods: pods,
      classes: rules.map { rule in
        rule.drainClass.map {
          Explanation.DrainedClass(
            name: terms.policy.drainClasses[$0].name, order: rule.order,
            deadline: startedAt == nil || rule.deadline == .distantFuture ? nil : rule.deadline,
            deletionGrace: rule.deletionGrace)
        }
      })
  }
}

extension MilliCPU {
  /// So many thousandths of a core, or as many as there can be.
  init(clamping value: Int128) { self.init(Int64(clamping: value)) }
}
