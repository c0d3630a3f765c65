import Units

/// Holds a run's facts against the terms of the promises, whatever its scheduler promised.
///
/// Each promise has opportunities, breaches with their reasons, and the worst case. A pod that is
/// evicted and then killed is one pod.
package struct PromiseAudit: FactSink, Sendable {
  private let graces: [TimeSpan]
  private let owners: [Int]
  /// Whether each node is an owned machine of a cluster that runs no jobs.
  private let isLendable: [Bool]
  private var facts: FactGuard
  private var tally: PromiseTally
  private var returns: ReturnAudit
  private var notices: NoticeAudit
  /// Kept only where the scenario declares something for them.
  private var placements: PlacementAudit?
  private var reclaims: ReclaimAudit?
  private var pods: LentPods
  /// By place in `pods`.
  private var stays: [Stay]
  /// The service and the node of a pod whose deletion broke a budget, and whose end is told next.
  private var brokenBudget: (service: UInt32, node: UInt32)?
  private let tenure: TimeSpan

  private struct Stay: Sendable {
    var startedAt: Int64
    var isEvicted = false
    /// How much less than its own grace period its eviction gave it, ns.
    var missingGrace: Int64 = 0
    /// Whether a breach of its drain is counted already: that its deletion broke a budget.
    var hasBreach = false
  }

  /// Makes an audit of a run of `workload` on `fleet` against `terms`.
  package init(terms: PromiseTerms, header: JournalHeader, fleet: Fleet, workload: Workload) {
    graces = workload.services.map(\.terminationGrace)
    let pools = fleet.nodes.map { fleet.pools[Int($0.pool.index)] }
    owners = pools.map { Int($0.cluster.index) }
    isLendable = pools.map { $0.isOwned && !workload.runsJobs(in: $0.cluster) }
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    let rules = fleet.placementRules
    tally = PromiseTally(rules)
    if let rules, rules.hasJurisdictions || rules.hasConfidential {
      placements = PlacementAudit(rules, fleet: fleet)
    }
    if rules?.hasReclaims == true { reclaims = ReclaimAudit(nodes: fleet.nodes.count) }
    returns = ReturnAudit(terms: terms, nodes: fleet.nodes.count)
    notices = NoticeAudit(notice: terms.notice, nodes: fleet.nodes.count)
    pods = LentPods(workload)
    stays = Array(
      repeating: Stay(startedAt: header.start.nanoseconds), count: workload.jobs.count)
    tenure = terms.tenure
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the audit: what the promises came to.
  package consuming func finish() throws(ReplayError) -> MemberPromises {
    try facts.finish()
    return tally.finish()
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .jobStarted, .jobInterrupted, .jobFinished, .podEvicted, .podKilled, .podBound,
      .podAskedToLeave, .podCutShort, .podReleased:
      return applyPod(fact)
    case .nodeInterrupted:
      // A machine that died is not back, whoever has it.
      returns.isHome(fact.subject, false, at: fact.at, &tally)
    case .servicePodEvicted, .serviceBudgetBroken: return applyServicePod(fact)
    case .machineStageChanged:
      guard let stage = MachineStage(rawValue: fact.value) else { return "there is no such stage" }
      let node = Int(fact.subject)
      if Int(fact.object) == owners[node] {
        returns.isHome(fact.subject, stage == .ready, at: fact.at, &tally)
      } else {
        returns.isAway(fact.subject, stage != .absent && stage != .waitingForHost)
        if stage == .provisioning { notices.forget(node) }
        reclaims?.changed(fact.subject, to: stage, at: fact.at, &tally)
      }
      placements?.changed(fact, to: stage, &tally)
    case .reclaimOrdered:
      guard fact.value >= 0 else { return "the limit is below zero" }
      notices.declare(Int(fact.subject), true)
      reclaims?.ordered(fact, &tally)
    case .machineReclaimed: reclaims?.taken(fact, &tally)
    case .hostSanitised: placements?.sanitised(fact)
    case .hostAttested: placements?.attested(fact)
    case .nodeUncordoned:
      // The drain that had been announced is given up.
      if Int(fact.object) != owners[Int(fact.subject)] { notices.forget(Int(fact.subject)) }
    case .preemptionAnnounced: return notices.announce(fact)
    case .lendingWindowOpened:
      notices.declare(Int(fact.subject), fact.value != .max)
      returns.windowOpened(fact.subject, at: fact.at, &tally)
    case .lendingWindowClosed:
      notices.declare(Int(fact.subject), true)
      returns.windowClosed(fact.subject, at: fact.at, &tally)
    case .recallOrdered:
      guard fact.value >= 0 else { return "the limit is below zero" }
      notices.declare(Int(fact.subject), true)
      returns.recalled(fact, &tally)
    case .horizonReached:
      returns.end(at: fact.at, &tally)
      reclaims?.end(at: fact.at, &tally)
    default: break
    }
    return nil
  }

  private mutating func applyPod(_ fact: Fact) -> String? {
    guard let pod = pods.place(of: fact) else { return "there is no such pod" }
    while stays.count < pods.count { stays.append(Stay(startedAt: fact.at.nanoseconds)) }
    switch fact.kind {
    case .jobStarted, .podBound:
      stays[pod] = Stay(startedAt: fact.at.nanoseconds)
      guard isLendable[Int(fact.object)] else { return nil }
      placements?.started(
        pods.subject(of: pod), of: pods.cluster(of: pod), on: fact.object, at: fact.at, &tally)
      reclaims?.podStarted(on: fact.object)
    case .jobInterrupted, .jobFinished, .podReleased:
      if fact.kind != .jobFinished { judgeShortGrace(of: pod, fact) }
      stays[pod].isEvicted = false
      stays[pod].missingGrace = 0
      guard isLendable[Int(fact.object)] else { return nil }
      reclaims?.podEnded(on: fact.object, at: fact.at, &tally)
    default: return applyLeaving(of: pod, fact)
    }
    return nil
  }

  /// A pod is asked to leave, or ended before its time is over.
  private mutating func applyLeaving(of pod: Int, _ fact: Fact) -> String? {
    guard fact.value >= 0 else { return "the grace is below zero" }
    guard isLendable[Int(fact.object)] else { return nil }
    let subject = pods.subject(of: pod)
    if !stays[pod].isEvicted {
      stays[pod].isEvicted = true
      // Where its deletion broke a budget that was counted just before, with the breach.
      let isCounted =
        brokenBudget.map { pods.service(of: pod) == $0.service && fact.object == $0.node } ?? false
      if isCounted { brokenBudget = nil } else { tally.count(.gracefulDrain) }
      stays[pod].hasBreach = isCounted
      let shortage = notices.shortage(of: Int(fact.object), at: fact.at)
      tally.judge(
        .preemptionWindow, node: fact.object, subject, at: fact.at, short: shortage?.span ?? .zero,
        reason: shortage?.reason)
      let stay = TimeSpan(nanoseconds: fact.at.nanoseconds - stays[pod].startedAt)
      tally.judge(
        .residency, node: fact.object, subject, at: fact.at, short: max(tenure - stay, .zero),
        reason: stay < tenure ? .shortTenure : nil)
    }
    if fact.kind == .podEvicted || fact.kind == .podAskedToLeave {
      stays[pod].missingGrace = max(pods.grace(of: pod).nanoseconds - fact.value, 0)
    } else {
      let missing = stays[pod].missingGrace
      stays[pod].missingGrace = 0
      tally.note(
        .gracefulDrain, node: fact.object, subject, at: fact.at,
        short: TimeSpan(nanoseconds: fact.value + missing),
        reason: stays[pod].hasBreach
          ? nil : fact.value > 0 ? .killed : missing > 0 ? .shortGrace : nil)
    }
    return nil
  }

  /// A pod that was evicted with less than its own grace period ended when that was over.
  private mutating func judgeShortGrace(of pod: Int, _ fact: Fact) {
    let missing = stays[pod].missingGrace
    guard missing > 0 else { return }
    tally.note(
      .gracefulDrain, node: fact.object, pods.subject(of: pod), at: fact.at,
      short: TimeSpan(nanoseconds: missing),
      reason: stays[pod].hasBreach ? nil : .shortGrace)
  }

  private mutating func applyServicePod(_ fact: Fact) -> String? {
    let subject = PromiseBreach.Subject.service(fact.subject)
    if fact.kind == .serviceBudgetBroken {
      tally.judge(
        .gracefulDrain, node: fact.object, subject, at: fact.at, short: .zero,
        reason: .budgetBroken)
      brokenBudget = (fact.subject, fact.object)
      return nil
    }
    guard fact.value >= 0 else { return "the grace is below zero" }
    let short = max(graces[Int(fact.subject)] - TimeSpan(nanoseconds: fact.value), .zero)
    if let broken = brokenBudget, broken.service == fact.subject, broken.node == fact.object {
      // The same pod: it counts as one breach, and its missing grace still as the worst case.
      tally.note(.gracefulDrain, node: fact.object, subject, at: fact.at, short: short, reason: nil)
    } else {
      tally.judge(
        .gracefulDrain, node: fact.object, subject, at: fact.at, short: short,
        reason: short > .zero ? .killed : nil)
    }
    brokenBudget = nil
    return nil
  }
}

