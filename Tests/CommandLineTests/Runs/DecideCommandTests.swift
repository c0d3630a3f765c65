import Foundation
import Testing

/// `fivespot decide` as a process.
@Suite struct DecideCommandTests {
  private static let snapshot = "scenarios/night.snapshot.json"

  private struct Decision: Decodable {
    struct Action: Decodable {
      struct Reason: Decodable {
        var rule: String
        var at: String?
      }
      var verb: String
      var machine: String
      var pod: UInt64?
      var grace: String?
      var drainAt: String?
      var reason: Reason
    }
    struct Change: Decodable {
      struct Status: Decodable { var phase: String }
      var machine: String
      var status: Status
    }
    var at: String
    var profile: String
    var actions: [Action]
    var statusChanges: [Change]
  }

  private func decide(_ arguments: String...) throws -> BuiltProduct.Result {
    try BuiltProduct.run(
      "fivespot", ["decide", Self.snapshot] + arguments, in: Repository.folder)
  }

  @Test func `the morning's drains are what the manual shows`() throws {
    func decide(_ instant: String, _ options: String...) throws -> [String] {
      let result = try BuiltProduct.run(
        "fivespot", ["decide", "scenarios/morning.snapshot.json", "--now", instant] + options,
        in: Repository.folder)
      return try decision(result).actions.map { action in
        "\(action.machine) \(action.verb) \(action.pod ?? 0) \(action.grace ?? "") "
          + action.reason.rule
      }
    }
    let policy = ["--policy", "scenarios/morning.policy.json"]
    let actions = try decide("2026-06-11T10:25:00Z", policy[0], policy[1])
    #expect(
      actions == [
        "batch/host-2 evict 21  OwnerFirst", "batch/host-3 delete-pod 31 0s DrainDeadline",
        "batch/host-3 evict 32  OwnerFirst",
      ])
    let manual = try String(
      contentsOf: Repository.folder.appendingPathComponent("docs/decide.md"), encoding: .utf8)
    #expect(manual.contains(#"["batch/host-3","delete-pod",31,"0s","DrainDeadline"]"#))
    // 5-Spot knows of no grace period of that reason, and deletes everything at once.
    let upstream = try decide("2026-06-11T11:05:00Z", "--profile", "upstream-0.3")
    #expect(upstream.count { $0.contains("delete-pod") } == 7)
    #expect(upstream.count { $0.contains("delete-machine") } == 3)
  }

  private func decision(_ result: BuiltProduct.Result) throws -> Decision {
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return try JSONDecoder().decode(Decision.self, from: Data(result.bytes))
  }

  @Test func `the regulated profile lends one host, and leaves the other to its owner`() throws {
    // 22:40Z is 18:40 in New York. Of 96 cores 24 are needed: two hosts may be away, one is spare,
    // and one is lent already.
    let decision = try decision(try decide("--now", "2026-06-10T22:40:00Z"))
    #expect(decision.at == "2026-06-10T22:40:00Z" && decision.profile == "regulated")
    #expect(decision.actions.isEmpty)
    let phases = Dictionary(
      uniqueKeysWithValues: decision.statusChanges.map { ($0.machine, $0.status.phase) })
    #expect(phases["batch/host-3"] == "Active" && phases["batch/host-1"] == "Inactive")
  }

  @Test func `thresholds in the wrong order are refused with their place`() throws {
    let bench = try Bench()
    try bench.scratch.write(
      "terms.yaml",
      "apiVersion: fivespot/v0\nusage: {lendBelowPermille: 900, recallAbovePermille: 600}\n")
    let result = try bench.run(
      "decide", Repository.path(Self.snapshot), "--now", "2026-06-10T22:40:00Z", "--policy",
      "terms.yaml")
    #expect(result.status == 65)
    #expect(
      result.errors.contains("terms.yaml:2:28: error: usage.lendBelowPermille"),
      "\(result.errors)")
  }

  @Test func `the returns of a week are known before`() throws {
    struct Plan: Decodable {
      struct Return: Decodable {
        var host, machine, announcement, drainStart, deadline, edge: String
        var opens: String?
      }
      var returns: [Return]
    }
    let result = try decide("--now", "2026-06-10T12:00:00Z", "--returns", "1d")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let plan = try JSONDecoder().decode(Plan.self, from: Data(result.bytes))
    #expect(plan.returns.count == 3)
    for planned in plan.returns {
      // The defaults: ten minutes back, five to drain, and half an hour's tenure before.
      #expect(planned.edge == "2026-06-11T11:00:00Z" && planned.opens == "2026-06-10T22:00:00Z")
      #expect(planned.drainStart == "2026-06-11T10:45:00Z")
      #expect(planned.announcement == "2026-06-11T10:15:00Z")
      #expect(planned.deadline == "2026-06-11T10:50:00Z")
    }
    for (arguments, words) in [
      (["--returns", "soon"], "write a duration"),
      (["--returns", "0s"], "between 0 and ten years"),
      (["--returns", "1d", "--profile", "upstream-0.3"], "plans nothing ahead"),
    ] {
      let refused = try BuiltProduct.run(
        "fivespot", ["decide", Self.snapshot, "--now", "2026-06-10T12:00:00Z"] + arguments,
        in: Repository.folder)
      #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
    }
  }

  @Test func `without a spare host it lends the first in order`() throws {
    let bench = try Bench()
    try bench.scratch.write("terms.yaml", "apiVersion: fivespot/v0\nspareHosts: 0\n")
    let path = Repository.path(Self.snapshot)
    let result = try bench.run(
      "decide", path, "--now", "2026-06-10T22:40:00Z", "--policy", "terms.yaml")
    let actions = try decision(result).actions
    #expect(actions.map(\.verb) == ["cordon"])
    #expect(actions.map(\.machine) == ["trading/host-1"])
    #expect(actions.map(\.reason.rule) == ["HostLent"])
  }

  @Test func `the window's end is announced for the host that is lent`() throws {
    // The third host in order returns in the first round: 07:00 in New York less 15 minutes.
    let actions = try decision(try decide("--now", "2026-06-11T10:15:00+00:00")).actions
    #expect(actions.map(\.verb) == ["announce-drain", "cordon"])
    #expect(actions[0].drainAt == "2026-06-11T10:45:00Z")
    #expect(actions[0].reason.rule == "OwnerFirst")
    #expect(actions[0].reason.at == "2026-06-11T11:00:00Z")
  }

  @Test func `5-Spot creates what its schedules say, host or no host`() throws {
    let decision = try decision(
      try decide("--now", "2026-06-10T22:40:00Z", "--profile", "upstream-0.3"))
    #expect(decision.profile == "upstream-0.3")
    #expect(
      decision.actions.map { "\($0.verb) \($0.machine)" } == [
        "create-machine batch/host-1", "create-machine batch/host-2",
      ])
  }

  @Test func `the same call prints the same bytes, its keys sorted`() throws {
    let results = try (0..<2).map { _ in try decide("--now", "2026-06-11T10:15:00Z") }
    #expect(results[0].bytes == results[1].bytes && !results[0].bytes.isEmpty)
    let keys = results[0].lines.filter { $0.hasPrefix("  \"") }.map { $0.prefix { $0 != ":" } }
    #expect(keys == keys.sorted())
  }

  @Test func `problems have their place, and wrong calls their exit code`() throws {
    let bench = try Bench()
    let text = try String(contentsOfFile: Repository.path(Self.snapshot), encoding: .utf8)
    try bench.scratch.write(
      "wrong.json",
      text.replacingOccurrences(of: "\"cluster\": \"batch\"", with: "\"cluster\": \"bach\""))
    let wrong = try bench.run("decide", "wrong.json", "--now", "2026-06-10T22:40:00Z")
    #expect(wrong.status == 65 && wrong.output.isEmpty)
    #expect(wrong.errorLines.count == 4 && wrong.errorLines.last == "fivespot: 3 problems")
    #expect(wrong.errors.contains("wrong.json:"))
    #expect(wrong.errors.contains("there is no cluster \"bach\"; did you mean \"batch\"?"))

    let missing = try bench.run("decide", "none.json", "--now", "2026-06-10T22:40:00Z")
    #expect(missing.status == 66 && missing.errors.contains("none.json"))
    let calls: [[String]] = [
      ["--now", "yesterday"], [], ["--now", "2026-06-10T22:40:00Z", "--profile", "upstream-0.4"],
      ["--now", "2026-06-10T22:40:00Z", "--profile", "upstream-0.3", "--policy", "terms.yaml"],
    ]
    for call in calls {
      let result = try BuiltProduct.run(
        "fivespot", ["decide", Self.snapshot] + call, in: Repository.folder)
      #expect(result.status == 64 && result.output.isEmpty, "\(call)")
    }
  }

  @Test(arguments: ["snapshot", "policy", "decision"])
  func `the printed schema is the committed one`(name: String) throws {
    let result = try BuiltProduct.run("fivespot", ["schema", name])
    let committed = try Data(
      contentsOf: Repository.folder.appendingPathComponent("scenarios/\(name).schema.json"))
    #expect(result.status == 0 && result.errors.isEmpty && result.bytes == [UInt8](committed))
  }
}
