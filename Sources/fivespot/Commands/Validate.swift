import ArgumentParser
import CommandSupport
import Documents
import Planning
import Scenario
import Units

/// `fivespot validate`: reports every problem of scenario files.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check scenario files and the traces that they name, and suites of scenarios.",
    discussion: """
      Every problem is reported at once on standard error, as file:line:column: error: entry: what \
      is wrong; what to do. Warnings do not fail the check. Settings are for scenarios, not for suites.

      EXAMPLES
        fivespot validate scenarios/surf-week.yaml
        fivespot validate scenarios/*.yaml --set nodes.lisa.count=300
        fivespot validate scenarios/*.yaml --format json > problems.json

      Exit codes: 0 valid, 65 a problem, 66 a file is missing.
      """)

  @Argument(help: "The scenario files, or suites of the bench command.")
  var files: [String]

  @Option(
    help: """
      text: problems on standard error, a line for each valid file on standard output; json: a list \
      of problems and warnings on standard output.
      """)
  var format: Format = .text

  @Option(help: "Check settings on this variant only; may be repeated. Without it, on every one.")
  var variant: [String] = []

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
        let verdict =
          BenchSuite.isSuite(at: path)
          ? try checkSuite(path, zones: zones)
          : try check(path, zones: zones, settings: settings)
        problems += verdict.warnings
        guard format == .text else { continue }
        for warning in verdict.warnings { StandardStreams.note(warning.description) }
        valid.append(verdict.summary(of: path))
        // What an importer left out or assumed is part of what the figures will mean.
        valid += verdict.notes.map { "  note: \($0)\n" }
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

  /// What is said of a file that is valid.
  private struct Verdict {
    var name: String
    /// What its parts are: `variant`.
    var noun: String
    var parts: [String]
    var warnings: [Diagnostic]
    var notes: [String]

    func summary(of path: String) -> String {
      func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
      }
      let noted = warnings.isEmpty ? "" : ", \(counted(warnings.count, "warning"))"
      return "\(path): valid: \(name), \(counted(parts.count, noun)) "
        + "(\(parts.joined(separator: ", ")))\(noted)\n"
    }
  }

  private func check(
    _ path: String, zones: ZoneRulesSet, settings: [ScenarioOverride]
  ) throws(ScenarioError) -> Verdict {
    let scenario = try ScenarioFile.load(path: path, zones: zones)
    var warnings = scenario.warnings
    var notes: [String] = []
    for variant in variant.isEmpty ? scenario.variantNames : variant {
      let resolved = try scenario.resolve(variant: variant, overrides: settings)
      warnings += try resolved.inspect()
      for note in try resolved.importerNotes() where !notes.contains(note) { notes.append(note) }
    }
    return Verdict(
      name: scenario.name, noun: "variant", parts: scenario.variantNames,
      warnings: Diagnostic.sorted(warnings), notes: notes)
  }

  /// Checks a suite with the scenarios, variants and settings that it names.
  private func checkSuite(
    _ path: String, zones: ZoneRulesSet
  ) throws(ScenarioError) -> Verdict {
    let suite = try BenchSuite.load(path: path)
    _ = try BenchExecution(suite, zones: zones, workers: 1, commandLine: [])
    return Verdict(
      name: suite.name, noun: "benchmark", parts: suite.benchmarks.map(\.name),
      warnings: suite.warnings, notes: [])
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
