import Documents
import Facts
import FleetSimulation
import Foundation
import Placement
import SimulationKernel
import Testing
import Traces
import Units

/// Recorded fleets and jobs, through their importers.
@Suite("Replays of recorded traces")
struct RecordedReplayTests {
  private func read(_ path: String, as format: String) throws -> TraceContent {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let bytes = Array(try Data(contentsOf: root.appendingPathComponent("traces/" + path)))
    return try #require(TraceFormats.named(format)).read(bytes, file: path)
  }

  private func plan(
    nodes: String, as nodeFormat: String, jobs: String, as jobFormat: String, replay: Replay
  ) throws -> SimulationPlan {
    guard case .nodes(let nodes) = try read(nodes, as: nodeFormat),
      case .jobs(let jobs) = try read(jobs, as: jobFormat)
    else { throw CancellationError() }
    let workload = try jobs.workload(replay)
    let start = workload.jobs.first?.submittedAt ?? .epoch
    return SimulationPlan(
      start: start, end: start + .days(200), seed: 7, fleet: nodes.fleet(pool: "recorded"),
      workload: workload)
  }

  private func surfWeek() throws -> SimulationPlan {
    try plan(
      nodes: "opendc-surf/topology_surf.json", as: "opendc-topology",
      jobs: "opendc-surf/surf_week_tasks.csv.gz", as: "opendc-tasks", replay: Replay())
  }

  @Test("the SURF week: on its 277 hosts every job starts the moment it is submitted")
  func surfWeekStartsAtOnce() throws {
    let plan = try surfWeek()
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink)
    var started = 0
    var finished = 0
    var running = 0
    var peak = 0
    for fact in sink.facts {
      switch fact.kind {
      case .jobStarted:
        #expect(fact.at == plan.workload.jobs[Int(fact.subject)].submittedAt)
        started += 1
        running += 1
        peak = max(peak, running)
      case .jobFinished:
        let job = plan.workload.jobs[Int(fact.subject)]
        #expect(fact.at == job.submittedAt + job.work)
        finished += 1
        running -= 1
      default: break
      }
    }
    #expect(started == 6_295)
    #expect(finished == 6_295)
    // Counted from the file by another program; the longer traces reach 275.
    #expect(peak == 169)
  }

  @Test("the SURF week under recorded interruptions: same facts twice, all work is done at last")
  func surfWeekInterrupted() throws {
    guard
      case .lifetimes(let lives) = try read(
        "gcp-preemption-2019/gcp_preemptions.csv", as: "gcp-preemption")
    else { throw CancellationError() }
    var plan = try surfWeek()
    plan.interruptions = [
      PoolInterruption(
        pool: PoolID(0), lifetime: try lives.estimate().distribution(), notice: .seconds(30),
        replacementDelay: try .constant(90))
    ]
    plan.recovery = .checkpoint(
      interval: .minutes(30), cost: .seconds(20), restore: .seconds(60))
    var first = CollectingSink()
    let outcome = try FleetSimulation.run(plan, into: &first)
    var second = CollectingSink()
    #expect(try FleetSimulation.run(plan, into: &second) == outcome)
    #expect(first.facts == second.facts)
    #expect(first.facts.filter { $0.kind == .jobFinished }.count == 6_295)
    #expect(first.facts.contains { $0.kind == .jobInterrupted })
    let ages = first.facts.filter { $0.kind == .nodeInterrupted }.map(\.value)
    #expect(ages.max() == 89_398_235_000_000, "the longest recorded life is the longest drawn")
  }

  @Test(
    "openb, all at the start: first come, first served, never more than a node or a device has",
    arguments: [.firstFit, .devices(.fragmentationGradient)] as [JobPlacement])
  func openbAtOnce(placement: JobPlacement) throws {
    var plan = try plan(
      nodes: "openb-gpu-2023/openb_node_list_all_node.csv", as: "openb-nodes",
      jobs: "openb-gpu-2023/openb_pod_list_default.csv", as: "openb-pods",
      replay: Replay(timing: .allAtStart))
    plan.placement = placement
    var sink = CollectingSink()
    _ = try FleetSimulation.run(plan, into: &sink)
    let starts = sink.facts.filter { $0.kind == .jobStarted }
    #expect(starts.map(\.subject) == Array(0..<UInt32(starts.count)), "no job overtakes another")
    #expect(!sink.facts.contains { $0.kind == .jobRejected })
    #expect(sink.facts.filter { $0.kind == .jobFinished }.count == 7_255)
  }
}
