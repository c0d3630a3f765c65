package import Documents
package import Facts
package import FleetSimulation
package import Ledger
import Traces
import Units

/// A scenario with its variant and settings folded in: all that decides a run, but the seed.
package struct ResolvedScenario: Sendable {
  /// The scenario as typed values.
  package let model: ScenarioModel
  /// The variant's name.
  package let variant: String
  /// What the variant is about, in its writer's words; nil also when it was restored.
  package let aboutVariant: String?
  /// The canonical JSON: defaults, variant and settings in, keys sorted, input files by their
  /// hashes, nothing of the machine or the folder.
  package let canonical: [UInt8]
  /// SHA-256 of `canonical`, 64 hexadecimal digits: the scenario's identity.
  package let hash: String
  /// The files that it reads, by path.
  package let inputs: [ScenarioInput]
  /// The release of the time zone rules that it was resolved with.
  package let zoneRulesVersion: String
  /// The folder from which the paths of inputs start.
  package let folder: String
  let assembly: ScenarioAssembly
  let warnings: [Diagnostic]

  /// The scenario's name.
  package var name: String { model.name }

  /// The seed of a run that names none.
  package var defaultSeed: UInt64 { model.seed }

  /// What to simulate with one seed.
  ///
  /// The first call reads the traces; later ones, for other seeds and variants, share them.
  /// - Throws: Every problem of the traces at once.
  package func plan(seed: UInt64) throws(ScenarioError) -> SimulationPlan {
    let assembled = try assembly.assembled()
    var plan = SimulationPlan(
      start: model.start, end: model.end, seed: seed, fleet: assembled.fleet,
      workload: assembled.workload, interruptions: assembled.interruptions,
      recovery: model.recovery, placement: model.placement,
      services: assembled.loads.map { $0.plan(from: model.start, to: model.end, seed: seed) },
      lending: assembled.lending, autoscaling: assembled.autoscaling)
    plan.queues = model.queues
    plan.controlPlane = assembled.controlPlane?.plan(seed: seed)
    return plan
  }

  /// What machines and energy cost, with recorded prices looked up; nil when the scenario says
  /// nothing of it.
  ///
  /// - Throws: Every problem of the traces at once.
  package var priceBook: PriceBook? {
    get throws(ScenarioError) { try assembly.assembled().priceBook }
  }

  /// What lending is measured with, whatever the variant's scheduler promises; nil when the
  /// scenario says nothing of it.
  package var promiseTerms: PromiseTerms? { model.promises }

  /// Reads the traces and returns what is doubtful about them, such as jobs outside the horizon,
  /// and about the settings.
  ///
  /// - Throws: Every problem of the traces at once.
  package func inspect() throws(ScenarioError) -> [Diagnostic] {
    let found = try assembly.assembled().warnings
    let plan = try plan(seed: defaultSeed)
    do throws(SimulationError) { try plan.validate() } catch {
      throw .invalid([diagnostic(error, of: plan)])
    }
    return warnings + found
  }

  /// What a plan is refused for, at the entry that it comes from where that is known.
  private func diagnostic(_ error: SimulationError, of plan: SimulationPlan) -> Diagnostic {
    if case .noLifetime(let pool, let mean) = error, Int(pool.index) < plan.fleet.pools.count {
      let name = plan.fleet.pools[Int(pool.index)].name
      if let law = model.interruptions.first(where: { $0.pool == name })?.lifetime {
        return Diagnostic(
          .error, .invalidValue, at: law.position, path: "interruptions.\(name).lifetime",
          "nodes would live \(mean) s on average, and time would stand still",
          remedy: "give a lifetime above zero")
      }
    }
    let place =
      model.sources.first?.position
      ?? SourcePosition(file: folder, line: 1, column: 1)
    return Diagnostic(.error, .invalidValue, at: place, path: "", error.description)
  }

  /// What the importers decided or left out, for the reader of a report: a line each, with the file.
  ///
  /// - Throws: Every problem of the traces at once.
  package func importerNotes() throws(ScenarioError) -> [String] {
    try assembly.assembled().notes
  }

  init(
    _ variant: ScenarioFile.Variant, of file: ScenarioFile, root: CheckedNode,
    warnings: [Diagnostic] = []
  ) {
    var inputs: [ScenarioInput] = []
    Self.collectInputs(root, in: file.folder, file.library, into: &inputs)
    inputs.sort {
      ($0.path, $0.format) < ($1.path, $1.format)
    }
    let model = ScenarioModel(root)
    self.init(
      model: model, variant: variant.name, about: variant.about,
      canonical: Self.canonical(root, variant.name, inputs, zones: file.zones.version),
      inputs: inputs, zones: file.zones, folder: file.folder, library: file.library,
      warnings: warnings)
  }

  init(
    model: ScenarioModel, variant: String, about: String?, canonical: [UInt8],
    inputs: [ScenarioInput], zones: ZoneRulesSet, zoneRules: String? = nil, folder: String,
    library: TraceLibrary, warnings: [Diagnostic] = []
  ) {
    self.warnings = warnings
    self.model = model
    self.variant = variant
    aboutVariant = about
    self.canonical = canonical
    hash = SHA256.digest(canonical).hex
    self.inputs = inputs
    zoneRulesVersion = zoneRules ?? zones.version
    self.folder = folder
    assembly = ScenarioAssembly(model: model, folder: folder, library: library, zones: zones)
  }

  private static func canonical(
    _ root: CheckedNode, _ variant: String, _ inputs: [ScenarioInput], zones: String
  ) -> [UInt8] {
    guard case .mapping(var members) = root.canonical else {
      preconditionFailure("a scenario is a mapping")
    }
    let files = inputs.map { input in
      DocumentValue.mapping([
        (key: "bytes", value: .integer(input.byteCount)),
        (key: "format", value: .string(input.format)),
        (key: "path", value: .string(input.path)),
        (key: "sha256", value: .string(input.sha256)),
      ])
    }
    members.append(
      (
        key: "resolved",
        value: .mapping([
          (key: "inputs", value: .sequence(files)),
          (key: "variant", value: .string(variant)),
          (key: "zoneRules", value: .string(zones)),
        ])
      ))
    do throws(DocumentWriteError) {
      return try DocumentValue.mapping(members).canonicalJSON()
    } catch {
      preconditionFailure("a checked scenario has a written form: \(error)")
    }
  }

  /// The files that entries name, each once for each format.
  private static func collectInputs(
    _ node: CheckedNode, in folder: String, _ library: TraceLibrary,
    into inputs: inout [ScenarioInput]
  ) {
    if let format = node["format"]?.text, let path = node["file"]?.text,
      !inputs.contains(where: { $0.path == path && $0.format == format }),
      case .success(let found) = library.find(ScenarioPath.opened(path, in: folder))
    {
      inputs.append(
        ScenarioInput(
          path: path, sha256: found.digest, byteCount: found.byteCount, format: format,
          licence: found.provenance?.licence, source: found.provenance?.source))
    }
    for member in node.members { collectInputs(member.value, in: folder, library, into: &inputs) }
    for element in node.elements { collectInputs(element, in: folder, library, into: &inputs) }
  }
}
