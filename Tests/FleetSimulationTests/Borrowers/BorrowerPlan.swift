import Facts
import FleetSimulation
import KubernetesModel
import SimulationKernel
import SpotScheduler
import Units

/// A plan small enough to follow by hand: cluster 0 lends, clusters 1 and 2 borrow and have nothing
/// of their own. All hosts have 8 cores, every step of the provider takes a constant time, and the
/// window is the whole first day but its last hour.
struct BorrowerPlan {
  static let start = Instant(seconds: 1_767_225_600)

  var hosts = 2
  var borrowers = [LendingBorrower(ClusterID(1)), LendingBorrower(ClusterID(2))]
  /// (submitted at, work, cluster) of each job, seconds from the start; each fills a host.
  var jobs: [(at: Int64, work: Int64, cluster: UInt32)] = []
  /// What the pods of jobs say; those of job `i` say the `i`-th, or the last.
  var templates = [PodTemplate()]
  /// Lend only to who waits.
  var byDemand = true
  var recalls: [Recall] = []
  var end = TimeSpan.hours(26)
  var profile: SchedulerProfile?
  /// Where and what the hosts are.
  var labels = Labels()
  var change: (inout LendingPlan) -> Void = { _ in }

  var policy: RegulatedPolicy {
    RegulatedPolicy(
      notice: .minutes(10), tenure: .minutes(10), drainDeadline: .minutes(2),
      returnTime: .minutes(3), returnSession: .minutes(2), providerConcurrency: 10, spareHosts: 0,
      idleDelay: byDemand ? .minutes(20) : nil)
  }

  func plan() throws -> SimulationPlan {
    let shape = ResourceVector(cpu: MilliCPU(8_000), memory: Bytes(1 << 33))
    var fleet = Fleet(
      clusters: [Cluster(name: "trading"), Cluster(name: "batch"), Cluster(name: "risk")],
      pools: [Pool(name: "floor", cluster: ClusterID(0), labels: labels)],
      nodes: (0..<hosts).map { _ in Node(pool: PoolID(0), allocatable: shape) },
      nodeNames: (0..<hosts).map { "floor/\($0)" })
    let listed = jobs.enumerated().map { index, job in
      Job(
        submittedAt: Self.start + .seconds(job.at), work: .seconds(job.work), request: shape,
        cluster: ClusterID(job.cluster), template: UInt16(min(index, templates.count - 1)))
    }
    var workload = Workload(
      jobs: listed, jobNames: jobs.indices.map { "j\($0)" },
      jobClusters: [ClusterID(1), ClusterID(2)])
    workload.podTemplates = templates
    let offer = LendingOffer(
      nodes: (0..<UInt32(hosts)).map { $0 }, ownerSchedule: try Self.hours("23"),
      borrowerSchedule: try Self.hours("0-22"))
    var lending = LendingPlan(
      profile: profile ?? .regulated(policy), owner: ClusterID(0), borrowers: borrowers,
      offers: [offer],
      provider: MachineProviderPlan(
        provision: try .constant(60), join: try .constant(30), deprovision: try .constant(60),
        concurrency: 10),
      recalls: recalls)
    change(&lending)
    fleet.placementRules = lending.placementRules(for: fleet)
    return SimulationPlan(
      start: Self.start, end: Self.start + end, seed: 1, fleet: fleet,
      workload: workload, lending: lending)
  }

  private static func hours(_ text: String) throws -> LendingSchedule {
    LendingSchedule(
      try ScheduleSpec(daysOfWeek: ["mon-sun"], hoursOfDay: [text]).resolved(in: .pinned))
  }

  /// The facts after a run with every check on.
  func facts() throws -> [Fact] {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(try plan(), into: &sink, checking: true)
    return sink.facts
  }
}

extension [Fact] {
  /// The cluster in which each machine became Ready first, of those that ever did outside cluster 0.
  var firstBorrower: [UInt32: UInt32] {
    var first: [UInt32: UInt32] = [:]
    for fact in self where fact.kind == .machineStageChanged && fact.object != 0 {
      if fact.value == MachineStage.ready.rawValue, first[fact.subject] == nil {
        first[fact.subject] = fact.object
      }
    }
    return first
  }

  /// How many machines became Ready in a cluster, one that did so twice counted twice.
  func loans(to cluster: UInt32) -> Int {
    count {
      $0.kind == .machineStageChanged && $0.object == cluster
        && $0.value == MachineStage.ready.rawValue
    }
  }
}
