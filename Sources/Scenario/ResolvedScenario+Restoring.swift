package import Documents
import Traces
package import Units

/// A file that is not what it was when a scenario was resolved.
package struct InputDifference: Hashable, Sendable, CustomStringConvertible {
  /// Its path as the scenario has it.
  package var path: String
  /// SHA-256 of the bytes that were read then.
  package var recordedDigest: String
  /// SHA-256 of the bytes that are there now; nil when it cannot be read.
  package var foundDigest: String?
  /// Where it was sought now.
  package var soughtAt: String
  /// Why it cannot be read; nil when it can.
  package var reason: String?

  /// One line with both hashes.
  package var description: String {
    if let foundDigest {
      return
        "\(path) changed: it had SHA-256 \(recordedDigest) and has \(foundDigest) at \(soughtAt)"
    }
    return "\(path) is missing: \(soughtAt) cannot be read (\(reason ?? "unknown reason")); "
      + "it had SHA-256 \(recordedDigest)"
  }
}

/// Why a stored scenario cannot be made again.
package enum RestorationError: Error, Sendable, CustomStringConvertible {
  /// The stored text is no resolved scenario of this version.
  case malformed([Diagnostic])
  /// Input files changed or are missing: all of them.
  case inputsDiffer([InputDifference])
  /// Its schedules and curves were made with one release of the time zone rules, and another one is
  /// at hand.
  case zoneRulesDiffer(recorded: String, found: String)

  /// Whether input is missing rather than wrong: exit code 66 rather than 65.
  package var isMissingInput: Bool {
    switch self {
    case .malformed, .zoneRulesDiffer: false
    case .inputsDiffer(let differences): differences.allSatisfy { $0.foundDigest == nil }
    }
  }

  /// One line a problem.
  package var description: String {
    switch self {
    case .malformed(let diagnostics):
      diagnostics.map(\.description).joined(separator: "\n")
    case .inputsDiffer(let differences):
      differences.map(\.description).joined(separator: "\n")
    case .zoneRulesDiffer(let recorded, let found):
      "the run used release \(recorded) of the time zone rules, and release \(found) is at hand"
    }
  }
}

extension ResolvedScenario {
  /// Makes a resolved scenario again from what a run stored of it.
  ///
  /// - Parameters:
  ///   - canonical: The canonical JSON; its SHA-256 is the caller's to compare.
  ///   - folder: The folder of the scenario file, from which the paths of inputs start.
  ///   - zones: The time zone rules at hand, which have to be those of the run when it has
  ///     schedules or curves.
  /// - Throws: What is wrong with the text, or every input file that is not what it was.
  package static func restore(
    canonical: [UInt8], baseDirectory folder: String, zones: ZoneRulesSet = .pinned
  ) throws(RestorationError) -> ResolvedScenario {
    let outcome: ShapeCheck.Outcome
    do throws(DocumentError) {
      let document = try Document.parseJSON(canonical, file: "stored scenario")
      outcome = ShapeCheck.check([.base(document.root)], against: ScenarioFormat.resolved)
    } catch {
      throw .malformed([Diagnostic(error)])
    }
    guard outcome.isValid else {
      throw .malformed(outcome.diagnostics.filter { $0.severity == .error })
    }
    let resolution = outcome.root.member("resolved")
    let library = TraceLibrary()
    let inputs = try inputs(resolution.member("inputs").elements, in: folder, library)
    let model = ScenarioModel(outcome.root)
    let recorded = resolution.text("zoneRules")
    if !model.curves.isEmpty || model.lending != nil, recorded != zones.version {
      throw .zoneRulesDiffer(recorded: recorded, found: zones.version)
    }
    return ResolvedScenario(
      model: model, variant: resolution.text("variant"), about: nil, canonical: canonical,
      inputs: inputs, zones: zones, zoneRules: recorded, folder: folder, library: library)
  }

  private static func inputs(
    _ nodes: [CheckedNode], in folder: String, _ library: TraceLibrary
  ) throws(RestorationError) -> [ScenarioInput] {
    var inputs: [ScenarioInput] = []
    var differences: [InputDifference] = []
    for node in nodes {
      let path = node.text("path")
      let opened = ScenarioPath.opened(path, in: folder)
      var difference = InputDifference(
        path: path, recordedDigest: node.text("sha256"), soughtAt: ScenarioPath.shown(opened))
      switch library.find(opened) {
      case .success(let found) where found.digest == difference.recordedDigest:
        inputs.append(
          ScenarioInput(
            path: path, sha256: found.digest, byteCount: found.byteCount,
            format: node.text("format"), licence: found.provenance?.licence,
            source: found.provenance?.source))
        continue
      case .success(let found): difference.foundDigest = found.digest
      case .failure(let failure): difference.reason = failure.reason
      }
      if !differences.contains(difference) { differences.append(difference) }
    }
    guard differences.isEmpty else { throw .inputsDiffer(differences) }
    return inputs
  }
}
