import Foundation
import Testing

/// `fivespot explain --pod` as a process.
@Suite struct ExplainPodCommandTests {
  private struct Page: Decodable {
    struct Score: Decodable { var plugin: String; var value, weight: Int }
    struct Missing: Decodable { var resource: String; var asked, left, allocatable: Int }
    struct Node: Decodable {
      var node: String
      var refusedBy: String?
      var reasons: [String]
      var missing: [Missing]
      var scores: [Score]
      var total: Int?
    }
    struct Scene: Decodable {
      var at, chosen, message, nominated, retryAt, first: String?
      var failures, ahead, victims: Int?
      var nodes: [Node]
    }
    struct Event: Decodable { var at, event: String; var node: String? }
    struct Remedy: Decodable { var node: String; var missing: [Missing] }
    var variant, digest, pod, at, policy, state: String
    var since, node: String?
    var attempts: Int
    var history: [Event]
    var next: Event?
    var attempt, now: Scene?
    var wouldHelp: [Remedy]?
  }

  /// Two machines of 4 cores and six jobs, without a journal.
  private static func simulated(_ settings: String...) throws -> Bench {
    let bench = try Bench()
    var arguments = ["run", "small.yaml", "--variant", "calm", "--quiet", "--keep-journal", "none"]
    for setting in settings { arguments += ["--set", setting] }
    let run = try bench.start(arguments).wait()
    #expect(run.status == 0, "\(run.errors)")
    return bench
  }

  private static let early = "2026-01-01T00:06:45Z"

  @Test func `a pod that waits says what its condition would, and what would help`() throws {
    let bench = try Self.simulated("placement.policy=kube")
    let result = try bench.run(
      "explain", "latest", "--pod", "batch/4", "--at", Self.early, "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let page = try result.json(Page.self)
    #expect(page.policy == "kube" && page.state == "waiting")
    #expect(page.since == "2026-01-01T00:06:40Z" && page.attempts == 1)
    #expect(page.next?.event == "jobStarted" && page.next?.at == "2026-01-01T00:07:00Z")
    #expect(
      page.attempt?.message
        == "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: "
        + "0/2 nodes are available: 2 No preemption victims found for incoming pod.")
    // Five minutes, and then the next look for such pods.
    #expect(page.now?.failures == 1 && page.now?.retryAt == "2026-01-01T00:12:10Z")
    #expect(page.now?.nodes.map(\.refusedBy) == ["NodeResourcesFit", "NodeResourcesFit"])
    #expect(page.wouldHelp?.map(\.node) == ["spot/0", "spot/1"])
    #expect(page.wouldHelp?.first?.missing.first?.resource == "cpu")
    #expect(page.wouldHelp?.first?.missing.first?.left == 1_000)
    let text = try bench.run("explain", "latest", "--pod", "4", "--at", Self.early)
    for line in [
      "batch/4 at 2026-01-01T00:06:45Z", "waits for a node since 2026-01-01T00:06:40Z",
      "  refused by NodeResourcesFit: Insufficient cpu: 2 (spot/0, spot/1)",
      "  next at 2026-01-01T00:12:10Z, or once something happens that may help",
      "  spot/0 with 1 more cpu (asks for 2, 1 left of 4)",
    ] {
      #expect(text.lines.contains(line), "\(line)\nis not in\n\(text.output)")
    }
  }

  @Test func `a pod that has its node says what each plugin gave each node`() throws {
    let bench = try Self.simulated("placement.policy=kube")
    // Without an instant: when it got its node last.
    let result = try bench.run("explain", "latest", "--pod", "batch/1", "--format", "json")
    let page = try result.json(Page.self)
    #expect(page.at == "2026-01-01T00:00:00Z" && page.state == "running")
    let attempt = try #require(page.attempt)
    #expect(attempt.chosen == page.node && attempt.nodes.count == 2)
    for node in attempt.nodes {
      #expect(
        node.scores.map(\.plugin) == [
          "TaintToleration", "NodeResourcesFit", "NodeResourcesBalancedAllocation", "ImageLocality",
        ])
      #expect(node.scores.map(\.weight) == [3, 1, 1, 1])
      #expect(node.total == node.scores.reduce(0) { $0 + $1.value * $1.weight })
    }
    // 2 of 4 cores and 1,000,000,000 of 8 GiB: (50 + 88) / 2.
    #expect(attempt.nodes[0].scores[1].value == 69)
    #expect(page.now == nil && page.wouldHelp == nil)
    let text = try bench.run("explain", "latest", "--pod", "batch/1")
    #expect(text.output.contains("TaintToleration×3"))
    #expect(text.output.contains("  2 nodes, 2 with room: \(page.node ?? "?") is taken"))
  }

  @Test func `other policies say their own scores, and who stands before it`() throws {
    for (policy, score) in [
      ("least-allocated", "LeastAllocated"), ("best-fit", "LeftOver"), ("fgd", "fgd"),
      ("gpu-packing", "gpu-packing"),
    ] {
      let bench = try Self.simulated("placement.policy=\(policy)")
      let result = try bench.run("explain", "latest", "--pod", "batch/1", "--format", "json")
      let page = try result.json(Page.self)
      #expect(page.policy == policy && page.attempt?.chosen == page.node)
      #expect(page.attempt?.nodes.first?.scores.map(\.plugin) == [score])
    }
    // Nothing overtakes the head of the queue: 2 and 3 stand before 4.
    let bench = try Self.simulated("nodes.spot.count=1")
    let result = try bench.run(
      "explain", "latest", "--pod", "batch/4", "--at", Self.early, "--format", "json")
    let page = try result.json(Page.self)
    #expect(page.state == "waiting" && page.attempts == 0 && page.attempt == nil)
    #expect(page.now?.ahead == 2 && page.now?.first == "batch/2")
    let text = try bench.run("explain", "latest", "--pod", "batch/4", "--at", Self.early)
    #expect(
      text.lines.contains(
        "  2 jobs stand before it, batch/2 first: each waits for those before it"))
  }

  @Test func `wrong questions are told what to ask, and changed runs are refused`() throws {
    let bench = try Self.simulated("placement.policy=kube")
    let table: [(arguments: [String], words: [String])] = [
      (["--pod", "batch/9"], ["--pod batch/9", "did you mean \"batch/"]),
      (["--pod", "batch/4", "--at", "noon"], ["--at noon", "write an instant"]),
      (
        ["--pod", "batch/4", "--at", "2026-01-01T06:00:00Z"],
        ["2026-01-01T00:00:00Z to 2026-01-01T06:00:00Z"]
      ),
      (["--pod", "batch/4", "--machine", "spot/0"], ["ask one"]), ([], ["--machine", "--pod"]),
      (["--machine", "spot/0"], ["--at"]),
    ]
    for (arguments, words) in table {
      let result = try bench.start(["explain", "latest"] + arguments).wait()
      #expect(result.status == 64 && result.output.isEmpty, "\(arguments): \(result.errors)")
      for word in words { #expect(result.errors.contains(word), "\(arguments): \(result.errors)") }
    }
    #expect(try bench.run("explain", "nosuch", "--pod", "batch/4").status == 66)
    // Another input is another run.
    try bench.scratch.write(
      "jobs.csv", Bench.jobs.replacingOccurrences(of: "600000", with: "700000"))
    #expect(try bench.run("explain", "latest", "--pod", "batch/4").status == 99)
  }
}
