package import Documents
package import KubernetesModel
import Units

/// Clusters and hosts, with the terms on which hosts are lent.
extension SnapshotReader {
  mutating func cluster(_ node: CheckedNode) -> ClusterSnapshot {
    func cpu(_ key: String) -> MilliCPU { MilliCPU(node.integer(key)) }
    return ClusterSnapshot(
      name: node.text("name"), lendableAllocatable: cpu("lendableAllocatable"),
      requested: cpu("requested"), headroom: cpu("headroom"), reserved: cpu("reserved"),
      pending: cpu("pending"), used: cpu("used"), usedPeak: cpu("usedPeak"), floor: cpu("floor"),
      weight: Int(node.integer("weight")), labels: Labels(node.member("labels")),
      hostSelector: selector(node["hostSelector"]),
      borrowerSelector: selector(node["borrowerSelector"]),
      confidential: node["confidential"].map { ConfidentialTerms($0) })
  }

  mutating func host(_ node: CheckedNode) -> HostSnapshot {
    HostSnapshot(
      name: node.text("name"), cpu: MilliCPU(node.integer("cpu")),
      owner: ScheduledMachineID(.max), borrowers: [], labels: Labels(node.member("labels")),
      trustedExecution: node["trustedExecution"].map { TrustedExecution($0) },
      lastTenant: node["lastTenant"].flatMap { reference(to: $0, in: clusters, "cluster") })
  }

  private mutating func selector(_ node: CheckedNode?) -> LabelSelector {
    guard let node else { return LabelSelector() }
    let (selector, problems) = LabelSelector.read(node)
    for problem in problems { report(.invalidValue, problem.node, problem.error.description) }
    return selector
  }
}

extension Labels {
  /// Reads a checked table of labels.
  package init(_ node: CheckedNode) {
    self.init(node.members.map { ($0.key, $0.value.text ?? "") })
  }
}

extension LabelSelector {
  /// Reads a checked `SnapshotFormat.labelSelector`; conditions that the API refuses are left out and
  /// told.
  package static func read(
    _ node: CheckedNode
  ) -> (selector: LabelSelector, problems: [(node: CheckedNode, error: SelectorError)]) {
    var requirements: [LabelRequirement] = []
    var problems: [(node: CheckedNode, error: SelectorError)] = []
    for expression in node.member("matchExpressions").elements {
      do throws(SelectorError) {
        requirements.append(
          try LabelRequirement(
            key: expression.text("key"), operator: expression.text("operator"),
            values: expression.member("values").elements.compactMap(\.text), in: .labelSelector))
      } catch {
        problems.append((expression, error))
      }
    }
    let selector = LabelSelector(
      matchLabels: Labels(node.member("matchLabels")), matchExpressions: requirements)
    return (selector, problems)
  }
}

extension ConfidentialTerms {
  /// Reads checked `SnapshotFormat.confidential` terms.
  package init(_ node: CheckedNode) {
    self.init(
      runtimeHandlers: node.member("runtimeHandlers").elements.compactMap(\.text),
      keys: Int(node.integer("keys")), maximumAttestationAge: node.span("maximumAttestationAge"))
  }
}

extension TrustedExecution {
  fileprivate init(_ node: CheckedNode) {
    self.init(
      technology: Technology(rawValue: node.text("technology")) ?? .sevSNP,
      keys: Int(node.integer("keys")),
      attestation: Attestation(rawValue: node.text("attestation")) ?? .unattested,
      verifiedAt: node["verifiedAt"]?.instant ?? .epoch)
  }
}
