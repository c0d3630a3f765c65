package import KubernetesModel

/// A topology spread constraint as it applies to one pod: defaults filled in and its selector
/// narrowed by the pod's own labels.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/podtopologyspread/common.go`.
package struct SpreadConstraint: Hashable, Sendable {
  /// How many more pods a domain may have than the one with the fewest.
  package var maxSkew: Int64
  /// The label of nodes that names the domain.
  package var topologyKey: String
  /// Which pods count; nil is none.
  package var selector: LabelSelector?
  /// With fewer domains than these the fewest count as 0.
  package var minDomains: Int
  /// Whether nodes that the pod's affinity rules out are left out.
  package var honorsAffinity: Bool
  /// Whether nodes with taints that the pod does not tolerate are left out.
  package var honorsTaints: Bool

  /// The label that names a node, whose domains are single nodes.
  package static let hostname = "kubernetes.io/hostname"

  /// Resolves a constraint as written for a pod with `podLabels`.
  package init(_ constraint: TopologySpreadConstraint, podLabels: Labels) {
    maxSkew = constraint.maxSkew
    topologyKey = constraint.topologyKey
    selector = constraint.labelSelector
    minDomains = Int(constraint.minDomains ?? 1)
    honorsAffinity = constraint.nodeAffinityPolicy == .honor
    honorsTaints = constraint.nodeTaintsPolicy == .honor
    for key in constraint.matchLabelKeys {
      guard let value = podLabels[key] else { continue }
      selector?.matchExpressions.append(LabelRequirement(key: key, .isIn([value])))
    }
  }

  /// The constraints of the default profile, for pods that have none but that something selects.
  ///
  /// Source: the same folder's `plugin.go`, `systemDefaultConstraints`.
  package static func systemDefaults(selecting selector: LabelSelector) -> [SpreadConstraint] {
    [(hostname, 3), ("topology.kubernetes.io/zone", 5)].map { key, maxSkew in
      SpreadConstraint(
        TopologySpreadConstraint(
          maxSkew: maxSkew, topologyKey: key, whenUnsatisfiable: .scheduleAnyway,
          labelSelector: selector), podLabels: [:])
    }
  }

  /// Whether a pod with `labels`, of the same namespace and not on its way out, counts. A selector
  /// that selects everything counts nothing.
  package func counts(_ labels: Labels) -> Bool {
    guard let selector, !selector.isEmpty else { return false }
    return selector.matches(labels)
  }

  /// Whether the pod that is to be placed would count itself.
  package func matchesItself(_ labels: Labels) -> Bool { selector?.matches(labels) ?? false }

  /// Whether `node` belongs to the domains of the constraint, for `pod`.
  package func includes(_ node: Node, for pod: Pod) -> Bool {
    if honorsAffinity, NodeAffinity.reason(against: pod, on: node) != nil { return false }
    if honorsTaints,
      TaintToleration.reason(against: pod.tolerations, taints: node.taints) != nil
    {
      return false
    }
    return true
  }
}
