import Documents
import KubernetesModel
import Units

// Terms are written where they say something, so that a fleet without them reads as it always did.

extension ClusterSnapshot {
  /// The cluster as a document writes it.
  var value: DocumentValue {
    func load(_ cpu: MilliCPU) -> DocumentValue? { cpu.value == 0 ? nil : SnapshotText.cpu(cpu) }
    return SnapshotText.mapping([
      ("name", .string(name)), ("lendableAllocatable", SnapshotText.cpu(lendableAllocatable)),
      ("requested", SnapshotText.cpu(requested)), ("headroom", SnapshotText.cpu(headroom)),
      ("reserved", SnapshotText.cpu(reserved)), ("pending", SnapshotText.cpu(pending)),
      ("used", load(used)), ("usedPeak", load(usedPeak)), ("floor", load(floor)),
      ("weight", weight == 1 ? nil : .integer(Int64(weight))), ("labels", labels.value),
      ("hostSelector", hostSelector.value), ("borrowerSelector", borrowerSelector.value),
      ("confidential", confidential?.value),
    ])
  }
}

extension ConfidentialTerms {
  fileprivate var value: DocumentValue {
    .mapping([
      ("runtimeHandlers", .sequence(runtimeHandlers.map { .string($0) })),
      ("keys", .integer(Int64(keys))),
      ("maximumAttestationAge", SnapshotText.span(maximumAttestationAge)),
    ])
  }
}

extension HostSnapshot {
  /// The host as a document writes it.
  func value(in snapshot: FleetSnapshot) -> DocumentValue {
    SnapshotText.mapping([
      ("name", .string(name)), ("cpu", SnapshotText.cpu(cpu)), ("labels", labels.value),
      (
        "trustedExecution",
        trustedExecution.map {
          SnapshotText.mapping([
            ("technology", .string($0.technology.rawValue)), ("keys", .integer(Int64($0.keys))),
            ("attestation", .string($0.attestation.rawValue)),
            (
              "verifiedAt",
              $0.attestation == .verified ? SnapshotText.instant($0.verifiedAt) : nil
            ),
          ])
        }
      ),
      ("lastTenant", lastTenant.map { .string(snapshot.clusters[Int($0.index)].name) }),
    ])
  }
}

extension Labels {
  /// The labels as a document writes them; nil when there are none.
  var value: DocumentValue? {
    isEmpty ? nil : .mapping(pairs.map { (key: $0.key, value: .string($0.value)) })
  }
}

extension LabelSelector {
  /// The selector as a document writes it; nil when it selects everything.
  var value: DocumentValue? {
    guard !isEmpty else { return nil }
    return SnapshotText.mapping([
      ("matchLabels", matchLabels.value),
      (
        "matchExpressions",
        matchExpressions.isEmpty ? nil : .sequence(matchExpressions.map(\.value))
      ),
    ])
  }
}

extension LabelRequirement {
  fileprivate var value: DocumentValue {
    let (name, values): (String, [String]) =
      switch condition {
      case .isIn(let values): ("In", values)
      case .isNotIn(let values): ("NotIn", values)
      case .exists: ("Exists", [])
      case .doesNotExist: ("DoesNotExist", [])
      // Of node selectors only; a label selector has none.
      case .isGreaterThan(let bound): ("Gt", [String(bound)])
      case .isLessThan(let bound): ("Lt", [String(bound)])
      }
    return SnapshotText.mapping([
      ("key", .string(key)), ("operator", .string(name)),
      ("values", values.isEmpty ? nil : .sequence(values.map { .string($0) })),
    ])
  }
}
