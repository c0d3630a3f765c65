import Foundation
import Testing

/// Runs that are stopped or killed, and gone on with.
@Suite struct ResumeTests {
  private struct Shown: Decodable {
    var status: String
    var run: String
    var memberCount, completeMemberCount: Int
  }

  private static let options = ["--seeds", "1..150", "--keep-journal", "all"]

  /// Starts a run and sends it a signal once it has some members and many are missing.
  private func broken(_ bench: Bench, by signal: Int32) throws -> Shown {
    let running = try bench.start(["run", "small.yaml", "--workers", "1"] + Self.options)
    let hasBegun = running.wait {
      (bench.count("SELECT max(members_complete) FROM runs") ?? 0) >= 3
    }
    try #require(hasBegun && running.isRunning, "\(running.errorsSoFar)")
    running.send(signal)
    let result = try running.wait()
    if signal == SIGINT {
      #expect(result.status == 105)
      #expect(result.errors.contains("goes on with it"), "\(result.errors)")
    } else {
      #expect(result.signal == signal)
    }
    let shown = try bench.run("runs", "show", "--format", "json").json(Shown.self)
    try #require(shown.status == "incomplete" && shown.completeMemberCount < 300)
    return shown
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func `a run that was broken off goes on, and is what it would have been`(signal: Int32) throws {
    let bench = try Bench()
    let shown = try broken(bench, by: signal)
    let resumed = try bench.run("run", "--resume", String(shown.run.prefix(12)))
    #expect(resumed.status == 0, "\(resumed.errors)")
    let kept = shown.completeMemberCount
    #expect(
      resumed.errors.contains("\(kept) of 300 members are kept; \(300 - kept) to go"),
      "\(resumed.errors)")
    #expect(resumed.errors.contains("300/300 members (100 %)"), "\(resumed.errors)")
    #expect(resumed.lines.first == "run \(shown.run) complete in \(Bench.store)")
    let whole = try bench.start(
      ["run", "small.yaml", "--quiet", "--store", "whole.sqlite"] + Self.options
    ).wait()
    #expect(resumed.digests == whole.digests && resumed.digests.count == 300)
    // The table of figures is over all members, not over those that were missing.
    #expect(resumed.lines.dropFirst() == whole.lines.dropFirst())
    let after = try bench.run("runs", "show", "--format", "json").json(Shown.self)
    #expect(after.status == "complete" && after.run == shown.run)
    let verified = try bench.run("verify", "--quiet")
    #expect(verified.status == 0 && verified.lines.count == 300)
    #expect(verified.lines.allSatisfy { $0.hasPrefix("equal ") })
    let again = try bench.run("run", "--resume", "latest")
    #expect(again.status == 0 && again.digests == whole.digests)
    #expect(again.errors.contains("has all of its 300 members; nothing was run"), "\(again.errors)")
  }

  @Test func `what is no longer what it was is refused, and the run stays as it is`() throws {
    let bench = try Bench()
    let shown = try broken(bench, by: SIGKILL)
    func refused(_ arguments: [String] = [], status: Int32, _ words: String...) throws {
      let result = try bench.start(["run", "--resume", "latest", "--quiet"] + arguments).wait()
      #expect(result.status == status, "\(arguments): \(result.errors)")
      for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
      #expect(result.lines.isEmpty)
      let after = try bench.run("runs", "show", "--format", "json").json(Shown.self)
      #expect(after.completeMemberCount == shown.completeMemberCount)
    }
    try refused(["--seeds", "1..3"], status: 64, "--seeds was settled when the run began")
    try refused(["--set", "seed=4"], status: 64, "--set was settled when the run began")
    try refused(["other.yaml"], status: 66, "other.yaml cannot be read")

    try bench.scratch.write("small.yaml", Bench.scenario + "# Another thought.\n")
    try refused(status: 65, "small.yaml is not what it was when run \(shown.run) began")
    try bench.scratch.write("small.yaml", Bench.scenario)

    try bench.scratch.write("jobs.csv", Bench.jobs.replacing("600000", with: "600001"))
    try refused(status: 65, "jobs.csv changed: it had SHA-256", "run \(shown.run) cannot go on")
    try FileManager.default.removeItem(atPath: bench.scratch.path("jobs.csv"))
    try refused(status: 66, "jobs.csv is missing")
    try bench.scratch.write("jobs.csv", Bench.jobs)

    try bench.tamper("UPDATE run SET tool_version = '0.0.1'")
    try refused(status: 65, "was begun by fivespot 0.0.1", "run it anew")
    let unknown = try bench.run("run", "--resume", "ffff")
    #expect(unknown.status == 66 && unknown.errors.contains("no run is called ffff"))
    let nothing = try bench.run("run")
    #expect(nothing.status == 64 && nothing.errors.contains("there is no scenario to run"))
  }

  @Test func `the store is enough when the scenario file is gone`() throws {
    let bench = try Bench()
    _ = try broken(bench, by: SIGKILL)
    try FileManager.default.removeItem(atPath: bench.scratch.path("small.yaml"))
    let resumed = try bench.run("run", "--resume", "latest")
    #expect(resumed.status == 0 && resumed.digests.count == 300, "\(resumed.errors)")
    #expect(resumed.errors.contains("small.yaml is no longer there"), "\(resumed.errors)")
  }
}
