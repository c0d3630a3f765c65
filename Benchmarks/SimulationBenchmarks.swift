import Facts
import FleetSimulation
import Foundation
import Placement
import SimulationKernel
import Traces
import Units

/// Whole simulations: a recorded week, and a synthetic fleet that grows with its load.
let simulationBenchmarks: [Benchmark] =
  [
    Benchmark(name: "simulation.surf-week", unit: "CPU-s") {
      try cpuSeconds { _ = try simulateSurfWeek() }
    },
    Benchmark(name: "simulation.surf-week.jobs", unit: "jobs/CPU-s") {
      let plan = try surfWeek()
      return try rate(of: plan.workload.jobs.count) { _ = try digest(of: plan) }
    },
  ]
  + [100, 1_000, 10_000].flatMap { nodes in
    [
      Benchmark(name: "simulation.nodes-\(nodes)", unit: "CPU-s") {
        let plan = try syntheticPlan(nodes: nodes)
        return try cpuSeconds { _ = try digest(of: plan) }
      },
      Benchmark(name: "simulation.nodes-\(nodes).engine", unit: "events/CPU-s") {
        let plan = try syntheticPlan(nodes: nodes)
        var sink = NullSink()
        var events: Int64 = 0
        let seconds = try cpuSeconds {
          events = try FleetSimulation.run(plan, into: &sink).eventsHandled
        }
        return Double(events) / seconds
      },
    ]
  }

private func cpuSeconds(of work: () throws -> Void) rethrows -> Double {
  1 / (try rate(of: 1, work))
}

private func digest(of plan: SimulationPlan) throws -> String {
  var sink = DigestingSink(
    header: JournalHeader(
      start: plan.start, end: plan.end, fleet: plan.fleet, workload: plan.workload))
  _ = try FleetSimulation.run(plan, into: &sink)
  return sink.finish().hex
}

/// From the compressed files to the digest: all that one run of the week costs.
private func simulateSurfWeek() throws -> String { try digest(of: try surfWeek()) }

/// The SURF week on its own hosts under recorded interruptions, with checkpoints.
private func surfWeek() throws -> SimulationPlan {
  guard
    case .nodes(let nodes) = try recorded("opendc-surf/topology_surf.json", as: "opendc-topology"),
    case .jobs(let jobs) = try recorded("opendc-surf/surf_week_tasks.csv.gz", as: "opendc-tasks"),
    case .lifetimes(let lives) = try recorded(
      "gcp-preemption-2019/gcp_preemptions.csv", as: "gcp-preemption")
  else { throw BenchmarkError(description: "a format gives another kind of content") }
  return SimulationPlan(
    start: jobs.origin, end: jobs.origin + .days(8), seed: 1, fleet: nodes.fleet(pool: "surf"),
    workload: jobs.workload,
    interruptions: [
      PoolInterruption(
        pool: PoolID(0), lifetime: try lives.estimate().distribution(), notice: .seconds(30),
        replacementDelay: try .constant(90))
    ],
    recovery: .checkpoint(interval: .minutes(30), cost: .seconds(20), restore: .seconds(60)))
}

private func recorded(_ path: String, as name: String) throws -> TraceContent {
  guard let format = TraceFormats.named(name) else {
    throw BenchmarkError(description: "there is no format \(name)")
  }
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("traces/" + path)
  return try format.read(Array(try Data(contentsOf: file)), file: path)
}

/// A hundred jobs a node within a week, at over half of the CPU: mixed requests, 16-core nodes,
/// of which every second one is taken away after six hours on average.
private func syntheticPlan(nodes count: Int) throws -> SimulationPlan {
  var stream = RandomStream(seed: 1, label: "benchmark.workload")
  // A job asks for 4.5 cores and works for 3.2 hours on average, so 100 a node are 1,440 core hours,
  // of 2,688 that a node has in a week; interruptions and their lost work add to it.
  let work = try Distribution.gamma(shape: 0.8, scale: 14_400)
  let gap = try Distribution.exponential(mean: 600_000 / Double(100 * count))
  var at = Instant.epoch
  let jobs = (0..<(100 * count)).map { _ in
    at = at + gap.sampleSpan(&stream)
    let cores = Int64(1 + stream.uniform(below: 8))
    return Job(
      submittedAt: at, work: work.sampleSpan(&stream),
      request: ResourceVector(
        cpu: MilliCPU(cores * 1_000),
        memory: .mebibytes(1_024 * Int64(1 + stream.uniform(below: 12)))))
  }
  let shape = ResourceVector(cpu: MilliCPU(16_000), memory: .mebibytes(65_536))
  return SimulationPlan(
    start: .epoch, end: Instant(seconds: 700_000), seed: 1,
    fleet: Fleet(
      pools: [Pool(name: "steady"), Pool(name: "spot")],
      nodes: (0..<count).map { Node(pool: PoolID(UInt32($0 % 2)), allocatable: shape) },
      nodeNames: (0..<count).map { "n\($0)" }),
    workload: Workload(jobs: jobs, jobNames: jobs.indices.map { "j\($0)" }),
    interruptions: [
      PoolInterruption(
        pool: PoolID(1), lifetime: try .weibull(shape: 0.7, scale: 17_000),
        replacementDelay: try .constant(120))
    ],
    recovery: .checkpoint(interval: .minutes(20), cost: .seconds(10), restore: .seconds(30)))
}
