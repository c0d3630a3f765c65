import Foundation
import Testing

/// The offline commands make no network call, and need no network.
@Suite struct NetworkTests {
  @Test(.enabled(if: Machine.canTraceCalls, "needs strace, and the right to trace"))
  func `no command makes a network call`() throws {
    try expectNoCall(by: try Bench(), wrapper: [], executable: nil)
  }

  /// Somebody without rights is asked more by the system, such as for priorities of threads.
  @Test(
    .enabled(
      if: Machine.canTraceCalls && Machine.isRoot && Machine.canBeBoundByPermissions,
      "needs root, setpriv, strace, and the right to trace"))
  func `no command of somebody without rights makes a network call`() throws {
    let bench = try Bench()
    let copy = bench.scratch.url.appendingPathComponent("product")
    try FileManager.default.copyItem(at: BuiltProduct.url("fivespot"), to: copy)
    chmod(copy.path, 0o755)
    chmod(bench.scratch.path(""), 0o777)
    try expectNoCall(by: bench, wrapper: Machine.unprivileged, executable: copy)
  }

  private func expectNoCall(by bench: Bench, wrapper: [String], executable: URL?) throws {
    for arguments in [
      ["run", "small.yaml"], ["run", "small.yaml", "--seeds", "1..3"], ["validate", "small.yaml"],
      ["runs", "list"],
      ["report", "--html", "r.html"], ["verify"], ["export", "latest/calm/1", "--journal", "csv"],
    ] {
      let trace =
        wrapper + ["strace", "-f", "-e", "trace=network", "-e", "signal=none", "-o", "calls"]
      let result = try bench.start(arguments, call: .init(wrapper: trace, executable: executable))
        .wait()
      #expect(result.status == 0, "\(result.errors)")
      let calls = bench.scratch.text("calls").split(separator: "\n").filter {
        // A thread that the end of the process met inside a call shows as `???(`: no name, no call.
        !$0.contains("+++ exited with 0 +++") && !$0.contains(" ???(")
      }
      #expect(calls.isEmpty, "\(arguments)")
      #expect(bench.scratch.text("calls").contains("+++ exited with 0 +++"))
    }
  }

  @Test(.enabled(if: Machine.canLeaveTheNetwork, "needs the right to unshare the network"))
  func `everything works without a network`() throws {
    let bench = try Bench()
    let usual = try bench.simulate("--store", "usual.sqlite")
    let wrapper = ["unshare", "-n"]
    let alone = try bench.start(
      ["run", "small.yaml", "--quiet"], call: .init(wrapper: wrapper)
    ).wait()
    #expect(alone.status == 0 && alone.errors.isEmpty && alone.digests == usual.digests)
    for arguments in [["verify", "-q"], ["report", "--html", "r.html"], ["runs", "show"]] {
      #expect(try bench.start(arguments, call: .init(wrapper: wrapper)).wait().status == 0)
    }
  }
}
