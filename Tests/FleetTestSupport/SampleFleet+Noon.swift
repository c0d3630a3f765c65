package import Documents
package import LiveMode
import SpotScheduler
package import Units

extension SampleFleet {
  /// A workload cluster's source.
  package static func workload(_ name: String) -> ObjectSource {
    .workload(namespace: "fleet", name: name)
  }

  package static let noon = Instant(seconds: 1_781_092_800)  // 2026-06-10T12:00:00Z, a Wednesday.

  /// Two hosts that are lent at night, at the end of a borrower's window: `night-1` has just seen its
  /// window close, and the grace of `night-2` is over. A host that stays at home is beside them.
  package static let atNoon: [(source: ObjectSource, object: DocumentValue)] = [
    (.management, cluster("trading")), (.management, cluster("batch")),
    (
      .management,
      scheduledMachine(
        "night-1", cluster: "batch", host: "10.0.0.1", role: "borrower", hours: "0-11",
        status: status("Active", "MachineCreated", since: "2026-06-10T00:00:00Z"))
    ),
    (
      .management,
      scheduledMachine(
        "night-2", cluster: "batch", host: "10.0.0.2", role: "borrower", hours: "0-10",
        status: status("ShuttingDown", "GracePeriodActive", since: "2026-06-10T11:00:00Z"))
    ),
    (
      .management,
      scheduledMachine(
        "day-1", cluster: "trading", host: "10.0.0.1", role: "owner", hours: "12-23",
        status: status("Inactive", "ScheduleInactive", since: "2026-06-10T00:00:00Z"))
    ),
    (
      .management,
      scheduledMachine(
        "day-3", cluster: "trading", host: "10.0.0.3",
        status: status("Active", "MachineCreated"), provider: "always")
    ),
    (.management, provider("always", days: "mon-sun", hours: "0-23")),
    (.management, machine("night-1", cluster: "batch", node: "n1")),
    (.management, machine("night-2", cluster: "batch", node: "n2", isNew: false)),
    (.management, machine("day-3", cluster: "trading", node: "t3")),
    (workload("batch"), list("Node", [node("n1"), node("n2", isCordoned: true)])),
    (
      workload("batch"),
      list(
        "Pod",
        [
          pod("a-1", on: "n1"), pod("b-1", on: "n2"), pod("b-2", on: "n2"),
          pod("b-3", on: "n2", app: "web"), pod("agent", on: "n2", owner: "DaemonSet"),
          pod("done", on: "n2", phase: "Succeeded"), pod("waiting", on: nil, phase: "Pending"),
        ])
    ),
    (
      workload("batch"),
      list("PodDisruptionBudget", [budget("batch", allowed: 1)], version: "policy/v1")
    ),
    (workload("trading"), list("Node", [node("t3", cpu: "32")])),
    (workload("trading"), list("Pod", [pod("desk", on: "t3", namespace: "desk", cpu: "4500m")])),
  ]

  /// The objects, read in that order.
  package static func objects(
    _ entries: [(source: ObjectSource, object: DocumentValue)] = atNoon
  ) throws -> ClusterObjects {
    var objects = ClusterObjects()
    for (source, object) in entries { try objects.take(object, from: source) }
    return objects
  }

  /// The fleet of the objects.
  package static func fleet(
    _ entries: [(source: ObjectSource, object: DocumentValue)] = atNoon,
    terms: FleetTerms = FleetTerms()
  ) throws -> ObservedFleet {
    try objects(entries).fleet(terms)
  }
}
