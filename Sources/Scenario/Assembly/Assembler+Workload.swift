import Documents
import Facts
import FleetSimulation
import Placement
import Traces
import Units

extension Assembler {
  mutating func makeWorkload() -> Workload {
    guard !model.sources.isEmpty else { return Workload(jobs: [], jobNames: []) }
    var jobs: [Job] = []
    var names: [String] = []
    var templates: [PodTemplate] = []
    for source in model.sources {
      let template = templates.firstIndex(of: source.podTemplate) ?? templates.count
      if template == templates.count { templates.append(source.podTemplate) }
      guard let recorded = recordedJobs(of: source), let replayed = replay(recorded, of: source)
      else { continue }
      var early = 0
      var late = 0
      let cluster = cluster(source.cluster)
      var taken = 0
      for (place, (job, name)) in zip(replayed.jobs, replayed.jobNames).enumerated() {
        if let split = source.split, !split.takes(place) { continue }
        taken += 1
        if job.submittedAt < model.start {
          early += 1
        } else if job.submittedAt >= model.end {
          late += 1
        } else {
          var job = job
          job.cluster = cluster
          job.template = UInt16(template)
          guard let gang = source.gang else {
            jobs.append(job)
            names.append("\(source.name)/\(name)")
            continue
          }
          guard let requests = gang.requests(of: job.request) else {
            reportTooManyPods(source, name, job)
            break
          }
          job.gangSize = UInt16(requests.count)
          for (member, request) in requests.enumerated() {
            job.member = UInt16(member)
            job.request = request
            jobs.append(job)
            names.append("\(source.name)/\(name)" + (requests.count > 1 ? ".\(member)" : ""))
          }
        }
      }
      reportLeftOut(source, replayed, of: taken, early: early, late: late)
    }
    // Sources one after the other, then by submission: equal instants keep that order.
    let order = jobs.indices.sorted { left, right in
      let (one, other) = (jobs[left].submittedAt, jobs[right].submittedAt)
      return one != other ? one < other : left < right
    }
    var workload = Workload(
      jobs: order.map { jobs[$0] }, jobNames: order.map { names[$0] },
      jobClusters: model.sources.map { cluster($0.cluster) },
      jobUsagePermille: model.sources.first?.usagePermille ?? 1_000,
      jobTerminationGrace: model.sources.first?.terminationGrace ?? .seconds(30))
    if !templates.isEmpty { workload.podTemplates = templates }
    return workload
  }

  /// The jobs that a source's file holds, or that it describes; nil after reporting what is wrong.
  private mutating func recordedJobs(of source: SourceModel) -> RecordedJobs? {
    switch source.supply {
    case .trace(let trace):
      guard case .jobs(let recorded)? = content(of: trace) else { return nil }
      return recorded
    case .described(let jobs):
      let start = source.replay.start ?? model.start
      return jobs.recorded(within: model.end - start, scale: source.replay.timeScale)
    }
  }

