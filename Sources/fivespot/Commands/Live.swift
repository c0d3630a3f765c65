import ArgumentParser
import CommandSupport
import Foundation

/// `fivespot live`: runs `fivespot-live`, the one program that talks to clusters, in this one's place.
struct Live: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at real clusters: runs the program fivespot-live.",
    discussion: """
      Whatever follows goes to fivespot-live, which stands beside this program and is built with \
      swift build -c release --traits Live. Nothing else of fivespot makes a network call.

      EXAMPLES
        fivespot live --help
        fivespot live snapshot --out snapshot.json
        fivespot live advise --profile regulated

      Guide: docs/live.md. Exit codes: those of fivespot-live; 69 where it is not there.
      """)

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("What fivespot-live is called with.", valueName: "words"))
  var words: [String] = []

  func run() throws {
    guard let own = Bundle.main.executableURL else {
      throw CommandError(.unavailable, "live: where this program stands is not known")
    }
    let program = own.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("fivespot-live").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      if ["--help", "-h"].contains(words.first) { throw CleanExit.helpRequest(self) }
      throw CommandError(
        .unavailable,
        "live: there is no \(program); build it: swift build -c release --traits Live")
    }
    var arguments = ([program] + words).map { strdup($0) }
    arguments.append(nil)
    execv(program, arguments)
    throw CommandError(
      .failure, "live: cannot start \(program): \(String(cString: strerror(errno)))")
  }
}
