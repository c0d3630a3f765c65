import Facts
import FleetSimulation
import KubernetesModel
import Placement
import SimulationKernel
import Testing
import Units

/// Jobs and services that kube-scheduler places, with every check on: what it holds of each node is
/// what the state holds, after every event.
@Suite("Placement by kube-scheduler")
struct SchedulerPlacementTests {
  private static func placement(_ policy: SchedulerPolicy) -> JobPlacement {
    .scheduler(policy, policy.profile())
  }

  private func facts(_ plan: SimulationPlan, checking: Bool = true, watch: JobWatch? = nil) throws
    -> [Fact]
  {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink, checking: checking, watch: watch)
    return sink.facts
  }

  // MARK: Stories

  @Test("a pod that fits nowhere lets others pass, and is tried again when a pod is gone")
  func passing() throws {
    var tiny = TinyPlan(
      nodes: [2], jobs: [(0, 100, 1), (1, 10, 2), (2, 5, 1), (3, 5, 1)],
      placement: Self.placement(.kube))
    tiny.end = 200
    #expect(
      try tiny.story() == [
        "0s n0 joins p0", "0s j0 is submitted", "0s j0 starts on n0, attempt 1",
        "1s j1 is submitted", "2s j2 is submitted", "2s j2 starts on n0, attempt 1",
        "3s j3 is submitted", "7s j2 finishes on n0 after 1", "7s j3 starts on n0, attempt 1",
        "12s j3 finishes on n0 after 1", "100s j0 finishes on n0 after 1",
        "100s j1 starts on n0, attempt 1", "110s j1 finishes on n0 after 1", "200s end",
      ])
  }

  @Test("a pod that failed three times waits four seconds, though there is room before")
  func backoff() throws {
    // j3 fails at 1 s, and at 2 s and 4 s when others end; it may come up again at 8 s only.
    var tiny = TinyPlan(
      nodes: [4], jobs: [(0, 2, 1), (0, 4, 1), (0, 5, 2), (1, 10, 4)],
      placement: Self.placement(.kube))
    tiny.end = 20
    let story = try tiny.story()
    #expect(story.contains("5s j2 finishes on n0 after 1"))
    #expect(story.contains("8s j3 starts on n0, attempt 1"), "\(story)")
  }

  @Test("a more important pod takes the room of another, which has its grace and comes back")
  func preemption() throws {
    var plan = try TinyPlan(
      nodes: [2], jobs: [(0, 100, 2), (10, 10, 2)], placement: Self.placement(.kube)
    ).plan()
    plan.workload.podTemplates = [PodTemplate(), PodTemplate(priority: 100)]
    plan.workload.jobs[1].template = 1
    #expect(
      try facts(plan).map(tell) == [
        "0s n0 joins p0", "0s j0 is submitted", "0s j0 starts on n0, attempt 1",
        "10s j1 is submitted", "10s podEvicted 0 0 30000000000",
        "40s j0 loses n0 and 40s of work", "40s j1 starts on n0, attempt 1",
        "50s j1 finishes on n0 after 1", "50s j0 starts on n0, attempt 2",
        "150s j0 finishes on n0 after 2", "1000s end",
      ])
    plan.workload.podTemplates[1].preempts = false
    let patient = try facts(plan).map(tell)
    #expect(patient.contains("100s j1 starts on n0, attempt 1"), "\(patient)")
    #expect(!patient.contains { $0.contains("podEvicted") })
  }

  @Test("a pod goes where its node selector says, and waits while nothing is there")
  func selector() throws {
    var plan = try TinyPlan(
      nodes: [1, 1], jobs: [(0, 10, 1), (0, 10, 1)], placement: Self.placement(.kube)
    ).plan()
    plan.fleet.pools.append(Pool(name: "q", labels: ["disk": "ssd"]))
    plan.fleet.nodes[1].pool = PoolID(1)
    plan.workload.podTemplates = [PodTemplate(nodeSelector: ["disk": "ssd"])]
    let story = try facts(plan).map(tell)
    #expect(story.contains("0s j0 starts on n1, attempt 1"), "\(story)")
    #expect(story.contains("10s j1 starts on n1, attempt 1"), "\(story)")
  }

  @Test("a node takes as many pods as its kubelet is set up for")
  func maxPods() throws {
    var plan = try TinyPlan(
      nodes: [4], jobs: [(0, 10, 1), (0, 10, 1), (0, 10, 1)], placement: Self.placement(.kube)
    ).plan()
    plan.fleet.pools[0].maxPods = 2
    let story = try facts(plan).map(tell)
    #expect(story.contains("10s j2 starts on n0, attempt 1"), "\(story)")
  }

  @Test("most-allocated fills a node where the default spreads")
  func strategies() throws {
    for (policy, second) in [(SchedulerPolicy.kube, 1), (.kube135, 1), (.mostAllocated, 0)] {
      let story = try TinyPlan(
        nodes: [4, 4], jobs: [(0, 10, 1), (0, 10, 1)], placement: Self.placement(policy)
      ).story()
      #expect(story.contains("0s j1 starts on n\(second), attempt 1"), "\(policy): \(story)")
    }
    // A line that falls prefers the emptier, one that rises the fuller.
    for (scores, second) in [([10, 0], 1), ([0, 10], 0)] {
      let line = RequestedToCapacityRatio(
        profile: zip([0, 100], scores).map { .init(utilization: $0, score: Int64($1)) })
      let policy = SchedulerPolicy.requestedToCapacityRatio
      let story = try TinyPlan(
        nodes: [4, 4], jobs: [(0, 10, 1), (0, 10, 1)],
        placement: .scheduler(policy, policy.profile(shape: line))
      ).story()
      #expect(story.contains("0s j1 starts on n\(second), attempt 1"), "\(scores): \(story)")
    }
  }

  @Test("services are placed too, and wait for what is there")
  func services() throws {
    var plan = ServiceStoryTests.plan(usage: [10_000, 3_000, 5_900])
    plan.placement = Self.placement(.kube)
    let told = try ServiceStoryTests.run(plan).map(tell)
    #expect(told.contains("0s serviceRequestChanged 0 0 16000"), "\(told)")
    #expect(told.contains("0s servicePendingChanged 0 0 2"))
    #expect(told.contains("600s servicePendingChanged 0 0 0"))
    #expect(told.contains("1200s serviceRequestChanged 0 0 12000"))
  }

  @Test("a share of a GPU is refused: Kubernetes counts them whole")
  func shares() throws {
    var plan = try TinyPlan(jobs: [(0, 1, 1)], placement: Self.placement(.kube)).plan()
    plan.workload.jobs[0].request.gpu = MilliGPU(500)
    #expect {
      _ = try facts(plan)
    } throws: {
      "\($0)".contains("job 0 asks for 500 thousandths of a GPU; under kube GPUs are whole")
    }
  }

  // MARK: Properties

  /// Two pools, one interrupted, with jobs of several priorities and selectors.
  private func plan(seed: UInt64) throws -> SimulationPlan {
    var generator = PropertyGenerator(seed: seed)
    let nodes = TwoPools.nodes(below: 8, &generator)
    var at: Int64 = 0
    var jobs: [Job] = []
    for _ in 0..<(20 + generator.below(60)) {
      at += generator.below(3) == 0 ? 0 : generator.below(90)
      jobs.append(
        Job(
          submittedAt: Instant(seconds: at), work: .seconds(generator.below(600)),
          request: ResourceVector(
            cpu: MilliCPU(500 * generator.below(10)), memory: Bytes(generator.below(6)),
            gpu: MilliGPU(1_000 * generator.below(2))), template: UInt16(generator.below(4))))
    }
    var workload = Workload(
      jobs: jobs, jobNames: jobs.indices.map { "j\($0)" },
      jobTerminationGrace: .seconds(generator.below(3) * 20))
    workload.podTemplates = [
      PodTemplate(), PodTemplate(priority: 10), PodTemplate(priority: 20, preempts: false),
      PodTemplate(priority: 5, nodeSelector: ["fivespot/pool": "spot"]),
    ]
    let policy = SchedulerPolicy.allCases[Int(generator.below(4))]
    return SimulationPlan(
      start: .epoch, end: Instant(seconds: 6_000), seed: seed,
      fleet: TwoPools.fleet(nodes, maxPods: 1 + generator.below(9)),
      workload: workload,
      interruptions: [try TwoPools.interruption()],
      recovery: .restart(cost: .seconds(3)), placement: Self.placement(policy))
  }

  @Test("no check fails, checking and watching change nothing", arguments: 0..<40 as Range<UInt64>)
  func checked(seed: UInt64) throws {
    let plan = try plan(seed: seed)
    let checked = try facts(plan)
    #expect(checked == (try facts(plan, checking: false)), "seed \(seed)")
    #expect(checked.contains { $0.kind == .jobFinished }, "seed \(seed)")
    var heard: [Fact] = []
    let job = UInt32(seed) % UInt32(plan.workload.jobs.count)
    let watch = JobWatch(
      job: job, instant: Instant(seconds: 900), wants: { _, _ in true },
      takes: { moment, at, answer in
        // An explanation before an attempt says where the pod goes.
        guard case .attempt = moment, let chosen = answer.placement.chosen else { return }
        let start = checked.first {
          $0.kind == .jobStarted && $0.subject == job && $0.at == at
            && $0.object == UInt32(chosen)
        }
        #expect(start != nil, "seed \(seed): job \(job) does not go to \(chosen)")
      },
      hears: { heard.append($0) })
    #expect(checked == (try facts(plan, checking: false, watch: watch)), "seed \(seed)")
    #expect(
      heard
        == checked.filter {
          $0.subject == job
            && [
              .jobSubmitted, .jobStarted, .jobInterrupted, .jobFinished, .jobRejected,
              .podEvicted, .podKilled,
            ].contains($0.kind)
        }, "seed \(seed)")
  }

  @Test("machines that are lent and bought fare no worse", arguments: 0..<12 as Range<UInt64>)
  func lending(seed: UInt64) throws {
    var plan = try LendingWorld(seed: seed, regulated: true, borrowers: 2).plan
    plan.placement = Self.placement(SchedulerPolicy.allCases[Int(seed % 4)])
    let checked = try facts(plan)
    #expect(checked == (try facts(plan, checking: false)), "seed \(seed)")
    #expect(checked.contains { $0.kind == .jobFinished }, "seed \(seed)")
    #expect(checked.contains { $0.kind == .serviceRequestChanged }, "seed \(seed)")
  }
}
