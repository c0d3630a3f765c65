import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import TestSupport
import Testing
import Units

@Suite("Snapshot files")
struct SnapshotFileTests {
  private func file(
    _ entries: [(source: ObjectSource, object: DocumentValue)] = SampleFleet.atNoon
  ) throws -> DocumentValue {
    try SnapshotFile.document(
      of: try SampleFleet.fleet(entries), at: SampleFleet.noon, zones: .pinned)
  }

  @Test(arguments: [SchedulerProfile.regulated(RegulatedPolicy()), .upstream03])
  func `decide reads the file, and decides as on the objects`(profile: SchedulerProfile) throws {
    let fleet = try SampleFleet.fleet()
    let read = try SnapshotDocument.read(
      try file().prettyJSON(), path: "snapshot.json", zones: .pinned)
    func decision(_ snapshot: FleetSnapshot) throws -> [UInt8] {
      try DecisionDocument.document(
        of: Scheduler.decide(
          snapshot, changed: .all(of: snapshot), at: SampleFleet.noon, profile: profile),
        on: snapshot, at: SampleFleet.noon, profile: profile
      ).canonicalJSON()
    }
    #expect(try decision(fleet.snapshot) == decision(read))
  }

  @Test func `it says where everything was read, and in which state`() throws {
    let root = try Document.parseJSON(try file().canonicalJSON(), file: "snapshot.json").root
    let observed = try #require(root["observed"])
    #expect(
      observed["sources"]?.elements.map(\.string) == ["management", "fleet/batch", "fleet/trading"])
    let pods = try #require(observed["pods"]).elements.map {
      "\($0["id"]?.integer ?? -1) \($0["name"]?.string ?? "")"
    }
    #expect(pods == ["0 a-1", "1 agent", "2 b-1", "3 b-2", "4 b-3", "5 desk"])
    let kinds = try #require(observed["objects"]).elements.compactMap { $0["kind"]?.string }
    #expect(Set(kinds).count == 6 && kinds.contains("PodDisruptionBudget"))
    #expect(
      observed["objects"]?.elements.allSatisfy { $0["uid"]?.string?.isEmpty == false } ?? false)
    #expect(root["zoneRules"]?.string == ZoneRulesSet.pinned.version)
  }

  @Test(arguments: [UInt64](1...20))
  func `the order of objects changes no byte`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var entries = SampleFleet.atNoon
    for index in entries.indices.dropFirst().reversed() {
      entries.swapAt(index, Int(random.below(UInt64(index + 1))))
    }
    #expect(try file(entries).canonicalJSON() == file().canonicalJSON(), "seed \(seed)")
  }

  @Test func `secrets of every input come out nowhere`() throws {
    // They are there to begin with.
    let input = try SampleFleet.atNoon.map {
      String(decoding: try $0.object.canonicalJSON(), as: UTF8.self)
    }.joined()
    for secret in SampleFleet.secrets { #expect(input.contains(secret), "\(secret)") }

    let entries =
      SampleFleet.atNoon + [
        // An object that is refused, and one that is none.
        (
          .management,
          SampleFleet.scheduledMachine(
            "x", cluster: "batch", host: "h", hours: "hunter2-hours",
            status: ["phase": "hunter2-phase", "conditions": ["hunter2-condition"]])
        ),
        (.management, ["kind": "Secret", "apiVersion": "v1", "data": ["value": "hunter2-data"]]),
      ]
    let fleet = try SampleFleet.fleet(entries)
    let plan = AdvicePlan(for: fleet, profile: .upstream03, at: SampleFleet.noon)
    let shadow = ShadowReport(of: fleet, at: SampleFleet.noon)
    var metrics = LiveMetrics(version: "1")
    metrics.note(plan, took: .seconds(1))
    metrics.note(shadow)
    var log = AuditLog(to: CollectingSink(), actor: "test")
    try log.append(.adviceGiven, try plan.document(), at: SampleFleet.noon)
    let outputs: [(name: String, text: String)] = [
      ("snapshot", String(decoding: try file(entries).prettyJSON(), as: UTF8.self)),
      ("plan", String(decoding: try plan.document().prettyJSON(), as: UTF8.self)),
      ("page", plan.page().flatMap(\.rows).flatMap { $0 }.joined(separator: "\n")),
      ("shadow", String(decoding: try shadow.document.prettyJSON(), as: UTF8.self)),
      ("shadow page", shadow.page().flatMap(\.rows).flatMap { $0 }.joined(separator: "\n")),
      (
        "metrics", Exposition.text(metrics.families(at: SampleFleet.noon), as: .openMetrics)
      ),
      ("log", String(decoding: log.sink.bytes, as: UTF8.self)),
      ("dump", String(reflecting: fleet.snapshot)),
    ]
    for (name, text) in outputs {
      #expect(!text.isEmpty)
      for secret in SampleFleet.secrets + ["hunter2-phase", "hunter2-condition", "hunter2-data"] {
        #expect(!text.contains(secret), "\(secret) in \(name)")
      }
    }
  }

  private struct CollectingSink: AuditSink {
    var bytes: [UInt8] = []

    mutating func append(_ line: [UInt8]) throws(Never) { bytes += line }
  }
}
