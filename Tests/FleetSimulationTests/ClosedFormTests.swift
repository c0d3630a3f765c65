import Facts
import FleetSimulation
import Placement
import SimulationKernel
import Testing
import Units

/// Whether the tests were built with optimisation: heavy statistics run only there.
var isRelease: Bool {
  #if DEBUG
    false
  #else
    true
  #endif
}

/// From the first start to the finish of each job, summed: all jobs wait from the start for one node.
struct CompletionSink: FactSink {
  var startedAt = Instant.epoch
  var total = 0.0
  var count = 0

  mutating func record(_ fact: Fact) {
    if fact.kind == .jobStarted, fact.value == 1 { startedAt = fact.at }
    guard fact.kind == .jobFinished else { return }
    total += (fact.at - startedAt).secondsAsDouble
    count += 1
  }
}

/// How long jobs wait for their first start, summed, after a warm-up.
struct WaitingSink: FactSink {
  var submittedAt: [Instant]
  var firstCounted: Int
  var total = 0.0
  var count = 0

  mutating func record(_ fact: Fact) {
    guard fact.kind == .jobStarted, Int(fact.subject) >= firstCounted else { return }
    total += (fact.at - submittedAt[Int(fact.subject)]).secondsAsDouble
    count += 1
  }
}

@Suite("Closed forms", .enabled(if: isRelease))
struct ClosedFormTests {
  static let replications: UInt64 = 40
  /// Student's t for 39 degrees of freedom at 99 %.
  static let student = 2.7079

  /// Checks that the 99 % interval of the replications' means holds `expected` and is within 2 %.
  private func check(_ means: [Double], _ expected: Double, _ what: String) {
    let mean = means.reduce(0, +) / Double(means.count)
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(means.count - 1) / Double(means.count)).squareRoot()
    let half = Self.student * error
    #expect(abs(mean - expected) <= half, "\(what): \(mean) ± \(half), expected \(expected)")
    #expect(half <= 0.02 * expected, "\(what): half-width \(half) of \(expected)")
  }

  /// E[T] = (1/f + r)(e^{fw} − 1): `anchors` of the literature, with r the time until a node is back.
  @Test(
    "restart from scratch under exponential interruptions",
    arguments: [
      (1.0, 0.25, 0.05, 1.150302938), (4, 0.25, 0.1, 7.044955497), (10, 0.1, 0.2, 17.526474650),
    ])
  func restart(work: Double, rate: Double, delay: Double, expected: Double) throws {
    let jobs = 4_000
    // One unit of the formula is a thousand seconds, so that nothing is lost to rounding.
    let unit = 1_000.0
    // Twenty per cent more than the jobs take on average: twelve standard deviations of their sum.
    let end = Instant.epoch + TimeSpan(roundingSeconds: 1.2 * expected * unit * Double(jobs))
    let means = try (1...Self.replications).map { seed in
      let request = ResourceVector(cpu: MilliCPU(1_000), memory: Bytes(0))
      let plan = SimulationPlan(
        start: .epoch, end: end, seed: seed,
        fleet: Fleet(
          pools: [Pool(name: "spot")], nodes: [Node(pool: PoolID(0), allocatable: request)],
          nodeNames: ["n"]),
        workload: Workload(
          jobs: Array(
            repeating: Job(
              submittedAt: .epoch, work: TimeSpan(roundingSeconds: work * unit), request: request),
            count: jobs),
          jobNames: Array(repeating: "j", count: jobs)),
        interruptions: [
          PoolInterruption(
            pool: PoolID(0), lifetime: try .exponential(mean: unit / rate),
            replacementDelay: try .constant(delay * unit))
        ])
      var sink = CompletionSink()
      _ = try FleetSimulation.run(plan, into: &sink)
      try #require(sink.count == jobs)
      return sink.total / Double(jobs) / unit
    }
    check(means, expected, "work \(work), rate \(rate), delay \(delay)")
  }

  /// An M/M/4 queue made of jobs and nodes: Wq = C / (cμ − λ), Erlang's C with λ = 3.2, μ = 1.
  @Test("the mean wait of M/M/4 at 80 % load")
  func erlangC() throws {
    let jobs = 100_000
    let warmUp = 5_000
    let request = ResourceVector(cpu: MilliCPU(1_000), memory: Bytes(0))
    let gap = try Distribution.exponential(mean: 1_000 / 3.2)
    let service = try Distribution.exponential(mean: 1_000)
    let means = try (1...Self.replications).map { seed in
      var gaps = RandomStream(seed: seed, label: "arrival")
      var services = RandomStream(seed: seed, label: "service")
      var at = Instant.epoch
      let list = (0..<jobs).map { _ in
        at = at + gap.sampleSpan(&gaps)
        return Job(submittedAt: at, work: service.sampleSpan(&services), request: request)
      }
      let plan = SimulationPlan(
        start: .epoch, end: at + .days(10), seed: seed,
        fleet: Fleet(
          pools: [Pool(name: "p")],
          nodes: Array(repeating: Node(pool: PoolID(0), allocatable: request), count: 4),
          nodeNames: ["a", "b", "c", "d"]),
        workload: Workload(jobs: list, jobNames: Array(repeating: "", count: jobs)))
      var sink = WaitingSink(submittedAt: list.map(\.submittedAt), firstCounted: warmUp)
      _ = try FleetSimulation.run(plan, into: &sink)
      return sink.total / Double(sink.count) / 1_000
    }
    check(means, 0.745540590, "M/M/4")
  }
}
