package import KubernetesModel

/// Finds the node of one pod at a time, as kube-scheduler's default profile does.
///
/// Filters that leave nodes, scores of those that are left, weights, and of equal sums the first in
/// the order of the nodes. Affinity between pods, topology spread, host ports, volumes and preemption
/// are left out: pods that use them are not for this. Source: kubernetes v1.36
/// `pkg/scheduler/schedule_one.go` and `apis/config/v1/default_plugins.go`.
package struct SchedulingCycle: Sendable {
  /// The nodes, in the order in which they are looked at.
  package private(set) var nodes: [Candidate]

  /// A node and what is on it.
  package struct Candidate: Sendable {
    /// The node.
    package var node: Node
    /// What its pods request.
    package var allocation: NodeAllocation
    /// The images that it has.
    package var images: [ImageLocality.Image]

    /// Makes an empty node.
    package init(_ node: Node, images: [ImageLocality.Image] = []) {
      self.node = node
      allocation = NodeAllocation(allocatable: node.allocatable)
      self.images = images
    }
  }

  /// What comes of a pod.
  package enum Outcome: Hashable, Sendable {
    /// It goes to `node`; `feasible` are all that had room, both as indices.
    case placed(node: Int, feasible: [Int])
    /// It stays pending, which its condition `PodScheduled` explains.
    case pending(reason: String, message: String)
  }

  /// The weights of the scores in the default profile.
  package enum Weight {
    /// Of `TaintToleration`.
    package static let taintToleration: Int64 = 3
    /// Of `NodeAffinity`.
    package static let nodeAffinity: Int64 = 2
  }

  /// Makes a cycle over `nodes`.
  package init(nodes: [Candidate]) { self.nodes = nodes }

  /// Puts a pod that has its node already on it.
  package mutating func bind(_ pod: Pod, to node: Int) {
    nodes[node].allocation.add(PodRequest(of: pod))
  }

  /// Finds a node for `pod` and puts it there.
  package mutating func schedule(_ pod: Pod) -> Outcome {
    if pod.hasSchedulingGates {
      return .pending(
        reason: "SchedulingGated",
        message: "Scheduling is blocked due to non-empty scheduling gates")
    }
    let request = PodRequest(of: pod)
    let reasons = nodes.map { Self.reasons(against: pod, request, on: $0) }
    let feasible = nodes.indices.filter { reasons[$0].isEmpty }
    let scores = self.scores(of: feasible, for: pod, request)
    guard let best = scores.max(), let index = scores.firstIndex(of: best) else {
      return .pending(
        reason: "Unschedulable", message: PendingPodMessage.text(reasons: reasons))
    }
    nodes[feasible[index]].allocation.add(request)
    return .placed(node: feasible[index], feasible: feasible)
  }

  /// What the first filter that refuses `candidate` says; empty when none does.
  private static func reasons(
    against pod: Pod, _ request: PodRequest, on candidate: Candidate
  ) -> [FilterReason] {
    if let reason = NodeAffinity.reasonBeforeAll(against: pod, on: candidate.node) {
      return [reason]
    }
    if let reason = TaintToleration.reason(against: pod.tolerations, on: candidate.node) {
      return [reason]
    }
    if let reason = NodeAffinity.reason(against: pod, on: candidate.node) { return [reason] }
    return NodeResourcesFit.reasons(against: request, on: candidate.allocation)
  }

  /// The weighted sums of the scores of `feasible` nodes, in their order.
  package func scores(of feasible: [Int], for pod: Pod, _ request: PodRequest) -> [Int64] {
    let candidates = feasible.map { nodes[$0] }
    let taints = TaintToleration.scores(of: candidates.map(\.node.taints), for: pod.tolerations)
    let affinity = NodeAffinity.scores(
      of: candidates.map(\.node), for: pod.preferredNodeAffinity)
    // An image counts by how many of all nodes have it, feasible or not.
    let locality = ImageLocality.scores(of: nodes.map(\.images), for: pod.images)
    return candidates.indices.map { index in
      let allocation = candidates[index].allocation
      let over = ResourceWeight.standard
      return Weight.taintToleration * taints[index] + Weight.nodeAffinity * affinity[index]
        + LeastAllocated.score(allocation, with: request, over: over)
        + (BalancedAllocation.score(allocation, with: request, over: over) ?? 0)
        + locality[feasible[index]]
    }
  }
}
