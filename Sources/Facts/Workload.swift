package import Units

/// One job: it asks for resources and does a fixed amount of work on them.
package struct Job: Hashable, Sendable, BitwiseCopyable {
  /// When it comes into the queue.
  package var submittedAt: Instant
  /// How long it runs on one node when nothing interrupts it.
  package var work: TimeSpan
  /// What it needs from its node while it runs.
  package var request: ResourceVector
  /// Makes a job.
  @inlinable
  package init(submittedAt: Instant, work: TimeSpan, request: ResourceVector) {
    self.submittedAt = submittedAt
    self.work = work
    self.request = request
  }
}

/// The demand side of a scenario, in order of submission; equal instants keep the trace's order.
package struct Workload: Hashable, Sendable {
  /// The jobs; a job's dense id is its index.
  package var jobs: [Job]
  /// The jobs' names, by the same index.
  package var jobNames: [String]
  /// Makes a workload; `jobs` and `jobNames` have the same length.
  package init(jobs: [Job], jobNames: [String]) {
    precondition(jobs.count == jobNames.count, "each job has a name")
    self.jobs = jobs
    self.jobNames = jobNames
  }
}
