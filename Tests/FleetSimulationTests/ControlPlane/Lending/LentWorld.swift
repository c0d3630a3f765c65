import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import SpotScheduler
import Units

/// A small random management cluster in which hosts are lent: a trading cluster with a service under a
/// budget, clusters that borrow at night for more pods than they have room for, and machines of a
/// MachineDeployment that are rolled meanwhile.
struct LentWorld {
  /// Midnight UTC of a Thursday.
  static let start = Instant(seconds: 1_767_225_600)
  static let owner = ClusterReference(0)

  let seed: UInt64
  var plan: ControlPlanePlan
  let policy: RegulatedPolicy
  /// When the nights end at which machines are lent.
  let closes: [Instant]

  init(seed: UInt64, borrowers: Int = 1, hasFaults: Bool = false) throws {
    self.seed = seed
    var generator = PropertyGenerator(seed: seed)
    let hosts = Int(2 + generator.below(5))
    let workers = Int(1 + generator.below(3))
    let setUp = 60 + Double(generator.below(240))
    let cleanUp = 20 + Double(generator.below(100))
    let join = 10 + Double(generator.below(60))
    let sanitisation: Double? = generator.below(2) == 0 ? nil : 5 + Double(generator.below(60))
    // What Cluster API adds is a few runs of its controllers, each a second after the one before.
    let session = TimeSpan.seconds(Int64(setUp + cleanUp) + 30)
    policy = RegulatedPolicy(
      notice: .minutes(generator.below(20)), tenure: .minutes(generator.below(40)),
      drainDeadline: .minutes(2 + generator.below(6)), evictionRetry: .seconds(20),
      returnTime: session + .seconds(Int64(join + (sanitisation ?? 0)) + 90),
      returnSession: session, providerConcurrency: workers,
      simultaneousStarts: generator.below(2) == 0 ? .max : Int(1 + generator.below(3)),
      spareHosts: Int(generator.below(2)))
    let night = LendingSchedule(
      try ScheduleSpec(daysOfWeek: ["mon-sun"], hoursOfDay: ["19-23", "0-5"]).resolved(
        in: .pinned))
    var lending = LentFleetPlan(
      profile: .regulated(policy),
      fleet: Self.fleet(hosts: hosts, borrowers: borrowers, night: night, &generator),
      provider: ProviderPlan(
        bootstrap: try .uniform(low: 1, high: 3),
        provisioning: try .uniform(low: setUp / 2, high: setUp),
        deletion: try .uniform(low: cleanUp / 2, high: cleanUp),
        join: try .uniform(low: join / 2, high: join), ready: try .uniform(low: 5, high: 15),
        mostAtOnce: workers),
      allocatable: Self.shape(cores: 16))
    if borrowers > 1 { try Self.addTerms(to: &lending, &generator) }
    lending.sanitisation = try sanitisation.map { try .uniform(low: $0 / 2, high: $0) }
    var plan = ControlPlanePlan(
      start: Self.start, end: Self.start + .hours(60), seed: seed,
      deployments: [
        DeploymentPlan(
          replicas: Int(1 + generator.below(4)), drainTimeout: .minutes(20),
          provider: try ControlPlaneWorld.cloud(), healthCheck: ControlPlaneWorld.healthCheck,
          allocatable: Self.shape(cores: 8))
      ])
    plan.deployments[0].cluster = 1
    plan.lending = lending
    for _ in 0..<generator.below(8) {
      plan.orders.append(
        .init(
          at: Self.start + .minutes(generator.below(56 * 60)), deployment: 0,
          change: .newTemplate))
    }
    plan.workloads = try Self.workloads(hosts: hosts, borrowers: borrowers, &generator)
    self.plan = plan
    var closes: [Instant] = []
    var instant = Self.start
    while let edge = night.nextEdge(after: instant), edge.instant < plan.end {
      instant = edge.instant
      // By the first close the machines have just been made.
      if !edge.isActive, edge.instant > Self.start + .hours(12) { closes.append(instant) }
    }
    self.closes = closes
    if hasFaults { try addFaults(&generator) }
  }

