import Documents
import Facts
import FleetSimulation
import Placement
import SimulationKernel
import Synchronization
import Traces
import Units

/// Reads the traces of a resolved scenario once and makes the fleet, the jobs and the laws of them.
final class ScenarioAssembly: Sendable {
  /// What a plan needs beside the model and the seed.
  struct Assembled: Sendable {
    var fleet: Fleet
    var workload: Workload
    var interruptions: [PoolInterruption]
    var warnings: [Diagnostic]
    var notes: [String]
  }

  private let model: ScenarioModel
  private let folder: String
  private let library: TraceLibrary
  private let result = Mutex<Result<Assembled, ScenarioError>?>(nil)

  init(model: ScenarioModel, folder: String, library: TraceLibrary) {
    self.model = model
    self.folder = folder
    self.library = library
  }

  /// The parts, made the first time that they are asked for.
  func assembled() throws(ScenarioError) -> Assembled {
    let made = result.withLock { result in
      if let known = result { return known }
      var assembler = Assembler(model: model, folder: folder, library: library)
      let fresh = assembler.assemble()
      result = fresh
      return fresh
    }
    return try made.get()
  }
}

/// Makes the parts of a plan and gathers every problem on the way.
private struct Assembler {
  let model: ScenarioModel
  let folder: String
  let library: TraceLibrary
  var diagnostics: [Diagnostic] = []
  var notes: [String] = []

