import ArgumentParser
import CommandSupport
import Documents
import Foundation
import Scenario
import Units

/// How a scenario file is read; shared by the commands that take one.
struct ScenarioOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Use the time zone rules of this zoneinfo folder instead of the built-in ones.",
      valueName: "dir"))
  var zoneinfo: String?

  /// The zone rules that the call asks for.
  func zones() throws(CommandError) -> ZoneRulesSet {
    guard let zoneinfo else { return .pinned }
    do throws(ZoneInfoDirectory.Failure) {
      return try ZoneInfoDirectory.load(zoneinfo)
    } catch {
      throw CommandError(.missingInput, error.description)
    }
  }

  /// Reads and checks a scenario; warnings go to standard error.
  func load(_ path: String) throws(CommandError) -> ScenarioFile {
    let zones = try zones()
    return try ScenarioError.mapped { () throws(ScenarioError) in
      try ScenarioFile.load(path: path, zones: zones)
    }
  }
}

extension ScenarioError {
  /// Does work with a scenario and gives its errors the form that the terminal shows.
  static func mapped<Value>(
    _ work: () throws(ScenarioError) -> Value
  ) throws(CommandError) -> Value {
    do throws(ScenarioError) { return try work() } catch { throw error.commandError }
  }

  /// The error as the terminal shows it: every problem in the form that editors jump to, then how
  /// many there are.
  var commandError: CommandError {
    let code: CommandSupport.ExitCode = isMissingInput ? .missingInput : .invalidInput
    let errors = diagnostics.filter { $0.severity == .error }
    guard !errors.isEmpty else { return CommandError(code, description) }
    return CommandError(
      code, errors.count == 1 ? "1 problem" : "\(errors.count) problems",
      details: diagnostics.map(\.description))
  }
}
