import Foundation
import Testing

/// `fivespot-conformance` as a process: the copies of the vectors, and folders made to be wrong.
@Suite struct ConformanceCommandTests {
  private static let vectors = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Vectors")

  private func run(_ arguments: String...) throws -> BuiltProduct.Result {
    try BuiltProduct.run("fivespot-conformance", arguments)
  }

  // MARK: The shipped vectors

  @Test func `the vectors of schedules and of released 5-Spot pass`() throws {
    let result = try run(Self.vectors.appendingPathComponent("5spot").path)
    #expect(result.status == 0)
    for line in [
      "5spot/parse_day_ranges: 87 passed, 0 failed", "5spot/parse_duration: 52 passed, 0 failed",
      "5spot/parse_hour_ranges: 77 passed, 0 failed", "5spot/schedule_edges: 24 passed, 0 failed",
      "5spot/schedule_eval: 145 passed, 0 failed", "5spot/backoff: 26 passed, 0 failed",
      "5spot/capacity_decision: 66 passed, 0 failed", "5spot/capacity_path: 68 passed, 0 failed",
      "5spot/events: 32 passed, 0 failed", "5spot/finalizer: 22 passed, 0 failed",
      "5spot/grace_period: 15 passed, 0 failed", "5spot/loop_protection: 17 passed, 0 failed",
      "5spot/phase_transitions: 87 passed, 0 failed", "5spot/pod_eviction: 31 passed, 0 failed",
      "5spot/process_match: 23 passed, 0 failed",
      "5spot/provider_capital_markets: 33 passed, 0 failed",
      "5spot/provider_time_based: 45 passed, 0 failed",
      "5spot/reclaim_controller: 30 passed, 0 failed", "5spot/sharding: 52 passed, 0 failed",
      "5spot/spot_verdict: 29 passed, 0 failed", "5spot/taint_diff: 21 passed, 0 failed",
      "5spot/taint_reconcile: 20 passed, 0 failed", "5spot/workshop_checks: 21 passed, 0 failed",
    ] {
      #expect(result.lines.contains(line), "\(line)")
    }
    #expect(result.errors.isEmpty)
  }

  @Test func `the vectors of Cluster API and of what it stands on pass`() throws {
    let result = try run(Self.vectors.appendingPathComponent("capi").path)
    #expect(result.status == 0)
    for line in [
      "capi/deletion_order: 39 passed, 0 failed", "capi/drain: 26 passed, 0 failed",
      "capi/eviction_api: 32 passed, 0 failed", "capi/k8s_small_facts: 29 passed, 0 failed",
      "capi/kube_node_resources: 37 passed, 0 failed",
      "capi/kube_score_simple: 20 passed, 0 failed",
      "capi/machine_conditions: 14 passed, 0 failed",
      "capi/machine_delete_gates: 32 passed, 0 failed", "capi/machine_phase: 11 passed, 0 failed",
      "capi/machineset_preflight: 23 passed, 0 failed",
      "capi/md_rollout_math: 50 passed, 0 failed",
      "capi/md_rollout_sequences: 6 passed, 0 failed",
      "capi/md_rollout_steps: 118 passed, 0 failed", "capi/mhc: 22 passed, 0 failed",
      "capi/pdb_status: 48 passed, 0 failed", "capi/providers: 56 passed, 0 failed",
      "capi/queue_and_cadence: 44 passed, 0 failed",
      "capi/remediation_order: 2 passed, 0 failed",
      "capi/replica_defaulting: 16 passed, 0 failed",
    ] {
      #expect(result.lines.contains(line), "\(line)")
    }
    #expect(result.errors.isEmpty)
  }

