import Foundation
import Testing

/// `fivespot explain` as a process.
@Suite struct ExplainCommandTests {
  private struct Page: Decodable {
    struct Reason: Decodable { var rule: String; var at: String? }
    struct Object: Decodable { var machine, phase, since, stage: String; var reason: Reason }
    struct Action: Decodable { var verb, machine: String; var reason: Reason }
    struct Entry: Decodable {
      struct Change: Decodable { var machine, from, to: String; var reason: Reason }
      var at: String
      var changes: [Change]
      var actions: [Action]
    }
    struct Explanation: Decodable {
      struct Inputs: Decodable {
        struct Return: Decodable { var edge, lead, drainStart: String; var rank: Int }
        var `return`: Return?
        var rows: [[String: Scalar]]?
        var ownerAccount: [String: Scalar]?
      }
      struct Rejection: Decodable { var choice: String; var reason: Reason }
      var machine, at, policyHash: String
      var reasons: [Reason]
      var inputs: Inputs
      var rejected: [Rejection]
    }
    var variant, digest, policyHash, profile: String
    var seed: Int
    var objects: [Object]
    var decisions: [Entry]
    var next: Entry?
    var cause, lastDecision: Explanation?
  }

  /// A value of any kind, whose kind the test does not care for.
  private struct Scalar: Decodable { init(from decoder: any Decoder) {} }

  /// A day of the shipped scenario with 48 machines.
  private static func simulated() throws -> Bench {
    let bench = try Bench()
    let run = try bench.run(
      "run", Repository.path("scenarios/market-hours.yaml"), "--quiet", "--variant", "dedicated",
      "--variant", "five-spot", "--variant", "regulated", "--set", "horizon.duration=36h", "--set",
      "nodes.trading-general.count=48", "--set", "lending.offers.trading-general.count=32",
      "--keep-journal", "none")
    #expect(run.status == 0, "\(run.errors)")
    return bench
  }

