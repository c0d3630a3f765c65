import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import TestSupport
import Testing
import Units

/// A thing that can be wrong with the objects of a cluster, and what has to be said of it.
private struct Wrong: Sendable, CustomTestStringConvertible {
  var finding: Finding.Name
  var object: String
  var source: ObjectSource = .management
  var extra: [DocumentValue]

  var testDescription: String { "\(finding.rawValue) \(object)" }
}

@Suite("What is wrong with objects is said, and stops nothing")
struct FindingTests {
  private static let cases: [Wrong] = [
    Wrong(
      finding: .malformedObject, object: "Machine fleet/night-1",
      extra: [
        SampleFleet.machine(
          "night-1", cluster: "batch", node: "n1", metadata: [("deletionTimestamp", 12)])
      ]),
    Wrong(
      finding: .malformedObject, object: "Pod work/p in fleet/batch",
      source: SampleFleet.workload("batch"),
      extra: [
        [
          "kind": "Pod", "apiVersion": "v1",
          "metadata": SampleFleet.metadata("p", namespace: "work", version: "1"),
          "spec": ["containers": "none"],
        ]
      ]),
    Wrong(
      finding: .unknownVersion, object: "ScheduledMachine fleet/x",
      extra: [
        [
          "kind": "ScheduledMachine", "apiVersion": "5spot.finos.org/v2",
          "metadata": SampleFleet.metadata("x", version: "1"), "spec": [:],
        ]
      ]),
    Wrong(
      finding: .refusedSpec, object: "ScheduledMachine fleet/x",
      extra: [
        [
          "kind": "ScheduledMachine", "apiVersion": "5spot.finos.org/v1beta1",
          "metadata": SampleFleet.metadata("x", version: "1"), "spec": ["clusterName": "batch"],
        ]
      ]),
    Wrong(
      finding: .unreadableStatus, object: "ScheduledMachine fleet/x",
      extra: [
        SampleFleet.scheduledMachine(
          "x", cluster: "batch", host: "h", status: ["phase": "Active", "conditions": [7]])
      ]),
    Wrong(
      finding: .unresolvedSchedule, object: "ScheduledMachine fleet/x",
      extra: [SampleFleet.scheduledMachine("x", cluster: "batch", host: "h", provider: "nowhere")]),
    Wrong(
      finding: .unresolvedSchedule, object: "ScheduledMachine fleet/x",
      extra: [SampleFleet.scheduledMachine("x", cluster: "batch", host: "h", hours: "99")]),
    Wrong(
      finding: .beingDeleted, object: "ScheduledMachine fleet/x",
      extra: [
        SampleFleet.scheduledMachine(
          "x", cluster: "batch", host: "h",
          metadata: [("deletionTimestamp", "2026-06-10T11:00:00Z")])
      ]),
    Wrong(
      finding: .hostUnknown, object: "ScheduledMachine fleet/x",
      extra: [SampleFleet.scheduledMachine("x", cluster: "batch", host: "")]),
    Wrong(
      finding: .roleUnknown, object: "ScheduledMachine fleet/x",
      extra: [SampleFleet.scheduledMachine("x", cluster: "batch", host: "10.0.0.1")]),
    Wrong(
      finding: .roleUnknown, object: "ScheduledMachine fleet/night-1",
      extra: [
        SampleFleet.scheduledMachine(
          "night-0", cluster: "batch", host: "10.0.0.1", role: "borrower")
      ]),
    Wrong(
      finding: .hostSizeUnknown, object: "host h",
      extra: [SampleFleet.scheduledMachine("x", cluster: "batch", host: "h")]),
    Wrong(
      finding: .severalMachines, object: "ScheduledMachine fleet/night-1",
      extra: [
        SampleFleet.machine(
          "night-9", cluster: "batch", node: nil,
          metadata: [("labels", ["5spot.finos.org/scheduled-machine": "night-1"])])
      ]),
    Wrong(
      finding: .foreignMachine, object: "Machine fleet/night-1",
      extra: [
        SampleFleet.machine(
          "night-1", cluster: "batch", node: "n1",
          metadata: [
            ("ownerReferences", [["kind": "MachineSet", "name": "s", "controller": true]])
          ])
      ]),
    Wrong(
      finding: .nodeMissing, object: "ScheduledMachine fleet/night-1",
      extra: [SampleFleet.machine("night-1", cluster: "batch", node: "n9")]),
    Wrong(
      finding: .clusterNotRead, object: "Cluster fleet/far",
      extra: [
        SampleFleet.scheduledMachine("x", cluster: "far", host: "h"),
        SampleFleet.machine("x", cluster: "far", node: "n9"),
      ]),
    Wrong(
      finding: .clusterPaused, object: "Cluster fleet/batch",
      extra: [SampleFleet.cluster("batch", paused: true)]),
    Wrong(
      finding: .clusterRenamed, object: "Cluster other/batch",
      extra: [
        [
          "kind": "Cluster", "apiVersion": "cluster.x-k8s.io/v1beta1",
          "metadata": SampleFleet.metadata("batch", namespace: "other", version: "1"),
        ]
      ]),
    Wrong(
      finding: .reclaimWithoutTime, object: "Node n1 in fleet/batch",
      source: SampleFleet.workload("batch"),
      extra: [
        SampleFleet.list(
          "Node",
          [
            SampleFleet.node(
              "n1", annotations: [("5spot.finos.org/reclaim-requested", "true")])
          ])
      ]),
    Wrong(
      finding: .severalBudgets, object: "Pod work/b-1 in fleet/batch",
      source: SampleFleet.workload("batch"),
      extra: [
        SampleFleet.list(
          "PodDisruptionBudget", [SampleFleet.budget("second", allowed: 1)], version: "policy/v1")
      ]),
    Wrong(
      finding: .opaqueSchedule, object: "ScheduledMachine fleet/x",
      extra: [
        SampleFleet.scheduledMachine(
          "x", cluster: "batch", host: "h", provider: "p", providerKind: "PrometheusSchedule")
      ]),
  ]

