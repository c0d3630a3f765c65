import ArgumentParser
import CommandSupport
import Documents
import Planning
import RunStore
import Scenario
import Units

/// `fivespot explain`: where a machine or a pod of a run was, and why.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell where a machine or a pod was at an instant of a run, and why.",
    discussion: """
      The member is simulated again from its stored, resolved scenario, and its digest held against \
      the stored one, so what is told is what happened. M is a host, such as trading-general/07, or one \
      of its objects, such as batch/trading-general/07. P is a job, such as surf/1203: why its pod sits \
      on its node, with what each filter and score said of each node, or why it waits; without --at, \
      when it got its node last.

      EXAMPLES
        fivespot explain latest/regulated/42 --machine trading-general/07 --at 2026-11-25T03:00:00Z
        fivespot explain latest --variant stress --seed 42 --machine batch/trading-general/07 \\
          --at 2026-11-25T07:00:00Z --format json | jq .lastDecision.rejected
        fivespot explain latest --pod surf/1203
        fivespot explain latest --pod surf/1203 --at 2026-01-03T10:00:00Z --format json | jq .wouldHelp

      What is told: docs/explain.md. Exit codes: 0 told, 64 no such machine, pod or time, 65 the member \
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
  var machine: String?

  @Option(help: ArgumentHelp("A job, as source/name.", valueName: "name"))
  var pod: String?

  @Option(
    help: ArgumentHelp(
      "The instant, RFC 3339. With --pod it may be left out.", valueName: "instant"))
  var at: String?

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

  func validate() throws {
    guard (machine == nil) != (pod == nil) else {
      throw ValidationError(
        machine == nil
          ? "name a machine with --machine or a pod with --pod"
          : "a machine and a pod are two questions; ask one")
    }
    guard pod != nil || at != nil else {
      throw ValidationError("give the instant with --at, such as 2026-11-25T03:00:00Z")
    }
  }

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
    let page: (lines: [String], document: DocumentValue)?
    do {
      let scenario = try StoredMember.scenario(
        of: member, in: store, folder: folder ?? StoredMember.folder(of: run))
      let isCancelled = { interruption.isRequested }
      if let machine, let instant {
        page = try RunExplanation.explain(
          member, scenario: scenario, machine: machine, at: instant, isCancelled: isCancelled
        ).map {
          let page = ExplainPage(answer: $0, run: run, member: member, machine: machine)
          return (page.lines, page.document)
        }
      } else {
        page = try PlacementExplanation.explain(
          member, scenario: scenario, pod: pod ?? "", at: instant, isCancelled: isCancelled
        ).map {
          (
            PlacementPage(answer: $0, run: run, member: member).lines,
            PlacementDocument(answer: $0, run: run, member: member).document
          )
        }
      }
    } catch let failure as RunExplanation.Failure {
      throw commandError(failure, of: member)
    } catch let failure as PlacementExplanation.Failure {
      throw commandError(failure)
    } catch let error as RestorationError {
      throw error.commandError
    } catch {
      throw PlanningFailure.commandError(error)
    }
    guard let page else { throw CommandError(.aborted, "stopped before the run had ended") }
    switch format {
    case .text:
      try StandardStreams.printResult(page.lines.joined(separator: "\n") + "\n")
    case .json: try StandardStreams.printJSON(page.document, sortsKeys: false)
    }
  }

  private func instant() throws(CommandError) -> Instant? {
    guard let at else { return nil }
    do throws(TimestampError) { return try Instant(rfc3339: at) } catch {
      throw CommandError(
        .usage, "--at \(at): \(error); write an instant such as 2026-11-25T03:00:00Z")
    }
  }

  private func outsideHorizon(_ start: Instant, _ end: Instant) -> CommandError {
    CommandError(
      .usage,
      "--at \(at ?? ""): the run goes from \(start.rfc3339) to \(end.rfc3339), its end left out")
  }

  private func anotherRun(_ stored: String, _ rerun: String) -> CommandError {
    CommandError(
      .thresholdFailed,
      "the run cannot be repeated: its digest was \(stored) and is \(rerun); fivespot verify "
        + "names the first event that differs")
  }

  private func commandError(_ failure: PlacementExplanation.Failure) -> CommandError {
    switch failure {
    case .unknownPod(let remedy):
      CommandError(.usage, "--pod \(pod ?? ""): no job has that name; \(remedy)")
    case .isOfControlPlane:
      CommandError(
        .usage,
        "--pod \(pod ?? ""): pods of a control plane are not explained; ask for its machine with "
          + "--machine, or see its events in fivespot export --journal csv")
    case .isService:
      CommandError(
        .usage,
        "--pod \(pod ?? ""): that is a service, whose pods have no names of their own; name a job")
    case .outsideHorizon(let start, let end): outsideHorizon(start, end)
    case .anotherRun(let stored, let rerun): anotherRun(stored, rerun)
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
        .usage, "--machine \(machine ?? ""): no machine that may be lent has that name; \(remedy)")
    case .outsideHorizon(let start, let end): outsideHorizon(start, end)
    case .anotherRun(let stored, let rerun): anotherRun(stored, rerun)
    }
  }
}
