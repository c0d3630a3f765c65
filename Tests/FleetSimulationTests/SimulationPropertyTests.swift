import Facts
import FleetSimulation
import Placement
import SimulationKernel
import Testing
import Units

@Suite("Properties of a run")
struct SimulationPropertyTests {
  /// A fleet of two pools, one interrupted, under a random load.
  private func plan(seed: UInt64, recovery: RecoveryPolicy? = nil) throws -> SimulationPlan {
    var generator = PropertyGenerator(seed: seed)
    let nodes = TwoPools.nodes(below: 6, &generator)
    var at: Int64 = 0
    let jobs = (0..<(20 + generator.below(60))).map { _ in
      at += generator.below(3) == 0 ? 0 : generator.below(200)
      return Job(
        submittedAt: Instant(seconds: at), work: .seconds(generator.below(600)),
        request: ResourceVector(
          cpu: MilliCPU(500 * generator.below(10)), memory: Bytes(generator.below(6)),
          gpu: MilliGPU(250 * generator.below(4))))
    }
    let checkpoint = RecoveryPolicy.checkpoint(
      interval: .seconds(1 + generator.below(60)), cost: .seconds(generator.below(4)),
      restore: .seconds(generator.below(9)))
    let drawn = generator.below(2) == 0 ? RecoveryPolicy.restart(cost: .seconds(3)) : checkpoint
    return SimulationPlan(
      start: .epoch, end: Instant(seconds: 6_000), seed: seed,
      fleet: TwoPools.fleet(nodes),
      workload: Workload(jobs: jobs, jobNames: jobs.indices.map { "j\($0)" }),
      interruptions: [try TwoPools.interruption()],
      recovery: recovery ?? drawn,
      placement: generator.below(2) == 0 ? .firstFit : .bestFit)
  }

  @Test(
    "by device no check fails either, and a run repeats", arguments: PackingPolicy.allCases,
    0..<10 as Range<UInt64>)
  func byDevice(policy: PackingPolicy, seed: UInt64) throws {
    var plan = try plan(seed: seed)
    plan.placement = .devices(policy)
    let (checkedFacts, checkedOutcome) = try facts(plan, checking: true)
    let (plainFacts, plainOutcome) = try facts(plan)
    #expect(checkedFacts == plainFacts, "\(policy) seed \(seed)")
    #expect(checkedOutcome.streamCounters == plainOutcome.streamCounters, "\(policy) seed \(seed)")
    #expect(plainFacts.contains { $0.kind == .jobFinished }, "\(policy) seed \(seed)")
  }

  private func facts(_ plan: SimulationPlan, checking: Bool = false) throws -> (
    [Fact], SimulationOutcome
  ) {
    var sink = CollectingSink()
    let outcome = try FleetSimulation.run(plan, into: &sink, checking: checking)
    return (sink.facts, outcome)
  }

  @Test("no check ever fails, and checking changes nothing", arguments: 0..<40 as Range<UInt64>)
  func checked(seed: UInt64) throws {
    let plan = try plan(seed: seed)
    let (checkedFacts, checkedOutcome) = try facts(plan, checking: true)
    let (plainFacts, plainOutcome) = try facts(plan)
    #expect(checkedFacts == plainFacts, "seed \(seed)")
    #expect(checkedOutcome == plainOutcome, "seed \(seed)")
    var silent = SilentSink()
    #expect(try FleetSimulation.run(plan, into: &silent) == plainOutcome, "seed \(seed)")
  }

  @Test("facts alone tell one consistent history", arguments: 0..<40 as Range<UInt64>)
  func consistentHistory(seed: UInt64) throws {
    let plan = try plan(seed: seed)
    let (facts, outcome) = try facts(plan)
    #expect(zip(facts, facts.dropFirst()).allSatisfy { $0.at <= $1.at }, "seed \(seed)")
    #expect(facts.last?.kind == .horizonReached, "seed \(seed)")
    #expect(facts.last?.value == outcome.eventsHandled, "seed \(seed)")
    var free: [ResourceVector?] = Array(repeating: nil, count: plan.fleet.nodes.count)
    var running: [UInt32: UInt32] = [:]
    for fact in facts {
      let job = fact.subject
      switch fact.kind {
      case .nodeJoined:
        #expect(free[Int(job)] == nil, "seed \(seed)")
        free[Int(job)] = plan.fleet.nodes[Int(job)].allocatable
      case .nodeInterrupted: free[Int(job)] = nil
      case .jobStarted:
        #expect(running[job] == nil, "seed \(seed)")
        running[job] = fact.object
        let left = try #require(free[Int(fact.object)], "seed \(seed): started on no node")
        let request = plan.workload.jobs[Int(job)].request
        #expect(request.fits(in: left), "seed \(seed)")
        free[Int(fact.object)] = left - request
      case .jobFinished, .jobInterrupted:
        #expect(running.removeValue(forKey: job) == fact.object, "seed \(seed)")
        let request = plan.workload.jobs[Int(job)].request
        free[Int(fact.object)] = free[Int(fact.object)].map { $0 + request }
      default: break
      }
    }
  }

  @Test("another recovery leaves every lifetime as it was", arguments: 0..<10 as Range<UInt64>)
  func commonRandomNumbers(seed: UInt64) throws {
    func lives(_ recovery: RecoveryPolicy) throws -> [Fact] {
      try facts(try plan(seed: seed, recovery: recovery)).0.filter {
        [.nodeJoined, .interruptionNoticed, .nodeInterrupted].contains($0.kind)
      }
    }
    let restart = try lives(.restart(cost: .seconds(9)))
    let checkpoint = try lives(
      .checkpoint(interval: .seconds(20), cost: .seconds(1), restore: .zero))
    #expect(restart == checkpoint, "seed \(seed)")
    #expect(restart.count > plan(seedNodes: seed), "seed \(seed): nothing was interrupted")
  }

  private func plan(seedNodes seed: UInt64) -> Int {
    (try? plan(seed: seed).fleet.nodes.count) ?? 0
  }

  @Test("another seed gives other lives")
  func seeds() throws {
    var other = try plan(seed: 3)
    let first = try facts(other).0
    other.seed = 4
    #expect(try facts(other).0 != first)
  }

  @Test("asks whether to stop before the first event and after every 4,096")
  func cancellation() throws {
    let plan = try TinyPlan(lifetime: 0.001, end: 1_000).plan()
    var questions = 0
    var sink = CollectingSink()
    let outcome = try FleetSimulation.run(plan, into: &sink) {
      questions += 1
      return questions == 4
    }
    #expect(outcome.wasCancelled)
    #expect(outcome.eventsHandled == 3 * 4_096)
    #expect(sink.facts.count == 3 * 4_096)
    #expect(!sink.facts.contains { $0.kind == .horizonReached })
    #expect(try FleetSimulation.run(plan, into: &sink, isCancelled: { true }).eventsHandled == 0)
  }
}
