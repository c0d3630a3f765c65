import Units

/// Plays the facts of a control plane back into orders, drains, holds and loads.
package struct ControlPlaneReplay: FactSink, Sendable {
  let end: Instant
  private var facts: FactGuard
  private let pools: [PoolID]
  /// The cluster that the machines of each pool belong to.
  private let owners: [UInt32]
  private var clock: Instant
  private var stretchStart: Instant
  var accounts = ControlPlaneAccounts()
  var summary = ControlPlaneSummary()
  private var machines: [MachineTally]
  private var deployments: [DeploymentTally]
  /// How many pods of each service have no place now.
  private var pending: [Int64]
  private var pendingNow: Int64 = 0
  /// How long each machine of a peer pod ran, ns.
  var peerTimes: [Int64] = []
  /// What is known of the API servers of hosted control planes, by the service of their controllers.
  var apiServers: [UInt32: APIServerTally] = [:]
  /// How many Machines are in each stage now.
  private var stageCounts: [Int]
  private var stretch: ControlPlaneStretch

  /// Makes a replay of a run with that header.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    end = header.end
    clock = header.start
    stretchStart = header.start
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    pools = fleet.nodes.map(\.pool)
    owners = fleet.pools.map(\.cluster.index)
    machines = Array(repeating: MachineTally(), count: fleet.nodes.count)
    deployments = Array(repeating: DeploymentTally(), count: fleet.pools.count)
    pending = Array(repeating: 0, count: workload.services.count)
    stageCounts = Array(repeating: 0, count: MachineStage.allCases.count)
    stretch = ControlPlaneStretch(start: header.start, end: header.start)
    accounts.shortages = Array(repeating: DeploymentShortage(), count: fleet.pools.count)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    hold(until: fact.at)
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay: what was derived, and its figures.
  package consuming func finish() throws(ReplayError) -> (
    accounts: ControlPlaneAccounts, summary: ControlPlaneSummary
  ) {
    try facts.finish()
    hold(until: end)
    for node in machines.indices { endLoan(of: node, at: end) }
    summarise()
    return (accounts, summary)
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .deploymentScaled, .rolloutOrdered, .drainLimitChanged, .deploymentCompleted:
      applyOrder(fact)
    case .machineStageChanged: return applyStage(fact)
    case .machineDeletionOrdered, .machineFoundUnhealthy, .nodeInterrupted: applyLoss(fact)
    case .podEvictionGranted, .podEvictionRefused, .podEvictionFailed: applyEviction(fact)
    case .serviceBudgetBroken: overrule(fact)
    case .servicePendingChanged:
      // A sum over all services stays far below what a number holds.
      guard 0...Int64(UInt32.max) ~= fact.value else { return "there cannot be so many pods" }
      pendingNow += fact.value - pending[Int(fact.subject)]
      pending[Int(fact.subject)] = fact.value
    case .apiServerServed, .apiServerCeased: return applyAPIServer(fact)
    case .workloadCompleted, .workloadFailed: return applyJobEnd(fact)
    case .hostStepFailed: return applyHostStep(fact)
    case .peerMachineReleased:
      guard fact.value >= 0 else { return "it ran for less than no time" }
      peerTimes.append(fact.value)
    case .writeFailed: summary.writesFailed += 1
    case .controllersRestarted: summary.restarts += 1
    case .queueDepthMeasured, .reconcilesCounted, .reconcileTimeSummed, .reconcileTimeLongest,
      .reconcileTimeBucket, .queueDepthBucket:
      return applyController(fact)
    case .clientCallsCounted, .clientWaitSummed: return applyClient(fact)
    default: break
    }
    return nil
  }

  /// Machines that are to go and are still there.
  var machinesLeaving: Int { machines.count { $0.isLeaving && $0.stage != .absent } }

  /// Lets time pass with everything as it is.
  private mutating func hold(until instant: Instant) {
    let span = (instant - clock).nanoseconds
    guard span > 0 else { return }
    for (stage, count) in stageCounts.enumerated() where count > 0 {
      stretch.machineTime[stage] += Int128(count) * Int128(span)
    }
    var missingNow = 0
    for (pool, deployment) in deployments.enumerated() {
      let missing = deployment.missing
      guard missing > 0 else { continue }
      missingNow += missing
      accounts.shortages[pool].missingTime += Int128(missing) * Int128(span)
      accounts.shortages[pool].worst = max(accounts.shortages[pool].worst, missing)
      if missing > deployment.allowed {
        accounts.shortages[pool].timeOverLimit =
          accounts.shortages[pool].timeOverLimit + TimeSpan(nanoseconds: span)
        summary.missingBeyondLimit = max(
          summary.missingBeyondLimit, missing - deployment.allowed)
      }
    }
    stretch.missingTime += Int128(missingNow) * Int128(span)
    stretch.missingPeak = max(stretch.missingPeak, missingNow)
    stretch.pendingTime += Int128(pendingNow) * Int128(span)
    stretch.pendingPeak = max(stretch.pendingPeak, pendingNow)
    clock = instant
  }

  private mutating func applyOrder(_ fact: Fact) {
    let pool = Int(fact.subject)
    if fact.kind == .deploymentCompleted {
      deployments[pool].established = deployments[pool].desired
      guard let order = deployments[pool].openOrder else { return }
      accounts.orders[order].completedAt = fact.at
      deployments[pool].openOrder = nil
      return
    }
    var kind = DeploymentOrder.Kind.rollout
    if fact.kind == .drainLimitChanged { kind = .drainLimit }
    if fact.kind == .deploymentScaled {
      kind = deployments[pool].isCreated ? .scale : .create
      deployments[pool].isCreated = true
      deployments[pool].desired = Int(clamping: fact.value)
      deployments[pool].allowed = Int(fact.object)
      deployments[pool].established = min(
        deployments[pool].established, deployments[pool].desired)
      accounts.shortages[pool].allowed = Int(fact.object)
    }
    if let open = deployments[pool].openOrder { accounts.orders[open].isSuperseded = true }
    deployments[pool].openOrder = accounts.orders.count
    accounts.orders.append(
      DeploymentOrder(
        pool: PoolID(fact.subject), kind: kind, value: fact.value, orderedAt: fact.at))
  }

  private mutating func applyStage(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    guard let stage = MachineStage(rawValue: fact.value) else { return "there is no such stage" }
    guard deployments[Int(pools[node].index)].isCreated else {
      applyLentStage(of: node, in: fact.object, stage, at: fact.at)
      return nil
    }
    let before = machines[node].stage
    guard stage != before else { return nil }
    changeAvailability(of: node) { $0.stage = stage }
    if stage == .ready { machines[node].wasReady = true }
    if before != .absent { stageCounts[Int(before.rawValue)] -= 1 }
    if stage != .absent { stageCounts[Int(stage.rawValue)] += 1 }
    if before == .absent { summary.machinesCreated += 1 }
    if stage == .draining { beginDrain(of: node, at: fact.at) }
    if before == .draining { endDrain(of: node, at: fact.at) }
    if stage == .absent, let replacement = machines[node].replacement {
      accounts.replacements[replacement].goneAt = fact.at
      deployments[Int(pools[node].index)].waiting.append(
        (replacement, machines[node].neededThen))
    }
    restore(Int(pools[node].index), at: fact.at)
    return nil
  }

  /// A machine that is lent belongs to no deployment; it is drained like others, in one cluster at a time.
  private mutating func applyLentStage(
    of node: Int, in cluster: UInt32, _ stage: MachineStage, at instant: Instant
  ) {
    if cluster != owners[Int(pools[node].index)] {
      // One that is drained still runs what is there.
      if stage == .ready || stage == .draining {
        machines[node].lentAt = machines[node].lentAt ?? instant
      } else {
        endLoan(of: node, at: instant)
      }
    } else if summary.lentTime == nil {
      summary.lentTime = 0
    }
    if machines[node].drain != nil, machines[node].cluster == cluster, stage != .draining {
      // Its pods may have gone otherwise meanwhile, and a drain that is given up overrules none.
      endDrain(of: node, at: instant, isFinal: false)
      machines[node].drain = nil
    }
    if stage == .draining {
      machines[node].cluster = cluster
      beginDrain(of: node, at: instant)
    }
  }

  private mutating func applyLoss(_ fact: Fact) {
    let node = Int(fact.subject)
    switch fact.kind {
    case .machineDeletionOrdered:
      summary.machinesDeleted += 1
      if fact.value == 1 {
        summary.machinesRemediated += 1
        // One that never came is not lost: who waits for it waits still.
        if machines[node].wasReady {
          openReplacement(of: node, at: machines[node].foundAt ?? fact.at)
        }
      }
      machines[node].isForHealth = fact.value == 1
      machines[node].orderedAt = fact.at
      changeAvailability(of: node) { $0.isLeaving = true }
    case .machineFoundUnhealthy:
      summary.machinesUnhealthy += 1
      machines[node].foundAt = fact.at
      if let replacement = machines[node].replacement {
        accounts.replacements[replacement].foundAt = fact.at
      }
    default:
      openReplacement(of: node, at: fact.at)
      changeAvailability(of: node) { $0.isDead = true }
    }
  }

  /// A Machine that is being deleted anyway is not replaced for its death.
  private mutating func openReplacement(of node: Int, at instant: Instant) {
    guard machines[node].replacement == nil, !machines[node].isLeaving else { return }
    let deployment = deployments[Int(pools[node].index)]
    machines[node].neededThen = max(deployment.available, deployment.established)
    machines[node].replacement = accounts.replacements.count
    accounts.replacements.append(
      MachineReplacement(
        node: UInt32(node), pool: pools[node], lostAt: instant, foundAt: machines[node].foundAt))
  }

  private mutating func changeAvailability(
    of node: Int, _ change: (inout MachineTally) -> Void
  ) {
    let before = machines[node].isAvailable
    change(&machines[node])
    let after = machines[node].isAvailable
    if before != after { deployments[Int(pools[node].index)].available += after ? 1 : -1 }
  }

  /// Ends the replacements of a deployment that has again what it had, or as much as it is to have.
  private mutating func restore(_ pool: Int, at instant: Instant) {
    guard !deployments[pool].waiting.isEmpty else { return }
    let deployment = deployments[pool]
    for waiting in deployment.waiting
    where min(waiting.needed, deployment.desired) <= deployment.available {
      accounts.replacements[waiting.index].restoredAt = instant
    }
    deployments[pool].waiting.removeAll { accounts.replacements[$0.index].restoredAt != nil }
  }

  private mutating func beginDrain(of node: Int, at instant: Instant) {
    machines[node].drain = accounts.drains.count
    accounts.drains.append(
      MachineDrain(
        node: UInt32(node), pool: pools[node], isForHealth: machines[node].isForHealth,
        orderedAt: machines[node].orderedAt ?? instant, beganAt: instant))
  }

  private mutating func endLoan(of node: Int, at instant: Instant) {
    guard let since = machines[node].lentAt else { return }
    machines[node].lentAt = nil
    summary.lentTime = (summary.lentTime ?? 0) + Int128((instant - since).nanoseconds)
  }

  /// Pods that a budget holds on a lent machine are deleted past it.
  private mutating func overrule(_ fact: Fact) {
    for hold in machines[Int(fact.object)].holds
    where accounts.holds[hold.index].service == fact.subject
      && accounts.holds[hold.index].endedAt == nil
    {
      accounts.holds[hold.index].endedAt = fact.at
      accounts.holds[hold.index].isOverruled = true
    }
  }

  private mutating func endDrain(of node: Int, at instant: Instant, isFinal: Bool = true) {
    guard let drain = machines[node].drain else { return }
    accounts.drains[drain].endedAt = instant
    for hold in machines[node].holds where accounts.holds[hold.index].endedAt == nil {
      accounts.holds[hold.index].endedAt = instant
      // What a machine that is dead held went with it, and no limit was over.
      accounts.holds[hold.index].isOverruled =
        isFinal && !hold.waiting.isEmpty && !machines[node].isDead
    }
    machines[node].holds = []
  }

  private mutating func applyEviction(_ fact: Fact) {
    let node = Int(fact.object)
    let drain = machines[node].drain
    let place = machines[node].holds.firstIndex {
      accounts.holds[$0.index].service == fact.subject && accounts.holds[$0.index].endedAt == nil
    }
    guard fact.kind != .podEvictionGranted else {
      summary.evictionsGranted += 1
      if let drain { accounts.drains[drain].granted += 1 }
      guard let place else { return }
      machines[node].holds[place].waiting.removeAll { $0 == fact.value }
      if machines[node].holds[place].waiting.isEmpty {
        accounts.holds[machines[node].holds[place].index].endedAt = fact.at
      }
      return
    }
    let isFault = fact.kind == .podEvictionFailed
    if isFault { summary.evictionsFailed += 1 } else { summary.evictionsRefused += 1 }
    if let drain { accounts.drains[drain].refusals += 1 }
    let index: Int
    if let place {
      index = machines[node].holds[place].index
      if !machines[node].holds[place].waiting.contains(fact.value) {
        machines[node].holds[place].waiting.append(fact.value)
      }
    } else {
      index = accounts.holds.count
      accounts.holds.append(
        EvictionHold(
          node: fact.object, pool: pools[node], service: fact.subject,
          cause: isFault ? .severalBudgets : .budget, beganAt: fact.at))
      machines[node].holds.append(MachineTally.Hold(index: index, waiting: [fact.value]))
    }
    accounts.holds[index].refusals += 1
    if !accounts.holds[index].pods.contains(fact.value) {
      accounts.holds[index].pods.append(fact.value)
    }
  }

  private mutating func applyController(_ fact: Fact) -> String? {
    let controller = Int(fact.subject)
    guard controller < ControlPlaneWords.controllers.count else { return "unknown controller" }
    switch fact.kind {
    case .queueDepthMeasured:
      beginStretch(endingAt: fact.at)
      let last = accounts.stretches.count - 1
      accounts.stretches[last].controllers[controller].depthTime = fact.value
      accounts.stretches[last].controllers[controller].depthPeak = Int64(fact.object)
    case .reconcileTimeBucket:
      accounts.reconcileTimes.append(
        ControllerBucket(
          controller: controller, atMost: fact.value, weight: Int64(fact.object)))
    case .queueDepthBucket:
      accounts.queueDepths.append(
        ControllerBucket(
          controller: controller, atMost: Int64(fact.object), weight: fact.value))
    default:
      guard let last = accounts.stretches.indices.last, accounts.stretches[last].end == fact.at
      else { return "no stretch of time ends here" }
      switch fact.kind {
      case .reconcilesCounted:
        accounts.stretches[last].controllers[controller].reconciles = fact.value
        accounts.stretches[last].controllers[controller].failures = Int64(fact.object)
      case .reconcileTimeSummed:
        accounts.stretches[last].controllers[controller].reconcileTime = fact.value
      default: accounts.stretches[last].controllers[controller].longest = fact.value
      }
    }
    return nil
  }

  /// The first measure of an instant ends the stretch that led to it.
  private mutating func beginStretch(endingAt instant: Instant) {
    guard accounts.stretches.last?.end != instant else { return }
    stretch.start = stretchStart
    stretch.end = instant
    accounts.stretches.append(stretch)
    stretchStart = instant
    stretch = ControlPlaneStretch(start: instant, end: instant)
  }

  private mutating func applyClient(_ fact: Fact) -> String? {
    let client = Int(fact.subject)
    guard client < ControlPlaneWords.clients.count else { return "unknown client" }
    guard let last = accounts.stretches.indices.last, accounts.stretches[last].end == fact.at
    else { return "no stretch of time ends here" }
    if fact.kind == .clientWaitSummed {
      accounts.stretches[last].clients[client].wait = fact.value
    } else {
      accounts.stretches[last].clients[client].calls = fact.value
      accounts.stretches[last].clients[client].throttled = Int64(fact.object)
    }
    return nil
  }
}
