import Facts
import FleetSimulation
import KubernetesModel
import Placement
import SimulationKernel
import SpotScheduler
import Units

/// A small random world in which machines are lent: a trading cluster with one or two services on a
/// handful of machines, a batch cluster that borrows them at night and buys the rest. With two
/// borrowers a risk cluster borrows as well, and buys on demand.
struct LendingWorld {
  /// Midnight UTC of a Thursday.
  static let start = Instant(seconds: 1_767_225_600)

  var seed: UInt64
  var profile: SchedulerProfile
  var plan: SimulationPlan

  init(seed: UInt64, regulated: Bool, borrowers: Int = 1) throws {
    self.seed = seed
    var generator = PropertyGenerator(seed: seed)
    let hosts = 4 + Int(generator.below(6))
    let slots = 3 + Int(generator.below(4))
    let policy = RegulatedPolicy(
      notice: .minutes(generator.below(20)), tenure: .minutes(generator.below(40)),
      drainDeadline: .minutes(1 + generator.below(5)), evictionRetry: .seconds(20),
      returnTime: .minutes(4 + generator.below(4)), returnSession: .minutes(3),
      providerConcurrency: 1 + Int(generator.below(4)),
      simultaneousStarts: 1 + Int(generator.below(8)), spareHosts: Int(generator.below(2)))
    profile = regulated ? .regulated(policy) : .upstream03
    let fleet = Self.fleet(hosts: hosts, slots: slots)
    let night = try Self.schedule(["19-23", "0-5"])
    let lending = LendingPlan(
      profile: profile, owner: ClusterID(0), borrowers: [LendingBorrower(ClusterID(1))],
      offers: [
        LendingOffer(
          nodes: (0..<UInt32(hosts - 2)).map { $0 + 1 }, ownerSchedule: try Self.schedule(["6-18"]),
          borrowerSchedule: night)
      ],
      provider: MachineProviderPlan(
        provision: try .uniform(low: 30, high: 120), join: try .uniform(low: 5, high: 30),
        deprovision: try .uniform(low: 20, high: 60), concurrency: policy.providerConcurrency),
      recalls: generator.below(2) == 0
        ? []
        : [
          Recall(
            cluster: ClusterReference(0), at: Self.start + .minutes(1_440 + generator.below(1_440)),
            within: .minutes(10), until: Self.start + .hours(60))
        ])
    let services = Self.services(&generator, hosts: hosts)
    plan = SimulationPlan(
      start: Self.start, end: Self.start + .days(3), seed: seed, fleet: fleet,
      workload: Self.workload(&generator, services: services.map(\.0)),
      interruptions: [
        PoolInterruption(pool: PoolID(2), lifetime: try .weibull(shape: 0.7, scale: 9_000))
      ],
      recovery: .restart(cost: .seconds(generator.below(60))),
      placement: seed % 3 == 0 ? .devices(.bestFit) : .firstFit,
      services: services.map(\.1), lending: lending,
      autoscaling: AutoscalingPlan(
        pools: [
          AutoscaledPool(
            pool: PoolID(2), launchTime: try .uniform(low: 30, high: 90), refusalPermille: 200),
          AutoscaledPool(pool: PoolID(3), launchTime: try .uniform(low: 30, high: 90)),
        ], pendingDelay: .seconds(generator.below(300)), idleDelay: .minutes(10)))
    if borrowers > 1 { try addBorrower(&generator, policy) }
  }

  /// A second cluster that borrows, with terms, and a part of the jobs.
  private mutating func addBorrower(
    _ generator: inout PropertyGenerator, _ policy: RegulatedPolicy
  ) throws {
    let risk = ClusterID(2)
    plan.fleet.clusters.append(Cluster(name: "risk"))
    plan.fleet.pools.append(
      Pool(name: "risk-on-demand", cluster: risk, capacityType: .onDemand))
    for number in 0..<4 {
      plan.fleet.nodes.append(Node(pool: PoolID(4), allocatable: Self.shape(cores: 8)))
      plan.fleet.nodeNames.append("r\(number)")
    }
    var jobs = plan.workload.jobs
    for index in jobs.indices where generator.below(3) == 0 { jobs[index].cluster = risk }
    plan.workload = Workload(
      jobs: jobs, jobNames: plan.workload.jobNames, jobClusters: [ClusterID(1), risk],
      jobTerminationGrace: plan.workload.jobTerminationGrace, services: plan.workload.services)
    plan.autoscaling?.pools.append(
      AutoscaledPool(pool: PoolID(4), launchTime: try .uniform(low: 30, high: 90)))
    func borrower(_ cluster: ClusterID) -> LendingBorrower {
      LendingBorrower(
        cluster, priority: 50 + UInt8(generator.below(2)), weight: 1 + Int(generator.below(3)),
        floor: MilliCPU(16_000 * generator.below(3)))
    }
    plan.lending?.borrowers = [borrower(ClusterID(1)), borrower(risk)]
    try addTerms(&generator)
    addOrders(&generator)
    if case .regulated = profile, generator.below(2) == 0 {
      var policy = policy
      policy.idleDelay = .minutes(generator.below(40))
      profile = .regulated(policy)
      plan.lending?.profile = profile
    }
  }

