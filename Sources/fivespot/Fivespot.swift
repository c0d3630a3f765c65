import ArgumentParser
import CommandSupport
import Foundation
import Facts

/// The offline command line: simulate, keep, report, verify. Makes no network call.
@main
struct Fivespot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fivespot",
    abstract: "Simulates a fleet on recorded or synthetic load and keeps every run in SQLite.",
    discussion: """
      EXAMPLES
        fivespot init --out first.yaml
        fivespot validate scenarios/surf-week.yaml
        fivespot run scenarios/surf-week.yaml --seeds 1..20
        fivespot report latest --html runs/report.html
        fivespot compare latest/calm latest/preemptible
        fivespot query latest "SELECT variant, metric, value FROM summary"
        fivespot verify latest
        fivespot explain latest/regulated/42 --machine trading-general/07 --at 2026-11-25T03:00:00Z

      A RUN is `latest` or the beginning of a run's id, narrowed by /VARIANT or /VARIANT/SEED.
      Exit codes: 0 fine, 64 usage, 65 invalid input, 66 missing input, 99 a check failed,
      105 stopped by the user; all of them in docs/exit-codes.md.
      """,
    version: "fivespot \(ToolVersion.current)",
    subcommands: [
      Init.self, Validate.self, Run.self, Runs.self, Report.self, Compare.self, Bench.self,
      Verify.self,
      Explain.self, Export.self, Query.self, Metrics.self, Decide.self, Lint.self, Preview.self,
      Capacity.self, Live.self,
      Schema.self,
    ])

  // Not asynchronous: with its main thread in the runtime's hands, whose sleep lets every signal
  // through, no command could listen for Ctrl-C.
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as CommandError {
      for line in error.details { StandardStreams.note(line) }
      if !error.message.isEmpty { StandardStreams.note("fivespot: \(error.message)") }
      Foundation.exit(error.code.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
