import CommandSupport
import Foundation

#if Live
  import ArgumentParser
  import Facts

  /// The command line that talks to clusters: it reads, compares, advises and watches, and changes nothing.
  @main
  struct FivespotLive: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fivespot-live",
      abstract:
        "Looks at real clusters beside 5-Spot, says what would be done, and does none of it.",
      discussion: """
        EXAMPLES
          fivespot-live rbac --mode snapshot | kubectl apply -f -
          fivespot-live snapshot --workload-secret fleet/batch --out snapshot.json
          fivespot-live advise --profile upstream-0.3
          fivespot-live record fleet.jsonl --workload-secret fleet/batch
          fivespot-live forecast fleet.jsonl --horizon 24h
          fivespot-live controller --mode observe --no-lease
          fivespot-live audit verify audit-1.jsonl audit-2.jsonl

        Guides: docs/live.md, docs/live/adoption.md, docs/forecast.md. Exit codes: docs/exit-codes.md.
        """,
      version: "fivespot-live \(ToolVersion.current)",
      subcommands: [
        Snapshot.self, Advise.self, Record.self, Forecast.self, Backtest.self, Controller.self,
        Rbac.self, Audit.self,
      ])

    // Not asynchronous: see `UserInterruption`.
    static func main() {
      signal(SIGPIPE, SIG_IGN)
      do {
        var command = try parseAsRoot()
        try command.run()
      } catch let error as CommandError {
        for line in error.details { StandardStreams.note(line) }
        if !error.message.isEmpty { StandardStreams.note("fivespot-live: \(error.message)") }
        Foundation.exit(error.code.rawValue)
      } catch {
        exit(withError: error)
      }
    }
  }
#else
  /// What stands in the place of the command where it was built without its HTTP stack.
  @main
  enum FivespotLive {
    static func main() {
      StandardStreams.note(
        "fivespot-live: this build talks to no cluster; build it with its HTTP stack: "
          + "swift build -c release --traits Live")
      Foundation.exit(CommandSupport.ExitCode.unavailable.rawValue)
    }
  }
#endif
