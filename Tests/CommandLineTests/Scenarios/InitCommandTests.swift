import Foundation
import Testing

/// `fivespot init` as a process.
@Suite struct InitCommandTests {
  private static let night = Repository.path("scenarios/night.snapshot.json")
  private static let now = ["--at", "2026-06-10T22:40:00Z"]

  @Test func `what init writes is valid, runs, and is never written over`() throws {
    let scratch = try Scratch()
    func call(_ arguments: String...) throws -> BuiltProduct.Result {
      try BuiltProduct.run("fivespot", arguments, in: scratch.url)
    }
    let first = try call("init", "--out", "a.yaml")
    #expect(first.status == 0 && first.output.isEmpty && first.errors.contains("wrote a.yaml"))
    let snapshot = try BuiltProduct.run(
      "fivespot", ["init", "--from-snapshot", Self.night, "-o", "b.yaml"] + Self.now,
      in: scratch.url)
    #expect(snapshot.status == 0, "\(snapshot.errors)")
    // The snapshot says itself when it was read.
    let own = try call("init", "--from-snapshot", Self.night)
    #expect(own.status == 0 && own.output == scratch.text("b.yaml"), "\(own.errors)")
    for file in ["a.yaml", "b.yaml"] {
      let valid = try call("validate", file)
      #expect(valid.status == 0 && valid.errors.isEmpty, "\(valid.errors)")
      let run = try call("run", file, "--set", "horizon.duration=1d", "--quiet")
      #expect(run.status == 0, "\(run.errors)")
    }
    let text = scratch.text("a.yaml")
    let again = try call("init", "--out", "a.yaml")
    #expect(
      again.status == 64 && again.errors.contains("a.yaml: is there already")
        && again.errors.contains("--force"))
    #expect(try call("init", "--out", "a.yaml", "--force").status == 0)
    #expect(scratch.text("a.yaml") == text)
    #expect(try call("init").output == text)
  }

  @Test func `what is wrong with a snapshot has its place, and nothing is written`() throws {
    let scratch = try Scratch()
    try scratch.write("s.json", #"{"apiVersion": "fivespot/v0", "clusters": [{"name": "A"}]}"#)
    let text = try String(contentsOfFile: Self.night, encoding: .utf8)
    let timeless = text.split(separator: "\n").filter { !$0.contains(#""observed":"#) }
    try scratch.write("timeless.json", timeless.joined(separator: "\n"))
    for (arguments, status, words) in [
      (["--from-snapshot", "s.json"], 65, "s.json:1:53: error: clusters[0].name"),
      (["--from-snapshot", "none.json"], 66, "none.json: cannot be read"),
      (["--from-snapshot", "timeless.json"], 64, "give --at"),
      (["--from-snapshot", Self.night, "--at", "noon"], 64, "--at noon"),
      (
        ["--from-snapshot", Self.night, "--owner", "desk"] + Self.now, 64,
        "no host belongs to a cluster \"desk\"; there is trading"
      ),
      (["--owner", "desk"], 64, "--owner is about a snapshot"),
    ] {
      let result = try BuiltProduct.run(
        "fivespot", ["init", "--out", "x.yaml"] + arguments, in: scratch.url)
      #expect(
        result.status == Int32(status) && result.errors.contains(words),
        "\(arguments): \(result.status) \(result.errors)")
    }
    #expect(try scratch.names() == ["s.json", "timeless.json"])
  }
}
