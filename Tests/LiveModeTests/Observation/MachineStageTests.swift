import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

/// A Machine and its Node, and how far they are.
private struct Stage: Sendable, CustomTestStringConvertible {
  var name: String
  var status: [(key: String, value: DocumentValue)] = []
  var metadata: [(key: String, value: DocumentValue)] = []
  var node: DocumentValue?
  var stage: MachineObservation.Stage
  var since: String

  var testDescription: String { name }
}

@Suite("How far a Machine is")
struct MachineStageTests {
  private static let made = "2026-06-01T00:00:00Z"

  private static let cases: [Stage] = [
    Stage(
      name: "Ready Node", node: SampleFleet.node("n1"), stage: .ready, since: SampleFleet.morning),
    Stage(
      name: "Node not Ready", node: SampleFleet.node("n1", isReady: false), stage: .provisioning,
      since: made),
    Stage(name: "Node not there", stage: .provisioning, since: made),
    Stage(
      name: "failed, as v1beta1 has it", status: [("failureReason", "CreateError")],
      node: SampleFleet.node("n1"), stage: .failed, since: SampleFleet.morning),
    Stage(
      name: "failed, as v1beta2 keeps it",
      status: [("deprecated", ["v1beta1": ["failureReason": "CreateError"]])], stage: .failed,
      since: made),
    Stage(
      name: "on its way out", metadata: [("deletionTimestamp", "2026-06-10T11:30:00Z")],
      node: SampleFleet.node("n1"), stage: .deleting, since: "2026-06-10T11:30:00Z"),
  ]

  @Test(arguments: cases, [true, false])
  fileprivate func `stage follows Machine and Node`(row: Stage, isNew: Bool) throws {
    var entries: [(source: ObjectSource, object: DocumentValue)] = [
      (.management, SampleFleet.scheduledMachine("m", cluster: "batch")),
      (
        .management,
        SampleFleet.machine(
          "m", cluster: "batch", node: "n1", isNew: isNew, status: row.status,
          metadata: row.metadata)
      ),
      (SampleFleet.workload("batch"), SampleFleet.list("Pod", [])),
    ]
    if let node = row.node {
      entries.append((SampleFleet.workload("batch"), SampleFleet.list("Node", [node])))
    }
    let observation = try SampleFleet.fleet(entries).snapshot.observations[0]
    #expect(observation.stage == row.stage)
    #expect(observation.since.rfc3339 == row.since)
  }

  @Test func `without the workload cluster the Machine's own word counts`() throws {
    let healthy: DocumentValue = [
      [
        "type": "NodeHealthy", "status": "True", "lastTransitionTime": .string(SampleFleet.morning),
      ]
    ]
    let fleet = try SampleFleet.fleet([
      (.management, SampleFleet.scheduledMachine("m", cluster: "batch")),
      (
        .management,
        SampleFleet.machine(
          "m", cluster: "batch", node: "n1", status: [("conditions", healthy)])
      ),
    ])
    #expect(fleet.snapshot.observations[0].stage == .ready)
    #expect(fleet.snapshot.observations[0].since.rfc3339 == SampleFleet.morning)
    #expect(fleet.findings.map(\.name) == [.clusterNotRead, .hostSizeUnknown])
    #expect(fleet.snapshot.clusters[0].lendableAllocatable == MilliCPU(0), "nothing is known of it")
  }

  @Test func `a cordon of somebody else's is told from one of the scheduler's`() throws {
    func fleet(_ status: DocumentValue?, memory: [String: ScheduledMachineStatus] = [:]) throws
      -> MachineObservation
    {
      let entries: [(source: ObjectSource, object: DocumentValue)] = [
        (.management, SampleFleet.scheduledMachine("m", cluster: "batch", status: status)),
        (.management, SampleFleet.machine("m", cluster: "batch", node: "n1")),
        (
          SampleFleet.workload("batch"),
          SampleFleet.list("Node", [SampleFleet.node("n1", isCordoned: true)])
        ),
      ]
      return try SampleFleet.fleet(entries, terms: FleetTerms(memory: memory)).snapshot
        .observations[0]
    }
    let active = SampleFleet.status("Active", "MachineCreated")
    #expect(try fleet(active).isCordonedByOthers)
    #expect(try !fleet(SampleFleet.status("ShuttingDown", "GracePeriodActive")).isCordonedByOthers)
    var announced = ScheduledMachineStatus(phase: .active)
    announced.announcedAt = SampleFleet.noon
    #expect(try !fleet(active, memory: ["fleet/m": announced]).isCordonedByOthers)
  }

  @Test func `a request for the machine is read from the node, by the letter`() throws {
    func requested(_ value: String, _ time: String?) throws -> Instant? {
      var annotations: [(key: String, value: DocumentValue)] = [
        ("5spot.finos.org/reclaim-requested", .string(value))
      ]
      if let time { annotations.append(("5spot.finos.org/reclaim-requested-at", .string(time))) }
      return try SampleFleet.fleet([
        (.management, SampleFleet.scheduledMachine("m", cluster: "batch")),
        (.management, SampleFleet.machine("m", cluster: "batch", node: "n1")),
        (
          SampleFleet.workload("batch"),
          SampleFleet.list("Node", [SampleFleet.node("n1", annotations: annotations)])
        ),
      ]).snapshot.observations[0].reclaimRequestedAt
    }
    #expect(try requested("true", SampleFleet.morning)?.rfc3339 == SampleFleet.morning)
    #expect(try requested("true", "soon") == .epoch)
    #expect(try requested("True", SampleFleet.morning) == nil)
  }
}
