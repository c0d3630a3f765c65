import Facts
import FleetSimulation
import SimulationKernel
import Testing
import Units

/// Services and cloud machines in runs that are short enough to read.
@Suite("Services and bought machines")
struct ServiceStoryTests {
  static let day = Instant(nanoseconds: 0)

  static func node(_ pool: UInt32, cores: Int64) -> Node {
    Node(
      pool: PoolID(pool),
      allocatable: ResourceVector(
        cpu: MilliCPU(cores * 1_000), memory: Bytes(cores << 30), gpu: MilliGPU(0)))
  }

  static func run(_ plan: SimulationPlan) throws -> [Fact] {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink, checking: true)
    return sink.facts
  }

  /// Two home machines of 8 cores; a service of 2-core pods that is to be used to 50 per cent.
  static func plan(usage: [Int64], jobs: [Job] = []) -> SimulationPlan {
    let fleet = Fleet(
      clusters: [Cluster(name: "trading"), Cluster(name: "batch")],
      pools: [Pool(name: "floor", cluster: ClusterID(0))],
      nodes: [node(0, cores: 8), node(0, cores: 8)], nodeNames: ["floor/0", "floor/1"])
    let service = Service(
      name: "pricing", cluster: ClusterID(0),
      request: ResourceVector(cpu: MilliCPU(2_000), memory: Bytes(1 << 30), gpu: MilliGPU(0)),
      maxUnavailablePercent: 25, terminationGrace: .seconds(30), startTime: .seconds(10))
    return SimulationPlan(
      start: day, end: day + .hours(1), seed: 1, fleet: fleet,
      workload: Workload(
        jobs: jobs, jobNames: jobs.indices.map { "j\($0)" }, jobCluster: ClusterID(1),
        services: [service]),
      services: [
        ServicePlan(
          usage: StepSeries(start: day, step: .minutes(10), values: usage),
          targetUtilisationPercent: 50)
      ])
  }

  @Test("follow their load, and leave a node when their grace is over")
  func scaling() throws {
    // 3 cores at half use want 3 pods of 2 cores; 5.9 cores want 6 (5.9 rounded up); then 1 wants 1.
    let told = try Self.run(Self.plan(usage: [3_000, 5_900, 1_000])).map(tell)
    #expect(
      told == [
        "0s machineStageChanged 0 0 3", "0s machineStageChanged 1 0 3",
        "0s serviceUsageChanged 0 0 3000", "0s serviceRequestChanged 0 0 6000",
        "600s serviceUsageChanged 0 0 5900", "600s serviceRequestChanged 0 0 12000",
        "1200s serviceUsageChanged 0 0 1000", "1230s serviceRequestChanged 0 0 2000",
        "3600s end",
      ])
  }

  @Test("keep their pods while the load stays within a tenth of the target")
  func tolerance() throws {
    let told = try Self.run(Self.plan(usage: [3_000, 3_300, 3_301])).map(tell)
    #expect(told.contains("600s serviceUsageChanged 0 0 3300"))
    #expect(!told.contains { $0.hasPrefix("600s serviceRequestChanged") })
    #expect(told.contains("1200s serviceRequestChanged 0 0 8000"))
  }

  @Test("wait when no machine has room, and are told of")
  func pending() throws {
    // 10 cores want 10 pods; 8 fit.
    let told = try Self.run(Self.plan(usage: [10_000])).map(tell)
    #expect(told.contains("0s serviceRequestChanged 0 0 16000"))
    #expect(told.contains("0s servicePendingChanged 0 0 2"))
  }

  /// A batch cluster that buys: one spot slot, two on-demand slots, 4 cores each.
  static func cloud(
    jobs: [(at: Int64, work: Int64)], refusal: Int64 = 0, lifetime: Int64? = nil
  ) throws -> SimulationPlan {
    let fleet = Fleet(
      clusters: [Cluster(name: "batch")],
      pools: [
        Pool(name: "spot", capacityType: .spot), Pool(name: "on-demand", capacityType: .onDemand),
      ],
      nodes: [node(0, cores: 4), node(1, cores: 4), node(1, cores: 4)],
      nodeNames: ["spot/0", "on-demand/0", "on-demand/1"])
    let workload = Workload(
      jobs: jobs.map { job in
        Job(
          submittedAt: day + .seconds(job.at), work: .seconds(job.work),
          request: ResourceVector(cpu: MilliCPU(4_000), memory: Bytes(1), gpu: MilliGPU(0)))
      }, jobNames: jobs.indices.map { "j\($0)" })
    var interruptions: [PoolInterruption] = []
    if let lifetime {
      interruptions = [
        PoolInterruption(pool: PoolID(0), lifetime: try .constant(Double(lifetime)))
      ]
    }
    return SimulationPlan(
      start: day, end: day + .hours(1), seed: 1, fleet: fleet, workload: workload,
      interruptions: interruptions,
      autoscaling: AutoscalingPlan(
        pools: [
          AutoscaledPool(
            pool: PoolID(0), launchTime: try .constant(60), refusalPermille: refusal),
          AutoscaledPool(pool: PoolID(1), launchTime: try .constant(60)),
        ],
        pendingDelay: .seconds(30), idleDelay: .minutes(10)))
  }

  @Test("machines are bought for jobs that wait, and given back when idle")
  func buying() throws {
    let told = try Self.run(Self.cloud(jobs: [(5, 100)])).map(tell)
    #expect(
      told == [
        "5s j0 is submitted", "40s instanceLaunched 0 0 0", "100s n0 joins p0",
        "100s j0 starts on n0, attempt 1", "200s j0 finishes on n0 after 1",
        "800s n0 leaves at the age of 700s", "800s instanceTerminated 0 0 0", "3600s end",
      ])
  }

  @Test("a second job takes the fallback, and one machine is paid for until the horizon")
  func fallback() throws {
    let told = try Self.run(Self.cloud(jobs: [(0, 100), (0, 9_000)])).map(tell)
    #expect(told.contains("30s instanceLaunched 0 0 0"))
    #expect(told.contains("30s instanceLaunched 1 1 0"))
    #expect(told.suffix(2) == ["3600s instanceTerminated 1 1 2", "3600s end"])
  }

  @Test("a refused launch falls back at once")
  func refusal() throws {
    let told = try Self.run(Self.cloud(jobs: [(0, 100)], refusal: 1_000)).map(tell)
    #expect(told.contains("30s instanceLaunchFailed 0 0 0"))
    #expect(told.contains("30s instanceLaunched 1 1 0"))
  }

  @Test("an interrupted machine is paid for until then, and the job is bought another")
  func interruption() throws {
    let told = try Self.run(Self.cloud(jobs: [(0, 100)], lifetime: 17)).map(tell)
    #expect(
      told.prefix(9) == [
        "0s j0 is submitted", "30s instanceLaunched 0 0 0", "90s n0 joins p0",
        "90s j0 starts on n0, attempt 1", "107s n0 is interrupted at the age of 17s",
        "107s j0 loses n0 and 17s of work", "107s instanceTerminated 0 0 1",
        "140s instanceLaunched 0 0 0", "200s n0 joins p0",
      ])
  }
}
