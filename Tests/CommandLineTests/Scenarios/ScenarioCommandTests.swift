import Foundation
import Testing

/// `fivespot validate`, `schema` and the settings of a scenario, as processes.
@Suite struct ScenarioCommandTests {
  // MARK: Sound scenarios

  @Test func `the shipped scenarios are valid, with the one warning that is meant`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Repository.path("scenarios"))
      .filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(names.contains("surf-week.yaml") && names.contains("openb-gpu.yaml"))
    let paths = names.map { "scenarios/" + $0 }
    let result = try BuiltProduct.run("fivespot", ["validate"] + paths, in: Repository.folder)
    #expect(result.status == 0)
    // The one in churn.yaml is there to be seen.
    #expect(
      result.errorLines.count == 1
        && result.errors.contains("2 budgets cover the pods of ledger"), "\(result.errors)")
    let notes = result.lines.filter { $0.hasPrefix("  note: ") }
    #expect(notes.contains { $0.contains("openb_pod_list_default.csv") && $0.contains("897") })
    let verdicts = result.lines.filter { !$0.hasPrefix("  note: ") }
    #expect(verdicts.count == paths.count)
    for (line, path) in zip(verdicts, paths) { #expect(line.hasPrefix("\(path): valid: ")) }
  }

  @Test func `the printed schema is the committed one`() throws {
    let result = try BuiltProduct.run("fivespot", ["schema"])
    let committed = try Data(
      contentsOf: Repository.folder.appendingPathComponent("scenarios/scenario.schema.json"))
    #expect(result.status == 0 && result.errors.isEmpty && result.bytes == [UInt8](committed))
  }

  // MARK: Wrong settings

  @Test func `a setting of some variants only is told with those variants`() throws {
    let setting = ["--set", "lending.scheduler.notice=20m"]
    let scenario = "scenarios/market-hours.yaml"
    for command in ["validate", "run"] {
      let result = try BuiltProduct.run(
        "fivespot", [command, scenario] + setting, in: Repository.folder)
      #expect(result.status == 65 && result.output.isEmpty)
      let line = try #require(result.errorLines.first)
      #expect(
        line.hasPrefix(
          "--set:1:19: error: lending.scheduler.notice: unknown key \"notice\" of \"none\" (in "
            + "variant dedicated); it is a key of \"regulated\"; name the variants that it is meant "
            + "for: --variant regulated"), "\(line)")
    }
    let named = try BuiltProduct.run(
      "fivespot", ["validate", scenario, "--variant", "regulated"] + setting,
      in: Repository.folder)
    #expect(named.status == 0, "\(named.errors)")
  }

  // MARK: Wrong scenarios

  @Test func `five mistakes are five problems, each with its place and the nearest word`() throws {
    let bench = try Bench()
    try bench.scratch.write(
      "five.yaml",
      """
      apiVersion: fivespot/v0
      name: five
      horizon: {start: 2026-01-01T00:00:00Z, duration: 6hours}
      timezone: Europe/Amsterdm
      nodes:
        spot: {machine: {cpu: 4, memory: 8Gi}, cuont: 2}
      workload:
        batch: {trace: {format: opendc-tasks, file: jobs.csv}}
      interruptions:
        spto: {lifetime: 2h}
      placement: {policy: best-fti}

      """)
    let result = try bench.run("validate", "five.yaml")
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    let expected = [
      ("five.yaml:3:50: error: horizon.duration: ", "6hours"),
      ("five.yaml:4:11: error: timezone: ", "\"Europe/Amsterdam\""),
      ("five.yaml:6:42: error: nodes.spot.cuont: ", "\"count\""),
      ("five.yaml:10:3: error: interruptions.spto: ", "\"spot\""),
      ("five.yaml:11:21: error: placement.policy: ", "\"best-fit\""),
    ]
    #expect(result.errorLines.count == 6)
    for (line, (start, word)) in zip(result.errorLines, expected) {
      #expect(line.hasPrefix(start) && line.contains(word), "\(line)")
    }
    #expect(result.errorLines.last == "fivespot: five.yaml: 5 problems")
    let run = try bench.run("run", "five.yaml")
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(run.errorLines.dropLast() == result.errorLines.dropLast())
    #expect(!bench.scratch.has("runs"))
  }

  @Test(arguments: [
    ("nowhere.yaml", 66, "nowhere.yaml: cannot be read: No such file or directory"),
    (".", 66, ".: cannot be read: it is a folder"),
    ("empty.yaml", 65, "empty.yaml:1:1: error: the file is empty"),
    ("blank.yaml", 65, "blank.yaml:1:1: error: the file is empty"),
    ("junk.yaml", 65, "junk.yaml:1:1: error: byte 0xFF is not valid UTF-8"),
    ("nul.yaml", 65, "nul.yaml:1:"),
    ("list.yaml", 65, "list.yaml:1:1: error: "),
    ("two.yaml", 65, "two.yaml:3:1: error: the file holds 2 documents"),
    ("open.yaml", 65, "open.yaml:2:8: error: "),
    (
      "notrace.yaml", 66,
      "notrace.yaml:9:47: error: workload.batch.trace.file: the file \"none.csv\""
    ),
    (
      "cutgz.yaml", 65, "cut.csv.gz:1:1: error: workload.batch.trace.file: the compressed data ends"
    ),
    ("cutcsv.yaml", 65, "cut.csv:5:22: error: workload.batch.trace.file: the last row"),
    ("seconds.yaml", 65, "seconds.csv:2:3: error: workload.batch.trace.file: "),
  ])
  func `what cannot be used says where and why, and is not run`(
    file: String, status: Int32, message: String
  ) throws {
    let bench = try Bench()
    try Self.makeDamaged(bench.scratch)
    for command in ["validate", "run"] {
      let result = try bench.run(command, file)
      #expect(result.status == status, "\(command)")
      #expect(result.output.isEmpty, "\(command)")
      #expect(result.errors.contains(message), "\(command): \(result.errors)")
      #expect(!bench.scratch.has("runs"), "nothing is stored of what cannot be run")
      // One line for the problem, and at most one to sum up; no sentence is said twice.
      #expect(result.errorLines.count <= 2, "\(result.errors)")
      #expect(result.errors.components(separatedBy: message).count == 2, "\(result.errors)")
    }
  }

  private static func makeDamaged(_ scratch: Scratch) throws {
    try scratch.write("empty.yaml", "")
    try scratch.write("blank.yaml", "\n# nothing\n\n")
    try scratch.write("junk.yaml", bytes: [0xFF, 0xFE] + (0..<2_000).map { UInt8($0 & 0xFF) })
    try scratch.write("nul.yaml", bytes: [UInt8](repeating: 0, count: 500))
    try scratch.write("list.yaml", "- 1\n- 2\n")
    try scratch.write("two.yaml", "name: a\n---\nname: b\n")
    try scratch.write("open.yaml", "name: [1, 2\nhorizon: {")
    func withJobs(_ file: String) -> String {
      Bench.scenario.replacingOccurrences(of: "jobs.csv", with: file)
    }
    try scratch.write("notrace.yaml", withJobs("none.csv"))
    try scratch.write("cutgz.yaml", withJobs("cut.csv.gz"))
    let trace = Repository.folder
      .appendingPathComponent("traces/opendc-surf/surf_week_tasks.csv.gz")
    try scratch.write("cut.csv.gz", bytes: try Data(contentsOf: trace).prefix(20_000))
    try scratch.write("cutcsv.yaml", withJobs("cut.csv"))
    try scratch.write("cut.csv", bytes: Array(Bench.jobs.utf8.prefix(190)))
    try scratch.write("seconds.yaml", withJobs("seconds.csv"))
    try scratch.write(
      "seconds.csv", Bench.jobs.replacingOccurrences(of: "00000,", with: "00,"))
  }

  @Test func `of several files each is reported, and what is wrong outweighs what is missing`()
    throws
  {
    let bench = try Bench()
    try bench.scratch.write("empty.yaml", "")
    let both = try bench.run("validate", "small.yaml", "nowhere.yaml", "empty.yaml", "small.yaml")
    #expect(both.status == 65)
    #expect(both.lines.count == 2)
    #expect(both.errors.contains("nowhere.yaml: cannot be read"))
    #expect(both.errors.contains("empty.yaml:1:1: error"))
    let missing = try bench.run("validate", "nowhere.yaml", "small.yaml")
    #expect(missing.status == 66 && missing.lines.count == 1)
  }

  // MARK: Settings

  @Test(arguments: [
    ("nodes.spto.count=3", 65, "--set:1:7: error: nodes.spto.count: ", "\"spot\""),
    ("nodes.spot.cuont=3", 65, "--set:1:12: error: nodes.spot.cuont: ", "\"count\""),
    ("nodes.spot.count=many", 65, "--set:1:18: error: nodes.spot.count: ", "\"many\""),
    ("nodes.spot.count=-1", 65, "--set:1:18: error: nodes.spot.count: ", "1 to 1000000"),
    ("nodes..count=3", 65, "--set:1:7: error: ", "between the dots"),
    ("horizon.duration=[", 65, "--set:1:", "horizon.duration"),
    ("placement.policy=best-fi", 65, "--set:1:18: error: placement.policy: ", "\"best-fit\""),
    ("seed", 64, "--set seed: ", "path=value"),
    ("=3", 64, "--set =3: ", "path=value"),
    ("", 64, "--set", "path=value"),
  ])
  func `a wrong setting says which word is wrong`(
    setting: String, status: Int32, start: String, word: String
  ) throws {
    let bench = try Bench()
    for command in ["validate", "run"] {
      let result = try bench.run(command, "small.yaml", "--set", setting)
      #expect(result.status == status, "\(command)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(start) && result.errors.contains(word), "\(result.errors)")
      #expect(!bench.scratch.has("runs"))
    }
  }

  @Test func `settings change what is run, and the last of one path counts`() throws {
    let bench = try Bench()
    let plain = try bench.simulate()
    let set = try bench.simulate("--set", "nodes.spot.count=9", "--set", "nodes.spot.count=1")
    let same = try bench.simulate("--set", "nodes.spot.count=1")
    let usual = try bench.simulate("--set", "nodes.spot.count=2")
    #expect(set.digests != plain.digests)
    #expect(set.digests == same.digests)
    #expect(usual.digests == plain.digests)
  }
}
