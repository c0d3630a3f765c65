import ArgumentParser
import CommandSupport
import Documents
import Facts
import SpotScheduler

/// `fivespot lint`: what is wrong with 5-Spot's objects, before a cluster finds out.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check ScheduledMachines and their schedules as 5-Spot and the API server would.",
    discussion: """
      Reads YAML of any number of documents, or JSON; objects of other kinds are passed over. \
      Problems are on standard output, one a line, as file:line:column: severity rule: field: what \
      is wrong; what to do. Rules have layers: schema, admission, runtime, and lint for advice. \
      Files that belong together are named together, so that references can be followed.

      EXAMPLES
        fivespot lint machine.yaml schedules.yaml
        kubectl get scheduledmachines,timebasedspotschedules -A -o yaml | fivespot lint -
        fivespot lint manifests/*.yaml --fail-on warning --show warning
        fivespot lint manifests/*.yaml --format sarif > lint.sarif

      Rules: docs/lint-rules.md. Exit codes: 0 nothing to fail on, 64 usage, 65 a problem, 66 a \
      file is missing.
      """)

  @Argument(help: "The files; - is standard input.")
  var files: [String]

  @Option(help: "text, json (a list of problems) or sarif (SARIF 2.1.0).")
  var format: Format = .text

  @Option(help: "Exit with 65 from this severity on: error, warning or note.")
  var failOn: LintRule.Severity = .error

  @Option(help: "Leave out what is less severe: error, warning or note.")
  var show: LintRule.Severity = .note

  @OptionGroup var scenarioOptions: ScenarioOptions

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case sarif
  }

  func run() throws {
    let zones = try scenarioOptions.zones()
    let input = try ManifestInput(files)
    let found = input.manifests.lint(zones: zones)
    let shown = found.filter { $0.rule.severity.isAtLeast(show) }
    let isFailed = found.contains { $0.rule.severity.isAtLeast(failOn) }
    let code: CommandSupport.ExitCode =
      isFailed ? .invalidInput : input.missing.isEmpty ? .success : .missingInput
    switch format {
    case .text:
      if !shown.isEmpty {
        try StandardStreams.printResult(shown.map { "\($0)\n" }.joined())
      }
    case .json: try StandardStreams.printJSON(LintReport.json(shown), sortsKeys: false)
    case .sarif:
      try StandardStreams.printJSON(
        LintReport.sarif(shown, version: ToolVersion.current, exitCode: code.rawValue),
        sortsKeys: false)
    }
    let summary = summary(of: found, input)
    guard code != .success else { return StandardStreams.note("fivespot: \(summary)") }
    throw CommandError(code, summary, details: input.missing)
  }

  private func summary(of found: [ManifestProblem], _ input: ManifestInput) -> String {
    func counted(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    let severities = LintRule.Severity.allCases.map { severity in
      counted(found.count { $0.rule.severity == severity }, severity.rawValue)
    }
    let passedOver = input.manifests.passedOver
    return "\(severities.joined(separator: ", ")) in "
      + counted(input.manifests.objects.count, "object")
      + (passedOver == 0 ? "" : "; passed over \(counted(passedOver, "object")) of other kinds")
  }
}

extension LintRule.Severity: ExpressibleByArgument {}
