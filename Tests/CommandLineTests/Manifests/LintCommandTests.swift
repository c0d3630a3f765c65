import Foundation
import Testing

/// `fivespot lint` as a process.
@Suite struct LintCommandTests {
  private static let examples = "scenarios/manifests/5-spot-0.1/examples/scheduledmachine-"

  struct Problem: Decodable, Equatable {
    var ruleId: String
    var severity: String
    var layer: String
    var file: String
    var line: Int
    var column: Int
    var path: String
    var message: String
    var remedy: String
  }

  private static let pair = """
    apiVersion: 5spot.finos.org/v1beta1
    kind: ScheduledMachine
    metadata: {name: desk-1, namespace: trading}
    spec:
      clusterName: trading
      schedule: {apiVersion: spotschedules.5spot.finos.org/v1alpha1, kind: TimeBasedSpotSchedule, name: day}
      bootstrapSpec: {apiVersion: bootstrap.cluster.x-k8s.io/v1beta1, kind: K0sWorkerConfig, spec: {}}
      infrastructureSpec: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: RemoteMachine, spec: {}}
    ---
    apiVersion: spotschedules.5spot.finos.org/v1alpha1
    kind: TimeBasedSpotSchedule
    metadata: {name: day, namespace: trading}
    spec: {daysOfWeek: [mon-fri], hoursOfDay: ["9-17"], timezone: Europe/London}

    """

  @Test(arguments: [
    ("basic", ["runtime/ReservedPrefix"]), ("tainted", ["runtime/ReservedPrefix"]),
    ("weekend", ["admission/5", "schema/unknown-key"]),
    ("bad-taint", ["admission/17", "admission/18", "admission/19"]),
  ])
  func `5-Spot's examples are refused for exactly these reasons`(
    name: String, rules: [String]
  ) throws {
    let file = "\(Self.examples)\(name).yaml"
    let result = try BuiltProduct.run(
      "fivespot", ["lint", file, "--format", "json"], in: Repository.folder)
    #expect(result.status == 65)
    let problems = try result.json([Problem].self)
    #expect(problems.allSatisfy { $0.file == file && $0.line > 0 && $0.column > 0 })
    #expect(problems.filter { $0.layer != "lint" }.map(\.ruleId) == rules)
    #expect(problems.filter { $0.severity == "error" }.map(\.ruleId) == rules)
    #expect(problems.contains { $0.layer == "lint" })
  }

