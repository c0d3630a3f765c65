import ArgumentParser
import CommandSupport
import Foundation

@main
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fivespot-conformance",
    abstract: "Holds the libraries against files of behaviour vectors.",
    discussion: """
      DIR is a folder of suites or one suite, which its last path component names. The suites are \
      \(Registry.suites.map(\.name).joined(separator: ", ")); kube-api and *.md are passed over.

      A line a file says how many vectors passed and failed, or that the file is not supported \
      yet; a failure shows its input, what was expected and what came out. The last line is the \
      total.

      Examples:
        fivespot-conformance Tests/Vectors
        fivespot-conformance Tests/Vectors/5spot
        fivespot-conformance Tests/Vectors/5spot --actual > actual.jsonl

      Exit codes: 0 all passed, 1 a vector failed, 64 wrong call, 65 an unknown suite or a file \
      that is not a vector file, 66 no such folder.
      """)

  @Argument(help: ArgumentHelp("The folder of suites, or of one suite.", valueName: "dir"))
  var directory: String

  @Flag(
    help: """
      Print what comes out instead, one JSON line a vector with suite, file, id, fn and actual, \
      also for vectors without an expectation.
      """)
  var actual = false

  func run() throws {
    var run = ConformanceRun(style: actual ? .actual : .verdict)
    do {
      try run.check(directory)
    } catch {
      StandardStreams.note("fivespot-conformance: error: \(error.message)")
      throw ArgumentParser.ExitCode(error.code.rawValue)
    }
    guard run.exitCode == .success else { throw ArgumentParser.ExitCode(run.exitCode.rawValue) }
  }
}
