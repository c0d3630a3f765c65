import ArgumentParser
import CommandSupport
import Documents
import Foundation
import Scenario
import SpotScheduler
import Units

/// `fivespot init`: a scenario to begin with.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a scenario to begin with: a small one, or that of a fleet in a snapshot.",
    discussion: """
      With a snapshot, what it knows becomes entries: clusters and what they keep back, machines in \
      groups that are alike, windows with their time zones, terms, priorities, orders that hold, and \
      loads as they were. What it cannot know is a guess, and a comment with FILL IN says so. The same \
      snapshot gives the same bytes.

      EXAMPLES
        fivespot init --out first.yaml
        fivespot init --from-snapshot scenarios/night.snapshot.json
        fivespot-live snapshot --out fleet.json
        fivespot init --from-snapshot fleet.json --out fleet.yaml
        fivespot validate fleet.yaml
        fivespot run fleet.yaml --seeds 1..5

      What is taken over and what is not: docs/init.md. Exit codes: 0 written, 64 usage, 65 a problem \
      of the snapshot or the policy, 66 a file is missing.
      """)

  @Option(
    name: .customLong("from-snapshot"),
    help: ArgumentHelp(
      "The snapshot of a fleet, in JSON or YAML: what fivespot decide reads.", valueName: "file"))
  var snapshot: String?

  @Option(
    help: ArgumentHelp(
      "When the scenario starts, RFC 3339; without it, when the snapshot was read.",
      valueName: "instant"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "The cluster that lends; without it, the one with the most machines that are lent.",
      valueName: "cluster"))
  var owner: String?

  @Option(
    help: ArgumentHelp(
      "The terms of the regulated profile, in JSON or YAML; without it, the defaults.",
      valueName: "file"))
  var policy: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write it; without it, standard output.", valueName: "file"))
  var out: String?

  @Flag(help: "Replace a file that is there already.")
  var force = false

  @OptionGroup var scenarioOptions: ScenarioOptions

  func validate() throws {
    guard snapshot == nil else { return }
    for (option, isGiven) in [
      ("--at", at != nil), ("--owner", owner != nil), ("--policy", policy != nil),
    ] where isGiven {
      throw ValidationError("\(option) is about a snapshot: give --from-snapshot as well")
    }
  }

  func run() throws {
    // Before the work is done, and before anything is read from a pipe.
    if let out, !force, out != "-", Self.isFile(out) {
      throw CommandError(
        .usage, "\(out): is there already, and stays as it is; name another file, or add --force")
    }
    let text =
      try snapshot.map { path throws(CommandError) in try draft(path) } ?? StarterScenario.text
    guard let out, out != "-" else {
      return try StandardStreams.printResult(bytes: Array(text.utf8))
    }
    try AtomicFile.write(Array(text.utf8), to: out)
    StandardStreams.note("fivespot: wrote \(out); next: fivespot validate \(out)")
  }

  /// Whether something with contents of its own is there: a pipe or a device has none.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private func draft(_ path: String) throws(CommandError) -> String {
    let zones = try scenarioOptions.zones()
    let bytes = try SchedulerInput.bytes(of: path)
    let fleet = try SchedulerInput.mapped { () throws(SnapshotDocumentError) in
      try SnapshotDocument.read(bytes, path: path, zones: zones)
    }
    let origin = SnapshotOrigin(bytes, path: path)
    let start = try start(of: path, origin)
    let terms = try policy.map { path throws(CommandError) in
      let bytes = try SchedulerInput.bytes(of: path)
      return try SchedulerInput.mapped { () throws(SnapshotDocumentError) in
        try SnapshotDocument.readPolicy(bytes, path: path)
      }
    }
    do throws(SnapshotDraft.Failure) {
      return try SnapshotDraft.text(
        of: fleet, origin: origin, from: start, policy: terms ?? RegulatedPolicy(), owner: owner)
    } catch {
      switch error {
      case .noHosts: throw CommandError(.invalidInput, "\(path): \(error)")
      case .unknownOwner: throw CommandError(.usage, "--owner: \(error)")
      }
    }
  }

  private func start(of path: String, _ origin: SnapshotOrigin) throws(CommandError) -> Instant {
    guard let at else {
      guard let read = origin.at else {
        throw CommandError(
          .usage,
          "\(path): does not say when it was read (observed.at); give --at, such as --at "
            + "2026-06-10T22:40:00Z")
      }
      return read
    }
    do throws(TimestampError) { return try Instant(rfc3339: at) } catch {
      throw CommandError(
        .usage, "--at \(at): \(error); write an instant such as 2026-06-10T22:40:00Z")
    }
  }
}