  @Test func `a page says where a machine is, what was decided, and what was not`() throws {
    let bench = try Self.simulated()
    let result = try bench.run(
      "explain", "latest", "--variant", "regulated", "--seed", "42", "--machine",
      "trading-general/00", "--at", "2026-11-20T10:30:00Z", "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let page = try result.json(Page.self)
    #expect(page.variant == "regulated" && page.seed == 42 && page.profile == "regulated")
    #expect(
      page.objects.map(\.machine) == ["trading/trading-general/00", "batch/trading-general/00"])
    // 05:30 in New York: half an hour before the close, and the window is announced.
    #expect(page.objects.last?.phase == "ShuttingDown")
    #expect(page.objects.last?.reason.rule == "OwnerFirst")
    #expect(page.objects.last?.reason.at == "2026-11-20T11:00:00Z")
    #expect(page.decisions.allSatisfy { $0.at <= "2026-11-20T10:30:00Z" })
    #expect(page.decisions.map(\.at) == page.decisions.map(\.at).sorted())
    #expect((page.next?.at ?? "") > "2026-11-20T10:30:00Z")
    let cause = try #require(page.cause)
    #expect(cause.machine == "batch/trading-general/00")
    #expect(cause.inputs.return?.edge == "2026-11-20T11:00:00Z" && cause.inputs.return?.rank == 0)
    #expect(cause.rejected.map(\.choice).contains("KeepLent"))
    #expect(cause.inputs.ownerAccount?.count == 13)
    #expect(cause.policyHash == page.policyHash && page.policyHash.utf8.count == 64)

    let text = try bench.run(
      "explain", "latest/regulated", "--machine", "trading-general/00", "--at",
      "2026-11-20T10:30:00Z")
    #expect(text.status == 0)
    #expect(
      text.lines.first == "trading-general/00 at 2026-11-20T10:30:00Z (fri 05:30:00 EST)")
    #expect(text.output.contains("what brought it there"))
    #expect(text.output.contains("  rejected  keep lent, by OwnerFirst at 2026-11-20T11:00:00Z"))
  }

  @Test func `5-Spot's page has the row of its phase machine`() throws {
    let bench = try Self.simulated()
    let result = try bench.run(
      "explain", "latest/five-spot", "--machine", "batch/trading-general/00", "--at",
      "2026-11-20T11:03:00Z", "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    let page = try result.json(Page.self)
    #expect(page.objects.map(\.phase) == ["ShuttingDown"])
    #expect(page.cause?.reasons.map(\.rule) == ["GracePeriodActive"])
    #expect(page.cause?.inputs.rows?.count == 1)
    #expect(page.next?.at == "2026-11-20T11:05:00Z")
    #expect(page.next?.actions.last?.verb == "delete-machine")
  }

  @Test func `wrong questions are told what to ask, and changed runs are refused`() throws {
    let bench = try Self.simulated()
    func ask(_ variant: String, _ machine: String, _ at: String) throws -> BuiltProduct.Result {
      try bench.run("explain", "latest/\(variant)", "--machine", machine, "--at", at)
    }
    let near = try ask("regulated", "trading-generl/03", "2026-11-20T10:30:00Z")
    #expect(near.status == 64 && near.output.isEmpty)
    #expect(near.errors.contains("did you mean \"trading-general/"))
    let early = try ask("regulated", "trading-general/03", "2026-11-20T04:59:59Z")
    #expect(early.status == 64)
    #expect(early.errors.contains("2026-11-20T05:00:00Z to 2026-11-21T17:00:00Z"))
    #expect(try ask("regulated", "trading-general/03", "2026-11-21T17:00:00Z").status == 64)
    #expect(try ask("regulated", "trading-general/03", "noon").status == 64)
    let none = try ask("dedicated", "trading-general/03", "2026-11-20T10:30:00Z")
    #expect(none.status == 65 && none.errors.contains("dedicated lends no machine"))
    let many = try bench.run(
      "explain", "--machine", "trading-general/03", "--at", "2026-11-20T10:30:00Z")
    #expect(many.status == 64 && many.errors.contains("latest has 3 members"))

    let narrowed = try bench.run(
      "explain", "latest/regulated/42", "--variant", "five-spot", "--machine",
      "trading-general/03", "--at", "2026-11-20T10:30:00Z")
    #expect(narrowed.status == 64 && narrowed.output.isEmpty)
    #expect(
      narrowed.errors.contains("latest/regulated/42 has 0 members of variant five-spot")
        && narrowed.errors.contains("members: regulated/42"), "\(narrowed.errors)")
    // 32 machines are on offer, each with two objects.
    #expect(try ask("regulated", "nobody", "2026-11-20T10:30:00Z").errors.contains("and 20 more"))
    #expect(
      try ask("regulated", "batch/nobody", "2026-11-20T10:30:00Z").errors.contains(
        "machines: batch/trading-general/"))

    let wrong = String(repeating: "0", count: 64)
    try bench.tamper("UPDATE member SET digest = '\(wrong)' WHERE variant = 'regulated'")
    let altered = try ask("regulated", "trading-general/03", "2026-11-20T10:30:00Z")
    #expect(altered.status == 99 && altered.errors.contains(wrong))
  }

  @Test func `decide explains an object of its snapshot`() throws {
    let snapshot = Repository.path("scenarios/night.snapshot.json")
    let bench = try Bench()
    let result = try bench.run(
      "decide", snapshot, "--now", "2026-06-10T22:40:00Z", "--explain", "batch/host-1")
    #expect(result.status == 0 && result.errors.isEmpty)
    let explanation = try result.json(Page.Explanation.self)
    #expect(explanation.rejected.map(\.choice) == ["Lend"])
    #expect(explanation.rejected.first?.reason.rule == "OwnerNeedsCapacity")
    let unknown = try bench.run(
      "decide", snapshot, "--now", "2026-06-10T22:40:00Z", "--explain", "batch/hots-1")
    #expect(unknown.status == 64 && unknown.errors.contains("did you mean \"batch/host-1\"?"))
  }
}
