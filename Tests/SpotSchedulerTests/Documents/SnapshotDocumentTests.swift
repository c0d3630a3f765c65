import Documents
import SpotScheduler
import TestSupport
import Testing
import Units

/// Snapshots as documents: what goes out comes in again, and what is wrong is named with its place.
@Suite struct SnapshotDocumentTests {
  private static func read(_ text: String) throws -> FleetSnapshot {
    try SnapshotDocument.read(Array(text.utf8), path: "s.json", zones: .pinned)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `a world half way through comes back to the last decision`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var world = try RegulatedWorldTests.world(&random, seed: seed)
    world.decisionsPerLawCheck = .max
    world.faultsPerThousand = 200
    var compared = 0
    for hour in [3, 7, 8, 9, 12, 18, 19, 20, 31, 32] as [Int64] {
      world.schedule(
        .check { world in
          compared += 1
          try? Self.compare(world, seed: seed)
        }, at: world.now + .hours(hour) + .minutes(random.below(60)))
    }
    world.run()
    #expect(compared == 10, "seed \(seed)")
  }

  private static func compare(_ world: SmallWorld, seed: UInt64) throws {
    let document = try SnapshotDocument.document(of: world.snapshot, zoneRules: "2025b")
    let bytes = try document.canonicalJSON()
    do {
      let again = try SnapshotDocument.read(bytes, path: "s.json", zones: .pinned)
      let rewritten = try SnapshotDocument.document(of: again, zoneRules: "2025b").canonicalJSON()
      #expect(rewritten == bytes, "seed \(seed) at \(world.now.rfc3339)")
      let before = Scheduler.decide(
        world.snapshot, changed: .all(of: world.snapshot), at: world.now, profile: world.profile)
      let after = Scheduler.decide(
        again, changed: .all(of: again), at: world.now, profile: world.profile)
      #expect(before == after, "seed \(seed) at \(world.now.rfc3339)")
      let decision = DecisionDocument.document(
        of: after, on: again, at: world.now, profile: world.profile)
      let outcome = ShapeCheck.check(
        [.base(try Document.parseJSON(decision.canonicalJSON(), file: "d.json").root)],
        against: SnapshotFormat.decision)
      #expect(outcome.diagnostics.isEmpty, "seed \(seed): \(outcome.diagnostics)")
    } catch let error as SnapshotDocumentError {
      Issue.record("seed \(seed): \(error.diagnostics)")
    }
  }

  @Test func `every kind of window comes back`() throws {
    let zone = try #require(ZoneRulesSet.pinned["Europe/London"])
    let weekTime = try #require(WeekTime(text: "sun 23:45"))
    let weekEnd = try #require(WeekTime(text: "mon 01:00"))
    let opens = try #require(CivilTime(text: "2026-12-24 13:00"))
    let closes = try #require(CivilTime(text: "2026-12-31 24:00"))
    let calendar = ExchangeCalendar(
      zone: zone, holidays: [try CivilDate(iso: "2026-12-25")],
      earlyCloses: [
        ExchangeCalendar.EarlyClose(date: try CivilDate(iso: "2026-12-24"), minuteOfDay: 770)
      ])
    let schedule = LendingSchedule(
      [
        .daysAndHours(
          WeeklySchedule(days: .day(.friday), hours: .range(from: 22, through: 3), zone: zone)),
        .weekly(WeeklyWindow(from: weekTime, to: weekEnd, in: zone)), .holidays(calendar),
        .earlyCloses(calendar, margin: .seconds(90)),
      ], except: [.civil(CivilWindow(from: opens, to: closes, in: zone))]
    ).complement
    let snapshot = SmallFleet.snapshot(hosts: 1, schedule: schedule)
    let bytes = try SnapshotDocument.document(of: snapshot).canonicalJSON()
    let again = try SnapshotDocument.read(bytes, path: "s.json", zones: .pinned)
    #expect(try SnapshotDocument.document(of: again).canonicalJSON() == bytes)
    var instant = try Instant(rfc3339: "2026-12-01T00:00:00Z")
    for _ in 0..<12 {
      let edge = try #require(snapshot.scheduledMachines[1].schedule.nextEdge(after: instant))
      #expect(again.scheduledMachines[1].schedule.nextEdge(after: instant) == edge)
      instant = edge.instant
    }
  }

