import Documents
import Facts
import FleetSimulation
import Foundation
import Scenario
import SpotScheduler
import TestSupport
import Testing
import Units

/// Scenarios that are made of snapshots.
@Suite struct SnapshotDraftTests {
  private struct Silence: FactSink {
    mutating func record(_ fact: Fact) {}
  }

  private static func read(_ name: String) throws -> FleetSnapshot {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(repository)/scenarios/\(name)"))
    return try SnapshotDocument.read([UInt8](bytes), path: name, zones: .pinned)
  }

  @Test func `the night of the manual becomes a scenario that a person can read`() throws {
    let text = try SnapshotDraft.text(
      of: try Self.read("night.snapshot.json"), origin: SnapshotOrigin(),
      from: try Instant(rfc3339: "2026-06-10T22:40:00Z"))
    let entries = text.split(separator: "\n").filter {
      !$0.drop { $0 == " " }.hasPrefix("#")
    }.joined(separator: "\n")
    #expect(entries == nightEntries)
    #expect(problems(of: text) == [])
    #expect(text.contains("snapshot 1 of the owner's were lent, or on their way."))
    #expect(text.contains("2 holidays, 2 early closes, 1 exception, which"))
  }

  @Test func `findings, budgets and sources are comments, and nothing in them ends one`() throws {
    var origin = SnapshotOrigin()
    origin.sources = ["management", "fleet/batch"]
    origin.budgets = ["work/web", "work/db"]
    origin.findings = [
      .init(
        finding: "HostUnknown", object: "fleet/x\nname: evil",
        message: "It names no host.\u{2028}evil: true", remedy: "annotate it")
    ]
    let text = try SnapshotDraft.text(
      of: try RandomFleet(seed: 3, atRest: true).snapshot, origin: origin, from: RandomFleet.now)
    #expect(text.contains("# - HostUnknown fleet/x name: evil: It names no host. evil: true;"))
    #expect(text.contains("management, fleet/batch"))
    #expect(problems(of: text).filter { $0.contains("error") } == [])
  }

