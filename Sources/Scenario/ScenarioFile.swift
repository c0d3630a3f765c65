package import Documents
package import Units

/// A scenario file that was read, checked and found without error.
package struct ScenarioFile: Sendable {
  /// One variant with what its check found.
  struct Variant: Sendable {
    var name: String
    var about: String?
    var layers: [ShapeLayer]
    var root: CheckedNode
  }

  /// The name of the only variant of a scenario that names none.
  package static let defaultVariant = "default"

  /// The path that it was read from.
  package let path: String
  /// The scenario's name.
  package let name: String
  /// What it is about, in its writer's words.
  package let about: String?
  /// What its writer probably did not mean.
  package let warnings: [Diagnostic]
  let folder: String
  let zones: ZoneRulesSet
  let library: TraceLibrary
  let base: Variant
  let variants: [Variant]

  /// The variants in the order of the file; `default` alone when it names none.
  package var variantNames: [String] {
    variants.isEmpty ? [Self.defaultVariant] : variants.map(\.name)
  }

  /// What a variant is about, in its writer's words.
  package func about(variant name: String) -> String? {
    variants.first { $0.name == name }?.about
  }

  /// Reads and checks a scenario.
  ///
  /// - Parameters:
  ///   - path: The file. Files that it names are sought from its folder.
  ///   - zones: The time zone rules to resolve it with.
  /// - Throws: Every problem at once.
  package static func load(
    path: String, zones: ZoneRulesSet = .pinned
  ) throws(ScenarioError) -> ScenarioFile {
    let bytes: [UInt8]
    do throws(InputFile.Failure) {
      bytes = try InputFile.read(path, limit: 1 << 24)
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    return try parse(bytes, path: path, zones: zones)
  }

  /// Checks a scenario whose text is at hand, as if it had been read from `path`.
  package static func parse(
    _ bytes: [UInt8], path: String, zones: ZoneRulesSet = .pinned
  ) throws(ScenarioError) -> ScenarioFile {
    let document = try document(bytes, path: path)
    var reader = ScenarioReader(path: path, zones: zones)
    let base = reader.base(document)
    let variants = reader.variants(document)
    let diagnostics = Diagnostic.sorted(reader.diagnostics)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw .invalid(diagnostics)
    }
    return ScenarioFile(
      path: path, name: base.root.text("name"), about: base.about, warnings: diagnostics,
      folder: reader.folder, zones: zones, library: reader.library, base: base,
      variants: variants)
  }

  private static func document(
    _ bytes: [UInt8], path: String
  ) throws(ScenarioError) -> Document {
    do throws(DocumentError) {
      return try Document.parseOneYAML(bytes, file: path, holding: "scenario")
    } catch {
      throw .invalid([Diagnostic(error)])
    }
  }

  /// Lays a variant and settings over the scenario.
  ///
  /// - Parameters:
  ///   - variant: A name of `variantNames`; nil is the scenario without any variant.
  ///   - overrides: Entries to set on top, the last one winning.
  /// - Throws: Every problem of the overrides at once.
  package func resolve(
    variant name: String?, overrides: [ScenarioOverride] = []
  ) throws(ScenarioError) -> ResolvedScenario {
    let variant = try variant(named: name)
    guard !overrides.isEmpty else {
      return ResolvedScenario(variant, of: self, root: variant.root)
    }
    var reader = OverrideReader(format: ScenarioFormat.effective, base: variant.root)
    reader.read(overrides)
    let outcome = ShapeCheck.check(
      variant.layers + reader.layers, against: ScenarioFormat.effective)
    var diagnostics = reader.diagnostics + outcome.diagnostics
    diagnostics += ScenarioCheck.check(
      outcome.root, folder: folder, zones: zones, library: library)
    diagnostics = Diagnostic.sorted(diagnostics)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      let errors = diagnostics.filter { $0.severity == .error }
      throw .invalid(errors.map { saysVariant($0, variant, overrides) })
    }
    let known = Set(warnings.map(\.position))
    return ResolvedScenario(
      variant, of: self, root: outcome.root,
      warnings: diagnostics.filter { !known.contains($0.position) })
  }

  /// Says of a key that one variant does not have which one that is, and which others have it.
  private func saysVariant(
    _ problem: Diagnostic, _ variant: Variant, _ overrides: [ScenarioOverride]
  ) -> Diagnostic {
    guard problem.kind == .unknownKey else { return problem }
    let others = variants.filter { other in
      guard other.name != variant.name else { return false }
      var reader = OverrideReader(format: ScenarioFormat.effective, base: other.root)
      reader.read(overrides)
      let outcome = ShapeCheck.check(
        other.layers + reader.layers, against: ScenarioFormat.effective)
      return !(reader.diagnostics + outcome.diagnostics).contains {
        $0.kind == .unknownKey && $0.position == problem.position
      }
    }
    guard !others.isEmpty else { return problem }
    var problem = problem
    problem.message += " (in variant \(variant.name))"
    let advice =
      "name the variants that it is meant for: "
      + others.map { "--variant \($0.name)" }.joined(separator: " ")
    problem.remedy = problem.remedy.map { "\($0); \(advice)" } ?? advice
    return problem
  }

  private func variant(named name: String?) throws(ScenarioError) -> Variant {
    guard let name else { return base }
    if variants.isEmpty, name == Self.defaultVariant { return base }
    guard let variant = variants.first(where: { $0.name == name }) else {
      throw .unknownVariant(name, known: variantNames, file: path)
    }
    return variant
  }
}

