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

/// A long-running service: equal pods whose number follows what it uses.
package struct Service: Hashable, Sendable {
  /// The service's name in the scenario.
  package var name: String
  /// The cluster that it runs in.
  package var cluster: ClusterID
  /// The only pool that it may run on; nil is any pool of its cluster that is not isolated.
  package var pool: PoolID?
  /// What one of its pods requests.
  package var request: ResourceVector
  /// How many of its pods may be down at a time, of a hundred; rounded up, as a
  /// PodDisruptionBudget's `maxUnavailable` in per cent is.
  package var maxUnavailablePercent: Int64
  /// How long a pod has to end once it is evicted.
  package var terminationGrace: TimeSpan
  /// How long a new pod takes from its place to being Ready.
  package var startTime: TimeSpan
  /// Makes a service.
  package init(
    name: String, cluster: ClusterID, pool: PoolID? = nil, request: ResourceVector,
    maxUnavailablePercent: Int64, terminationGrace: TimeSpan, startTime: TimeSpan
  ) {
    self.name = name
    self.cluster = cluster
    self.pool = pool
    self.request = request
    self.maxUnavailablePercent = maxUnavailablePercent
    self.terminationGrace = terminationGrace
    self.startTime = startTime
  }
}

/// The demand side of a scenario, in order of submission; equal instants keep the trace's order.
package struct Workload: Hashable, Sendable {
  /// The jobs; a job's dense id is its index.
  package var jobs: [Job]
  /// The jobs' names, by the same index.
  package var jobNames: [String]
  /// The cluster that the jobs run in.
  package var jobCluster: ClusterID
  /// The part of what a running job requests that it uses, in thousandths.
  package var jobUsagePermille: Int64
  /// How long an evicted job's pod has to end.
  package var jobTerminationGrace: TimeSpan
  /// The services; a service's dense id is its index.
  package var services: [Service]

  /// Makes a workload; `jobs` and `jobNames` have the same length.
  package init(
    jobs: [Job], jobNames: [String], jobCluster: ClusterID = ClusterID(0),
    jobUsagePermille: Int64 = 1_000, jobTerminationGrace: TimeSpan = .seconds(30),
    services: [Service] = []
  ) {
    precondition(jobs.count == jobNames.count, "each job has a name")
    self.jobs = jobs
    self.jobNames = jobNames
    self.jobCluster = jobCluster
    self.jobUsagePermille = jobUsagePermille
    self.jobTerminationGrace = jobTerminationGrace
    self.services = services
  }
}
