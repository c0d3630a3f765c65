import Units

/// Plays a run's facts back over its fleet and workload, and adds up what the summary needs.
///
/// A passenger like any sink: it can run beside the simulation or over a stored journal, with the
/// same result. Facts that no run could have emitted end in a `ReplayError`, never in a trap.
package struct FleetReplay: FactSink, Sendable {
  let header: JournalHeader
  let fleet: Fleet
  let workload: Workload
  private var facts: FactGuard
  private var integrator: LevelIntegrator
  private var joinedAt: [Instant?]
  private var jobs: JobTable
  private var totals = ReplayTotals()

  /// Makes a replay of a run with that header.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    self.header = header
    self.fleet = fleet
    self.workload = workload
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    integrator = LevelIntegrator(start: header.start, end: header.end)
    joinedAt = Array(repeating: nil, count: fleet.nodes.count)
    jobs = JobTable(count: workload.jobs.count)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay: everything derived from the run.
  package consuming func finish() throws(ReplayError) -> ReplayResult {
    try facts.finish()
    totals.facts = Int64(facts.count)
    integrator.advance(to: header.end.nanoseconds)
    let outcomes = jobs.outcomes(of: workload, at: header.end)
    let summary = MemberSummary(
      totals: totals, integrator: integrator, outcomes: outcomes, header: header,
      workload: workload)
    return ReplayResult(summary: summary, series: integrator.finish(), jobs: outcomes)
  }

  /// Applies one fact, or says why it cannot be one of this run.
  private mutating func apply(_ fact: Fact) -> String? {
    integrator.advance(to: fact.at.nanoseconds)
    switch fact.kind {
    case .nodeJoined, .interruptionNoticed, .nodeInterrupted, .nodeLeft: return applyNode(fact)
    case .jobSubmitted, .jobStarted, .jobInterrupted, .jobFinished, .jobRejected:
      return applyJob(fact)
    case .horizonReached:
      totals.events = fact.value
      for joined in joinedAt {
        if let joined { totals.nodeTime += Int128((header.end - joined).nanoseconds) }
      }
      return nil
    default:
      // Machines, services and bills have replays of their own.
      return nil
    }
  }

  private mutating func applyNode(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    let cpu = fleet.nodes[node].allocatable.cpu.value
    switch fact.kind {
    case .nodeJoined:
      guard joinedAt[node] == nil else { return "the node is ready already" }
      joinedAt[node] = fact.at
      totals.nodeJoins += 1
      integrator.change(.readyNodes, by: 1)
      integrator.change(.allocatableMilliCPU, by: cpu)
    case .nodeInterrupted, .nodeLeft:
      guard let joined = joinedAt[node] else { return "the node is not ready" }
      joinedAt[node] = nil
      if fact.kind == .nodeInterrupted { totals.nodeInterruptions += 1 }
      totals.nodeTime += Int128((fact.at - joined).nanoseconds)
      integrator.change(.readyNodes, by: -1)
      integrator.change(.allocatableMilliCPU, by: -cpu)
    default:
      guard joinedAt[node] != nil else { return "the node is not ready" }
      totals.interruptionNotices += 1
    }
    return nil
  }

  private mutating func applyJob(_ fact: Fact) -> String? {
    let job = Int(fact.subject)
    let cpu = workload.jobs[job].request.cpu.value
    let before = jobs.status(job)
    if let problem = jobs.apply(fact) { return problem }
    let after = jobs.status(job)
    if before == .queued { integrator.change(.queuedJobs, by: -1) }
    if after == .queued { integrator.change(.queuedJobs, by: 1) }
    if before == .running {
      integrator.change(.runningJobs, by: -1)
      integrator.change(.allocatedMilliCPU, by: -cpu)
    }
    if after == .running {
      integrator.change(.runningJobs, by: 1)
      integrator.change(.allocatedMilliCPU, by: cpu)
    }
    if fact.kind == .jobInterrupted {
      totals.jobInterruptions += 1
      totals.workLost += Int128(fact.value)
      totals.coreTimeLost += Int128(fact.value) * Int128(cpu)
    }
    return nil
  }
}

/// Sums over a run that only facts give.
struct ReplayTotals: Sendable {
  var facts: Int64 = 0
  var events: Int64 = 0
  var nodeJoins: Int64 = 0
  var nodeInterruptions: Int64 = 0
  var interruptionNotices: Int64 = 0
  var jobInterruptions: Int64 = 0
  /// Nanoseconds.
  var workLost: Int128 = 0
  /// Thousandths of a core times nanoseconds.
  var coreTimeLost: Int128 = 0
  /// Nanoseconds over all nodes.
  var nodeTime: Int128 = 0
}

/// Everything that a replay derives.
package struct ReplayResult: Hashable, Sendable {
  /// The figures of the whole run.
  package var summary: MemberSummary
  /// The levels hour by hour.
  package var series: LevelSeries
  /// Every job that came into the queue, by dense id.
  package var jobs: [JobOutcome]

  /// Makes a result of its parts.
  package init(summary: MemberSummary, series: LevelSeries, jobs: [JobOutcome]) {
    self.summary = summary
    self.series = series
    self.jobs = jobs
  }
}