  @Test func `a sound pair passes, and says what there is to know`() throws {
    let bench = try Bench()
    try bench.scratch.write("pair.yaml", Self.pair)
    let result = try bench.run("lint", "pair.yaml")
    #expect(result.status == 0)
    #expect(
      result.lines == [
        "pair.yaml:13:1: note lint/hours-per-week: spec: on 45 of 168 hours a week, 26.8 %; "
          + "see fivespot preview for the windows",
        "pair.yaml:13:44: note lint/closing-hour: spec.hoursOfDay[0]: \"9-17\" closes at 18:00, "
          + "after 9 hours; write the hour before as the last one if it is to close then",
      ])
    #expect(result.errorLines == ["fivespot: 0 errors, 0 warnings, 2 notes in 2 objects"])
    let shown = try bench.run("lint", "pair.yaml", "--show", "warning")
    #expect(shown.status == 0 && shown.output.isEmpty)
    #expect(try bench.run("lint", "pair.yaml", "--fail-on", "note").status == 65)
    #expect(try bench.run("lint", "pair.yaml", "--fail-on", "warning").status == 0)
  }

  @Test func `a schedule in another file is found, and missed when it is not named`() throws {
    let bench = try Bench()
    let parts = Self.pair.components(separatedBy: "---\n")
    try bench.scratch.write("machine.yaml", parts[0])
    try bench.scratch.write("schedule.yaml", parts[1])
    #expect(
      try bench.run("lint", "machine.yaml", "schedule.yaml", "--fail-on", "warning").status == 0)
    let alone = try bench.run("lint", "machine.yaml", "--fail-on", "warning")
    #expect(alone.status == 65)
    #expect(
      alone.lines == [
        "machine.yaml:6:101: warning lint/missing-provider: spec.schedule.name: there is no "
          + "TimeBasedSpotSchedule trading/day in the input; name its file too, or correct the "
          + "reference"
      ])
  }

  @Test func `standard input is read once`() throws {
    let bench = try Bench()
    try bench.scratch.write("pair.json", #"{"apiVersion": "v1", "kind": "List", "items": [7]}"#)
    let wrapper = ["sh", "-c", "exec \"$@\" < pair.json", "sh"]
    let result = try bench.start(["lint", "-"], call: .init(wrapper: wrapper)).wait()
    #expect(result.status == 65)
    #expect(result.lines.count == 1)
    #expect(
      result.output.hasPrefix(
        "<stdin>:1:48: error schema/object: an object is expected, and this is a number; "))
    #expect(try bench.run("lint", "-", "-").status == 64)
  }

  @Test(arguments: [
    ("a: [\n", "t.yaml:2:1: error schema/syntax: "),
    ("", "t.yaml:1:1: error schema/empty-file: "),
    ("# nothing\n", "t.yaml:1:1: error schema/empty"),
    ("a: \u{0}\n", "t.yaml:1:4: error schema/syntax: "),
    ("- 1\n", "t.yaml:1:1: error schema/object: "),
  ])
  func `what is no manifest is an error with a place`(text: String, start: String) throws {
    let bench = try Bench()
    try bench.scratch.write("t.yaml", text)
    let result = try bench.run("lint", "t.yaml")
    #expect(result.status == 65 && result.lines.count == 1)
    #expect(result.output.hasPrefix(start), "\(result.output)")
  }

  @Test(arguments: [
    ("scenarios/market-hours.yaml", "a scenario", "fivespot validate"),
    ("scenarios/night.snapshot.json", "a snapshot", "fivespot decide"),
    ("scenarios/morning.policy.json", "a policy", "--policy"),
    ("scenarios/bench.yaml", "a suite", "fivespot validate"),
  ])
  func `a file of fivespot's own is called by its name, with the command that reads it`(
    file: String, name: String, command: String
  ) throws {
    let result = try BuiltProduct.run("fivespot", ["lint", file], in: Repository.folder)
    #expect(result.status == 65 && result.lines.count == 1)
    #expect(result.output.contains("error schema/object: this is \(name) of fivespot's"))
    #expect(result.output.contains(command), "\(result.output)")
  }

  @Test func `what cannot be read is told with a remedy, in the system's words`() throws {
    let bench = try Bench()
    let missing = try bench.run("lint", "/nope")
    #expect(missing.status == 66)
    #expect(
      missing.errorLines.first
        == "/nope: cannot be read: No such file or directory; name a file, or - for standard input")
    try bench.scratch.write("pair.yaml", Self.pair)
    for (folder, reason) in [
      ("/nope", "No such file or directory"), ("pair.yaml", "Not a directory"),
    ] {
      let result = try bench.run("lint", "pair.yaml", "--zoneinfo", folder)
      #expect(result.status == 66 && result.output.isEmpty)
      #expect(
        result.errors == "fivespot: \(folder): cannot be read: \(reason); name a folder such as "
          + "/usr/share/zoneinfo\n")
    }
  }

  @Test func `an unknown zone is an error with the name that was meant`() throws {
    let bench = try Bench()
    try bench.scratch.write(
      "pair.yaml", Self.pair.replacingOccurrences(of: "Europe/London", with: "Europe/Londen"))
    let result = try bench.run("lint", "pair.yaml", "--show", "error")
    #expect(result.status == 65)
    #expect(
      result.output.hasPrefix("pair.yaml:13:63: error runtime/InvalidTimezone: spec.timezone"))
    #expect(result.output.contains("did you mean \"Europe/London\"?"))
  }

  @Test func `a missing file does not hide the others, which weigh more`() throws {
    let bench = try Bench()
    try bench.scratch.write("pair.yaml", Self.pair)
    try bench.scratch.write("bad.yaml", "kind: Pod\n")
    for missing in ["nowhere.yaml", "."] {
      let result = try bench.run("lint", missing, "pair.yaml")
      #expect(result.status == 66 && result.lines.count == 2)
      #expect(result.errors.contains("\(missing): cannot be read: "))
      #expect(try bench.run("lint", missing, "bad.yaml").status == 65)
    }
    #expect(try bench.run("lint").status == 64)
    #expect(try bench.run("lint", "pair.yaml", "--format", "xml").status == 64)
  }

  @Test func `ten thousand documents are read`() throws {
    let bench = try Bench()
    let schedule = Self.pair.components(separatedBy: "---\n")[1]
    var text = Self.pair
    for number in 3...10_000 {
      text += "---\n" + schedule.replacingOccurrences(of: "name: day", with: "name: day-\(number)")
    }
    try bench.scratch.write("fleet.yaml", text)
    let result = try bench.run("lint", "fleet.yaml", "--show", "warning")
    #expect(result.status == 0 && result.output.isEmpty)
    #expect(result.errorLines == ["fivespot: 0 errors, 0 warnings, 19998 notes in 10000 objects"])
  }

  // MARK: SARIF

  struct Log: Decodable {
    struct Text: Decodable { var text: String }
    struct Run: Decodable {
      struct Tool: Decodable {
        struct Driver: Decodable {
          struct Rule: Decodable {
            struct Configuration: Decodable { var level: String }
            var id: String
            var shortDescription: Text
            var defaultConfiguration: Configuration
          }
          var name: String
          var rules: [Rule]
        }
        var driver: Driver
      }
      struct Result: Decodable {
        struct Location: Decodable {
          struct Physical: Decodable {
            struct Artifact: Decodable { var uri: String }
            struct Region: Decodable {
              var startLine: Int
              var startColumn: Int
            }
            var artifactLocation: Artifact
            var region: Region
          }
          var physicalLocation: Physical
        }
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
      }
      struct Invocation: Decodable {
        var executionSuccessful: Bool
        var exitCode: Int
      }
      var tool: Tool
      var results: [Result]
      var invocations: [Invocation]
    }
    var version: String
    var runs: [Run]
  }

  @Test func `SARIF names every rule and places every result`() throws {
    let file = "\(Self.examples)bad-taint.yaml"
    let result = try BuiltProduct.run(
      "fivespot", ["lint", file, "--format", "sarif"], in: Repository.folder)
    #expect(result.status == 65)
    let log = try result.json(Log.self)
    #expect(log.version == "2.1.0" && log.runs.count == 1)
    let run = log.runs[0]
    #expect(run.invocations.map(\.exitCode) == [65])
    #expect(run.tool.driver.rules.count > 90)
    #expect(run.results.filter { $0.level == "error" }.map(\.ruleId).count == 3)
    for result in run.results {
      let rule = run.tool.driver.rules[result.ruleIndex]
      #expect(rule.id == result.ruleId && rule.defaultConfiguration.level == result.level)
      #expect(result.locations.map(\.physicalLocation.artifactLocation.uri) == [file])
      #expect(result.locations[0].physicalLocation.region.startLine > 0)
    }
  }

  @Test func `the help has examples`() throws {
    let result = try BuiltProduct.run("fivespot", ["lint", "--help"])
    #expect(result.status == 0 && result.output.contains("EXAMPLES"))
  }
}
