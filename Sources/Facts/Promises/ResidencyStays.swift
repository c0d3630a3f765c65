package import Units

/// Follows the pods on lent machines and tells each stay when it ends.
///
/// It counts as `PromiseAudit` does: a lent machine is an owned one of a cluster that runs no
/// jobs; a pod that is evicted and then killed was asked to leave once.
package struct ResidencyStays: FactSink {
  private struct Open {
    var from: Int64
    var askedToLeaveAt: Int64?
    var isKilled = false
  }

  private let isLendable: [Bool]
  private let tenure: TimeSpan
  private let tell: (PodStay) -> Void
  private var facts: FactGuard
  private var pods: LentPods
  /// By place in `pods`; nil while it is on no lent machine.
  private var open: [Open?]
  private var nodes: [UInt32]
  private var totals = PodStayTotals()

  /// Follows a run of `workload` on `fleet`.
  ///
  /// - Parameters:
  ///   - tenure: How long a pod that starts on a lent machine is guaranteed it.
  ///   - tell: Told each stay as it ends, in that order; nothing is kept of it but the totals.
  package init(
    tenure: TimeSpan, header: JournalHeader, fleet: Fleet, workload: Workload,
    tell: @escaping (PodStay) -> Void
  ) {
    isLendable = fleet.nodes.map {
      let pool = fleet.pools[Int($0.pool.index)]
      return pool.isOwned && !workload.runsJobs(in: pool.cluster)
    }
    self.tenure = tenure
    self.tell = tell
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    pods = LentPods(workload)
    open = Array(repeating: nil, count: workload.jobs.count)
    nodes = Array(repeating: 0, count: workload.jobs.count)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the run: what the stays come to.
  package consuming func finish() throws(ReplayError) -> PodStayTotals {
    try facts.finish()
    return totals
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .jobStarted, .podEvicted, .podKilled, .jobFinished, .jobInterrupted, .podBound,
      .podAskedToLeave, .podCutShort, .podReleased:
      guard let pod = pods.place(of: fact) else { return "there is no such pod" }
      while open.count < pods.count {
        open.append(nil)
        nodes.append(0)
      }
      return apply(fact, to: pod)
    case .horizonReached:
      for pod in open.indices { end(pod, at: fact.at, as: .running) }
    default: break
    }
    return nil
  }

  private mutating func apply(_ fact: Fact, to pod: Int) -> String? {
    switch fact.kind {
    case .jobStarted, .podBound:
      guard isLendable[Int(fact.object)] else { return nil }
      guard open[pod] == nil else { return "the pod is there already" }
      open[pod] = Open(from: fact.at.nanoseconds)
      nodes[pod] = fact.object
    case .jobFinished: end(pod, at: fact.at, as: .finished)
    case .jobInterrupted: end(pod, at: fact.at, as: leaving(of: pod))
    case .podReleased: end(pod, at: fact.at, as: fact.value == 0 ? .finished : leaving(of: pod))
    default:
      guard var stay = open[pod], nodes[pod] == fact.object else { return nil }
      stay.askedToLeaveAt = stay.askedToLeaveAt ?? fact.at.nanoseconds
      if fact.kind == .podKilled || fact.kind == .podCutShort, fact.value > 0 {
        stay.isKilled = true
      }
      open[pod] = stay
    }
    return nil
  }

  private func leaving(of pod: Int) -> PodStay.Ending {
    open[pod]?.isKilled == true
      ? .killed : open[pod]?.askedToLeaveAt == nil ? .interrupted : .evicted
  }

  private mutating func end(_ pod: Int, at instant: Instant, as ending: PodStay.Ending) {
    guard let stay = open[pod] else { return }
    open[pod] = nil
    let from = Instant(nanoseconds: stay.from)
    let told = PodStay(
      pod: pods.subject(of: pod), cluster: UInt32(pods.cluster(of: pod)), node: nodes[pod],
      from: from, to: instant,
      tenureEnd: Instant(nanoseconds: stay.from.addingWithoutOverflow(tenure.nanoseconds)),
      askedToLeaveAt: stay.askedToLeaveAt.map { Instant(nanoseconds: $0) }, ending: ending)
    totals.add(told)
    tell(told)
  }
}

extension Int64 {
  /// The sum, or the end of the scale.
  fileprivate func addingWithoutOverflow(_ other: Int64) -> Int64 {
    Int64(clamping: Int128(self) + Int128(other))
  }
}
