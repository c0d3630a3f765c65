package import Documents
package import Units

/// What of reconciliations goes into the audit log: each plan that says something new, and from time to time
/// the one that still holds.
package struct AuditDiary: Sendable {
  private var written: (plan: SHA256.Digest, at: Instant)?
  private var differences: Set<ShadowDifference> = []

  /// Nothing was written yet.
  package init() {}

  /// The lines that an outcome is worth.
  ///
  /// - Parameters:
  ///   - identifier: What the log calls the reconciliation.
  ///   - interval: After how long a plan that stays the same is written again.
  package mutating func entries(
    for outcome: LiveReconciler.Outcome, reconciliation identifier: String, at now: Instant,
    every interval: TimeSpan
  ) -> [(kind: AuditEntry.Kind, payload: DocumentValue)] {
    guard let plan = try? outcome.plan.document() else { return [] }
    var entries: [(kind: AuditEntry.Kind, payload: DocumentValue)] = []
    let substance = Self.substance(of: plan)
    let isOld = written.map { now >= $0.at + interval || now < $0.at } ?? true
    if written?.plan != substance || isOld {
      written = (substance, now)
      entries.append(
        (
          .snapshotTaken,
          [
            "reconcileID": .string(identifier),
            "snapshot": plan[key: "snapshot"],
            "sources": .sequence(outcome.fleet.sources.map { .string($0.text) }),
            "objects": .integer(Int64(outcome.fleet.objects.count)),
            "pods": .integer(Int64(outcome.fleet.pods.count)),
            "findings": .integer(Int64(outcome.fleet.findings.count)),
          ]
        ))
      entries.append(
        (.adviceGiven, ["reconcileID": .string(identifier), "plan": plan]))
    }
    let faults = outcome.shadow.differences.filter(\.name.isFault)
    for difference in faults where !differences.contains(difference) {
      entries.append(
        (
          .differenceSeen,
          [
            "reconcileID": .string(identifier), "object": .string(difference.object),
            "difference": .string(difference.name.rawValue), "said": .string(difference.said),
            "expected": .string(difference.expected),
          ]
        ))
    }
    differences = Set(faults)
    return entries
  }

  /// What a plan says, whenever it says it and however the objects behind it are numbered.
  private static func substance(of plan: DocumentValue) -> SHA256.Digest {
    let passing: Set<String> = ["at", "snapshot", "observed", "digest", "nextLookAt"]
    guard case .mapping(let members) = plan else { return SHA256.digest([]) }
    let rest = members.filter { !passing.contains($0.key) }
    return SHA256.digest((try? DocumentValue.mapping(rest).canonicalJSON()) ?? [])
  }
}

extension DocumentValue {
  /// The value of a key; null where there is none.
  fileprivate subscript(key key: String) -> DocumentValue {
    guard case .mapping(let members) = self else { return .null }
    return members.first { $0.key == key }?.value ?? .null
  }
}