  /// The smallest snapshot, a line a thing, so that places can be counted.
  private static let small = """
    {"apiVersion": "fivespot/v0",
     "clusters": [{"name": "trading"}, {"name": "batch"}],
     "schedules": {"night": {"windows": [
       {"kind": "weekly", "timezone": "UTC", "from": "fri 18:00", "to": "mon 06:00"}]}},
     "hosts": [{"name": "host-1", "cpu": 32}],
     "scheduledMachines": [
       {"name": "trading/host-1", "cluster": "trading", "host": "host-1", "role": "owner", "schedule": "night"},
       {"name": "batch/host-1", "cluster": "batch", "host": "host-1", "role": "borrower", "schedule": "night",
        "pods": [{"id": 18446744073709551615, "boundAt": "2026-06-08T09:00:00Z"}]}],
     "recalls": [{"cluster": "trading", "at": "2026-06-08T09:00:00Z", "within": "10m", "until": "2026-06-08T12:00:00Z"}]}
    """

  @Test func `a small snapshot is read`() throws {
    let snapshot = try Self.read(Self.small)
    #expect(snapshot.hosts[0].owner == ScheduledMachineID(0))
    #expect(snapshot.hosts[0].borrowers == [ScheduledMachineID(1)])
    #expect(snapshot.pods[1].map(\.id) == [PodID(.max)])
    #expect(snapshot.recalls.map(\.within) == [.minutes(10)])
    #expect(snapshot.statuses[0].reason.rule == .neverLookedAt)
  }

  @Test(arguments: [
    (
      #""cluster": "trading", "host""#, #""cluster": "tradin", "host""#,
      "s.json:7:42: error: scheduledMachines[0].cluster: there is no cluster \"tradin\"; did you mean \"trading\"?"
    ),
    (
      #""UTC""#, #""Utc""#,
      "s.json:4:35: error: schedules.night.windows[0].timezone: there is no time zone"
    ),
    (
      #"fri 18:00"#, #"fri 18:60"#,
      "s.json:4:50: error: schedules.night.windows[0].from: \"fri 18:60\" is not a time of the week"
    ),
    (#""cpu": 32"#, #""cpu": -1"#, "s.json:5:38: error: hosts[0].cpu"),
    (
      #""role": "borrower""#, #""role": "owner""#,
      "s.json:8:57: error: scheduledMachines[1].host: host-1 has another object of role owner"
    ),
    (
      #""batch/host-1""#, #""trading/host-1""#,
      "s.json:8:13: error: scheduledMachines[1].name: there are two objects"
    ),
    (
      #"{"name": "batch"}"#, #"{"name": "trading"}"#,
      "s.json:2:45: error: clusters[1].name: there are two clusters"
    ),
    (
      #""schedule": "night","#, #""schedule": "noon","#,
      "s.json:8:99: error: scheduledMachines[1].schedule: there is no schedule \"noon\""
    ),
    (
      #""clusters""#, #""zoneRules": "1999a", "clusters""#,
      "s.json:2:15: error: zoneRules: the snapshot was made with time zone rules 1999a"
    ),
    (
      #""within": "10m""#, #""within": 10"#,
      "s.json:10:77: error: recalls[0].within: 10 is not a duration"
    ),
    (
      #""within""#, #""withn""#,
      "s.json:10:14: error: recalls[0].within: the key \"within\" is missing"
    ),
    ("18446744073709551615", "-1", "s.json:9:21: error: scheduledMachines[1].pods[0].id"),
    ("fivespot/v0", "fivespot/v9", "s.json:1:16: error: apiVersion"),
    ("]}}", "]}", "s.json:10:"),
  ])
  func `what is wrong is named with its place`(old: String, new: String, problem: String) throws {
    let text = Self.small.replacing(old, with: new, maxReplacements: 1)
    #expect(text != Self.small)
    do {
      _ = try Self.read(text)
      Issue.record("it was read")
    } catch let error as SnapshotDocumentError {
      let first = error.diagnostics.first?.description ?? ""
      #expect(error.diagnostics.contains { $0.description.hasPrefix(problem) }, "\(first)")
    }
  }

  @Test func `a policy has defaults, and comes as JSON or YAML`() throws {
    let text = "apiVersion: fivespot/v0\nnotice: 1h\nsimultaneousStarts: 3\n"
    let policy = try SnapshotDocument.readPolicy(Array(text.utf8), path: "p.yaml")
    #expect(policy == RegulatedPolicy(notice: .hours(1), simultaneousStarts: 3))
    let json = #"{"apiVersion": "fivespot/v0"}"#
    #expect(
      try SnapshotDocument.readPolicy(Array(json.utf8), path: "p.json") == RegulatedPolicy())
    #expect(throws: SnapshotDocumentError.self) {
      try SnapshotDocument.readPolicy(Array("notice: 1h\n".utf8), path: "p.yaml")
    }
  }
}