  @Test func `the logs of whole rollouts come out line for line`() throws {
    let result = try run(Self.vectors.appendingPathComponent("capi-rollout").path)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.lines.last == "36 passed, 0 failed")
    #expect(
      result.lines.contains(
        "capi-rollout/ondelete/3-replicas-maxuserunavailable-1: 1 passed, 0 failed")
    )
  }

  @Test(arguments: [
    ("1 out of surge", "3 replicas (+1)", "3 replicas (+2)", "expected:"),
    ("no end", "[Test] Final state", "[Test] Final", "actual:   [Test] Final state"),
    ("no start", "[Test] Initial state", "[Test] Initial", "no state before the first step"),
    ("other sets", "    ms1: 3/3", "    ms2: 3/3", "is no MachineSet ms1"),
  ])
  func `a log that differs by a line fails, and the line is named`(
    name: String, from: String, to: String, problem: String
  ) throws {
    let log = try String(
      contentsOf: Self.vectors.appendingPathComponent(
        "capi-rollout/rollingupdate/regular-rollout-3-replicas-maxsurge-1-maxunavailable-0.log"),
      encoding: .utf8)
    let changed = log.replacingOccurrences(of: from, with: to)
    #expect(changed != log)
    let folder = try Scratch()
    try folder.write("capi-rollout/changed.log", changed)
    let result = try folder.check("capi-rollout")
    #expect(result.status == 1 && result.lines.last == "0 passed, 1 failed", "\(name)")
    #expect(result.output.contains(problem), "\(result.output)")
  }

  @Test func `recorded scenarios of kube-scheduler pass`() throws {
    let result = try run(Self.vectors.appendingPathComponent("kube-scheduler").path)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.lines.last == "66 passed, 0 failed")
    #expect(result.lines.contains("kube-scheduler/preempt-minimal-set: 1 passed, 0 failed"))
  }

  @Test func `every file of every suite is counted once`() throws {
    let result = try run(Self.vectors.path)
    #expect(result.status == 0, "\(result.errors)")
    let form = /^(\S+?)\/(\S+): (?:(\d+) passed, (\d+) failed|unsupported \((\d+)\))$/
    var vectorsOfSuite: [Substring: Int] = [:]
    var files = 0
    for line in result.lines.dropLast() {
      let match = try #require(try form.wholeMatch(in: line), "\(line)").output
      let count = [match.3, match.4, match.5].compactMap { $0 }.compactMap { Int($0) }.reduce(0, +)
      vectorsOfSuite[match.1, default: 0] += count
      files += 1
    }
    #expect(files == 201)
    // Of fgd-oracle: 23,580 published values of six policies, 50 end states, and the 54,330 pods of five
    // recorded placements.
    #expect(
      vectorsOfSuite == [
        "5spot": 1257, "capi": 716, "capi-rollout": 36, "cel": 2456, "cel-k8s": 1864,
        "deadline-policies": 486, "fgd-oracle": 77_960, "kube-scheduler": 66,
      ])
    #expect(result.lines.contains("fgd-oracle/analysis_frag_ratio_discrete: 7860 passed, 0 failed"))
    #expect(try /\d+ passed, 0 failed/.wholeMatch(in: result.lines.last ?? "") != nil)
  }

  @Test func `actual values have the form of expectations`() throws {
    struct Line: Decodable { var suite, file, id, fn: String }
    let result = try run(Self.vectors.appendingPathComponent("5spot").path, "--actual")
    #expect(result.status == 0)
    let parsed = try result.lines.map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(parsed.count >= 385)
    #expect(parsed.allSatisfy { $0.suite == "5spot" })
    #expect(
      result.lines.contains(
        #"{"suite":"5spot","file":"parse_day_ranges","id":"parse_day_ranges-002","#
          + #""fn":"parse_day_ranges","actual":{"ok":[0,1,2,3,4]}}"#))
    #expect(
      result.lines.contains(
        #"{"suite":"5spot","file":"schedule_edges","id":"schedule_edges-009","#
          + #""fn":"schedule_edges","actual":{"activeSeconds":7200,"edges":"#
          + #"[["2026-03-08T06:00:00Z",true],["2026-03-08T08:00:00Z",false]],"initial":false}}"#))
  }

  // MARK: Calls

  @Test func `a wrong call exits 64 and help exits 0`() throws {
    #expect(try run().status == 64)
    #expect(try run("a", "b").status == 64)
    #expect(try run("--unknown", "a").status == 64)
    let help = try run("--help")
    #expect(help.status == 0 && help.output.contains("fivespot-conformance Tests/Vectors"))
  }

  @Test func `a missing folder exits 66`() throws {
    let folder = try Scratch()
    let missing = try folder.check("nowhere")
    #expect(missing.status == 66 && missing.errors.contains("no such folder"))
    try folder.write("5spot", "{}")
    let file = try folder.check("5spot")
    #expect(file.status == 66 && file.errors.contains("not a folder"))
  }

  @Test func `the last path component names a suite, however it is written`() throws {
    let folder = try Scratch()
    try folder.write("5spot/parse_duration.json", #"{"vectors": []}"#)
    for path in ["5spot", "5spot/", "5spot/.", "./5spot", "5spot/../5spot"] {
      let result = try folder.check(path)
      #expect(result.status == 0 && result.lines.count == 2, "\(path)")
    }
    let here = try BuiltProduct.run(
      "fivespot-conformance", ["."], in: folder.url.appendingPathComponent("5spot"))
    withExtendedLifetime(folder) {}
    #expect(here.lines == ["5spot/parse_duration: 0 passed, 0 failed", "0 passed, 0 failed"])
  }

  // MARK: What a folder holds

  @Test func `an unknown suite exits 65, and the known ones still run`() throws {
    let folder = try Scratch()
    try folder.write("sixspot/parse_duration.json", #"{"vectors": []}"#)
    let alone = try folder.check("sixspot")
    #expect(alone.status == 65 && alone.errors.contains("unknown suite \"sixspot\""))
    try folder.write(
      "5spot/parse_duration.json",
      #"{"vectors": [{"input": {"text": "5m"}, "expected": {"ok": 300}}]}"#)
    let both = try folder.check("")
    #expect(both.status == 65 && both.errors.contains("unknown suite \"sixspot\""))
    #expect(both.lines == ["5spot/parse_duration: 1 passed, 0 failed", "1 passed, 0 failed"])
    #expect(try Scratch().check("").status == 65)
  }

  @Test func `recorded exchanges, notes and hidden files are passed over`() throws {
    let folder = try Scratch()
    try folder.write("kube-api/get/pod.json", "{")
    try folder.write("README.md", "x")
    try folder.write("5spot/README.md", "x")
    try folder.write("5spot/.parse_duration.json.swp", "x")
    try folder.write("5spot/deep/er.json", #"{"vectors": [1, 2]}"#)
    let result = try folder.check("")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.lines == ["5spot/deep/er: unsupported (2)", "0 passed, 0 failed"])
    #expect(try folder.check("kube-api").lines == ["0 passed, 0 failed"])
    try folder.write("5spot/notes.txt", "x")
    let stranger = try folder.check("5spot")
    #expect(stranger.status == 0 && stranger.errors.contains("notes.txt"))
  }

  @Test func `published results that are not met are named, and missing lists too`() throws {
    let folder = try Scratch()
    let oracle = Self.vectors.appendingPathComponent("fgd-oracle")
    let copy = folder.url.appendingPathComponent("fgd-oracle")
    try FileManager.default.copyItem(at: oracle, to: copy)
    let table = copy.appendingPathComponent("analysis_allo_discrete.csv")
    let text = try String(contentsOf: table, encoding: .utf8)
    let row = try #require(text.split(separator: "\n").first { $0.contains(",06-FGD,1.3,42,") })
    let changed = text.replacing(row, with: row.replacing(",6212,", with: ",6212,9"))
    try changed.write(to: table, atomically: true, encoding: .utf8)
    let result = try folder.check("fgd-oracle")
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.lines.contains("fgd-oracle/analysis_allo_discrete: 7859 passed, 1 failed"))
    #expect(result.output.contains("06-FGD seed 42 at 0 % of load, line "))
    try folder.write("fgd-oracle/sequences/seed-43.txt.gz", "x")
    let broken = try folder.check("fgd-oracle")
    #expect(broken.status == 65 && broken.errors.contains("seed-43.txt.gz"), "\(broken.errors)")
  }

  @Test func `a failure shows input, expected and actual and exits 1`() throws {
    let folder = try Scratch()
    try folder.write(
      "5spot/parse_duration.json",
      """
      {"vectors": [
        {"id": "a", "input": {"text": "5m"}, "expected": {"ok": 301}},
        {"name": "b", "input": {"text": "5m"}, "expected": {"ok": 3.0e2}}
      ]}
      """)
    let result = try folder.check("5spot")
    #expect(result.status == 1)
    #expect(
      result.lines == [
        "5spot/parse_duration: 1 passed, 1 failed",
        "  \"a\" at \(folder.path("5spot"))/parse_duration.json:2:3",
        "    input:    {\"text\":\"5m\"}",
        "    expected: {\"ok\":301}",
        "    actual:   {\"ok\":300}",
        "1 passed, 1 failed",
      ])
  }

  @Test(arguments: [
    (#"{"input": {"fn": "parse_time", "text": "5m"}, "expected": {"ok": 300}}"#, "parse_time"),
    (#"{"input": {"text": "5m", "unit": "s"}, "expected": {"ok": 300}}"#, "input.unit"),
    (#"{"input": {"txt": "5m"}, "expected": {"ok": 300}}"#, "input.txt"),
    (#"{"input": {}, "expected": {"ok": 300}}"#, "input.text"),
    (#"{"input": {"text": 5}, "expected": {"ok": 300}}"#, "input.text is not a string"),
    (#"{"expected": {"ok": 300}}"#, "missing field input"),
    (#"{"input": ["5m"], "expected": {"ok": 300}}"#, "input is not an object"),
    (#"{"input": {"text": "5m"}}"#, "no expectation"),
    (#"{"input": {"text": "5m"}, "expected": {"ok": 300, "unit": "s"}}"#, "expected:"),
    ("17", "missing field input"),
  ])
  func `what is not known fails its vector, and the rest still runs`(
    vector: String, problem: String
  ) throws {
    let folder = try Scratch()
    try folder.write(
      "5spot/parse_duration.json",
      """
      {"vectors": [\(vector), {"input": {"text": "1h"}, "expected": {"ok": 3600}}]}
      """)
    let result = try folder.check("5spot")
    #expect(result.status == 1 && result.output.contains(problem), "\(result.output)")
    #expect(result.lines.first == "5spot/parse_duration: 1 passed, 1 failed")
    #expect(result.lines.last == "1 passed, 1 failed")
  }

  @Test func `a field of a schedule that is not known fails its vector`() throws {
    let folder = try Scratch()
    try folder.write(
      "5spot/schedule_eval.json",
      """
      {"vectors": [{"input": {"instant": "2026-06-10T12:00:00Z", "schedule":
        {"daysOfWeek": ["wed"], "hoursOfDay": ["12"], "cron": "x"}}, "expected": {"active": true}},
       {"input": {"instant": "yesterday", "schedule": {}}, "expected": {"active": false}},
       {"input": {"instant": "2026-06-10T12:00:00Z", "schedule":
        {"daysOfWeek": ["wed"], "hoursOfDay": ["12"]}}, "expected": {"active": true}}]}
      """)
    let result = try folder.check("5spot")
    #expect(result.lines.first == "5spot/schedule_eval: 1 passed, 2 failed")
    #expect(result.output.contains("unknown field input.schedule.cron"))
    #expect(result.output.contains("input.instant: not an RFC 3339 timestamp"))
  }

  @Test(arguments: [
    ("", "json:1:1"), (#"{"vectors": [{"id": "a""#, "json:1:"), ("{\"vectors\":\n [,]}", "json:2:"),
    ("[]", "json:1:1"), (#"{"vectors": {}}"#, "json:1:13"), (#"{"tests": []}"#, "json:1:1"),
    ("{\"vectors\": [\"\u{0}\"]}", "json:1:"),
  ])
  func `a file that is no vector file exits 65 with its place, and the others run`(
    text: String, place: String
  ) throws {
    let folder = try Scratch()
    try folder.write("5spot/parse_day_ranges.json", text)
    try folder.write("5spot/backoff.json", text)
    try folder.write(
      "5spot/parse_duration.json",
      #"{"vectors": [{"input": {"text": "5m"}, "expected": {"ok": 301}}]}"#)
    let result = try folder.check("5spot")
    #expect(result.status == 65)
    #expect(result.errors.contains("parse_day_ranges.\(place)"), "\(result.errors)")
    #expect(result.errors.contains("backoff.\(place)"), "\(result.errors)")
    #expect(result.lines.first == "5spot/parse_duration: 0 passed, 1 failed")
    #expect(result.lines.last == "0 passed, 1 failed")
  }

  // MARK: Actual values

  @Test func `actual values need no expectation, and are named by id, name or index`() throws {
    let folder = try Scratch()
    try folder.write(
      "5spot/parse_duration.json",
      """
      {"vectors": [
        {"id": "a", "name": "b", "input": {"text": "5m"}},
        {"name": "b", "input": {"text": "xd", "fn": "parse_duration"}},
        {"input": {"text": "1h"}, "expected": {"ok": 1}},
        {"id": 7, "input": {"fn": "other", "text": "1h"}}
      ]}
      """)
    try folder.write("5spot/new.json", #"{"vectors": [1, 2]}"#)
    let result = try folder.check("5spot", "--actual")
    let start = #"{"suite":"5spot","file":"parse_duration","id":"#
    #expect(
      result.lines == [
        start + #""a","fn":"parse_duration","actual":{"ok":300}}"#,
        start + #""b","fn":"parse_duration","actual":{"error":"InvalidValue"}}"#,
        start + #"2,"fn":"parse_duration","actual":{"ok":3600}}"#,
        start + #"7,"fn":"other","actual":null}"#,
      ])
    #expect(result.errors.contains("unknown function \"other\""))
    #expect(result.errors.contains("5spot/new: unsupported (2)"))
    #expect(result.status == 1)
  }
}

extension Scratch {
  /// Checks a folder of this one; a method, so that the folder outlives the process.
  fileprivate func check(_ relative: String, _ options: String...) throws -> BuiltProduct.Result {
    try BuiltProduct.run("fivespot-conformance", [path(relative)] + options)
  }
}
