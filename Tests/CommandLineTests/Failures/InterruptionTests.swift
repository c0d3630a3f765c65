import Foundation
import Testing

/// Runs that are broken off: by Ctrl-C, by the system, by a reader that goes away.
@Suite struct InterruptionTests {
  private struct Shown: Decodable {
    var status: String
    var memberCount, completeMemberCount: Int
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal keeps the finished members and exits 105`(signal: Int32) throws {
    let bench = try Bench()
    let running = try bench.startLongRun()
    running.send(signal)
    let result = try running.wait()
    #expect(result.signal == nil && result.status == 105)
    #expect(
      result.errors.contains("stopping: finished members are kept; once more to quit at once"))
    let kept = result.digests
    #expect(kept.count >= 3 && kept.count < 20_000)
    #expect(result.errors.contains("\(kept.count) of 20000 members are kept"))
    #expect(result.lines.first?.contains(" incomplete in ") == true)
    let shown = try bench.run("runs", "show", "--format", "json").json(Shown.self)
    #expect(shown.status == "incomplete" && shown.completeMemberCount == kept.count)
    #expect(shown.memberCount == 20_000)
    // Seed by seed, each with both variants: what is kept can be compared.
    let calm = kept.count { $0.variant == "calm" }
    #expect((0...1).contains(calm - (kept.count - calm)), "\(calm) of \(kept.count) are calm")
    #expect(kept.prefix(calm).map(\.seed) == (1...calm).map { "\($0)" })
    let report = try bench.run("report", "latest", "--format", "markdown")
    #expect(
      report.output.contains("stopped when \(kept.count) of 20000 members had ended"),
      "\(report.output.prefix(2_000))")
    try Self.expectUsable(bench)
  }

  @Test(arguments: [(SIGINT, SIGINT), (SIGTERM, SIGTERM), (SIGINT, SIGTERM)])
  func `the second signal ends the process at once`(first: Int32, second: Int32) throws {
    let bench = try Bench()
    // A reader that never reads: the result cannot be printed, so the process has to wait.
    let pipe = Pipe()
    try Self.fill(pipe)
    let running = try bench.startLongRun(output: pipe.fileHandleForWriting)
    running.send(first)
    let hasStopped = running.wait {
      (try? bench.run("runs", "list").output.contains("incomplete")) == true
        && running.errorsSoFar.contains("stopping")
        && bench.count("SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") == 1
    }
    #expect(hasStopped && running.isRunning, "\(running.errorsSoFar)")
    running.send(second)
    let result = try running.wait()
    #expect(result.signal == second, "\(result.status)")
    try Self.expectUsable(bench)
  }

  /// Leaves no room in a pipe, so that who writes to it has to wait.
  private static func fill(_ pipe: Pipe) throws {
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    let flags = fcntl(descriptor, F_GETFL)
    try #require(fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0)
    let bytes = [UInt8](repeating: 0x20, count: 4_096)
    while write(descriptor, bytes, bytes.count) > 0 {}
    while write(descriptor, bytes, 1) > 0 {}
    try #require(fcntl(descriptor, F_SETFL, flags) == 0)
  }

  @Test func `a killed run is incomplete, readable, and the next one works`() throws {
    let bench = try Bench()
    let running = try bench.startLongRun()
    running.send(SIGKILL)
    #expect(try running.wait().signal == SIGKILL)
    let shown = try bench.run("runs", "show", "--format", "json").json(Shown.self)
    #expect(shown.status == "incomplete" && shown.completeMemberCount >= 3)
    try Self.expectUsable(bench)
  }

  /// Whether what is left of a broken run can be used, and whether another run can follow it.
  private static func expectUsable(_ bench: Bench) throws {
    #expect(try bench.run("verify", "latest/calm/1", "--quiet").status == 0)
    let report = try bench.run("report", "latest/calm")
    #expect(report.status == 0 && report.output.contains("incomplete"))
    #expect(try bench.run("runs", "list").output.contains(" incomplete "))
    try bench.tamper(
      "CREATE TEMP TABLE check_ (ok CHECK (ok)); "
        + "INSERT INTO check_ SELECT integrity_check = 'ok' FROM pragma_integrity_check;")
    let members = bench.count("SELECT count(*) FROM members WHERE status = 'complete'")
    // Every kept member has all its figures; none is half there.
    #expect(bench.count("SELECT count(DISTINCT variant || seed) FROM summary") == members)
    #expect(bench.count("SELECT count(DISTINCT variant || seed) FROM series") == members)
    try bench.simulate()
    #expect(try bench.run("verify", "--quiet").status == 0)
  }

  @Test func `a verification that is stopped exits 105`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..500", "--keep-journal", "none")
    let running = try bench.start(["verify"])
    let hasBegun = running.wait { running.errorsSoFar.contains("members (10 %)") }
    try #require(hasBegun && running.isRunning)
    running.send(SIGINT)
    let result = try running.wait()
    #expect(result.status == 105 && result.signal == nil)
    #expect(result.errors.contains("stopped before every member was verified"))
    #expect(result.lines.allSatisfy { $0.hasPrefix("equal ") })
  }

  // MARK: Standard output

  @Test func `a reader that went away is no crash, and the run is kept`() throws {
    let bench = try Bench()
    for arguments in [
      ["run", "small.yaml", "--quiet"], ["runs", "list"], ["runs", "show"], ["report"],
      ["verify", "--quiet"], ["export", "latest/calm", "--journal", "csv"], ["metrics"], ["schema"],
      ["validate", "small.yaml"],
    ] {
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let result = try bench.start(arguments, call: .init(output: pipe.fileHandleForWriting)).wait()
      #expect(result.signal == nil && result.status == 1, "\(arguments)")
      #expect(result.errors.isEmpty, "\(arguments): \(result.errors)")
    }
    #expect(bench.count("SELECT count(*) FROM runs WHERE status = 'complete'") == 1)
  }

  @Test func `a full device as standard output exits 1, and the run is kept`() throws {
    let bench = try Bench()
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let result = try bench.start(
      ["run", "small.yaml", "--quiet"], call: .init(output: full)
    ).wait()
    #expect(result.status == 1)
    #expect(
      result.errors == "fivespot: cannot write to standard output: No space left on device\n")
    #expect(try bench.run("verify", "--quiet").status == 0)
  }

  @Test func `closed streams are no trouble`() throws {
    let bench = try Bench()
    let script = "exec \"$@\" >&- 2>&- <&-"
    let result = try bench.start(
      ["run", "small.yaml"], call: .init(wrapper: ["sh", "-c", script, "sh"])
    ).wait()
    #expect(result.status == 1 && result.signal == nil)
    #expect(try bench.scratch.names(in: "runs") == ["fivespot.sqlite"])
    #expect(try bench.run("verify", "--quiet").status == 0)
  }
}