  private mutating func report(
    _ kind: Diagnostic.Kind, as severity: Diagnostic.Severity = .error, at source: SourceModel,
    _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        severity, kind, at: source.position, path: source.entry, message, remedy: remedy))
  }

  private mutating func replay(_ recorded: RecordedJobs, of source: SourceModel) -> Workload? {
    var replay = source.replay
    if replay.start == nil, recorded.clock == .ownStart || replay.timing == .allAtStart {
      replay.start = model.start
    }
    do {
      return try recorded.workload(replay)
    } catch {
      report(.invalidValue, at: source, "\(error)")
      return nil
    }
  }

  private mutating func reportTooManyPods(_ source: SourceModel, _ name: String, _ job: Job) {
    report(
      .invalidValue, at: source,
      "\(name) asks for \(job.request.cpu.value / 1_000) cores and would be more than "
        + "\(GangModel.podsMax) pods",
      remedy: "give more in workload.\(source.name).gang.cpuPerPod")
  }

  private mutating func reportLeftOut(
    _ source: SourceModel, _ replayed: Workload, of all: Int, early: Int, late: Int
  ) {
    guard !replayed.jobs.isEmpty else {
      if case .trace(let trace) = source.supply {
        report(at: trace, "the file \"\(trace.file)\" holds no job")
      }
      return
    }
    guard all > 0 else {
      report(
        .invalidValue, at: source,
        "none of the \(replayed.jobs.count) jobs is in the parts that are taken",
        remedy: "deal into fewer parts with workload.\(source.name).split.parts")
      return
    }
    guard early + late > 0 else { return }
    var parts: [String] = []
    if early > 0 { parts.append("\(early) before it starts (\(model.start.rfc3339))") }
    if late > 0 { parts.append("\(late) when it has ended (\(model.end.rfc3339))") }
    let where_ = parts.joined(separator: " and ")
    if early + late == all {
      let first = replayed.jobs[0].submittedAt
      let last = replayed.jobs[replayed.jobs.count - 1].submittedAt
      report(
        .invalidValue, at: source,
        "none of the \(all) jobs is submitted inside the horizon: \(where_)",
        remedy: "the trace runs from \(first.rfc3339) to \(last.rfc3339); move the horizon, or "
          + "set workload.\(source.name).start")
    } else {
      report(
        .noEffect, as: .warning, at: source,
        "\(early + late) of \(all) jobs are left out, submitted outside the horizon: \(where_)")
    }
  }

  /// Refuses nodes and jobs whose GPUs the placement cannot count: by device, or whole as Kubernetes does.
  mutating func checkDevices(of workload: Workload, on fleet: Fleet) {
    let (nodesHave, jobsHave): (String, String)
    let isCounted: (Node) -> Bool
    let isAskedFor: (Job) -> Bool
    switch model.placement {
    case .totals: return
    case .devices:
      nodesHave = "a node has 0 to \(DeviceSet.countMax) whole devices"
      jobsHave = "it is a share of one device or whole devices"
      isCounted = \.hasWholeDevices
      isAskedFor = { $0.devices != nil }
    case .scheduler:
      nodesHave = "GPUs are whole"
      jobsHave = "GPUs are whole"
      isCounted = \.allocatable.hasWholeGPUs
      isAskedFor = \.request.hasWholeGPUs
    }
    let policy = "placement.policy \(model.placement.word)"
    if let node = fleet.nodes.indices.first(where: { !isCounted(fleet.nodes[$0]) }) {
      diagnostics.append(
        Diagnostic(
          .error, .invalidValue, at: model.nodesPosition, path: "nodes",
          "node \(fleet.nodeNames[node]) has \(fleet.nodes[node].allocatable.gpu.value) thousandths of "
            + "a GPU: under \(policy) \(nodesHave)",
          remedy:
            "give whole GPUs, or take a policy that counts them as one amount, such as best-fit"))
    }
    for source in model.sources {
      let broken = workload.jobs.indices.first {
        !isAskedFor(workload.jobs[$0]) && workload.jobNames[$0].hasPrefix(source.name + "/")
      }
      guard let broken else { continue }
      report(
        .invalidValue, at: source,
        "\(workload.jobNames[broken]) asks for \(workload.jobs[broken].request.gpu.value) thousandths of "
          + "a GPU: under \(policy) \(jobsHave)",
        remedy: "take a policy that counts GPUs as one amount, such as best-fit")
    }
  }

  /// Warns, source by source, of gangs of which each pod fits some node, and all together never do.
  private mutating func checkGangs(
    of workload: Workload, in cluster: ClusterID, _ frontier: CapacityFrontier,
    _ capacities: [ResourceVector]
  ) {
    struct Shape: Hashable {
      var request: ResourceVector
      var size: UInt16
    }
    var fits: [Shape: Bool] = [:]
    let tooMany = workload.jobs.indices.filter { index in
      let job = workload.jobs[index]
      guard job.cluster == cluster, job.member == 0, job.gangSize > 1,
        frontier.admits(job.request)
      else { return false }
      let shape = Shape(request: job.request, size: job.gangSize)
      let isHeld =
        fits[shape]
        ?? GangCapacity.holds(Int(job.gangSize), of: job.request, in: capacities)
      fits[shape] = isHeld
      return !isHeld
    }
    for source in model.sources {
      let found = tooMany.filter { workload.jobNames[$0].hasPrefix(source.name + "/") }
      guard let first = found.first else { continue }
      report(
        .invalidValue, as: .warning, at: source,
        "\(found.count) of its gangs are larger than all nodes of their cluster together and will be "
          + "rejected; the first is \(workload.jobNames[first]) with "
          + "\(workload.jobs[first].gangSize) pods")
    }
  }

  /// Warns, source by source, of jobs that no node can ever hold.
  mutating func checkRequests(of workload: Workload, on fleet: Fleet, _ lending: LendingPlan?) {
    var tooLarge: [Int] = []
    for cluster in workload.jobClusters {
      let nodes = LendingPlan.nodesForJobs(in: cluster, of: fleet, lending)
      guard !nodes.isEmpty else { continue }
      let frontier = CapacityFrontier(nodes.map { fleet.nodes[$0].allocatable })
      tooLarge += workload.jobs.indices.filter {
        workload.jobs[$0].cluster == cluster && !frontier.admits(workload.jobs[$0].request)
      }
      checkGangs(
        of: workload, in: cluster, frontier, nodes.map { fleet.nodes[$0].allocatable })
    }
    guard !tooLarge.isEmpty else { return }
    for source in model.sources {
      let names = tooLarge.map { workload.jobNames[$0] }.filter { $0.hasPrefix(source.name + "/") }
      guard let first = names.first else { continue }
      report(
        .invalidValue, as: .warning, at: source,
        "\(names.count) of its jobs ask for more than any node has and will be rejected; the "
          + "first is \(first)")
    }
  }
}
