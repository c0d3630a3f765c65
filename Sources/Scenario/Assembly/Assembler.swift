import Documents
import Facts
import FleetSimulation
import Traces
import Units

/// Makes the parts of a plan and gathers every problem on the way.
struct Assembler {
  let model: ScenarioModel
  let folder: String
  let library: TraceLibrary
  let zones: ZoneRulesSet
  var diagnostics: [Diagnostic] = []
  var notes: [String] = []

  mutating func assemble() -> Result<ScenarioAssembly.Assembled, ScenarioError> {
    var fleet = makeFleet()
    var workload = makeWorkload()
    workload.services = makeServices(on: fleet)
    let interruptions = makeInterruptions()
    let loads = makeLoads(on: fleet)
    let lending = makeLending(on: fleet)
    fleet.placementRules = lending?.placementRules(for: fleet)
    let autoscaling = makeAutoscaling()
    let priceBook = makePriceBook()
    let controlPlane = makeControlPlane(lending: lending, of: fleet)
    checkTotals(of: fleet)
    checkRequests(of: workload, on: fleet, lending)
    checkDevices(of: workload, on: fleet)
    checkPeak(of: workload.services, on: fleet)
    diagnostics = Diagnostic.sorted(diagnostics)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      return .failure(.invalid(diagnostics))
    }
    return .success(
      ScenarioAssembly.Assembled(
        fleet: fleet, workload: workload, interruptions: interruptions, loads: loads,
        lending: controlPlane == nil ? lending : nil, autoscaling: autoscaling,
        priceBook: priceBook,
        controlPlane: controlPlane, warnings: diagnostics, notes: notes))
  }

  mutating func report(
    _ kind: Diagnostic.Kind = .invalidFile, as severity: Diagnostic.Severity = .error,
    at trace: TraceReference, _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        severity, kind, at: trace.position, path: trace.entry, message, remedy: remedy))
  }

  /// The content of a trace, or nil after reporting why there is none.
  mutating func content(of trace: TraceReference) -> TraceContent? {
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
}
