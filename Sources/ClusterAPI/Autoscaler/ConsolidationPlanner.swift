package import KubernetesModel
package import Units

/// When Nodes are taken away, or exchanged for cheaper ones, to save money.
package struct ConsolidationPolicy: Hashable, Sendable {
  /// What is done.
  package var kind: Kind
  /// How long no pod may have come or gone on a Node, `consolidateAfter`.
  package var after: TimeSpan
  /// How many Nodes of a group may be taken away at a time, a share rounding up.
  package var budget: IntOrPercent

  /// What is done.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Only Nodes without pods go, `WhenEmpty`.
    case whenEmpty
    /// Nodes go whose pods have room elsewhere, or on a cheaper Node, `WhenEmptyOrUnderutilized`.
    case whenUnderutilized
    /// The same, where `ConsolidationScore` finds it worth the pods that move, `Balanced`.
    case balanced
  }

  /// Makes a policy.
  package init(
    _ kind: Kind, after: TimeSpan = .zero, budget: IntOrPercent = .percent(10)
  ) {
    self.kind = kind
    self.after = after
    self.budget = budget
  }

  /// How many more Nodes of a group of `total` may be disturbed while `disturbed` are.
  package func allowance(of total: Int, disturbed: Int) -> Int {
    max(budget.scaled(to: total, rounding: .up) - disturbed, 0)
  }

  /// How often it is looked for something to do (karpenter
  /// `pkg/controllers/disruption/controller.go`, `pollingPeriod`).
  package static let pollingPeriod: TimeSpan = .seconds(10)
  /// How long a plan for Nodes with pods has to hold before it is carried out
  /// (`pkg/controllers/disruption/consolidation.go`, `consolidationTTL`).
  package static let validation: TimeSpan = .seconds(15)
}

/// A group of Nodes that is consolidated.
package struct ConsolidatedGroup: Hashable, Sendable {
  /// How; nil for a group that is not.
  package var policy: ConsolidationPolicy?
  /// What a Node costs in some time.
  package var price: Int64
  /// How many more of its Nodes may be disturbed now.
  package var allowance: Int
  /// The group itself.
  package var nodes: NodeGroup
  /// By how many Nodes it is to become smaller and is not yet.
  package var leaving: Int

  /// Makes a group.
  package init(
    policy: ConsolidationPolicy?, price: Int64, allowance: Int, nodes: NodeGroup, leaving: Int = 0
  ) {
    self.policy = policy
    self.price = price
    self.allowance = allowance
    self.nodes = nodes
    self.leaving = leaving
  }
}

