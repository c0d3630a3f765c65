import ArgumentParser
import CommandSupport
import Planning
import RunStore
import Scenario
import Units

/// `fivespot explain`: where a machine of a run was, and why.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell where a machine was at an instant of a run, and why.",
    discussion: """
      The member is simulated again from its stored, resolved scenario, and its digest held against \
      the stored one, so what is told is what happened. M is a host, such as trading-general/07, or one \
      of its objects, such as batch/trading-general/07.

      EXAMPLES
        fivespot explain latest/regulated/42 --machine trading-general/07 --at 2026-11-25T03:00:00Z
        fivespot explain latest --variant stress --seed 42 --machine batch/trading-general/07 \\
          --at 2026-11-25T07:00:00Z --format json | jq .lastDecision.rejected

      What is told: docs/explain.md. Exit codes: 0 told, 64 no such machine or time, 65 the member \
      lends nothing, 66 an input is missing, 99 the run cannot be repeated.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  @Argument(
    help: ArgumentHelp(
      "The member: latest or the beginning of an id, narrowed by /VARIANT[/SEED].", valueName: "run"
    ))
  var reference: String = "latest"

  @Option(help: ArgumentHelp("A host, or an object as namespace/name.", valueName: "name"))
  var machine: String

  @Option(help: ArgumentHelp("The instant, RFC 3339.", valueName: "instant"))
  var at: String

  @Option(help: "The member's variant, when the reference does not name it.")
  var variant: String?

  @Option(help: "The member's seed, when the reference does not name it.")
  var seed: UInt64?

  @Option(help: "text for people, json for programs.")
  var format: Format = .text

  @Option(
    help: ArgumentHelp(
      "The folder that the scenario lay in, when it is no longer where the run found it.",
      valueName: "dir"))
  var folder: String?

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let interruption = UserInterruption()
    interruption.listen()
    let instant = try instant()
    let store = try storeOptions.open(.readOnly)
    let (run, member) = try StoredMember.only(reference, variant: variant, seed: seed, in: store)
    guard member.status == .complete else {
      throw CommandError(
        .missingInput,
        "\(member.variant)/\(member.seed) of run \(run.runID) did not come to its end; run it again"
      )
    }
    let answer: RunExplanation.Answer?
    do {
      let scenario = try StoredMember.scenario(
        of: member, in: store, folder: folder ?? StoredMember.folder(of: run))
      answer = try RunExplanation.explain(
        member, scenario: scenario, machine: machine, at: instant,
        isCancelled: { interruption.isRequested })
    } catch let failure as RunExplanation.Failure {
      throw commandError(failure, of: member)
    } catch let error as RestorationError {
      throw error.commandError
    } catch {
      throw PlanningFailure.commandError(error)
    }
    guard let answer else { throw CommandError(.aborted, "stopped before the run had ended") }
    let page = ExplainPage(answer: answer, run: run, member: member, machine: machine)
    switch format {
    case .text:
      try StandardStreams.printResult(page.lines.joined(separator: "\n") + "\n")
    case .json: try StandardStreams.printJSON(page.document, sortsKeys: false)
    }
  }

  private func instant() throws(CommandError) -> Instant {
    do throws(TimestampError) { return try Instant(rfc3339: at) } catch {
      throw CommandError(
        .usage, "--at \(at): \(error); write an instant such as 2026-11-25T03:00:00Z")
    }
  }

  private func commandError(
    _ failure: RunExplanation.Failure, of member: MemberRecord
  ) -> CommandError {
    switch failure {
    case .nothingIsLent:
      CommandError(
        .invalidInput,
        "variant \(member.variant) lends no machine, so there is no decision to explain")
    case .unknownMachine(let remedy):
      CommandError(
        .usage, "--machine \(machine): no machine that may be lent has that name; \(remedy)")
    case .outsideHorizon(let start, let end):
      CommandError(
        .usage,
        "--at \(at): the run goes from \(start.rfc3339) to \(end.rfc3339), its end left out")
    case .anotherRun(let stored, let rerun):
      CommandError(
        .thresholdFailed,
        "the run cannot be repeated: its digest was \(stored) and is \(rerun); fivespot verify "
          + "names the first event that differs")
    }
  }
}
