import ArgumentParser
import CommandSupport
import Documents
import Planning
import Scenario

/// `fivespot schema`: the JSON Schema of a format.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of the scenario format or of the suite format.",
    discussion: """
      The schema is made from the same description that validate uses.

      EXAMPLES
        fivespot schema > scenarios/scenario.schema.json
        fivespot schema bench > scenarios/bench.schema.json
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case scenario
    case bench

    var description: DocumentFormat {
      switch self {
      case .scenario: ScenarioFormat.file
      case .bench: BenchSuiteFormat.file
      }
    }
  }

  @Argument(help: "The format.")
  var format: Format = .scenario

  func run() throws {
    try StandardStreams.printJSON(format.description.jsonSchema(), sortsKeys: false)
  }
}
