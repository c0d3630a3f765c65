import ArgumentParser
import CommandSupport
import RunStore

/// Where runs are kept; shared by every command that reads or writes them.
struct StoreOptions: ParsableArguments {
  @Option(help: "The SQLite file that keeps the runs.")
  var store = "runs/fivespot.sqlite"

  /// Opens the store, with the exit code that its errors call for.
  func open(_ mode: RunStore.Mode) throws(CommandError) -> RunStore {
    try RunStoreError.mapped { () throws(RunStoreError) in
      try RunStore.open(at: store, mode: mode)
    }
  }
}

extension RunStoreError {
  /// The exit code that says to a script what kind of trouble this is.
  var exitCode: CommandSupport.ExitCode {
    switch code {
    case .notFound, .isDirectory, .runNotFound, .memberNotFound, .journalNotKept: .missingInput
    case .notAStore, .newerVersion, .ambiguousRun, .badQuery: .invalidInput
    case .locked, .timeLimit: .temporary
    default: .failure
    }
  }

  /// Does work with a store and gives its errors the form that the terminal shows.
  static func mapped<Value>(
    _ work: () throws(RunStoreError) -> Value
  ) throws(CommandError) -> Value {
    do throws(RunStoreError) { return try work() } catch {
      throw CommandError(error.exitCode, error.description)
    }
  }
}