  mutating func assemble() -> Result<ScenarioAssembly.Assembled, ScenarioError> {
    let fleet = makeFleet()
    let workload = makeWorkload()
    let interruptions = makeInterruptions()
    checkTotals(of: fleet)
    checkRequests(of: workload, on: fleet)
    diagnostics = Diagnostic.sorted(diagnostics)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      return .failure(.invalid(diagnostics))
    }
    return .success(
      ScenarioAssembly.Assembled(
        fleet: fleet, workload: workload, interruptions: interruptions, warnings: diagnostics,
        notes: notes))
  }

  private mutating func report(
    _ kind: Diagnostic.Kind = .invalidFile, as severity: Diagnostic.Severity = .error,
    at trace: TraceReference, _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        severity, kind, at: trace.position, path: trace.entry, message, remedy: remedy))
  }

  /// The content of a trace, or nil after reporting why there is none.
  private mutating func content(of trace: TraceReference) -> TraceContent? {
    guard let format = TraceFormats.named(trace.format) else {
      preconditionFailure("a checked scenario names no format that nobody reads")
    }
    switch library.content(ScenarioPath.opened(trace.file, in: folder), as: format) {
    case .success(let content):
      for note in content.notes.map({ "\(trace.file): \($0)" }) where !notes.contains(note) {
        notes.append(note)
      }
      return content
    case .failure(.unreadable(let failure)):
      report(
        .missingFile, at: trace, "the file \"\(trace.file)\" cannot be read: \(failure.reason)")
    case .failure(.changed(let found)):
      report(
        at: trace, "the file \"\(trace.file)\" changed while it was read; it has now \(found)")
    case .failure(.malformed(let error)):
      diagnostics.append(
        Diagnostic(
          .error, .invalidFile, at: error.position, path: trace.entry, error.message,
          remedy: error.remedy))
    }
    return nil
  }

  private mutating func makeFleet() -> Fleet {
    var nodes: [Node] = []
    var names: [String] = []
    for (index, pool) in model.pools.enumerated() {
      let id = PoolID(UInt32(index))
      switch pool.supply {
      case .machine(let allocatable):
        let count = pool.count ?? 1
        let digits = "\(count - 1)".utf8.count
        for number in 0..<count {
          let text = "\(number)"
          let padding = String(repeating: "0", count: digits - text.utf8.count)
          nodes.append(Node(pool: id, allocatable: allocatable))
          names.append("\(pool.name)/\(padding)\(text)")
        }
      case .trace(let trace):
        guard case .nodes(let recorded)? = content(of: trace) else { continue }
        guard !recorded.nodes.isEmpty else {
          report(at: trace, "the file \"\(trace.file)\" names no machine")
          continue
        }
        for number in 0..<(pool.count ?? recorded.nodes.count) {
          let (round, place) = number.quotientAndRemainder(dividingBy: recorded.nodes.count)
          let node = recorded.nodes[place]
          nodes.append(Node(pool: id, allocatable: node.allocatable))
          // The machines of a second round bear the names of the first, so they are told apart.
          names.append("\(pool.name)/\(node.name)" + (round == 0 ? "" : "+\(round)"))
        }
      }
    }
    return Fleet(pools: model.pools.map { Pool(name: $0.name) }, nodes: nodes, nodeNames: names)
  }

  private mutating func makeWorkload() -> Workload {
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
    return Workload(jobs: order.map { jobs[$0] }, jobNames: order.map { names[$0] })
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

  private mutating func makeInterruptions() -> [PoolInterruption] {
    var made: [PoolInterruption] = []
    for interruption in model.interruptions {
      guard let index = model.pools.firstIndex(where: { $0.name == interruption.pool }),
        let lifetime = law(interruption.lifetime), let delay = law(interruption.replacement)
      else { continue }
      made.append(
        PoolInterruption(
          pool: PoolID(UInt32(index)), lifetime: lifetime, notice: interruption.notice,
          replacementDelay: delay))
    }
    return made
  }

  private mutating func law(_ node: CheckedNode) -> Distribution? {
    var reader = self
    defer { self = reader }
    do throws(Diagnostic) {
      return try Law.make(node) { entry throws(Diagnostic) in try reader.recordedLaw(entry) }
    } catch {
      reader.diagnostics.append(error)
      return nil
    }
  }

  private mutating func recordedLaw(_ node: CheckedNode) throws(Diagnostic) -> Distribution {
    let entry = node.member("trace")
    let trace = TraceReference(entry)
    guard case .lifetimes(let all)? = content(of: trace) else {
      throw diagnostics[diagnostics.count - 1]
    }
    let zones = try chosen(entry["zones"], among: all.observations.map(\.zone), "zone")
    let types = try chosen(
      entry["machineTypes"], among: all.observations.map(\.machineType), "machine type")
    let lives = all.filtered(zones: zones, machineTypes: types)
    do {
      return try lives.estimate().distribution()
    } catch {
      throw Law.problem(
        entry,
        "no law comes from the \(lives.observations.count) of \(all.observations.count) lifetimes "
          + "that were chosen: \(error)")
    }
  }

  /// The names of a list, each of which some observation has to bear.
  private func chosen(
    _ list: CheckedNode?, among known: [String], _ noun: String
  ) throws(Diagnostic) -> [String]? {
    guard let list else { return nil }
    let names = Set(known)
    for element in list.elements {
      guard let name = element.text, !names.contains(name) else { continue }
      throw Diagnostic(
        .error, .unknownName, at: element.position, path: element.path,
        "no recorded machine has the \(noun) \"\(name)\"",
        remedy: NearestWord.advice(for: name, among: names.sorted(), noun: "there are"))
    }
    return list.elements.compactMap(\.text)
  }

  /// Warns, source by source, of jobs that no node can ever hold.
  private mutating func checkRequests(of workload: Workload, on fleet: Fleet) {
    guard !fleet.nodes.isEmpty else { return }
    let frontier = CapacityFrontier(fleet.nodes.map(\.allocatable))
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

  /// Refuses a fleet whose resources do not sum within 64 bits, which everything later relies on.
  private mutating func checkTotals(of fleet: Fleet) {
    var memory: Int128 = 0
    for node in fleet.nodes { memory += Int128(node.allocatable.memory.value) }
    guard memory > Int128(Int64.max), let last = fleet.pools.last else { return }
    diagnostics.append(
      Diagnostic(
        .error, .invalidValue, at: model.nodesPosition, path: "nodes",
        "the memory of all \(fleet.nodes.count) nodes, up to pool \(last.name), is above 8 EiB",
        remedy: "give fewer or smaller nodes"))
  }
}