  private static func shape(cores: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cores * 1_000), memory: Bytes(cores << 30))
  }

  private static func fleet(
    hosts: Int, borrowers: Int, night: LendingSchedule, _ generator: inout PropertyGenerator
  ) -> FleetSnapshot {
    let names = ["batch", "risk"]
    var objects: [ScheduledMachine] = []
    var all: [HostSnapshot] = []
    for host in 0..<UInt32(hosts) {
      let first = UInt32(objects.count)
      objects.append(
        ScheduledMachine(
          name: "trading/host-\(host)", cluster: owner, host: HostID(host), role: .owner,
          schedule: night.complement))
      for borrower in 0..<UInt32(borrowers) {
        objects.append(
          ScheduledMachine(
            name: "\(names[Int(borrower)])/host-\(host)", cluster: ClusterReference(borrower + 1),
            host: HostID(host), role: .borrower, schedule: night,
            priority: 50 + UInt8(generator.below(2))))
      }
      all.append(
        HostSnapshot(
          name: "host-\(host)", cpu: MilliCPU(16_000), owner: ScheduledMachineID(first),
          borrowers: (1...UInt32(borrowers)).map { ScheduledMachineID(first + $0) }))
    }
    return FleetSnapshot(
      clusters: [ClusterSnapshot(name: "trading", headroom: MilliCPU(1_000 * generator.below(8)))]
        + names.prefix(borrowers).map {
          ClusterSnapshot(name: $0, weight: Int(1 + generator.below(3)))
        }, hosts: all, scheduledMachines: objects)
  }

  /// Jurisdictions in which hosts lie or not, and borrowers whose workloads nobody may look into.
  private static func addTerms(
    to lending: inout LentFleetPlan, _ generator: inout PropertyGenerator
  ) throws {
    let region = "topology.kubernetes.io/region"
    for host in lending.fleet.hosts.indices {
      lending.fleet.hosts[host].labels = [region: "region-\(generator.below(2))"]
      if generator.below(2) == 0 {
        lending.fleet.hosts[host].trustedExecution = TrustedExecution(
          technology: generator.below(4) == 0 ? .sevSNP : .tdx, keys: Int(generator.below(6)))
      }
    }
    if generator.below(2) == 0 {
      lending.fleet.clusters[1].hostSelector = LabelSelector(matchLabels: [region: "region-0"])
    }
    if generator.below(2) == 0 {
      lending.fleet.clusters[2].confidential = ConfidentialTerms(
        runtimeHandlers: ["kata-qemu-tdx"], keys: 1 + Int(generator.below(3)),
        maximumAttestationAge: .minutes(20 + generator.below(600)))
    }
    lending.attestation = try .uniform(low: 2, high: 40)
  }

  /// The owner's service asks for less than half of the hosts, borrowers for more than all.
  private static func workloads(
    hosts: Int, borrowers: Int, _ generator: inout PropertyGenerator
  ) throws -> [WorkloadPlan] {
    var service = try WorkloadPlan(
      replicas: max(hosts * Int(2 + generator.below(5)), 2), start: .uniform(low: 5, high: 40),
      termination: .uniform(low: 1, high: 20),
      budgets: [
        PodDisruptionBudgetSpec(
          selector: nil, limit: .maxUnavailable(.count(Int(1 + generator.below(4)))))
      ], request: shape(cores: 1))
    service.cluster = 0
    var workloads = [service]
    for borrower in 1...borrowers {
      var batch = try WorkloadPlan(
        replicas: hosts * 10, start: .uniform(low: 2, high: 20),
        termination: .uniform(low: 1, high: 60),
        budgets: generator.below(2) == 0
          ? [] : [PodDisruptionBudgetSpec(selector: nil, limit: .minAvailable(.count(hosts)))],
        request: shape(cores: 1 + generator.below(3)))
      batch.terminationGrace = .seconds(60)
      batch.cluster = borrower
      workloads.append(batch)
    }
    return workloads
  }

  /// Faults until the end of the second day; the last night goes by without.
  private mutating func addFaults(_ generator: inout PropertyGenerator) throws {
    let minutes: Int64 = 2 * 1_440
    func instant() -> Instant { Self.start + .minutes(generator.below(minutes)) }
    plan.api.failuresPerThousand = UInt64(generator.below(200))
    plan.api.failuresEnd = Self.start + .minutes(minutes)
    for _ in 0..<generator.below(4) {
      let at = instant()
      let kinds = WatchedObjects.allCases
      plan.api.stalls.append(
        .init(
          kinds[Int(generator.below(Int64(kinds.count)))], from: at,
          until: at + .seconds(generator.below(900))))
      let effects: [WatchFault.Effect] = [
        .isCut, .loses(perThousand: UInt64(generator.below(1_001))),
        .repeats(perThousand: UInt64(generator.below(1_001))),
      ]
      let other = instant()
      plan.api.watchFaults.append(
        WatchFault(
          kinds[Int(generator.below(Int64(kinds.count)))], from: other,
          until: other + .seconds(generator.below(900)), effects[Int(generator.below(3))]))
    }
    for _ in 0..<generator.below(3) { plan.api.restarts.append(instant()) }
    for _ in 0..<generator.below(3) { plan.api.handOvers.append(instant()) }
    for _ in 0..<generator.below(4) {
      let at = instant()
      let isApplied = generator.below(2) == 0
      let wait = TimeSpan.seconds(generator.below(20) + 1)
      let failures: [APIFailure] = [
        .conflict, .tooManyRequests(retryAfter: wait), .serverError(isApplied: isApplied),
        .timeout(after: wait, isApplied: isApplied),
      ]
      plan.api.failures.append(
        FailureWindow(
          from: at, until: at + .seconds(generator.below(1_800)),
          failures[Int(generator.below(4))], perThousand: UInt64(generator.below(1_001))))
    }
    for _ in 0..<generator.below(4) {
      plan.deaths.append(.init(at: instant(), rank: Int(generator.below(100))))
    }
    plan.lending?.failedSetUpsPerThousand = UInt64(generator.below(300))
    plan.lending?.attestationService = AttestationService(
      outages: (0..<generator.below(3)).map { _ in
        let at = instant()
        return .init(from: at, until: at + .minutes(1 + generator.below(300)))
      })
    if generator.below(2) == 0 {
      plan.lending?.failedCleanUpsPerThousand = UInt64(generator.below(200))
      plan.lending?.repair = try .uniform(low: 600, high: 7_200)
    }
    addOrders(&generator)
  }

  private mutating func addOrders(_ generator: inout PropertyGenerator) {
    let hosts = Int64(plan.lending?.fleet.hosts.count ?? 0)
    func instant() -> Instant { Self.start + .minutes(generator.below(2 * 1_440)) }
    for _ in 0..<generator.below(3) {
      let at = instant()
      plan.lending?.orders.append(
        .init(
          at: at,
          .recall(
            Recall(
              cluster: Self.owner, at: at, within: .minutes(10),
              until: at + .minutes(1 + generator.below(600)),
              count: generator.below(2) == 0 ? nil : Int(1 + generator.below(3))))))
    }
    let objects = Int64(plan.lending?.fleet.scheduledMachines.count ?? 1)
    for _ in 0..<generator.below(3) {
      let machine = ScheduledMachineID(UInt32(generator.below(objects)))
      guard plan.lending?.fleet.scheduledMachines[Int(machine.index)].role == .borrower else {
        continue
      }
      let at = instant()
      plan.lending?.orders += [
        .init(at: at, .killSwitch(machine, isOn: true)),
        .init(
          at: at + .minutes(1 + generator.below(600)), .killSwitch(machine, isOn: false)),
      ]
    }
    for _ in 0..<generator.below(6) {
      plan.lending?.orders.append(
        .init(at: instant(), .reclaim(HostID(UInt32(generator.below(hosts))))))
    }
  }
}
