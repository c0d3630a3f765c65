import ArgumentParser
import CommandSupport
import Documents
import Planning
import Scenario
import SpotScheduler

/// `fivespot schema`: the JSON Schema of a format.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of a format.",
    discussion: """
      The schema is made from the same description that documents are checked with: scenarios and \
      suites, and the snapshots, policies and decisions of decide.

      EXAMPLES
        fivespot schema > scenarios/scenario.schema.json
        fivespot schema bench > scenarios/bench.schema.json
        fivespot schema snapshot > scenarios/snapshot.schema.json
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case scenario
    case bench
    case snapshot
    case policy
    case decision

    var description: DocumentFormat {
      switch self {
      case .scenario: ScenarioFormat.file
      case .bench: BenchSuiteFormat.file
      case .snapshot: SnapshotFormat.snapshot
      case .policy: SnapshotFormat.policy
      case .decision: SnapshotFormat.decision
      }
    }
  }

  @Argument(help: "The format.")
  var format: Format = .scenario

  func run() throws {
    try StandardStreams.printJSON(format.description.jsonSchema(), sortsKeys: false)
  }
}
