import Documents
import Facts
import FleetSimulation
import Placement
import Traces
import Units

extension Assembler {
  mutating func makeWorkload() -> Workload {
    var jobs: [Job] = []
    var names: [String] = []
    for source in model.sources {
      guard case .jobs(let recorded)? = content(of: source.trace),
        let replayed = replay(recorded, of: source)
      else { continue }
      var early = 0
      var late = 0
      for (job, name) in zip(replayed.jobs, replayed.jobNames) {
        if job.submittedAt < model.start {
          early += 1
        } else if job.submittedAt >= model.end {
          late += 1
        } else {
          jobs.append(job)
          names.append("\(source.name)/\(name)")
        }
      }
      reportLeftOut(source, replayed, early: early, late: late)
    }
    // Sources one after the other, then by submission: equal instants keep that order.
    let order = jobs.indices.sorted { left, right in
      let (one, other) = (jobs[left].submittedAt, jobs[right].submittedAt)
      return one != other ? one < other : left < right
    }
    return Workload(
      jobs: order.map { jobs[$0] }, jobNames: order.map { names[$0] },
      jobCluster: cluster(model.sources.first?.cluster),
      jobUsagePermille: model.sources.first?.usagePermille ?? 1_000,
      jobTerminationGrace: model.sources.first?.terminationGrace ?? .seconds(30))
  }

  private mutating func replay(_ recorded: RecordedJobs, of source: SourceModel) -> Workload? {
    var replay = source.replay
    if replay.start == nil, recorded.clock == .ownStart || replay.timing == .allAtStart {
      replay.start = model.start
    }
    do {
      return try recorded.workload(replay)
    } catch {
      report(.invalidValue, at: source.trace, "\(error)")
      return nil
    }
  }

  private mutating func reportLeftOut(
    _ source: SourceModel, _ replayed: Workload, early: Int, late: Int
  ) {
    let all = replayed.jobs.count
    guard all > 0 else {
      report(at: source.trace, "the file \"\(source.trace.file)\" holds no job")
      return
    }
    guard early + late > 0 else { return }
    var parts: [String] = []
    if early > 0 { parts.append("\(early) before it starts (\(model.start.rfc3339))") }
    if late > 0 { parts.append("\(late) when it has ended (\(model.end.rfc3339))") }
    let where_ = parts.joined(separator: " and ")
    if early + late == all {
      let first = replayed.jobs[0].submittedAt
      let last = replayed.jobs[all - 1].submittedAt
      report(
        .invalidValue, at: source.trace,
        "none of the \(all) jobs is submitted inside the horizon: \(where_)",
        remedy: "the trace runs from \(first.rfc3339) to \(last.rfc3339); move the horizon, or "
          + "set workload.\(source.name).start")
    } else {
      report(
        .noEffect, as: .warning, at: source.trace,
        "\(early + late) of \(all) jobs are left out, submitted outside the horizon: \(where_)")
    }
  }

  /// Warns, source by source, of jobs that no node can ever hold.
  mutating func checkRequests(of workload: Workload, on fleet: Fleet, _ lending: LendingPlan?) {
    let lent = Set((lending?.offers ?? []).flatMap(\.nodes))
    let nodes = fleet.nodes.indices.filter { node in
      fleet.cluster(of: fleet.nodes[node]) == workload.jobCluster || lent.contains(UInt32(node))
    }
    guard !nodes.isEmpty else { return }
    let frontier = CapacityFrontier(nodes.map { fleet.nodes[$0].allocatable })
    let tooLarge = workload.jobs.indices.filter { !frontier.admits(workload.jobs[$0].request) }
    guard !tooLarge.isEmpty else { return }
    for source in model.sources {
      let names = tooLarge.map { workload.jobNames[$0] }.filter { $0.hasPrefix(source.name + "/") }
      guard let first = names.first else { continue }
      report(
        .invalidValue, as: .warning, at: source.trace,
        "\(names.count) of its jobs ask for more than any node has and will be rejected; the "
          + "first is \(first)")
    }
  }
}
