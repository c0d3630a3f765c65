import ArgumentParser
import CommandSupport
import Documents
import Scenario

/// `fivespot schema`: the JSON Schema of the scenario format.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of the scenario format.",
    discussion: """
      The schema is made from the same description that validate uses.

      EXAMPLES
        fivespot schema > scenarios/scenario.schema.json
      """)

  func run() throws {
    try StandardStreams.printJSON(ScenarioFormat.file.jsonSchema(), sortsKeys: false)
  }
}
