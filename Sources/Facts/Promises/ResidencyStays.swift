package import Units

/// Follows the pods of jobs on lent machines and tells each stay when it ends.
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
  /// By job; nil while its pod is on no lent machine.
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
    let job = Int(fact.subject)
    switch fact.kind {
    case .jobStarted where isLendable[Int(fact.object)]:
      guard open[job] == nil else { return "the job is running already" }
      open[job] = Open(from: fact.at.nanoseconds)
      nodes[job] = fact.object
    case .podEvicted, .podKilled:
      guard var stay = open[job], nodes[job] == fact.object else { return nil }
      stay.askedToLeaveAt = stay.askedToLeaveAt ?? fact.at.nanoseconds
      if fact.kind == .podKilled, fact.value > 0 { stay.isKilled = true }
      open[job] = stay
    case .jobFinished: end(job, at: fact.at, as: .finished)
    case .jobInterrupted:
      let ending: PodStay.Ending =
        open[job]?.isKilled == true
        ? .killed : open[job]?.askedToLeaveAt == nil ? .interrupted : .evicted
      end(job, at: fact.at, as: ending)
    case .horizonReached:
      for job in open.indices { end(job, at: fact.at, as: .running) }
    default: break
    }
    return nil
  }

  private mutating func end(_ job: Int, at instant: Instant, as ending: PodStay.Ending) {
    guard let stay = open[job] else { return }
    open[job] = nil
    let from = Instant(nanoseconds: stay.from)
    let told = PodStay(
      job: UInt32(job), node: nodes[job], from: from, to: instant,
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
