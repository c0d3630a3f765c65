/// The exit codes of every executable of the project, one table for all subcommands.
///
/// sysexits for what was wrong with the call, k6's numbers for judgements (`docs/exit-codes.md`).
package enum ExitCode: Int32, Sendable {
  /// Success, and no difference was asked for or found.
  case success = 0
  /// An internal or I/O failure: a full disk, a store that cannot be written; without a message when
  /// whoever read standard output went away.
  case failure = 1
  /// Success, and differences were found where the call asked about them.
  case differences = 2
  /// The call itself is wrong: an unknown flag, a value that does not parse.
  case usage = 64
  /// Input was read and is invalid.
  case invalidInput = 65
  /// Input is missing or cannot be read, or a file that the call names is a folder.
  case missingInput = 66
  /// Something that the call needs is not available.
  case unavailable = 69
  /// A bug of the tool itself.
  case internalError = 70
  /// A temporary condition, such as a lock that another process holds; try again later.
  case temporary = 75
  /// A benchmark could not be judged.
  case notJudged = 98
  /// A threshold failed, or a verification found a difference.
  case thresholdFailed = 99
  /// Aborted by the user; what was finished is kept and marked incomplete.
  case aborted = 105
}

/// An error as it reaches the terminal: what happened, and the exit code that says so to scripts.
package struct CommandError: Error, Sendable {
  /// The exit code of the process.
  package var code: ExitCode
  /// One line or more for standard error, without the program's name; empty when there is nothing to
  /// say.
  package var message: String
  /// Lines that stand before the message as they are, such as `file:line:column: error: …`.
  package var details: [String]

  /// Makes an error.
  package init(_ code: ExitCode, _ message: String, details: [String] = []) {
    self.code = code
    self.message = message
    self.details = details
  }
}
