package import KubernetesModel

/// kube-scheduler's plugin `InterPodAffinity`: a pod goes where the pods are that it has to be near,
/// and where neither it nor a pod that is there wants to be apart.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/interpodaffinity/filtering.go` and
/// `scoring.go`.
package enum InterPodAffinity {
  /// What a node says far from the pods that the pod has to be near.
  package static let affinityUnmet = FilterReason(
    "node(s) didn't match pod affinity rules", isUnresolvable: true)
  /// What a node says near pods that the pod must not be near.
  package static let antiAffinityUnmet = FilterReason(
    "node(s) didn't match pod anti-affinity rules", isUnresolvable: false)
  /// What a node says near pods that must not be near the pod.
  package static let existingAntiAffinityUnmet = FilterReason(
    "node(s) didn't satisfy existing pods anti-affinity rules", isUnresolvable: false)

  /// Numbers by domain: the key of a label of nodes, and its value.
  struct Domains {
    private var counts: [Domain: Int64] = [:]

    private struct Domain: Hashable {
      var key: String
      var value: String
    }

    var isEmpty: Bool { counts.isEmpty }

    /// The number of the domain of `key` in which a node with `labels` is.
    func count(_ key: String, _ labels: Labels) -> Int64 {
      labels[key].flatMap { counts[Domain(key: key, value: $0)] } ?? 0
    }

    /// Adds to the number of the domain of `key` in which a node with `labels` is, if it is in any.
    mutating func add(_ amount: Int64, _ key: String, _ labels: Labels) {
      guard let value = labels[key] else { return }
      counts[Domain(key: key, value: value), default: 0] += amount
    }
  }

  /// Whether a term of a pod in `owner` means `pod`.
  static func selects(
    _ term: PodAffinityTerm, _ pod: Pod, from owner: String, in cluster: ClusterState
  ) -> Bool {
    term.selects(
      pod.labels, in: pod.namespace, namespaceLabels: cluster.labels(ofNamespace: pod.namespace),
      from: owner)
  }

  // MARK: Filter

  /// What the filter knows of the cluster before it looks at single nodes.
  package struct Filter {
    let affinity: [PodAffinityTerm]
    let antiAffinity: [PodAffinityTerm]
    /// Pods that meet all required terms of the affinity.
    private var near = Domains()
    /// Pods that some required term of the anti-affinity means.
    private var apart = Domains()
    /// Terms of pods that are there by which they want to be apart, with the key of each.
    private var resisting = Domains()
    private var resistingKeys: [String] = []
    /// Whether the pod meets its own affinity, so that it may be the first of its kind.
    let meetsItself: Bool

    /// Finds out where the pods are that matter to `pod`.
    package init(for pod: Pod, in cluster: ClusterState) {
      affinity = pod.podAffinity.required
      antiAffinity = pod.podAntiAffinity.required
      meetsItself = affinity.allSatisfy { selects($0, pod, from: pod.namespace, in: cluster) }
      for node in cluster.nodes {
        for placed in node.pods { note(placed.pod, on: node.node.labels, for: pod, in: cluster) }
      }
    }

    private mutating func note(
      _ other: Pod, on labels: Labels, for pod: Pod, in cluster: ClusterState
    ) {
      for term in other.podAntiAffinity.required
      where selects(term, pod, from: other.namespace, in: cluster) {
        resisting.add(1, term.topologyKey, labels)
        if !resistingKeys.contains(term.topologyKey) { resistingKeys.append(term.topologyKey) }
      }
      if !affinity.isEmpty,
        affinity.allSatisfy({ selects($0, other, from: pod.namespace, in: cluster) })
      {
        for term in affinity { near.add(1, term.topologyKey, labels) }
      }
      for term in antiAffinity where selects(term, other, from: pod.namespace, in: cluster) {
        apart.add(1, term.topologyKey, labels)
      }
    }

    /// Why `node` does not take the pod; nil when it does.
    package func reason(on node: Node) -> FilterReason? {
      if !isNear(node.labels) { return affinityUnmet }
      if antiAffinity.contains(where: { apart.count($0.topologyKey, node.labels) > 0 }) {
        return antiAffinityUnmet
      }
      if resistingKeys.contains(where: { resisting.count($0, node.labels) > 0 }) {
        return existingAntiAffinityUnmet
      }
      return nil
    }

    /// Whether a node with `labels` is in the domain of every term; any domains will do for the
    /// first pod of those that are to be together.
    private func isNear(_ labels: Labels) -> Bool {
      guard affinity.allSatisfy({ labels[$0.topologyKey] != nil }) else { return false }
      return affinity.allSatisfy { near.count($0.topologyKey, labels) > 0 }
        || (near.isEmpty && meetsItself)
    }
  }

  // MARK: Score

  /// The scores of the `feasible` nodes, from 0 to 100; nil when nothing speaks for or against any.
  ///
  /// `hardWeight` is what a required affinity of a pod that is there counts for.
  package static func scores(
    of feasible: [Int], for pod: Pod, in cluster: ClusterState, hardWeight: Int64 = 1,
    ignoresPreferencesOfOthers: Bool = false
  ) -> [Int64]? {
    let hasPreferences =
      !pod.podAffinity.preferred.isEmpty || !pod.podAntiAffinity.preferred.isEmpty
    if !hasPreferences && ignoresPreferencesOfOthers { return nil }
    var sums = Domains()
    var keys: [String] = []
    func add(_ amount: Int64, _ key: String, _ labels: Labels) {
      guard labels[key] != nil else { return }
      sums.add(amount, key, labels)
      if !keys.contains(key) { keys.append(key) }
    }
    for node in cluster.nodes {
      let labels = node.node.labels
      for other in node.pods.map(\.pod) {
        func addWishes(of one: Pod, about another: Pod) {
          for wish in one.podAffinity.preferred
          where selects(wish.term, another, from: one.namespace, in: cluster) {
            add(wish.weight, wish.term.topologyKey, labels)
          }
          for wish in one.podAntiAffinity.preferred
          where selects(wish.term, another, from: one.namespace, in: cluster) {
            add(-wish.weight, wish.term.topologyKey, labels)
          }
        }
        addWishes(of: pod, about: other)
        for term in other.podAffinity.required
        where hardWeight > 0 && selects(term, pod, from: other.namespace, in: cluster) {
          add(hardWeight, term.topologyKey, labels)
        }
        if !ignoresPreferencesOfOthers { addWishes(of: other, about: pod) }
      }
    }
    guard !sums.isEmpty else { return nil }
    return normalized(
      feasible.map { index in
        let labels = cluster.nodes[index].node.labels
        return keys.reduce(0) { $0 + sums.count($1, labels) }
      })
  }

  /// Sums on the scale from 0 to 100, the least at 0 and the most at 100; all 0 when they are alike.
  static func normalized(_ sums: [Int64]) -> [Int64] {
    guard let least = sums.min(), let most = sums.max(), most > least else {
      return sums.map { _ in 0 }
    }
    return sums.map { Int64(100 * (Double($0 - least) / Double(most - least))) }
  }
}
