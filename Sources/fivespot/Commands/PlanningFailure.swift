import CommandSupport
import Facts
import FleetSimulation
import Ledger
import RunStore
import Scenario

/// The errors of a run, given the exit code and the words of the terminal.
enum PlanningFailure {
  static func commandError(_ error: any Error) -> CommandError {
    switch error {
    case let error as CommandError: error
    case let error as ScenarioError: error.commandError
    case let error as RunStoreError: CommandError(error.exitCode, error.description)
    case let error as SimulationError:
      if case .invariantBroken = error {
        CommandError(.internalError, "a checker found a bug of the simulator: \(error)")
      } else {
        CommandError(.invalidInput, "the scenario cannot be simulated: \(error)")
      }
    case let error as ReplayError: contradiction(error)
    case let error as LedgerError:
      if case .facts(let error) = error {
        contradiction(error)
      } else {
        CommandError(.invalidInput, "the costs cannot be told: \(error)")
      }
    default: CommandError(.internalError, "\(error)")
    }
  }

  private static func contradiction(_ error: ReplayError) -> CommandError {
    CommandError(
      .internalError, "the journal contradicts itself, a bug of the simulator: \(error)")
  }
}