/// Checks a scenario document: the base, then each variant laid over it.
struct ScenarioReader {
  let folder: String
  let zones: ZoneRulesSet
  let library = TraceLibrary()
  private(set) var diagnostics: [Diagnostic] = []
  /// The top-level entries in which the base has errors.
  private var wrongInBase: Set<String> = []

  init(path: String, zones: ZoneRulesSet) {
    folder = ScenarioPath.folder(of: path)
    self.zones = zones
  }

  mutating func base(_ document: Document) -> ScenarioFile.Variant {
    for warning in document.warnings {
      diagnostics.append(
        Diagnostic(
          .warning, .invalidValue, at: warning.position, path: "", warning.message,
          remedy: warning.remedy))
    }
    // The whole file first, then the scenario alone: what is wrong in both is one problem.
    add(
      ShapeCheck.check([.base(document.root)], against: ScenarioFormat.file).diagnostics)
    let layer = ShapeLayer.base(document.root, hiding: ["variants"])
    let root = check([layer])
    return ScenarioFile.Variant(
      name: ScenarioFile.defaultVariant, about: root["description"]?.text, layers: [layer],
      root: root)
  }

  mutating func variants(_ document: Document) -> [ScenarioFile.Variant] {
    let base = ShapeLayer.base(document.root, hiding: ["variants"])
    var variants: [ScenarioFile.Variant] = []
    guard let table = document.root["variants"] else { return [] }
    for member in table.members {
      var layers = [base]
      if let set = member.value["set"], set.kind == .mapping { layers.append(.overlay(set)) }
      variants.append(
        ScenarioFile.Variant(
          name: member.key, about: member.value["description"]?.string, layers: layers,
          root: check(layers, variant: member.key)))
    }
    return variants
  }

  private mutating func check(_ layers: [ShapeLayer], variant: String? = nil) -> CheckedNode {
    let outcome = ShapeCheck.check(layers, against: ScenarioFormat.effective)
    add(outcome.diagnostics, variant: variant)
    add(
      ScenarioCheck.check(outcome.root, folder: folder, zones: zones, library: library),
      variant: variant)
    if variant == nil { wrongInBase = Set(diagnostics.filter(\.isError).map(\.section)) }
    return outcome.root
  }

  /// Adds what is new: a mistake of the base shows again in every variant.
  private mutating func add(_ more: [Diagnostic], variant: String? = nil) {
    for var diagnostic in more {
      let isKnown = diagnostics.contains { known in
        known.message == diagnostic.message
          && (known.path == diagnostic.path || known.position == diagnostic.position)
      }
      guard !isKnown else { continue }
      if let variant {
        // What is missing in a variant may only follow from what is wrong below it.
        let mayFollow = diagnostic.kind == .missingKey || diagnostic.kind == .unknownName
        if mayFollow, wrongInBase.contains(diagnostic.section) { continue }
        diagnostic.message += " (in variant \(variant))"
      }
      diagnostics.append(diagnostic)
    }
  }
}

extension Diagnostic {
  fileprivate var isError: Bool { severity == .error }

  /// The top-level entry that the path leads into.
  fileprivate var section: String { String(path.prefix { $0 != "." }) }
}
