import Facts
import FleetSimulation
import KubernetesModel
import Placement
import SimulationKernel
import Testing
import Units

/// Jobs that start together, and queues that share a cluster by weight, with every check on.
@Suite("Gangs and queues of a simulation")
struct BatchQueueTests {
  private static let kube = JobPlacement.scheduler(.kube, SchedulerPolicy.kube.profile())

  private func facts(_ plan: SimulationPlan, checking: Bool = true) throws -> [Fact] {
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink, checking: checking)
    return sink.facts
  }

  /// The plan of a tiny one, with its jobs in gangs of those sizes.
  private func gangs(_ tiny: TinyPlan, of sizes: [Int]) throws -> SimulationPlan {
    var plan = try tiny.plan()
    var job = 0
    for size in sizes {
      for member in 0..<size {
        plan.workload.jobs[job].member = UInt16(member)
        plan.workload.jobs[job].gangSize = UInt16(size)
        job += 1
      }
    }
    return plan
  }

  @Test(
    "a gang starts as a whole, and lets others pass until it can",
    arguments: [JobPlacement.firstFit, .bestFit, kube])
  func together(placement: JobPlacement) throws {
    let tiny = TinyPlan(
      nodes: [1, 1], jobs: [(0, 10, 1), (1, 5, 1), (1, 5, 1), (2, 20, 1)], end: 50,
      placement: placement)
    let told = try facts(gangs(tiny, of: [1, 2, 1])).map(tell)
    // The gang of j1 and j2 needs both nodes: j3 passes, and holds one until 22.
    #expect(told.contains { $0.hasPrefix("2s j3 starts") }, "\(told)")
    let starts = told.filter { $0.contains("j1 starts") || $0.contains("j2 starts") }
    #expect(starts.count == 2 && starts.allSatisfy { $0.hasPrefix("22s") }, "\(told)")
    #expect(Set(starts.compactMap { $0.split(separator: " ").dropFirst(4).first }).count == 2)
  }

  @Test("a strict queue lets nobody pass")
  func strict() throws {
    let tiny = TinyPlan(
      nodes: [1, 1], jobs: [(0, 10, 1), (1, 5, 1), (1, 5, 1), (2, 20, 1)], end: 50)
    var plan = try gangs(tiny, of: [1, 2, 1])
    plan.queues = [JobQueue(name: "q", strategy: .strictFIFO)]
    plan.workload.podTemplates = [PodTemplate(queue: "q")]
    let told = try facts(plan).map(tell)
    #expect(told.contains("10s j1 starts on n0, attempt 1"), "\(told)")
    #expect(told.contains("15s j3 starts on n0, attempt 1"), "\(told)")
  }

  @Test("who loses a node takes the others of its gang along, and they come back together")
  func interruption() throws {
    var tiny = TinyPlan(nodes: [1, 1], jobs: [(0, 10, 1), (0, 10, 1)], end: 60)
    tiny.lifetime = 4
    tiny.delay = 3
    var plan = try gangs(tiny, of: [2])
    // Only the first node is ever taken away.
    plan.fleet.pools.append(Pool(name: "steady"))
    plan.fleet.nodes[1].pool = PoolID(1)
    plan.recovery = .checkpoint(interval: .seconds(1), cost: .zero, restore: .zero)
    let told = try facts(plan).map(tell)
    #expect(told.contains("4s j0 loses n0 and 0s of work"), "\(told)")
    #expect(told.contains("4s j1 loses n1 and 0s of work"), "\(told)")
    #expect(
      told.contains("7s j0 starts on n1, attempt 2")
        || told.contains("7s j0 starts on n0, attempt 2"))
    #expect(told.contains { $0.hasPrefix("7s j1 starts") }, "\(told)")
    // 4 s of ten are done, 4 more until the node goes again at 11 s, and the rest from 14 s on.
    #expect(told.contains { $0.hasPrefix("16s j0 finishes") }, "\(told)")
    #expect(told.contains { $0.hasPrefix("16s j1 finishes") }, "\(told)")
  }

  @Test("a gang is rejected that all nodes together could not hold")
  func rejection() throws {
    let tiny = TinyPlan(
      nodes: [2, 1], jobs: [(0, 10, 1), (0, 10, 1), (0, 10, 1), (5, 1, 2), (5, 1, 2)], end: 50)
    let told = try facts(gangs(tiny, of: [3, 2])).map(tell)
    #expect(told.count { $0.contains("starts") } == 3, "\(told)")
    #expect(told.contains("5s j3 is rejected") && told.contains("5s j4 is rejected"), "\(told)")
  }

  @Test("queues have nodes by their weight, and by priority within")
  func shares() throws {
    // Eight nodes of one core; two queues with 24 jobs each of 10 s, all there at once.
    var tiny = TinyPlan(nodes: Array(repeating: 1, count: 8), end: 9)
    tiny.jobs = (0..<48).map { _ in (0, 10, 1) }
    var plan = try tiny.plan()
    plan.queues = [JobQueue(name: "a", weight: 3), JobQueue(name: "b", weight: 1)]
    plan.workload.podTemplates = [
      PodTemplate(queue: "a"), PodTemplate(queue: "b"), PodTemplate(priority: 9, queue: "b"),
    ]
    for job in 0..<48 {
      plan.workload.jobs[job].template = job < 24 ? 0 : (job == 40 ? 2 : 1)
    }
    let started = try facts(plan).filter { $0.kind == .jobStarted }.map { Int($0.subject) }
    #expect(started.count == 8)
    #expect(started.count { $0 < 24 } == 6, "\(started)")
    #expect(started.first { $0 >= 24 } == 40, "\(started)")
  }

  @Test("a plan whose gangs are torn is refused, and one without the queue that is named")
  func refusals() throws {
    let tiny = TinyPlan(nodes: [1], jobs: [(0, 10, 1), (1, 10, 1)])
    #expect {
      _ = try facts(try gangs(tiny, of: [2]))
    } throws: {
      "\($0)".contains("job 0 begins 2 that start together")
    }
    var plan = try tiny.plan()
    plan.queues = [JobQueue(name: "q")]
    #expect {
      _ = try facts(plan)
    } throws: {
      "\($0)".contains("jobs wait in queue of no name, which is not there")
    }
  }

  // MARK: Properties

  /// Random gangs in random queues on two pools, one interrupted.
  private func plan(seed: UInt64) throws -> SimulationPlan {
    var generator = PropertyGenerator(seed: seed)
    let nodes = TwoPools.nodes(below: 8, &generator)
    var at: Int64 = 0
    var jobs: [Job] = []
    for _ in 0..<(10 + generator.below(30)) {
      at += generator.below(3) == 0 ? 0 : generator.below(90)
      let size = generator.below(2) == 0 ? 1 : 1 + generator.below(6)
      var job = Job(
        submittedAt: Instant(seconds: at), work: .seconds(generator.below(600)),
        request: ResourceVector(
          cpu: MilliCPU(500 * generator.below(8)), memory: Bytes(generator.below(5)),
          gpu: MilliGPU(1_000 * generator.below(2))), template: UInt16(generator.below(4)),
        gangSize: UInt16(size))
      for member in 0..<size {
        job.member = UInt16(member)
        jobs.append(job)
      }
    }
    var workload = Workload(
      jobs: jobs, jobNames: jobs.indices.map { "j\($0)" },
      jobTerminationGrace: .seconds(generator.below(3) * 20))
    workload.podTemplates = [
      PodTemplate(queue: "a"), PodTemplate(priority: 10, queue: "a"), PodTemplate(queue: "b"),
      PodTemplate(priority: 5, queue: "c"),
    ]
    let placements: [JobPlacement] = [
      .firstFit, .bestFit, .devices(.fragmentationGradient), .devices(.random), Self.kube,
    ]
    var plan = SimulationPlan(
      start: .epoch, end: Instant(seconds: 6_000), seed: seed,
      fleet: TwoPools.fleet(nodes),
      workload: workload,
      interruptions: [try TwoPools.interruption()],
      recovery: .restart(cost: .seconds(3)),
      placement: placements[Int(generator.below(5))])
    plan.queues = [
      JobQueue(name: "a", weight: 1 + generator.below(3)),
      JobQueue(name: "b", strategy: generator.below(2) == 0 ? .strictFIFO : .bestEffortFIFO),
      JobQueue(name: "c"),
    ]
    return plan
  }

  @Test(
    "no check fails, members of a gang start together, and nobody waits that would fit",
    arguments: 0..<60 as Range<UInt64>)
  func checked(seed: UInt64) throws {
    let plan = try plan(seed: seed)
    let checked = try facts(plan)
    #expect(checked == (try facts(plan, checking: false)), "seed \(seed)")
    #expect(checked.contains { $0.kind == .jobFinished }, "seed \(seed)")
    let jobs = plan.workload.jobs
    var running: Set<Int> = []
    for (place, fact) in checked.enumerated() {
      let job = Int(fact.subject)
      switch fact.kind {
      case .jobStarted: running.insert(job)
      case .jobInterrupted, .jobFinished: running.remove(job)
      default: break
      }
      let isLast = place + 1 == checked.count || checked[place + 1].at > fact.at
      guard isLast else { continue }
      for job in jobs.indices where jobs[job].member == 0 && jobs[job].gangSize > 1 {
        let members = job..<(job + Int(jobs[job].gangSize))
        let count = members.count { running.contains($0) }
        #expect(
          count == 0 || count == members.count, "seed \(seed): \(count) of job \(job) at \(fact.at)"
        )
      }
    }
  }

  @Test("machines that are lent and bought run gangs too", arguments: 0..<12 as Range<UInt64>)
  func lending(seed: UInt64) throws {
    var plan = try LendingWorld(seed: seed, regulated: true, borrowers: 2).plan
    var index = 0
    while index + 2 < plan.workload.jobs.count {
      let first = plan.workload.jobs[index]
      for member in 0..<3 {
        plan.workload.jobs[index + member] = first
        plan.workload.jobs[index + member].member = UInt16(member)
        plan.workload.jobs[index + member].gangSize = 3
      }
      index += 3
    }
    let checked = try facts(plan)
    #expect(checked == (try facts(plan, checking: false)), "seed \(seed)")
    #expect(checked.contains { $0.kind == .jobFinished }, "seed \(seed)")
  }
}
