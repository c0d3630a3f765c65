package import KubernetesModel

/// Finds the node of one pod at a time, as kube-scheduler's default profile does, and says why.
///
/// Filters that leave nodes, scores of those that are left, weights, and of equal sums one by a rule.
/// Everything is worked out anew for each pod, plugin by plugin: it is what explains a decision, and
/// what `ClusterScheduler`, which keeps what does not change, is held against. Source: kubernetes
/// v1.36 `pkg/scheduler/schedule_one.go`.
package struct SchedulingCycle: Sendable {
  /// What decisions depend on.
  package var cluster: ClusterState
  /// How the scheduler is set up.
  package var profile: PlacementProfile
  /// Where the search for the next pod begins.
  package private(set) var nextStart = 0
  /// How many pods were tried.
  package private(set) var attempts: UInt64 = 0

  /// What comes of a pod.
  package enum Outcome: Hashable, Sendable {
    /// It goes to `node`; `feasible` are all that were found to have room, both as indices.
    case placed(node: Int, feasible: [Int])
    /// It stays pending, which its condition `PodScheduled` explains; room is made for it as the
    /// nomination says.
    case pending(reason: String, message: String, nomination: Preemption.Candidate?)
  }

  /// Makes a cycle over `cluster`; `nextStart` and `attempts` go on from what another one did.
  package init(
    _ cluster: ClusterState, profile: PlacementProfile = PlacementProfile(), nextStart: Int = 0,
    attempts: UInt64 = 0
  ) {
    self.cluster = cluster
    self.profile = profile
    self.nextStart = nextStart
    self.attempts = attempts
  }

  /// What a pod that may not be scheduled yet says.
  package static let gated = Outcome.pending(
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates", nomination: nil)

  /// Finds a node for `pod` and puts it there, or finds whom to take away for it, who stay.
  package mutating func schedule(_ pod: Pod) -> Outcome {
    if pod.hasSchedulingGates { return Self.gated }
    guard !cluster.nodes.isEmpty else {
      return .pending(
        reason: "Unschedulable", message: PendingPodMessage.noNodes, nomination: nil)
    }
    let draw = attempts
    attempts += 1
    if NodeAffinity.requiredNames(of: pod) == [] {
      return pending(pod, [], beforeAll: NodeAffinity.conflict)
    }
    var verdicts = nominatedVerdict(pod).map { [$0] } ?? []
    if verdicts.isEmpty {
      verdicts = search(for: pod)
      nextStart = (nextStart + verdicts.count) % cluster.nodes.count
    }
    let feasible = verdicts.filter(\.isFeasible).map(\.node)
    guard !feasible.isEmpty else { return pending(pod, verdicts, beforeAll: nil) }
    let totals = scored(feasible, for: pod).map(\.total)
    let node = feasible[profile.ties.pick(totals.span, draw: draw)]
    bind(pod, to: node)
    return .placed(node: node, feasible: feasible)
  }

  /// Puts a pod that has its node on it; no room is kept for it any longer.
  package mutating func bind(_ pod: Pod, to node: Int) {
    cluster.nodes[node].add(NodeInfo.PlacedPod(pod))
    cluster.nominated.removeAll {
      $0.pod.pod.name == pod.name && $0.pod.pod.namespace == pod.namespace
    }
  }

  /// The verdict on the node that was made free for the pod, if it may come there now.
  private func nominatedVerdict(_ pod: Pod) -> NodeVerdict? {
    guard let name = pod.nominatedNodeName, let node = cluster.index(ofNode: name) else {
      return nil
    }
    let verdict = FilterChain.verdict(
      for: pod, at: node, in: cluster, profile,
      without: FilterChain(for: pod, in: cluster, profile))
    return verdict.isFeasible ? verdict : nil
  }

  /// The verdicts on nodes from where the last search ended, until enough are feasible.
  package func search(for pod: Pod) -> [NodeVerdict] {
    let chain = FilterChain(for: pod, in: cluster, profile)
    let names = NodeAffinity.requiredNames(of: pod)
    // When the pod names its nodes only those are searched.
    let searched =
      names.map { names in
        cluster.nodes.indices.filter { names.contains(cluster.nodes[$0].node.name) }
      } ?? Array(cluster.nodes.indices)
    var verdicts: [NodeVerdict] = []
    var wanted = profile.feasibleNodesToFind(of: searched.count)
    for offset in searched.indices where wanted > 0 {
      let node = searched[(nextStart + offset) % searched.count]
      let verdict = FilterChain.verdict(
        for: pod, at: node, in: cluster, profile, without: chain)
      verdicts.append(verdict)
      if verdict.isFeasible { wanted -= 1 }
    }
    return verdicts
  }

  /// The verdicts on `feasible` nodes with their scores.
  package func scored(_ feasible: [Int], for pod: Pod) -> [NodeVerdict] {
    let request = PodRequest(of: pod)
    var verdicts = feasible.map {
      NodeVerdict(node: $0, refusedBy: nil, reasons: [], scores: [])
    }
    func add(_ plugin: PlacementPlugin, _ scores: [Int64]?) {
      guard let scores else { return }
      for index in verdicts.indices {
        verdicts[index].scores.append(.init(plugin: plugin, value: scores[index]))
      }
    }
    let nodes = feasible.map { cluster.nodes[$0] }
    add(
      .taintToleration,
      TaintToleration.scores(
        of: nodes.map(\.node.taints), for: pod.tolerations,
        comparisonOperators: profile.comparesTaints))
    if !pod.preferredNodeAffinity.isEmpty {
      add(.nodeAffinity, NodeAffinity.scores(of: nodes.map(\.node), for: pod.preferredNodeAffinity))
    }
    add(.nodeResourcesFit, nodes.map { profile.fitScore(of: $0.allocation, with: request) })
    add(.podTopologySpread, PodTopologySpread.scores(of: feasible, for: pod, in: cluster))
    add(
      .interPodAffinity,
      InterPodAffinity.scores(
        of: feasible, for: pod, in: cluster, hardWeight: profile.hardPodAffinityWeight))
    let balance = nodes.compactMap {
      BalancedAllocation.score(
        $0.allocation, with: request, over: profile.resources, release: profile.release)
    }
    add(.balancedAllocation, balance.isEmpty ? nil : balance)
    // An image counts by how many of all nodes have it, feasible or not.
    let locality = ImageLocality.scores(of: cluster.nodes.map(\.images), for: pod.images)
    add(.imageLocality, feasible.map { locality[$0] })
    return verdicts
  }

  /// The outcome of a pod that no node takes.
  private func pending(
    _ pod: Pod, _ verdicts: [NodeVerdict], beforeAll: FilterReason?
  ) -> Outcome {
    let attempt = Preemption(cluster, profile).attempt(for: pod, verdicts)
    return .pending(
      reason: "Unschedulable",
      message: PendingPodMessage.text(
        nodes: cluster.nodes.count, verdicts, beforeAll: beforeAll, preemption: attempt),
      nomination: attempt.candidate)
  }
}
