import ArgumentParser
import CommandSupport
import Documents
import Scenario
import Units

/// `fivespot validate`: reports every problem of scenario files.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check scenario files and the traces that they name.",
    discussion: """
      Every problem is reported at once on standard error, as file:line:column: error: entry: what \
      is wrong; what to do. Warnings do not fail the check.

      EXAMPLES
        fivespot validate scenarios/surf-week.yaml
        fivespot validate scenarios/*.yaml --set nodes.lisa.count=300
        fivespot validate scenarios/*.yaml --format json > problems.json

      Exit codes: 0 valid, 65 a problem, 66 a file is missing.
      """)

  @Argument(help: "The scenario files.")
  var files: [String]

  @Option(
    help: """
      text: problems on standard error, a line for each valid file on standard output; json: a list \
      of problems and warnings on standard output.
      """)
  var format: Format = .text

  @OptionGroup var overrides: OverrideOptions
  @OptionGroup var scenarioOptions: ScenarioOptions

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  func run() throws {
    let zones = try scenarioOptions.zones()
    let settings = try overrides.parsed()
    var problems: [Diagnostic] = []
    var valid: [String] = []
    var failures: [(path: String, error: ScenarioError)] = []
    for path in files {
      do throws(ScenarioError) {
        let (scenario, warnings, notes) = try check(path, zones: zones, settings: settings)
        problems += warnings
        guard format == .text else { continue }
        for warning in warnings { StandardStreams.note(warning.description) }
        valid.append(summary(scenario, path: path, warnings: warnings.count))
        // What an importer left out or assumed is part of what the figures will mean.
        valid += notes.map { "  note: \($0)\n" }
      } catch {
        problems += error.listed
        failures.append((path, error))
        if format == .text {
          for line in error.commandError.details { StandardStreams.note(line) }
        }
      }
    }
    if !valid.isEmpty { try StandardStreams.printResult(valid.joined()) }
    if format == .json { try StandardStreams.printJSON(.sequence(problems.map(\.listing))) }
    guard !failures.isEmpty else { return }
    // A file that is wrong outweighs one that is missing.
    let isWrong = failures.contains { !$0.error.isMissingInput }
    throw CommandError(
      isWrong ? .invalidInput : .missingInput,
      failures.map { $0.error.summary(of: $0.path) }.joined(separator: "; "))
  }

  private func check(
    _ path: String, zones: ZoneRulesSet, settings: [ScenarioOverride]
  ) throws(ScenarioError) -> (ScenarioFile, [Diagnostic], notes: [String]) {
    let scenario = try ScenarioFile.load(path: path, zones: zones)
    var warnings = scenario.warnings
    var notes: [String] = []
    for variant in scenario.variantNames {
      let resolved = try scenario.resolve(variant: variant, overrides: settings)
      warnings += try resolved.inspect()
      for note in try resolved.importerNotes() where !notes.contains(note) { notes.append(note) }
    }
    return (scenario, Diagnostic.sorted(warnings), notes)
  }

  private func summary(_ scenario: ScenarioFile, path: String, warnings: Int) -> String {
    let variants = scenario.variantNames
    let noted = warnings == 0 ? "" : ", \(warnings) warning\(warnings == 1 ? "" : "s")"
    return "\(path): valid: \(scenario.name), \(variants.count) "
      + "variant\(variants.count == 1 ? "" : "s") (\(variants.joined(separator: ", ")))\(noted)\n"
  }
}

extension ScenarioError {
  /// What is wrong with the file, which is named once.
  fileprivate func summary(of path: String) -> String {
    diagnostics.isEmpty ? description : "\(path): \(commandError.message)"
  }

  /// The problems with a place, or one for the whole file when it has none.
  fileprivate var listed: [Diagnostic] {
    if !diagnostics.isEmpty { return diagnostics }
    guard case .unreadable(let path, let reason) = self else { return [] }
    return [
      Diagnostic(
        .error, .missingFile, at: SourcePosition(file: path, line: 1, column: 1), path: "", reason)
    ]
  }
}

extension Diagnostic {
  /// The problem as scripts read it.
  fileprivate var listing: DocumentValue {
    .mapping([
      ("severity", .string(severity.word)), ("kind", .string(kind.rawValue)),
      ("file", .string(position.file)), ("line", .integer(Int64(position.line))),
      ("column", .integer(Int64(position.column))), ("path", .string(path)),
      ("message", .string(message)), ("remedy", remedy.map { .string($0) } ?? .null),
    ])
  }
}

/// `--set path=value`; shared by the commands that resolve a scenario.
struct OverrideOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set an entry of the scenario, such as nodes.lisa.count=300; may be repeated.",
      valueName: "path=value"))
  var settings: [String] = []

  /// The settings, in the order given.
  func parsed() throws(CommandError) -> [ScenarioOverride] {
    var overrides: [ScenarioOverride] = []
    for setting in settings {
      guard let override = ScenarioOverride(setting) else {
        throw CommandError(
          .usage, "--set \(setting): write it as path=value, such as --set nodes.lisa.count=300")
      }
      overrides.append(override)
    }
    return overrides
  }

  /// Resolves one variant with the settings on top.
  func resolve(
    _ variant: String, of scenario: ScenarioFile
  ) throws(CommandError) -> ResolvedScenario {
    let overrides = try parsed()
    return try ScenarioError.mapped { () throws(ScenarioError) in
      try scenario.resolve(variant: variant, overrides: overrides)
    }
  }
}
