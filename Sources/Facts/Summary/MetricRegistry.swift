import Units

/// Every metric there is.
///
/// A new one is added here and computed from a field of `MemberSummary`; names are never reused
/// for another meaning.
package enum MetricRegistry {
  /// The metrics in the order in which tables show them.
  package static let all: [MetricDefinition] =
    jobs + waits + nodes + work + capacity + spot + services + costs + promises + controlPlane + run

  /// The metrics of a run of a control plane, in which there are neither jobs nor capacity; promises have
  /// values where machines are lent.
  static let ofControlPlanes = Set((nodes + costs + promises + controlPlane + run).map(\.name))
    .union(["service.pending.pod_hours", "service.pending.peak"])
    .subtracting(["node.notices", "run.makespan"])

  /// The metric of that name.
  package static func metric(named name: String) -> MetricDefinition? {
    all.first { $0.name == name }
  }

  private static let jobs: [MetricDefinition] = [
    MetricDefinition(
      "job.submitted", "jobs", .none, "Jobs that came into the queue, rejected ones included."
    ) { Double($0.jobsSubmitted) },
    MetricDefinition(
      "job.started", "jobs", .none, "Jobs that ran at least once."
    ) { Double($0.jobsStarted) },
    MetricDefinition(
      "job.finished", "jobs", .higher, "Jobs whose work was done before the horizon."
    ) { Double($0.jobsFinished) },
    MetricDefinition(
      "job.rejected", "jobs", .lower, "Jobs that ask for more than any node of the fleet has."
    ) { Double($0.jobsRejected) },
    MetricDefinition(
      "job.unfinished", "jobs", .lower, "Jobs in the queue or on a node at the horizon."
    ) { Double($0.jobsUnfinished) },
    MetricDefinition(
      "job.interruptions", "interruptions", .lower, "Times that a running job lost its node."
    ) { Double($0.jobInterruptions) },
    MetricDefinition(
      "job.attempts", "starts", .lower, "Starts of jobs, first ones and repeats."
    ) { Double($0.jobAttempts) },
    MetricDefinition(
      "job.running.peak", "jobs", .none, "The most jobs that ran at one time."
    ) { Double($0.runningPeak) },
    MetricDefinition(
      "job.queued.peak", "jobs", .lower,
      "The most jobs in the queue at one time, those included that start when they come."
    ) { Double($0.queuedPeak) },
  ]

  private static let waits: [MetricDefinition] =
    spans(
      "job.wait", "Time from a job's submission to its first start, over the jobs that started"
    ) { $0.wait }
    + spans(
      "job.wait.total",
      "Time that a job was in the queue, each time it was there, over the jobs that started"
    ) { $0.totalWait }
    + spans(
      "job.turnaround", "Time from a job's submission to its end, over the jobs that finished"
    ) { $0.turnaround }
    + [
      MetricDefinition(
        "job.slowdown.mean", "times", .lower, "\(slowdown): mean."
      ) { $0.slowdown.mean },
      MetricDefinition(
        "job.slowdown.p50", "times", .lower, "\(slowdown): median by nearest rank."
      ) { $0.slowdown.count == 0 ? nil : $0.slowdown.p50 },
      MetricDefinition(
        "job.slowdown.p95", "times", .lower, "\(slowdown): 95th percentile by nearest rank."
      ) { $0.slowdown.count == 0 ? nil : $0.slowdown.p95 },
      MetricDefinition(
        "job.slowdown.max", "times", .lower, "\(slowdown): largest."
      ) { $0.slowdown.count == 0 ? nil : $0.slowdown.max },
    ]

  private static let slowdown =
    "Bounded slowdown, turnaround over the larger of work and 10 s and at least 1, "
    + "over the jobs that finished"

  private static let nodes: [MetricDefinition] = [
    MetricDefinition(
      "node.joins", "nodes", .none, "Times that a node became ready."
    ) { Double($0.nodeJoins) },
    MetricDefinition(
      "node.interruptions", "interruptions", .lower, "Times that a node's capacity was taken."
    ) { Double($0.nodeInterruptions) },
    MetricDefinition(
      "node.notices", "notices", .none,
      "Times that a node was told that its capacity would be taken."
    ) { Double($0.interruptionNotices) },
    MetricDefinition(
      "node.hours", "h", .none,
      "Hours from a node's joining to its interruption or the horizon, over all nodes."
    ) { hours($0.nodeTime) },
    MetricDefinition(
      "node.ready.peak", "nodes", .none, "The most nodes that were ready at one time."
    ) { Double($0.readyPeak) },
  ]

  private static let work: [MetricDefinition] = [
    MetricDefinition(
      "work.done", "s", .higher, "Work of the jobs that finished, each job's work counted once."
    ) { seconds($0.workDone) },
    MetricDefinition(
      "work.lost", "s", .lower, "Work that interruptions made jobs do again."
    ) { seconds($0.workLost) },
    MetricDefinition(
      "work.lost.ratio", "ratio", .lower,
      "CPU time of lost work over all CPU time allocated to jobs; none when none was allocated."
    ) { ratio($0.coreTimeLost, $0.allocatedCoreTime) },
    MetricDefinition(
      "work.done.core_hours", "core-h", .higher,
      "Work of the jobs that finished times the CPU they request."
    ) { coreHours($0.coreTimeDone) },
    MetricDefinition(
      "work.lost.core_hours", "core-h", .lower,
      "Work that interruptions made jobs do again times the CPU they request."
    ) { coreHours($0.coreTimeLost) },
  ]

  private static let capacity: [MetricDefinition] = [
    MetricDefinition(
      "cpu.allocatable.core_hours", "core-h", .none,
      "CPU that ready nodes offered, integrated over the horizon."
    ) { coreHours($0.allocatableCoreTime) },
    MetricDefinition(
      "cpu.allocated.core_hours", "core-h", .none,
      "CPU that running jobs had requested, integrated over the horizon."
    ) { coreHours($0.allocatedCoreTime) },
    MetricDefinition(
      "cpu.utilisation", "ratio", .none,
      "CPU that running jobs requested over CPU allocatable, both integrated over the horizon; "
        + "work that is lost later counts."
    ) { ratio($0.allocatedCoreTime, $0.allocatableCoreTime) },
    MetricDefinition(
      "cpu.useful", "ratio", .higher,
      "CPU time of the work of finished jobs over CPU allocatable, integrated over the horizon."
    ) { ratio($0.coreTimeDone, $0.allocatableCoreTime) },
  ]

  private static let run: [MetricDefinition] = [
    MetricDefinition(
      "run.makespan", "s", .lower, "Time from the first submission to the last end of a job."
    ) { $0.makespan?.secondsAsDouble },
    MetricDefinition(
      "run.horizon", "s", .none, "Length of simulated time."
    ) { $0.horizon.secondsAsDouble },
    MetricDefinition(
      "run.events", "events", .none, "Events that the simulation handled."
    ) { Double($0.events) },
    MetricDefinition(
      "run.facts", "facts", .none, "Facts in the journal."
    ) { Double($0.facts) },
  ]

  private static func spans(
    _ name: String, _ definition: String,
    _ statistics: @escaping @Sendable (MemberSummary) -> SpanStatistics
  ) -> [MetricDefinition] {
    func quantile(
      _ suffix: String, _ words: String, _ span: @escaping @Sendable (SpanStatistics) -> TimeSpan
    ) -> MetricDefinition {
      MetricDefinition("\(name).\(suffix)", "s", .lower, "\(definition): \(words).") {
        let statistics = statistics($0)
        return statistics.count == 0 ? nil : span(statistics).secondsAsDouble
      }
    }
    return [
      MetricDefinition("\(name).mean", "s", .lower, "\(definition): mean.") {
        statistics($0).meanSeconds
      },
      quantile("p50", "median by nearest rank") { $0.p50 },
      quantile("p95", "95th percentile by nearest rank") { $0.p95 },
      quantile("p99", "99th percentile by nearest rank") { $0.p99 },
      quantile("max", "largest") { $0.max },
    ]
  }

  private static func seconds(_ nanoseconds: Int128) -> Double { Double(nanoseconds) / 1e9 }

  private static func hours(_ nanoseconds: Int128) -> Double { Double(nanoseconds) / 3.6e12 }

  /// From thousandths of a core times nanoseconds.
  static func coreHours(_ coreTime: Int128) -> Double { Double(coreTime) / 3.6e15 }

  private static func ratio(_ part: Int128, _ whole: Int128) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}