  @Test(arguments: cases)
  fileprivate func `every finding has its object`(wrong: Wrong) throws {
    let entries = SampleFleet.atNoon + wrong.extra.map { (source: wrong.source, object: $0) }
    let fleet = try SampleFleet.fleet(entries.map(Self.withoutDuplicateKeys))
    let found = fleet.findings.filter { $0.name == wrong.finding && $0.object == wrong.object }
    #expect(found.count == 1, "\(fleet.findings.map(\.text))")
    #expect(found.allSatisfy { !$0.message.isEmpty })
    // What is left is a snapshot still.
    let bytes = try SnapshotDocument.document(of: fleet.snapshot).prettyJSON()
    _ = try SnapshotDocument.read(bytes, path: "snapshot.json", zones: .pinned)
  }

  @Test func `the cases are all that there are`() {
    #expect(Set(Self.cases.map(\.finding)) == Set(Finding.Name.allCases))
  }

  /// A member that is written twice in a fixture counts as it was written last.
  private static func withoutDuplicateKeys(
    _ entry: (source: ObjectSource, object: DocumentValue)
  ) -> (source: ObjectSource, object: DocumentValue) {
    (entry.source, last(entry.object))
  }

  private static func last(_ value: DocumentValue) -> DocumentValue {
    switch value {
    case .sequence(let elements): return .sequence(elements.map(last))
    case .mapping(let members):
      var kept: [(key: String, value: DocumentValue)] = []
      for (key, value) in members {
        kept.removeAll { $0.key == key }
        kept.append((key, last(value)))
      }
      return .mapping(kept)
    default: return value
    }
  }

  @Test(arguments: [UInt64](1...60))
  func `objects with anything in any place stop nothing`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let entries = SampleFleet.atNoon.map { entry in
      (source: entry.source, object: Self.spoilt(entry.object, &random))
    }
    let fleet = try SampleFleet.fleet(entries.map(Self.withoutDuplicateKeys))
    for profile in [SchedulerProfile.regulated(RegulatedPolicy()), .upstream03] {
      let decision = Scheduler.decide(
        fleet.snapshot, changed: .all(of: fleet.snapshot), at: SampleFleet.noon, profile: profile)
      #expect(decision.statusChanges.count <= fleet.objects.count, "seed \(seed)")
    }
  }

  /// One place in ten of an object, with something else in it.
  private static func spoilt(
    _ value: DocumentValue, _ random: inout SeededGenerator
  ) -> DocumentValue {
    if random.below(40) == 0 {
      let others: [DocumentValue] = [
        .null, true, 7, "", "x", [], [:], -1, 9_223_372_036_854_775_807, "9223372036854775807",
        "1e300", "2262-04-11T23:47:16Z", "1677-09-21T00:12:44Z", "True", [["a": 1]],
      ]
      return others[Int(random.below(UInt64(others.count)))]
    }
    switch value {
    case .sequence(let elements):
      return .sequence(elements.map { spoilt($0, &random) })
    case .mapping(let members):
      return .mapping(members.map { (key: $0.key, value: spoilt($0.value, &random)) })
    default: return value
    }
  }
}
