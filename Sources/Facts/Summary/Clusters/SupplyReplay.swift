import Units

/// Plays a run's facts back into where the CPU of the jobs' clusters comes from, what their jobs ask
/// for, and what they use on lent machines. Several clusters with jobs are taken together.
///
/// A node counts while it is Ready for jobs, from nodeJoined to nodeLeft or nodeInterrupted.
package struct SupplyReplay: FactSink, Sendable {
  private static let requestedLevel = SupplySource.allCases.count
  private static let queuedLevel = requestedLevel + 1
  private static let firstLentLevel = requestedLevel + 2

  private let jobUsagePermille: Int64
  private let cpuOfNode: [Int64]
  private let sourceOfNode: [SupplySource]
  private let ownerOfNode: [Int]
  private let clusterCount: Int
  private var facts: FactGuard
  private var jobs: JobPlaces
  private var isJoined: [Bool]
  private var isQueued: [Bool]
  private var requestedOnLent: [Int64]
  private var means: HourlyMeans

  /// Makes a replay of a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    jobUsagePermille = workload.jobUsagePermille
    cpuOfNode = fleet.nodes.map(\.allocatable.cpu.value)
    clusterCount = fleet.clusters.count
    sourceOfNode = fleet.nodes.map { node in
      let pool = fleet.pools[Int(node.pool.index)]
      switch pool.capacityType {
      case .owned: return workload.runsJobs(in: pool.cluster) ? .own : .lent
      case .spot: return .spot
      case .onDemand: return .onDemand
      }
    }
    ownerOfNode = fleet.nodes.map { Int(fleet.pools[Int($0.pool.index)].cluster.index) }
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    jobs = JobPlaces(fleet: fleet, workload: workload)
    isJoined = Array(repeating: false, count: fleet.nodes.count)
    isQueued = Array(repeating: false, count: workload.jobs.count)
    requestedOnLent = Array(repeating: 0, count: clusterCount)
    means = HourlyMeans(
      count: Self.firstLentLevel + clusterCount, start: header.start, end: header.end)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay.
  package consuming func finish() throws(ReplayError) -> SupplyHours {
    try facts.finish()
    let hours = means.finish()
    return SupplyHours(
      ready: Array(hours[..<Self.requestedLevel]), requested: hours[Self.requestedLevel],
      queued: hours[Self.queuedLevel], usedOnLent: Array(hours[Self.firstLentLevel...]))
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .nodeJoined, .nodeLeft, .nodeInterrupted: return applyNode(fact)
    case .jobSubmitted, .jobRejected, .jobStarted, .jobInterrupted, .jobFinished:
      return applyJob(fact)
    default: return nil
    }
  }

  private mutating func applyNode(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    let joins = fact.kind == .nodeJoined
    guard isJoined[node] != joins else {
      return joins ? "the node is ready already" : "the node is not ready"
    }
    isJoined[node] = joins
    means.change(
      sourceOfNode[node].rawValue, by: joins ? cpuOfNode[node] : -cpuOfNode[node], at: fact.at)
    return nil
  }

  private mutating func applyJob(_ fact: Fact) -> String? {
    let job = Int(fact.subject)
    let request = jobs.request(of: job)
    if let problem = jobs.apply(fact) { return problem }
    switch fact.kind {
    case .jobStarted, .jobInterrupted, .jobFinished:
      let change = fact.kind == .jobStarted ? request : -request
      means.change(Self.requestedLevel, by: change, at: fact.at)
      use(change, on: Int(fact.object), at: fact.at)
    default: break
    }
    queue(job, fact.kind == .jobSubmitted || fact.kind == .jobInterrupted, request, at: fact.at)
    return nil
  }

  private mutating func queue(_ job: Int, _ waits: Bool, _ request: Int64, at instant: Instant) {
    guard isQueued[job] != waits else { return }
    isQueued[job] = waits
    means.change(Self.queuedLevel, by: waits ? request : -request, at: instant)
  }

  /// Jobs on a lent machine request more or less; what they use is a part of the sum.
  private mutating func use(_ change: Int64, on node: Int, at instant: Instant) {
    guard sourceOfNode[node] == .lent else { return }
    let owner = ownerOfNode[node]
    let before = requestedOnLent[owner] * jobUsagePermille / 1_000
    requestedOnLent[owner] += change
    let after = requestedOnLent[owner] * jobUsagePermille / 1_000
    means.change(Self.firstLentLevel + owner, by: after - before, at: instant)
  }
}
