import ArgumentParser
import CommandSupport
import Documents
import Scenario

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

      Exit codes: 0 valid, 65 a problem, 66 a file is missing.
      """)

  @Argument(help: "The scenario files.")
  var files: [String]

  @OptionGroup var overrides: OverrideOptions
  @OptionGroup var scenarioOptions: ScenarioOptions

  func run() throws {
    var worst: CommandError?
    for path in files {
      do throws(CommandError) {
        try StandardStreams.printResult(check(path) + "\n")
      } catch {
        for line in error.details { StandardStreams.note(line) }
        if error.details.isEmpty { StandardStreams.note(error.message) }
        // A file that is wrong outweighs one that is missing.
        if worst == nil || error.code == .invalidInput {
          worst = CommandError(error.code, "\(path): \(error.message)")
        }
      }
    }
    if let worst { throw worst }
  }

  private func check(_ path: String) throws(CommandError) -> String {
    let scenario = try scenarioOptions.load(path)
    var warnings = scenario.warnings
    for variant in scenario.variantNames {
      let resolved = try overrides.resolve(variant, of: scenario)
      warnings += try ScenarioError.mapped { () throws(ScenarioError) in try resolved.inspect() }
    }
    let shown = Diagnostic.sorted(warnings)
    for warning in shown { StandardStreams.note(warning.description) }
    let variants = scenario.variantNames
    let noted = shown.isEmpty ? "" : ", \(shown.count) warning\(shown.count == 1 ? "" : "s")"
    return "\(path): valid: \(scenario.name), \(variants.count) "
      + "variant\(variants.count == 1 ? "" : "s") (\(variants.joined(separator: ", ")))\(noted)"
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

  /// Resolves one variant with the settings on top.
  func resolve(
    _ variant: String, of scenario: ScenarioFile
  ) throws(CommandError) -> ResolvedScenario {
    var overrides: [ScenarioOverride] = []
    for setting in settings {
      guard let override = ScenarioOverride(setting) else {
        throw CommandError(
          .usage, "--set \(setting): write it as path=value, such as --set nodes.lisa.count=300")
      }
      overrides.append(override)
    }
    return try ScenarioError.mapped { () throws(ScenarioError) in
      try scenario.resolve(variant: variant, overrides: overrides)
    }
  }
}
