package import Units

/// The figures of one member of a run: exact integers, from which every metric is computed once.
package struct MemberSummary: Hashable, Sendable {
  /// Facts in the journal.
  package var facts: Int64
  /// Events that the simulation handled.
  package var events: Int64
  /// The length of the horizon.
  package var horizon: TimeSpan

  /// Jobs that came into the queue.
  package var jobsSubmitted: Int64
  /// Jobs that ran at least once.
  package var jobsStarted: Int64
  /// Jobs whose work was done.
  package var jobsFinished: Int64
  /// Jobs that ask for more than any node has.
  package var jobsRejected: Int64
  /// Jobs queued or running at the horizon.
  package var jobsUnfinished: Int64
  /// Times that a job lost its node.
  package var jobInterruptions: Int64
  /// Starts of jobs, over all jobs.
  package var jobAttempts: Int64

  /// Times that a node became ready.
  package var nodeJoins: Int64
  /// Times that a node's capacity was taken.
  package var nodeInterruptions: Int64
  /// Times that a node was told so before.
  package var interruptionNotices: Int64
  /// Ready time over all nodes, in nanoseconds.
  package var nodeTime: Int128

  /// Work of the finished jobs, in nanoseconds.
  package var workDone: Int128
  /// Work done twice because of interruptions, in nanoseconds.
  package var workLost: Int128
  /// Work of the finished jobs times their request, in thousandths of a core times nanoseconds.
  package var coreTimeDone: Int128
  /// Work lost times the request, in thousandths of a core times nanoseconds.
  package var coreTimeLost: Int128
  /// CPU offered over time, in thousandths of a core times nanoseconds.
  package var allocatableCoreTime: Int128
  /// CPU held over time, in thousandths of a core times nanoseconds.
  package var allocatedCoreTime: Int128

  /// From submission to first start, of the jobs that started.
  package var wait: SpanStatistics
  /// Time in the queue, each time that a job was there, of the jobs that started.
  package var totalWait: SpanStatistics
  /// From submission to the end, of the jobs that finished.
  package var turnaround: SpanStatistics
  /// Bounded slowdown of the jobs that finished.
  package var slowdown: RatioStatistics
  /// From the first submission to the last end, when a job finished.
  package var makespan: TimeSpan?
  /// The most jobs that ran at one time.
  package var runningPeak: Int64
  /// The most jobs that waited at one time.
  package var queuedPeak: Int64
  /// The most nodes that were ready at one time.
  package var readyPeak: Int64

  /// What the run cost; nil without prices.
  package var costs: MemberCosts?
  /// How promises were kept, in the order of `Promise`; nil without terms.
  package var promises: [PromiseOutcome]?
  /// What its spot markets did; nil without spot pools.
  package var spot: SpotAccounts?
  /// What its services lacked; nil without services.
  package var services: ServiceShortage?
  /// What its control plane did; nil in a run without one.
  package var controlPlane: ControlPlaneSummary?
}

extension MemberSummary {
  init(
    totals: ReplayTotals, integrator: borrowing LevelIntegrator, outcomes: [JobOutcome],
    header: JournalHeader, workload: Workload
  ) {
    let jobs = JobSums(outcomes, workload: workload)
    self.init(
      facts: totals.facts, events: totals.events, horizon: header.end - header.start,
      jobsSubmitted: Int64(outcomes.count), jobsStarted: Int64(jobs.waits.count),
      jobsFinished: jobs.finished, jobsRejected: jobs.rejected,
      jobsUnfinished: Int64(outcomes.count) - jobs.finished - jobs.rejected,
      jobInterruptions: totals.jobInterruptions, jobAttempts: jobs.attempts,
      nodeJoins: totals.nodeJoins, nodeInterruptions: totals.nodeInterruptions,
      interruptionNotices: totals.interruptionNotices, nodeTime: totals.nodeTime,
      workDone: jobs.workDone, workLost: totals.workLost, coreTimeDone: jobs.coreTimeDone,
      coreTimeLost: totals.coreTimeLost,
      allocatableCoreTime: integrator.totals[FleetLevel.allocatableMilliCPU.rawValue],
      allocatedCoreTime: integrator.totals[FleetLevel.allocatedMilliCPU.rawValue],
      wait: SpanStatistics(jobs.waits), totalWait: SpanStatistics(jobs.totalWaits),
      turnaround: SpanStatistics(jobs.turnarounds),
      slowdown: RatioStatistics(jobs.slowdowns), makespan: jobs.makespan,
      runningPeak: integrator.peaks[FleetLevel.runningJobs.rawValue],
      queuedPeak: integrator.peaks[FleetLevel.queuedJobs.rawValue],
      readyPeak: integrator.peaks[FleetLevel.readyNodes.rawValue])
  }
}

/// Sums over the jobs of a run.
private struct JobSums {
  var finished: Int64 = 0
  var rejected: Int64 = 0
  var attempts: Int64 = 0
  var workDone: Int128 = 0
  var coreTimeDone: Int128 = 0
  var waits: [Int64] = []
  var totalWaits: [Int64] = []
  var turnarounds: [Int64] = []
  var slowdowns: [Double] = []
  var makespan: TimeSpan?

  init(_ outcomes: [JobOutcome], workload: Workload) {
    var firstSubmission = Instant.distantFuture
    var lastEnd: Instant?
    waits.reserveCapacity(outcomes.count)
    totalWaits.reserveCapacity(outcomes.count)
    for outcome in outcomes {
      attempts += Int64(outcome.attempts)
      firstSubmission = min(firstSubmission, outcome.submittedAt)
      if outcome.status == .rejected { rejected += 1 }
      if let wait = outcome.wait {
        waits.append(wait.nanoseconds)
        totalWaits.append(outcome.waited.nanoseconds)
      }
      guard let end = outcome.finishedAt else { continue }
      finished += 1
      lastEnd = max(lastEnd ?? end, end)
      let job = workload.jobs[Int(outcome.job)]
      workDone += Int128(job.work.nanoseconds)
      coreTimeDone += Int128(job.work.nanoseconds) * Int128(job.request.cpu.value)
      let turnaround = end - outcome.submittedAt
      turnarounds.append(turnaround.nanoseconds)
      slowdowns.append(Self.boundedSlowdown(turnaround: turnaround, work: job.work))
    }
    makespan = lastEnd.map { $0 - firstSubmission }
  }

  /// Feitelson's bounded slowdown: max(1, turnaround / max(work, 10 s)).
  static func boundedSlowdown(turnaround: TimeSpan, work: TimeSpan) -> Double {
    let bounded = max(work, .seconds(10))
    return max(1, Double(turnaround.nanoseconds) / Double(bounded.nanoseconds))
  }
}
