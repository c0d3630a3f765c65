package import KubernetesModel
package import Units

/// One job: it asks for resources and does a fixed amount of work on them.
package struct Job: Hashable, Sendable, BitwiseCopyable {
  /// When it comes into the queue.
  package var submittedAt: Instant
  /// How long it runs on one node when nothing interrupts it.
  package var work: TimeSpan
  /// What it needs from its node while it runs.
  package var request: ResourceVector
  /// The cluster that it runs in.
  package var cluster: ClusterID
  /// What else its pod says, as an index into `Workload.podTemplates`.
  package var template: UInt16
  /// Its place among the jobs that start together with it or not at all, which follow one another in
  /// the workload; 0 for the first.
  package var member: UInt16
  /// How many jobs start together; 1 for a job that starts alone.
  package var gangSize: UInt16
  /// Makes a job.
  @inlinable
  package init(
    submittedAt: Instant, work: TimeSpan, request: ResourceVector,
    cluster: ClusterID = ClusterID(0), template: UInt16 = 0, member: UInt16 = 0,
    gangSize: UInt16 = 1
  ) {
    self.member = member
    self.gangSize = gangSize
    self.submittedAt = submittedAt
    self.work = work
    self.request = request
    self.cluster = cluster
    self.template = template
  }
}

/// What the pod of a job says beside its requests.
package struct PodTemplate: Hashable, Sendable {
  /// Its namespace.
  package var namespace: String
  /// Its labels.
  package var labels: Labels
  /// How important it is; more is more important.
  package var priority: Int32
  /// Whether others may be taken away for it.
  package var preempts: Bool
  /// Labels that its node has to have.
  package var nodeSelector: Labels
  /// The queue that its jobs wait in; nil where queues have no names.
  package var queue: String?
  /// Makes a template.
  package init(
    namespace: String = "default", labels: Labels = [:], priority: Int32 = 0,
    preempts: Bool = true, nodeSelector: Labels = [:], queue: String? = nil
  ) {
    self.queue = queue
    self.namespace = namespace
    self.labels = labels
    self.priority = priority
    self.preempts = preempts
    self.nodeSelector = nodeSelector
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
  /// The clusters that jobs run in, in the order of the fleet; at least one. A cluster may have no
  /// job in the horizon.
  package private(set) var jobClusters: [ClusterID]
  /// The part of what a running job requests that it uses, in thousandths.
  package var jobUsagePermille: Int64
  /// How long an evicted job's pod has to end.
  package var jobTerminationGrace: TimeSpan
  /// The services; a service's dense id is its index.
  package var services: [Service]
  /// What pods of jobs say beside their requests; at least one.
  package var podTemplates: [PodTemplate] = [PodTemplate()]

  /// Makes a workload whose jobs all run in one cluster; `jobs` and `jobNames` have the same length.
  package init(
    jobs: [Job], jobNames: [String], jobCluster: ClusterID = ClusterID(0),
    jobUsagePermille: Int64 = 1_000, jobTerminationGrace: TimeSpan = .seconds(30),
    services: [Service] = []
  ) {
    var jobs = jobs
    for index in jobs.indices { jobs[index].cluster = jobCluster }
    self.init(
      jobs: jobs, jobNames: jobNames, jobClusters: [jobCluster],
      jobUsagePermille: jobUsagePermille, jobTerminationGrace: jobTerminationGrace,
      services: services)
  }

  /// Makes a workload of jobs that each name their cluster, one of `jobClusters`.
  package init(
    jobs: [Job], jobNames: [String], jobClusters: [ClusterID],
    jobUsagePermille: Int64 = 1_000, jobTerminationGrace: TimeSpan = .seconds(30),
    services: [Service] = []
  ) {
    precondition(jobs.count == jobNames.count, "each job has a name")
    precondition(!jobClusters.isEmpty, "jobs run in a cluster")
    self.jobs = jobs
    self.jobNames = jobNames
    self.jobClusters = Set(jobClusters).sorted { $0.index < $1.index }
    self.jobUsagePermille = jobUsagePermille
    self.jobTerminationGrace = jobTerminationGrace
    self.services = services
  }

  /// Whether jobs run in that cluster.
  package func runsJobs(in cluster: ClusterID) -> Bool { jobClusters.contains(cluster) }
}
