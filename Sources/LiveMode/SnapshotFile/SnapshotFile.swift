package import Documents
import SpotScheduler
package import Units

/// A snapshot of real clusters as a file: what `fivespot decide` reads, and where it comes from.
package enum SnapshotFile {
  /// What of the objects is never kept.
  package static let redactions = [
    "annotations, but for those of 5-Spot and fivespot that decide", "managed fields",
    "specs of bootstrap and infrastructure objects, but for the address of a RemoteMachine",
    "containers, but for what they request", "volumes and environment variables",
    "messages of conditions", "labels of nodes and clusters that do not say where they are",
  ]

  /// The document of a fleet that was read at `now`. Equal objects give equal bytes.
  package static func document(
    of fleet: ObservedFleet, at now: Instant, zones: ZoneRulesSet
  ) throws(DocumentWriteError) -> DocumentValue {
    let snapshot = try SnapshotDocument.document(of: fleet.snapshot, zoneRules: zones.version)
    guard case .mapping(let members) = snapshot else { return snapshot }
    return .mapping(members + [(key: "observed", value: observed(fleet, at: now))])
  }

  private static func observed(_ fleet: ObservedFleet, at now: Instant) -> DocumentValue {
    let objects = Set(fleet.objects.flatMap(\.all) + fleet.budgets.map(\.seen)).sorted()
    return [
      "at": .string(now.rfc3339), "sources": .sequence(fleet.sources.map { .string($0.text) }),
      "objects": .sequence(objects.map { .mapping($0.members) }),
      "pods": .sequence(
        fleet.pods.enumerated().map { number, bound in
          .mapping(
            [(key: "id", value: .integer(Int64(number)))]
              + bound.seen.members.filter { $0.key != "kind" })
        }),
      "findings": .sequence(fleet.findings.map(\.document)),
      "redactions": .sequence(redactions.map { .string($0) }),
    ]
  }
}

extension SeenObject {
  /// The object and its version, without an empty namespace.
  fileprivate var members: [(key: String, value: DocumentValue)] {
    guard case .mapping(let members) = document else { return [] }
    return members.filter { $0.key != "namespace" || $0.value != "" }
  }
}