  /// A jurisdiction of the second borrower that the hosts lie in or not, and confidential workloads.
  private mutating func addTerms(_ generator: inout PropertyGenerator) throws {
    guard var lending = plan.lending else { return }
    let region = "topology.kubernetes.io/region"
    plan.fleet.pools[1].labels = [region: "region-\(generator.below(2))"]
    if generator.below(2) == 0 {
      lending.borrowers[1].hostSelector = LabelSelector(matchLabels: [region: "region-0"])
    }
    if generator.below(2) == 0 {
      lending.borrowers[1].confidential = ConfidentialTerms(
        runtimeHandlers: ["kata-qemu-tdx"], keys: 1 + Int(generator.below(3)),
        maximumAttestationAge: .minutes(20 + generator.below(600)))
      lending.offers[0].trustedExecution = TrustedExecution(
        technology: generator.below(4) == 0 ? .sevSNP : .tdx, keys: Int(generator.below(6)))
      lending.attestation = try .uniform(low: 2, high: 40)
    }
    if generator.below(2) == 0 { lending.sanitisation = try .uniform(low: 5, high: 60) }
    plan.lending = lending
  }

  /// Recalls of some machines, kill switches and listed programs.
  private mutating func addOrders(_ generator: inout PropertyGenerator) {
    guard var lending = plan.lending else { return }
    func instant() -> Instant { Self.start + .minutes(generator.below(3 * 1_440)) }
    for _ in 0..<generator.below(3) {
      let at = instant()
      lending.recalls.append(
        Recall(
          cluster: ClusterReference(0), at: at, within: .minutes(10),
          until: at + .minutes(10 + generator.below(600)), count: 1 + Int(generator.below(4))))
    }
    lending.recalls.sort { $0.at < $1.at }
    for _ in 0..<generator.below(6) {
      let at = instant()
      let isSwitch = generator.below(2) == 0
      lending.reclaims.append(
        ReclaimOrder(
          at: at, cause: isSwitch ? .killSwitch : .processMatch, within: .minutes(2),
          until: isSwitch ? at + .minutes(1 + generator.below(900)) : nil,
          nodes: lending.offers[0].nodes,
          count: generator.below(2) == 0 ? nil : 1 + Int(generator.below(3))))
    }
    lending.reclaims.sort { $0.at < $1.at }
    plan.lending = lending
    plan.fleet.placementRules = lending.placementRules(for: plan.fleet)
  }

  /// Days and hours of 5-Spot's grammar, in UTC.
  private static func schedule(_ hours: [String]) throws -> LendingSchedule {
    LendingSchedule(
      try ScheduleSpec(daysOfWeek: ["mon-sun"], hoursOfDay: hours).resolved(in: .pinned))
  }

  private static func shape(cores: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cores * 1_000), memory: Bytes(cores << 30), gpu: MilliGPU(0))
  }

  /// Node 0 is isolated, then come the hosts, then the slots of spot and on-demand machines.
  private static func fleet(hosts: Int, slots: Int) -> Fleet {
    let pools = [
      Pool(name: "isolated", cluster: ClusterID(0), isIsolated: true),
      Pool(name: "floor", cluster: ClusterID(0)),
      Pool(name: "spot", cluster: ClusterID(1), capacityType: .spot),
      Pool(name: "on-demand", cluster: ClusterID(1), capacityType: .onDemand),
    ]
    var nodes = [Node(pool: PoolID(0), allocatable: shape(cores: 16))]
    nodes += (0..<hosts).map { _ in Node(pool: PoolID(1), allocatable: shape(cores: 16)) }
    for pool: UInt32 in [2, 3] {
      nodes += (0..<slots).map { _ in Node(pool: PoolID(pool), allocatable: shape(cores: 8)) }
    }
    return Fleet(
      clusters: [
        Cluster(name: "trading", headroom: MilliCPU(4_000), reserved: MilliCPU(4_000)),
        Cluster(name: "batch"),
      ], pools: pools, nodes: nodes, nodeNames: nodes.indices.map { "m\($0)" })
  }

  private static func services(
    _ generator: inout PropertyGenerator, hosts: Int
  ) -> [(Service, ServicePlan)] {
    (0...Int64(generator.below(2))).map { index in
      let service = Service(
        name: "s\(index)", cluster: ClusterID(0), pool: index == 1 ? PoolID(0) : nil,
        request: shape(cores: 1 + generator.below(3)),
        maxUnavailablePercent: 10 + generator.below(40),
        terminationGrace: .seconds(generator.below(60)),
        startTime: .seconds(generator.below(60)))
      let busy = index == 1 ? 8_000 : Int64(hosts) * 9_000
      let usage = (0..<96).map { hour in
        let isDay = (7..<18).contains(hour % 24)
        return (isDay ? busy : busy / 8) + 1_000 * generator.below(3)
      }
      let load = ServicePlan(
        usage: StepSeries(start: start, step: .hours(1), values: usage),
        targetUtilisationPercent: 60 + generator.below(40))
      return (service, load)
    }
  }

  private static func workload(
    _ generator: inout PropertyGenerator, services: [Service]
  ) -> Workload {
    var at = start
    let jobs = (0..<(60 + generator.below(60))).map { _ in
      at = at + .seconds(generator.below(5_000))
      return Job(
        submittedAt: at, work: .seconds(60 + generator.below(14_000)), request: shape(cores: 8))
    }
    return Workload(
      jobs: jobs, jobNames: jobs.indices.map { "j\($0)" }, jobCluster: ClusterID(1),
      jobTerminationGrace: .seconds(generator.below(90)), services: services)
  }
}
