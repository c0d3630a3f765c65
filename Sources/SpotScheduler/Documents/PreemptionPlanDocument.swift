package import Documents
import Units

/// A plan of returns as a document.
package enum PreemptionPlanDocument {
  /// The returns in their order, each with its five instants.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - snapshot: What it was made of; it has the names.
  package static func document(
    of plan: PreemptionPlan, on snapshot: FleetSnapshot
  ) -> DocumentValue {
    .mapping([
      ("apiVersion", .string(SnapshotFormat.version)),
      (
        "returns",
        .sequence(
          plan.returns.map { planned in
            SnapshotText.mapping([
              ("host", .string(snapshot.hosts[Int(planned.host.index)].name)),
              ("machine", .string(snapshot.name(of: planned.machine))),
              ("opens", planned.opens.map { SnapshotText.instant($0) }),
              ("announcement", SnapshotText.instant(planned.announcement)),
              ("drainStart", SnapshotText.instant(planned.drainStart)),
              ("deadline", SnapshotText.instant(planned.deadline)),
              ("edge", SnapshotText.instant(planned.edge)),
            ])
          })
      ),
    ])
  }
}
