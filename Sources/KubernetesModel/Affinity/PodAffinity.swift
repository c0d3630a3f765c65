/// What a pod asks of the pods around it: to be near some (`podAffinity`) or away from them
/// (`podAntiAffinity`).
public struct PodAffinity: Hashable, Sendable {
  /// Terms that all have to hold when the pod is placed.
  public var required: [PodAffinityTerm]
  /// Terms that should hold.
  public var preferred: [PreferredPodTerm]

  /// Makes an affinity; without terms it asks for nothing.
  public init(required: [PodAffinityTerm] = [], preferred: [PreferredPodTerm] = []) {
    self.required = required
    self.preferred = preferred
  }

  /// Whether it asks for nothing.
  public var isEmpty: Bool { required.isEmpty && preferred.isEmpty }
}

/// Some pods, and the domain in which to be with them, or not: the nodes with the same value of
/// `topologyKey`.
///
/// Source: kubernetes v1.36 `api/core/v1/types.go`, `PodAffinityTerm`.
public struct PodAffinityTerm: Hashable, Sendable {
  /// Which pods; nil is none of them, an empty selector all of them.
  public var labelSelector: LabelSelector?
  /// The label of nodes whose value names the domain.
  public var topologyKey: String
  /// The namespaces of the pods. Without any, and without a selector, it is the pod's own.
  public var namespaces: [String]
  /// Further namespaces by their labels; nil is none, an empty selector all.
  public var namespaceSelector: LabelSelector?

  /// Makes a term.
  public init(
    labelSelector: LabelSelector?, topologyKey: String, namespaces: [String] = [],
    namespaceSelector: LabelSelector? = nil
  ) {
    self.labelSelector = labelSelector
    self.topologyKey = topologyKey
    self.namespaces = namespaces
    self.namespaceSelector = namespaceSelector
  }

  /// Narrows the term to pods that have the values of `podLabels` under the keys `matching`, and
  /// other ones, or none, under the keys `differing`, as the API server does when it takes the pod.
  ///
  /// Keys that `podLabels` lack change nothing. Source: kubernetes v1.36
  /// `pkg/registry/core/pod/strategy.go`, `applyMatchLabelKeysAndMismatchLabelKeys`.
  public mutating func narrow(
    matching: [String], differing: [String], podLabels: Labels
  ) {
    guard var selector = labelSelector else { return }
    for key in matching {
      guard let value = podLabels[key] else { continue }
      selector.matchExpressions.append(LabelRequirement(key: key, .isIn([value])))
    }
    for key in differing {
      guard let value = podLabels[key] else { continue }
      selector.matchExpressions.append(LabelRequirement(key: key, .isNotIn([value])))
    }
    labelSelector = selector
  }

  /// Whether it means a pod with `labels` in `namespace`, seen from a pod in `owner`.
  ///
  /// `namespaceLabels` are those of `namespace`.
  public func selects(
    _ labels: Labels, in namespace: String, namespaceLabels: Labels, from owner: String
  ) -> Bool {
    guard let labelSelector else { return false }
    let isNamespaceMeant =
      namespaces.isEmpty && namespaceSelector == nil
      ? namespace == owner
      : namespaces.contains(namespace) || (namespaceSelector?.matches(namespaceLabels) ?? false)
    return isNamespaceMeant && labelSelector.matches(labels)
  }
}

/// A term that should hold, and how much that counts.
public struct PreferredPodTerm: Hashable, Sendable {
  /// 1 to 100, for every pod that the term means.
  public var weight: Int64
  /// The term.
  public var term: PodAffinityTerm

  /// Makes a preference.
  public init(weight: Int64, _ term: PodAffinityTerm) {
    self.weight = weight
    self.term = term
  }
}