/// Counts opportunities and breaches.
struct PromiseTally: Sendable {
  private var opportunities: [8 of Int64] = .init(repeating: 0)
  private var counts: [8 of Int64] = .init(repeating: 0)
  private var worst: [8 of TimeSpan] = .init(repeating: .zero)
  private var breaches: [PromiseBreach] = []
  /// The promises that the run can show.
  private let shown: [Promise]

  /// Makes a tally; what a scenario declares nothing of is not shown.
  init(_ rules: PlacementRules?) {
    shown = Promise.allCases.filter { promise in
      switch promise {
      case .preemptionWindow, .residency, .gracefulDrain, .ownerFirst, .recall: true
      case .emergencyReclaim: rules?.hasReclaims ?? false
      case .jurisdiction: rules?.hasJurisdictions ?? false
      case .confidentiality: rules?.hasConfidential ?? false
      }
    }
  }

  /// The promise could have been broken once more.
  mutating func count(_ promise: Promise) { opportunities[promise.rawValue] += 1 }

  /// One more opportunity, and a breach when there is a reason.
  mutating func judge(
    _ promise: Promise, node: UInt32, _ subject: PromiseBreach.Subject, at: Instant,
    short: TimeSpan, reason: BreachReason?
  ) {
    count(promise)
    note(promise, node: node, subject, at: at, short: short, reason: reason)
  }

  /// A breach when there is a reason, of an opportunity that was counted before.
  mutating func note(
    _ promise: Promise, node: UInt32, _ subject: PromiseBreach.Subject, at: Instant,
    short: TimeSpan, reason: BreachReason?
  ) {
    worst[promise.rawValue] = max(worst[promise.rawValue], short)
    guard let reason else { return }
    counts[promise.rawValue] += 1
    breaches.append(
      PromiseBreach(
        promise: promise, node: node, subject: subject, at: at, span: short, reason: reason))
  }

  consuming func finish() -> MemberPromises {
    MemberPromises(
      outcomes: shown.map {
        PromiseOutcome(
          promise: $0, opportunities: opportunities[$0.rawValue], breaches: counts[$0.rawValue],
          worst: worst[$0.rawValue])
      }, breaches: breaches)
  }
}