/// Which Nodes are taken away to save money.
///
/// Empty Nodes come first and together. Else the Node that disturbs the fewest pods of those whose pods
/// have room elsewhere goes, or is exchanged for a Node of a cheaper group.
///
/// Source: kubernetes-sigs/karpenter `pkg/controllers/disruption`, `emptiness.go` and
/// `singlenodeconsolidation.go`; disturbing a pod counts 1. Several Nodes with pods at a time
/// (`multinodeconsolidation.go`) are left out.
package struct ConsolidationPlanner: Sendable {
  /// The groups.
  package var groups: [ConsolidatedGroup]
  /// How many pods of each workload may be evicted now; nil for a workload without a budget.
  package var budgets: [Int?]

  /// Makes a planner.
  package init(groups: [ConsolidatedGroup], budgets: [Int?]) {
    self.groups = groups
    self.budgets = budgets
  }

  /// What is done.
  package enum Command: Hashable, Sendable {
    /// Empty Nodes go.
    case deleteEmpty([Int])
    /// A Node goes, and its pods with room elsewhere.
    case delete(Int)
    /// A Node goes once a Node of that cheaper group has come for its pods.
    case replace(Int, group: Int)
  }

  /// What is done with `nodes` of which those at `isQuiet` had no pod come or go for long enough.
  package func plan(_ nodes: [ScaleDownNode], isQuiet: [Bool]) -> Command? {
    let empty = emptyNodes(nodes, isQuiet)
    if !empty.isEmpty { return .deleteEmpty(empty) }
    let candidates = nodes.indices.filter { mayGo($0, nodes, isQuiet) }
      .sorted { (nodes[$0].pods.count, $0) < (nodes[$1].pods.count, $1) }
    let pool = pool(of: nodes)
    let rooms = candidates.isEmpty ? [] : nodes.map(\.free)
    for node in candidates {
      guard let group = nodes[node].group, let policy = groups[group].policy else { continue }
      let disruption = Int64(nodes[node].pods.count)
      func isWorthIt(_ saving: Int64) -> Bool {
        policy.kind != .balanced
          || ConsolidationScore(
            poolCost: pool.cost, poolDisruption: pool.disruption, saving: saving,
            disruption: disruption
          ).isApproved()
      }
      let price = groups[group].price
      if hasRoomElsewhere(node, nodes, rooms) {
        if isWorthIt(price) { return .delete(node) }
      } else if let other = cheaperGroup(for: node, nodes),
        isWorthIt(price - groups[other].price)
      {
        return .replace(node, group: other)
      }
    }
    return nil
  }

  /// What the Nodes of all groups that are consolidated cost, and how many pods they have.
  package func pool(of nodes: [ScaleDownNode]) -> (cost: Int64, disruption: Int64) {
    var pool: (cost: Int64, disruption: Int64) = (0, 0)
    for node in nodes {
      guard let group = node.group, groups[group].policy != nil else { continue }
      pool.cost += groups[group].price
      pool.disruption += Int64(node.pods.count)
    }
    return pool
  }

  private func emptyNodes(_ nodes: [ScaleDownNode], _ isQuiet: [Bool]) -> [Int] {
    var left = groups.map { min($0.allowance, $0.nodes.target - $0.leaving - $0.nodes.minimum) }
    return nodes.indices.filter { node in
      guard isQuiet[node], nodes[node].isReady, nodes[node].pods.isEmpty,
        let group = nodes[node].group, groups[group].policy != nil, left[group] > 0
      else { return false }
      left[group] -= 1
      return true
    }
  }

  private func mayGo(_ node: Int, _ nodes: [ScaleDownNode], _ isQuiet: [Bool]) -> Bool {
    guard isQuiet[node], nodes[node].isReady, !nodes[node].pods.isEmpty,
      let group = nodes[node].group, let policy = groups[group].policy, policy.kind != .whenEmpty,
      groups[group].allowance > 0,
      groups[group].nodes.target - groups[group].leaving > groups[group].nodes.minimum
    else { return false }
    return nodes[node].pods.allSatisfy { pod in
      pod.isSafeToEvict && (budgets[pod.workload].map { $0 > 0 } ?? true)
    }
  }

  private func hasRoomElsewhere(
    _ node: Int, _ nodes: [ScaleDownNode], _ before: [PodRoom]
  ) -> Bool {
    var rooms = before
    for pod in nodes[node].pods {
      guard
        let other = rooms.indices.first(where: {
          $0 != node && nodes[$0].isReady && rooms[$0].count(of: pod.request) > 0
        })
      else { return false }
      rooms[other].take(1, of: pod.request)
    }
    return true
  }

  /// The cheapest group that may grow and whose Node takes all pods of this one for less.
  private func cheaperGroup(for node: Int, _ nodes: [ScaleDownNode]) -> Int? {
    guard let own = nodes[node].group else { return nil }
    return groups.indices.filter { other in
      guard groups[other].policy != nil, groups[other].nodes.growth > 0,
        groups[other].price < groups[own].price
      else { return false }
      var room = PodRoom(free: groups[other].nodes.room, pods: groups[other].nodes.podsPerNode)
      for pod in nodes[node].pods {
        guard room.count(of: pod.request) > 0 else { return false }
        room.take(1, of: pod.request)
      }
      return true
    }.min { (groups[$0].price, $0) < (groups[$1].price, $1) }
  }
}
