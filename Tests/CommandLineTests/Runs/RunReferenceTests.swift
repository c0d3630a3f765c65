import Foundation
import RunStore
import Testing

/// What RUN may be, the same in every command that takes it, and how the store's runs are listed.
@Suite struct RunReferenceTests {
  private struct Listed: Decodable {
    struct Member: Decodable { var variant, status, digest, scenarioHash: String; var seed: Int }
    var run, status, scenario, scenarioPath, keepJournal, toolVersion, zoneRules: String
    var number, memberCount, completeMemberCount: Int
    var commandLine: [String]
    var members: [Member]?
    var inputs: [Input]?
    struct Input: Decodable { var path, format, licence, sha256: String; var bytes: Int }
  }

  @Test func `a run is latest or the beginning of an id, narrowed by variant and seed`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "calm")
    try bench.simulate("--seeds", "1..2")
    let runs = try bench.run("runs", "list", "--format", "json").json([Listed].self)
    let id = try #require(runs.first?.run)
    let older = try #require(runs.last?.run)
    try #require(id.prefix(6) != older.prefix(6))
    for (reference, members) in [
      ("latest", 4), ("latest/rough", 2), ("latest/rough/2", 1), (id, 4), (String(id.prefix(6)), 4),
      (id.prefix(6).uppercased(), 4), ("\(id.prefix(6))/calm", 2), ("\(id.prefix(6))/calm/1", 1),
      (older, 1), ("\(older.prefix(6))/calm/7", 1),
    ] {
      let shown = try bench.run("runs", "show", reference, "--format", "json")
      #expect(shown.status == 0 && shown.errors.isEmpty, "\(reference)")
      #expect(try shown.json(Listed.self).members?.count == members, "\(reference)")
    }
    #expect(try bench.run("runs", "show").output == bench.run("runs", "show", "latest").output)
    #expect(try bench.run("runs").output == bench.run("runs", "list").output)
  }

  @Test(arguments: [
    "latest/rugh", "latest/rough/9", "latest/rough/x", "latest//1", "latest/", "zz", "lates",
    "0000000000000000000000", "", "/rough", "latest/rough/2/3",
  ])
  func `an unknown reference exits 66 in every command and says what there is`(
    reference: String
  ) throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..2")
    for command in [
      ["runs", "show"], ["report"], ["verify"], ["export", "--journal", "canonical"],
    ] {
      let result = try bench.start(command + [reference]).wait()
      #expect(result.status == 66, "\(command)")
      #expect(result.output.isEmpty)
      #expect(
        result.errors.contains("variants are calm, rough") || result.errors.contains("runs list"),
        "\(result.errors)")
      #expect(result.errorLines.count == 1)
    }
  }

  @Test func `an ambiguous beginning exits 65 and names the runs`() throws {
    let bench = try Bench()
    var beginnings: [Character: Int] = [:]
    var shared: Character?
    // Sixteen digits: at the seventeenth run two share one, usually at the fifth.
    for seed in 1...17 where shared == nil {
      try bench.simulate("--variant", "calm", "--seeds", "\(seed)", "--keep-journal", "none")
      guard
        case .text(let id)? = try bench.rows(
          "SELECT run_id FROM runs ORDER BY number DESC LIMIT 1"
        ).first?.first, let digit = id.first
      else { break }
      beginnings[digit, default: 0] += 1
      if beginnings[digit] == 2 { shared = digit }
    }
    let digit = try #require(shared)
    for command in [
      ["runs", "show"], ["report"], ["verify"], ["export", "--journal", "csv"],
    ] {
      let result = try bench.start(command + [String(digit)]).wait()
      #expect(result.status == 65, "\(command)")
      #expect(result.output.isEmpty && result.errors.contains("2 runs begin with \(digit)"))
    }
  }

  @Test func `runs are listed newest first, and shown with members and inputs`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "calm")
    let digests = try bench.simulate("--seeds", "5", "--set", "seed=2").digests
    let table = try bench.run("runs", "list")
    #expect(table.status == 0 && table.errors.isEmpty && table.lines.count == 3)
    #expect(table.lines.first?.hasPrefix("RUN") == true)
    let runs = try bench.run("runs", "list", "--format", "json").json([Listed].self)
    #expect(runs.map(\.number) == [2, 1] && runs.map(\.memberCount) == [2, 1])
    for (line, run) in zip(table.lines.dropFirst(), runs) {
      #expect(line.hasPrefix(run.run.prefix(12)) && line.contains(" complete "))
    }
    let shown = try bench.run("runs", "show", "--format", "json").json(Listed.self)
    #expect(shown.run == runs.first?.run && shown.status == "complete" && shown.scenario == "small")
    #expect(shown.scenarioPath == bench.scratch.path("small.yaml"))
    #expect(
      shown.commandLine.dropFirst()
        == ["run", "small.yaml", "--quiet", "--seeds", "5", "--set", "seed=2"])
    #expect(shown.members?.map(\.digest) == digests.map(\.hex))
    #expect(shown.members?.map(\.seed) == [5, 5] && shown.zoneRules == "2025b")
    let input = try #require(shown.inputs?.first)
    #expect(shown.inputs?.count == 1 && input.path == "jobs.csv" && input.format == "opendc-tasks")
    #expect(input.bytes == Bench.jobs.utf8.count)
    let text = try bench.run("runs", "show").output
    for word in digests.map(\.hex) + [shown.run, input.sha256, "2025b"] {
      #expect(text.contains(word))
    }
  }

  @Test func `a store that is not there, or holds no run, exits 66`() throws {
    let bench = try Bench()
    for command in [
      ["runs", "list"], ["runs", "show"], ["report"], ["verify"], ["export", "--journal", "csv"],
    ] {
      let result = try bench.start(command + ["--store", "no/where.sqlite"]).wait()
      #expect(result.status == 66 && result.output.isEmpty)
      #expect(result.errors.contains("no/where.sqlite: there is no store here"))
      #expect(!bench.scratch.has("no"))
    }
  }
}
