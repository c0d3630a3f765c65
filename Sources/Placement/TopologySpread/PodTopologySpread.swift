package import KubernetesModel
import Units

/// kube-scheduler's plugin `PodTopologySpread`: a pod goes where it makes its like no more uneven
/// than allowed, rather where it makes them most even.
///
/// Source: kubernetes v1.36 `pkg/scheduler/framework/plugins/podtopologyspread/filtering.go` and
/// `scoring.go`.
package enum PodTopologySpread {
  /// What a node says that lacks the label of a constraint.
  package static let missingLabel = FilterReason(
    "node(s) didn't match pod topology spread constraints (missing required label)",
    isUnresolvable: true)
  /// What a node says on which a constraint would be broken.
  package static let broken = FilterReason(
    "node(s) didn't match pod topology spread constraints", isUnresolvable: false)

  /// The constraints of `pod` that are dealt with as `action` says.
  package static func constraints(
    of pod: Pod, _ action: UnsatisfiableAction, in cluster: ClusterState
  ) -> [SpreadConstraint] {
    guard pod.topologySpreadConstraints.isEmpty else {
      return pod.topologySpreadConstraints.filter { $0.whenUnsatisfiable == action }
        .map { SpreadConstraint($0, podLabels: pod.labels) }
    }
    guard action == .scheduleAnyway, let selector = cluster.workloads.selector(for: pod) else {
      return []
    }
    return SpreadConstraint.systemDefaults(selecting: selector)
  }

  /// How many pods of a constraint each of its domains has.
  struct Domains {
    private var indexOfValue: [String: Int] = [:]
    private(set) var counts: [Int64] = []

    /// The pods in the domain of that name; 0 when there is no such domain.
    func count(of value: String) -> Int64 { indexOfValue[value].map { counts[$0] } ?? 0 }

    func contains(_ value: String) -> Bool { indexOfValue[value] != nil }

    /// Adds `count` pods to a domain, which there is from then on.
    mutating func add(_ count: Int64, to value: String) {
      if let index = indexOfValue[value] {
        counts[index] += count
      } else {
        indexOfValue[value] = counts.count
        counts.append(count)
      }
    }
  }

  /// How many of the pods on `node` count for a constraint of a pod in `namespace`.
  static func count(
    _ constraint: SpreadConstraint, on node: NodeInfo, in namespace: String
  ) -> Int64 {
    node.pods.reduce(0) { sum, placed in
      let isCounted =
        placed.pod.deletionTimestamp == nil && placed.pod.namespace == namespace
        && constraint.counts(placed.pod.labels)
      return isCounted ? sum + 1 : sum
    }
  }

  /// Whether `labels` have the key of every constraint.
  static func hasAllKeys(_ constraints: [SpreadConstraint], _ labels: Labels) -> Bool {
    constraints.allSatisfy { labels[$0.topologyKey] != nil }
  }

  // MARK: Filter

  /// What the filter knows of the cluster before it looks at single nodes.
  package struct Filter {
    let constraints: [SpreadConstraint]
    let domains: [Domains]
    let podLabels: Labels

    /// Counts the pods of every domain of the constraints that bind.
    package init(for pod: Pod, in cluster: ClusterState) {
      constraints = PodTopologySpread.constraints(of: pod, .doNotSchedule, in: cluster)
      podLabels = pod.labels
      var domains = [Domains](repeating: Domains(), count: constraints.count)
      for node in cluster.nodes where !constraints.isEmpty {
        guard hasAllKeys(constraints, node.node.labels) else { continue }
        for (index, constraint) in constraints.enumerated()
        where constraint.includes(node.node, for: pod) {
          let value = node.node.labels[constraint.topologyKey] ?? ""
          domains[index].add(count(constraint, on: node, in: pod.namespace), to: value)
        }
      }
      self.domains = domains
    }

    /// Why `node` does not take the pod; nil when it does.
    package func reason(on node: Node) -> FilterReason? {
      for (constraint, domains) in zip(constraints, domains) {
        guard let value = node.labels[constraint.topologyKey] else { return missingLabel }
        let fewest =
          domains.counts.count < constraint.minDomains ? 0 : domains.counts.min() ?? 0
        let itself: Int64 = constraint.matchesItself(podLabels) ? 1 : 0
        if domains.count(of: value) + itself - fewest > constraint.maxSkew { return broken }
      }
      return nil
    }
  }

  // MARK: Score

  /// The scores of the `feasible` nodes, from 0 to 100; nil when the pod has no constraint that is
  /// only to be kept where possible.
  package static func scores(
    of feasible: [Int], for pod: Pod, in cluster: ClusterState
  ) -> [Int64]? {
    let constraints = constraints(of: pod, .scheduleAnyway, in: cluster)
    guard !constraints.isEmpty else { return nil }
    // The default constraints score a node by those of whose labels it has; the pod's own need all.
    let needsAllKeys = !pod.topologySpreadConstraints.isEmpty
    func isIgnored(_ node: NodeInfo) -> Bool {
      needsAllKeys && !hasAllKeys(constraints, node.node.labels)
    }
    let scored = feasible.filter { !isIgnored(cluster.nodes[$0]) }
    var domains = [Domains](repeating: Domains(), count: constraints.count)
    for index in scored {
      for (place, constraint) in constraints.enumerated()
      where constraint.topologyKey != SpreadConstraint.hostname {
        domains[place].add(0, to: cluster.nodes[index].node.labels[constraint.topologyKey] ?? "")
      }
    }
    let weights = zip(constraints, domains).map { constraint, domains in
      domainWeight(
        constraint.topologyKey == SpreadConstraint.hostname
          ? scored.count : domains.counts.count)
    }
    for node in cluster.nodes where !isIgnored(node) {
      for (place, constraint) in constraints.enumerated() {
        let value = node.node.labels[constraint.topologyKey] ?? ""
        guard domains[place].contains(value), constraint.includes(node.node, for: pod) else {
          continue
        }
        domains[place].add(count(constraint, on: node, in: pod.namespace), to: value)
      }
    }
    let raw: [Int64?] = feasible.map { index in
      let node = cluster.nodes[index]
      guard !isIgnored(node) else { return nil }
      var sum = 0.0
      for (place, constraint) in constraints.enumerated() {
        guard let value = node.node.labels[constraint.topologyKey] else { continue }
        let pods =
          constraint.topologyKey == SpreadConstraint.hostname
          ? count(constraint, on: node, in: pod.namespace) : domains[place].count(of: value)
        sum += share(of: pods, maxSkew: constraint.maxSkew, weight: weights[place])
      }
      return Int64(sum.rounded(.toNearestOrAwayFromZero))
    }
    return normalized(raw)
  }

  /// What the pods of a domain count for, the more the more domains there are.
  package static func domainWeight(_ domains: Int) -> Double {
    Mathematics.log(Double(domains + 2))
  }

  /// What `pods` in a domain add to the raw score of its nodes.
  package static func share(of pods: Int64, maxSkew: Int64, weight: Double) -> Double {
    Double(pods) * weight + Double(maxSkew - 1)
  }

  /// Raw scores on the scale from 0 to 100, where less is better; 0 for nodes that are not scored.
  static func normalized(_ raw: [Int64?]) -> [Int64] {
    var (least, most) = (Int64.max, Int64(0))
    for score in raw {
      guard let score else { continue }
      least = min(least, score)
      most = max(most, score)
    }
    return raw.map { score in
      guard let score else { return 0 }
      return most == 0 ? 100 : 100 * (most + least - score) / most
    }
  }
}