  @Test func `a snapshot without owners is refused, and so is an owner that there is not`() throws {
    let empty = FleetSnapshot(clusters: [], hosts: [], scheduledMachines: [])
    #expect(throws: SnapshotDraft.Failure.noHosts) {
      try SnapshotDraft.text(of: empty, origin: SnapshotOrigin(), from: .epoch)
    }
    let fleet = try RandomFleet(seed: 1, atRest: true).snapshot
    #expect(throws: SnapshotDraft.Failure.unknownOwner("nobody", known: ["trading"])) {
      try SnapshotDraft.text(
        of: fleet, origin: SnapshotOrigin(), from: RandomFleet.now, owner: "nobody")
    }
  }

  @Test(arguments: SeedRange.from(debug: 8, release: 400))
  func `a random snapshot becomes a scenario whose first day runs`(seed: UInt64) throws {
    let snapshot = try RandomFleet(seed: seed).snapshot
    guard let text = try? draft(snapshot) else {
      #expect(snapshot.hosts.isEmpty, "seed \(seed)")
      return
    }
    #expect(text == (try draft(snapshot)), "seed \(seed)")
    let found = problems(of: text).filter { $0.contains("error:") }
    #expect(found == [], "seed \(seed)\n\(text)")
    guard found.isEmpty else { return }
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    let day = try #require(ScenarioOverride("horizon.duration=1d"))
    for variant in file.variantNames {
      let plan = try file.resolve(variant: variant, overrides: [day]).plan(seed: 1)
      var sink = Silence()
      _ = try FleetSimulation.run(plan, into: &sink, checking: true)
    }
  }

  private func draft(_ snapshot: FleetSnapshot) throws -> String {
    try SnapshotDraft.text(of: snapshot, origin: SnapshotOrigin(), from: RandomFleet.now)
  }

  /// Where the scenario can say what the snapshot says (one owner, all machines at home, weekly windows),
  /// the scheduler lends as many machines at that instant in the one as in the other.
  @Test(arguments: SeedRange.from(debug: 40, release: 2_000))
  func `at the snapshot's instant the scenario's scheduler lends as many machines`(
    seed: UInt64
  ) throws {
    let snapshot = try RandomFleet(seed: seed, atRest: true).snapshot
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: RandomFleet.now,
      profile: .regulated(RegulatedPolicy()))
    let file = try ScenarioFile.parse(Array(try draft(snapshot).utf8), path: "s.yaml")
    let plan = try file.resolve(variant: "regulated").plan(seed: 1)
    var first: [String: Int]?
    var sink = Silence()
    _ = try FleetSimulation.run(
      plan, into: &sink,
      observer: { snapshot, now, decision in
        guard first == nil, !decision.statusChanges.isEmpty else { return }
        #expect(now == RandomFleet.now, "seed \(seed)")
        first = phases(after: decision, of: snapshot)
      })
    #expect(first == phases(after: decision, of: snapshot), "seed \(seed)")
  }

  /// How many hosts of each size go to each borrower.
  private func phases(after decision: Decision, of snapshot: borrowing FleetSnapshot) -> [String:
    Int]
  {
    var counts: [String: Int] = [:]
    for change in decision.statusChanges {
      let machine = snapshot.scheduledMachines[Int(change.machine.index)]
      guard machine.role == .borrower else { continue }
      let host = snapshot.hosts[Int(machine.host.index)]
      let cluster = snapshot.clusters[Int(machine.cluster.index)].name
      counts["\(cluster) \(host.cpu.value) \(change.status.phase.rawValue)", default: 0] += 1
    }
    return counts
  }

  @Test func `the starter is a scenario without a warning that needs no file`() throws {
    #expect(problems(of: StarterScenario.text) == [])
    let file = try ScenarioFile.parse(Array(StarterScenario.text.utf8), path: "s.yaml")
    let day = try #require(ScenarioOverride("horizon.duration=1d"))
    var sink = Silence()
    _ = try FleetSimulation.run(
      try file.resolve(variant: "regulated", overrides: [day]).plan(seed: 1), into: &sink)
  }
}

private let nightEntries = """
  apiVersion: fivespot/v0
  name: from-snapshot
  horizon: {start: 2026-06-10T22:40:00Z, duration: 7d}
  seed: 1
  clusters:
    trading:
      headroom: 8
      reservations: {reserved: 4}
    batch:
      priority: 60
  nodes:
    hosts-32:
      cluster: trading
      machine: {cpu: 32, memory: 128Gi}
      count: 3
  services:
    observed:
      cluster: trading
      usage: 9600m
      targetUtilisation: 80%
      pod: {cpu: 12, memory: 24Gi}
      minReplicas: 1
      maxReplicas: 1
      maxUnavailable: 10%
      terminationGrace: 30s
  workload:
    batch:
      cluster: batch
      jobs: {cpu: 2, memory: 4Gi, work: 1h, count: 60, every: 1h}
  lending:
    owner: trading
    borrowers: [batch]
    scheduler:
      profile: regulated
      notice: 15m
      tenure: 30m
      drainDeadline: 5m
      evictionRetry: 20s
      spareHosts: 1
      emergencyDeadline: 1m
      reclaimHold: 30m
    provider: {kind: remote-machine, provision: 3m45s, join: 5m, deprovision: 1m15s, concurrency: 5}
    offers:
      hosts-32:
        schedule:
          timezone: America/New_York
          windows:
            - {from: mon 18:00, to: tue 07:00}
            - {from: tue 18:00, to: wed 07:00}
            - {from: wed 18:00, to: thu 07:00}
            - {from: thu 18:00, to: fri 07:00}
            - {from: fri 18:00, to: mon 07:00}
  promises:
    notice: 15m
    tenure: 30m
  variants:
    dedicated:
      description: No machine is lent.
      set: {lending: {scheduler: none}}
    regulated:
      description: The regulated scheduler lends, on the terms above.
  """
