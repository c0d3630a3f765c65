import Units

/// Plays a run's facts back into what each cluster has, requests and uses, hour by hour, and where
/// the capacity of its own machines is.
///
/// A cluster's own machines are those of its owned pools. What services use is capped at what their
/// placed pods request, for a pod without a place does not run; jobs use a fixed part of what they
/// request. Jobs are on the nodes that the facts name, services on the machines of their cluster.
package struct ClusterReplay: FactSink, Sendable {
  private let end: Instant
  private let jobUsagePermille: Int64
  private let clusterOfJob: [Int]
  private let clusterOfService: [Int]
  /// Whether jobs run in a cluster, by cluster.
  private let hasJobs: [Bool]
  private let isServiceIsolated: [Bool]
  private let cpuOfNode: [Int64]
  /// Whether each node is a machine of its cluster's own, and whether it is isolated.
  private let isOwn: [Bool]
  private let isIsolated: [Bool]
  private let cpuOfFleet: Int64
  private var facts: FactGuard
  private var presence: MachinePresence
  private var jobs: JobPlaces
  private var clusters: [ClusterIntegrator]
  private var usages: [Int64]
  private var requests: [Int64]
  /// What services use of what they request, by cluster.
  private var servicesUsed: [Int64]
  /// What running jobs request, by cluster: in all, and on machines of their cluster's own.
  private var jobsRequested: [Int64]
  private var jobsRequestedOnOwn: [Int64]

  /// Makes a replay of a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    end = header.end
    clusterOfJob = workload.jobs.map { Int($0.cluster.index) }
    jobUsagePermille = workload.jobUsagePermille
    clusterOfService = workload.services.map { Int($0.cluster.index) }
    isServiceIsolated = workload.services.map { service in
      service.pool.map { fleet.pools[Int($0.index)].isIsolated } ?? false
    }
    cpuOfNode = fleet.nodes.map(\.allocatable.cpu.value)
    cpuOfFleet = cpuOfNode.reduce(0, +)
    isOwn = fleet.nodes.map { fleet.pools[Int($0.pool.index)].isOwned }
    isIsolated = fleet.nodes.map { fleet.pools[Int($0.pool.index)].isIsolated }
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    presence = MachinePresence(fleet: fleet, jobClusters: workload.jobClusters)
    jobs = JobPlaces(fleet: fleet, workload: workload)
    usages = Array(repeating: 0, count: workload.services.count)
    requests = usages
    servicesUsed = Array(repeating: 0, count: fleet.clusters.count)
    jobsRequested = servicesUsed
    jobsRequestedOnOwn = servicesUsed
    hasJobs = fleet.clusters.indices.map { workload.runsJobs(in: ClusterID(UInt32($0))) }
    clusters = fleet.clusters.enumerated().map { index, cluster in
      var integrator = ClusterIntegrator(
        ClusterID(UInt32(index)), start: header.start, end: header.end)
      integrator.own.headroom = max(cluster.headroom.value, 0)
      integrator.own.reserved = max(cluster.reserved.value, 0)
      return integrator
    }
    for node in fleet.nodes.indices where isOwn[node] {
      let owner = presence.owner(of: node)
      clusters[owner].own.capacity += cpuOfNode[node]
      if !isIsolated[node] {
        clusters[owner].own.largestLendable = max(
          clusters[owner].own.largestLendable, cpuOfNode[node])
      }
      move(node, from: .off, to: presence.place(of: node))
    }
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay: the clusters in the order of the fleet.
  package consuming func finish() throws(ReplayError) -> [ClusterHours] {
    try facts.finish()
    return clusters.map { $0.finish() }
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .jobStarted, .jobInterrupted, .jobFinished: return applyJob(fact)
    case .nodeJoined, .nodeLeft, .nodeInterrupted, .machineStageChanged: return applyNode(fact)
    case .serviceUsageChanged, .serviceRequestChanged: return applyService(fact)
    case .horizonReached:
      for cluster in clusters.indices {
        if let problem = advance(cluster, to: end) { return problem }
      }
      return nil
    default: return nil
    }
  }

  private mutating func advance(_ cluster: Int, to instant: Instant) -> String? {
    clusters[cluster].advance(to: instant.nanoseconds)
      ? nil : "workloads have requested more than the machines of their cluster have until now"
  }

  private mutating func applyJob(_ fact: Fact) -> String? {
    if let problem = jobs.apply(fact) { return problem }
    let cluster = clusterOfJob[Int(fact.subject)]
    if let problem = advance(cluster, to: fact.at) { return problem }
    let node = Int(fact.object)
    guard presence.tenant(of: node) == cluster else {
      return "the node serves another cluster than that of the job"
    }
    let request = jobs.request(of: Int(fact.subject))
    let change = fact.kind == .jobStarted ? request : -request
    jobsRequested[cluster] += change
    clusters[cluster].requested += change
    if isOwn[node], presence.owner(of: node) == cluster {
      jobsRequestedOnOwn[cluster] += change
      clusters[cluster].own.requested += change
      if isIsolated[node] { clusters[cluster].own.requestedIsolated += change }
    }
    use(cluster)
    return nil
  }

  private mutating func applyService(_ fact: Fact) -> String? {
    let service = Int(fact.subject)
    let cluster = clusterOfService[service]
    guard fact.value >= 0 else { return "is below zero" }
    if let problem = advance(cluster, to: fact.at) { return problem }
    let before = min(usages[service], requests[service])
    if fact.kind == .serviceUsageChanged {
      usages[service] = fact.value
    } else {
      guard fact.value <= cpuOfFleet else { return "is more than the fleet has" }
      let change = fact.value - requests[service]
      requests[service] = fact.value
      clusters[cluster].requested += change
      clusters[cluster].own.requested += change
      if isServiceIsolated[service] { clusters[cluster].own.requestedIsolated += change }
    }
    servicesUsed[cluster] += min(usages[service], requests[service]) - before
    use(cluster)
    return nil
  }

  /// Works out what a cluster uses now.
  private mutating func use(_ cluster: Int) {
    let all = jobsRequested[cluster] * jobUsagePermille / 1_000
    let own = jobsRequestedOnOwn[cluster] * jobUsagePermille / 1_000
    clusters[cluster].used = servicesUsed[cluster] + all
    clusters[cluster].own.used = servicesUsed[cluster] + own
  }

  private mutating func applyNode(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    let owner = presence.owner(of: node)
    let before = presence.place(of: node)
    let wasJoined = presence.hasJoined(node)
    if let problem = presence.apply(fact) { return problem }
    if presence.hasJoined(node) != wasJoined {
      let tenant = presence.tenant(of: node)
      if let problem = advance(tenant, to: fact.at) { return problem }
      clusters[tenant].allocatable += wasJoined ? -cpuOfNode[node] : cpuOfNode[node]
    }
    let after = presence.place(of: node)
    guard before != after, isOwn[node] else { return nil }
    if let problem = advance(owner, to: fact.at) { return problem }
    move(node, from: before, to: after)
    return nil
  }

  /// A host of a cluster's own is somewhere else.
  private mutating func move(_ node: Int, from before: HostPlace, to after: HostPlace) {
    let owner = presence.owner(of: node)
    for (place, sign) in [(before, Int64(-1)), (after, 1)] {
      let cpu = sign * cpuOfNode[node]
      switch place {
      case .home:
        clusters[owner].own.home += cpu
        if isIsolated[node] { clusters[owner].own.homeIsolated += cpu }
        if !hasJobs[owner] { clusters[owner].allocatable += cpu }
      case .lent: clusters[owner].own.lent += cpu
      case .off, .moving, .leavingHome: break
      }
    }
  }
}
