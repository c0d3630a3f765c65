import Foundation
import Testing

/// Slips that somebody new makes, and what the tool says of them.
@Suite struct SlipTests {
  /// A control plane with what is said of its deployment and workload.
  private static func plane(strategy: String = "", budgets: String = "{}") -> String {
    """
    apiVersion: fivespot/v0
    name: plane
    horizon: {start: 2026-01-01T00:00:00Z, duration: 1h}
    controlPlane:
      providers: {cloud: {}}
      deployments:
        a: {replicas: 4\(strategy)}
      workloads:
        web: {replicas: 6, budgets: \(budgets)}

    """
  }

  /// The small scenario without variants: a setting is laid on each of them.
  private static let single = String(
    Bench.scenario.prefix(
      upTo: Bench.scenario.firstRange(of: "variants:")?.lowerBound ?? Bench.scenario.endIndex))

  private func validated(
    _ text: String, _ arguments: String..., status: Int32 = 0
  ) throws -> String {
    let bench = try Bench()
    try bench.scratch.write("s.yaml", text)
    let result = try bench.start(["validate", "s.yaml"] + arguments).wait()
    #expect(result.status == status, "\(result.errors)")
    return result.errors
  }

  @Test(arguments: [
    ("maxSurge: 0", true), ("maxSurge: 0%, maxUnavailable: 0", true),
    ("maxSurge: 0, maxUnavailable: 0%", true), ("maxSurge: 0, maxUnavailable: 1", false),
    ("maxSurge: 1, maxUnavailable: 0", false), ("maxSurge: 0, maxUnavailable: 10%", false),
  ])
  func `a rollout that can never move is refused`(strategy: String, isRefused: Bool) throws {
    let text = Self.plane(strategy: ", strategy: {type: RollingUpdate, \(strategy)}")
    let errors = try validated(text, status: isRefused ? 65 : 0)
    #expect(
      errors.contains("s.yaml:7:32: error: controlPlane.deployments.a.strategy: maxSurge and")
        == isRefused, "\(errors)")
    #expect(errors.contains("let one of them be 1 or more") == isRefused)
  }

  @Test(arguments: [
    ("{one: {maxUnavailable: 0}}", ["9:56: warning: ", "one never allows an eviction of the 6"]),
    ("{one: {maxUnavailable: 0%}}", ["never allows"]),
    ("{one: {minAvailable: 100%}}", ["never allows"]),
    ("{one: {minAvailable: 6}}", ["never allows"]),
    (
      "{one: {maxUnavailable: 1}, two: {maxUnavailable: 2}}",
      ["9:65: warning: ", "2 budgets cover the pods of web"]
    ),
    ("{one: {maxUnavailable: 1}}", []), ("{one: {minAvailable: 5}}", []), ("{}", []),
  ])
  func `budgets that let nobody go are warned of`(budgets: String, words: [String]) throws {
    let errors = try validated(Self.plane(budgets: budgets))
    #expect(errors.contains("warning") == !words.isEmpty, "\(errors)")
    for word in words { #expect(errors.contains(word), "\(errors)") }
  }

  @Test func `a number where a mapping stands is told how to be written`() throws {
    let text = Bench.scenario.replacing(
      "{trace: {format: opendc-tasks, file: jobs.csv}}",
      with: "{trace: {format: opendc-tasks, file: jobs.csv}, gang: 3}")
    let errors = try validated(text, status: 65)
    #expect(
      errors.contains("expected a mapping with pods and cpuPerPod, found 3; write {pods: 3}"),
      "\(errors)")
  }

  @Test(arguments: [("strict", "StrictFIFO"), ("besteffort", "BestEffortFIFO")])
  func `half a word is enough to be asked for the whole`(word: String, meant: String) throws {
    let text = Bench.scenario.replacing(
      "nodes:", with: "placement: {queues: {a: {strategy: \(word)}}}\nnodes:")
    let errors = try validated(text, status: 65)
    #expect(errors.contains("did you mean \"\(meant)\"?"), "\(errors)")
  }

  @Test func `one entry of a market is no market where there is a lifetime`() throws {
    let errors = try validated(
      Self.single, "--set", "interruptions.spot.market.spread=3m", status: 65)
    #expect(
      errors.contains(
        "--set:1:20: error: interruptions.spot.market.spread: interruptions.spot has a lifetime and no "
          + "market, and one entry makes no market; give all of it, which takes the place of the "
          + "lifetime: --set 'interruptions.spot.market={…}'"), "\(errors)")
    // All of it is one, and an entry of what is there is changed.
    _ = try validated(
      Self.single, "--set",
      "interruptions.spot.market={availability: modelled, up: 2h, down: 1h}")
    _ = try validated(
      Self.single, "--set", "interruptions.spot.lifetime.mean=1h")
  }

  @Test(arguments: [
    "interruptions.spot.lifetime.branches[0].mean=4m", "workload.batch.split.take.0=2",
  ])
  func `a place in a list cannot be set, and it is said how the list is`(setting: String) throws {
    let text = Self.single.replacing(
      "{distribution: exponential, mean: 40m}",
      with:
        "{distribution: hyper-exponential, branches: [{weight: 1, mean: 3m}, {weight: 1, mean: 1h}]}"
    ).replacing(
      "file: jobs.csv}}", with: "file: jobs.csv}, split: {parts: 2, take: [1]}}")
    let list =
      setting.hasPrefix("work")
      ? "workload.batch.split.take" : "interruptions.spot.lifetime.branches"
    let errors = try validated(text, "--set", setting, status: 65)
    #expect(errors.contains("\(list) is a list, which can only be set as a whole"), "\(errors)")
    #expect(errors.contains("give all of it: --set '\(list)=[…]'"), "\(errors)")
  }

  @Test(arguments: [
    (
      "cpu=1,memory=2GB",
      "\"memory=2GB\" is no request: \"2GB\" is no amount as Kubernetes writes them"
    ),
    ("cpu=1,memory", "\"memory\" is no request: it has no ="),
    ("cpu=,memory=1Gi", "\"cpu=\" is no request: nothing stands behind the ="),
    ("=2,cpu=1", "\"=2\" is no request: nothing stands before the ="),
    ("cpu=-1", "\"cpu=-1\" is no request: it is less than nothing"),
    ("pods=3,cpu=1", "\"pods=3\" is no request: a pod is one pod"),
  ])
  func `which part of a request is wrong is said`(request: String, words: String) throws {
    let bench = try Bench()
    let nodes = Repository.path("scenarios/cluster/nodes.json")
    let result = try bench.run("capacity", "--nodes", nodes, "--more", request)
    #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
  }

  /// The same mistake has the same exit code, whichever command meets it.
  @Test func `a folder in the place of a file exits 66`() throws {
    let bench = try Bench()
    try bench.simulate()
    for arguments in [
      ["validate", "."], ["run", "."], ["runs", "list", "--store", "."],
      ["run", "small.yaml", "--store", "."], ["verify", "--store", "."],
      ["report", "latest", "--html", "."],
      ["export", "latest/calm", "--journal", "csv", "--output", "."],
      ["compare", "latest/calm", "latest/rough", "--output", "."],
      ["query", "latest", "SELECT 1", "--store", "."], ["capacity", "--nodes", "."],
      ["decide", ".", "--now", "2026-01-01T00:00:00Z"], ["lint", "."],
    ] {
      let result = try bench.start(arguments).wait()
      #expect(result.status == 66, "\(arguments): \(result.status) \(result.errors)")
      #expect(result.errors.contains("folder") || result.errors.contains("directory"))
    }
  }

  @Test func `a comparison of one seed says so from its first word on`() throws {
    let bench = try Bench()
    let priced = Bench.scenario.replacing(
      "variants:",
      with: """
        prices: {currency: USD, pools: {spot: {kind: rented, perHour: 1}}}
        variants:
          wide: {set: {nodes: {spot: {count: 3}}}}
        """
    ).replacing("spot: {machine", with: "spot: {capacityType: spot, machine")
    try bench.scratch.write("small.yaml", priced)
    try bench.simulate()
    let one = try bench.run("compare", "latest/rough", "latest/wide")
    #expect(
      one.lines.first?.hasPrefix("In one seed total cost rises by") == true
        && one.lines.first?.hasSuffix("there is no interval, and another seed may say otherwise.")
          == true,
      "\(one.output) \(one.errors)")
    try bench.simulate("--seeds", "1..3")
    let several = try bench.run("compare", "latest/rough", "latest/wide")
    #expect(several.lines.first?.hasPrefix("Total cost rises by") == true, "\(several.output)")
  }
}
