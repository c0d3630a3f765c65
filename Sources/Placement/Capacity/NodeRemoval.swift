import KubernetesModel

/// Whether a node could be taken away, given those that were before it.
package struct NodeRemoval: Sendable {
  /// The name of the node.
  package var node: String
  /// How many of its pods would have to go elsewhere.
  package var moves: Int
  /// What keeps it; nil when it can go.
  package var obstacle: Obstacle?

  /// What keeps a node.
  package enum Obstacle: Hashable, Sendable {
    /// A pod that nobody would make anew, by name.
    case unmanaged(pod: String)
    /// A pod that its budget does not let go now, by name.
    case budget(pod: String)
    /// A pod that would find no node, by name, and what it would say.
    case noRoom(pod: String, message: String)

    /// In words.
    package var text: String {
      switch self {
      case .unmanaged(let pod): "pod \(pod) has no controller that would make it anew"
      case .budget(let pod): "the budget of pod \(pod) allows no disruption"
      case .noRoom(let pod, let message): "pod \(pod) would stay pending: \(message)"
      }
    }
  }
}

extension CapacityStudy {
  /// Which nodes can go together: one after the other, those first whose pods ask for the smallest
  /// share, each for good when all that would have to move finds room elsewhere.
  ///
  /// Pods of DaemonSets and static pods go with the node, and pods that are over or going anyway are
  /// left out; budgets are asked as they stand and spent. Cordoned nodes are looked at first, as
  /// somebody wants them gone. Pods that wait and fit keep the room that they would have. Source of whom a drain leaves: kubectl
  /// v1.36 `staging/src/k8s.io/kubectl/pkg/drain/filters.go`.
  package func removableNodes() -> [NodeRemoval] {
    var trial = RemovalTrial(cluster, waiting: waiting, profile)
    return removalOrder().map { trial.take($0) }
  }

  /// Cordoned nodes first, then by the larger share of CPU and memory that is asked for.
  private func removalOrder() -> [Int] {
    func share(_ node: NodeInfo) -> Int64 {
      [ResourceName.cpu, .memory].map { name in
        let allocatable = node.allocation.allocatable(of: name)
        let requested = node.allocation.requested.amount(of: name, defaults: .asWritten)
        return allocatable == 0 ? 0 : Int64(Double(requested) / Double(allocatable) * 1_000_000)
      }.max() ?? 0
    }
    return cluster.nodes.indices.sorted { one, other in
      let (a, b) = (cluster.nodes[one], cluster.nodes[other])
      if a.node.isUnschedulable != b.node.isUnschedulable { return a.node.isUnschedulable }
      return (share(a), one) < (share(b), other)
    }
  }
}

/// A cluster from which nodes are taken one by one.
private struct RemovalTrial: ~Copyable {
  private var scheduler: ClusterScheduler
  private var budgets: [PreemptionBudget]
  /// By node, those that are on it.
  private var podsOfNode: [[Occupant]]

  private struct Occupant {
    var id: ClusterScheduler.PodID
    var pod: Pod
    /// Whether it waits, and only would be here.
    var isWaiting = false

    /// Whether it needs a place elsewhere when its node goes.
    var hasToMove: Bool {
      pod.deletionTimestamp == nil && pod.controller?.kind != "DaemonSet"
        && pod.annotations["kubernetes.io/config.mirror"] == nil
    }
  }

  init(_ cluster: ClusterState, waiting: [Pod], _ profile: PlacementProfile) {
    scheduler = ClusterScheduler(cluster, profile: profile)
    budgets = cluster.budgets
    podsOfNode = Array(repeating: [], count: cluster.nodes.count)
    for (id, pod) in scheduler.pods(of: cluster).sorted(by: { $0.key.index < $1.key.index }) {
      if let node = scheduler.node(of: id) { podsOfNode[node].append(Occupant(id: id, pod: pod)) }
    }
    for pod in waiting {
      var meek = pod
      meek.preempts = false
      let id = scheduler.makePod(scheduler.kind(of: meek))
      if case .placed(let node) = scheduler.schedule(id) {
        podsOfNode[node].append(Occupant(id: id, pod: pod, isWaiting: true))
      } else {
        scheduler.forget(id)
      }
    }
  }

  /// Takes a node away if that can be done, and says what keeps it else.
  mutating func take(_ index: Int) -> NodeRemoval {
    let movers = podsOfNode[index].filter(\.hasToMove)
    var removal = NodeRemoval(
      node: scheduler.node(index).name, moves: movers.count { !$0.isWaiting })
    var left = budgets
    removal.obstacle = Self.obstacle(
      to: movers.filter { !$0.isWaiting }.map(\.pod), &left)
    guard removal.obstacle == nil else { return removal }
    let open = scheduler.node(index)
    var closed = open
    closed.isUnschedulable = true
    closed.taints.append(.unschedulable)
    // Nobody comes who tolerates a cordon either.
    closed.allocatable.pods = 0
    scheduler.update(index, to: closed)
    for mover in movers { scheduler.remove(mover.id) }
    var moved: [Occupant] = []
    for mover in movers {
      var pod = mover.pod
      pod.preempts = false
      let id = scheduler.makePod(scheduler.kind(of: pod), startTime: pod.startTime)
      guard case .placed = scheduler.schedule(id) else {
        removal.obstacle = .noRoom(
          pod: pod.name, message: scheduler.pendingMessage(for: id, withPreemption: false))
        scheduler.forget(id)
        break
      }
      moved.append(Occupant(id: id, pod: mover.pod, isWaiting: mover.isWaiting))
    }
    if removal.obstacle == nil {
      budgets = left
      for one in moved {
        if let node = scheduler.node(of: one.id) { podsOfNode[node].append(one) }
      }
      podsOfNode[index] = []
      scheduler.removeNode(index)
    } else {
      for one in moved { scheduler.remove(one.id) }
      scheduler.update(index, to: open)
      podsOfNode[index].removeAll(where: \.hasToMove)
      for mover in movers {
        let kind = scheduler.kind(of: mover.pod)
        let id = scheduler.add(kind, on: index, startTime: mover.pod.startTime)
        podsOfNode[index].append(
          Occupant(id: id, pod: mover.pod, isWaiting: mover.isWaiting))
      }
    }
    return removal
  }

  /// What keeps a node whatever room there is elsewhere; spends the budgets of those who would go.
  private static func obstacle(
    to movers: [Pod], _ budgets: inout [PreemptionBudget]
  ) -> NodeRemoval.Obstacle? {
    for pod in movers {
      if pod.controller == nil { return .unmanaged(pod: pod.name) }
      for index in budgets.indices where budgets[index].evictionCovers(pod) {
        guard budgets[index].disruptionsAllowed > 0 else { return .budget(pod: pod.name) }
        budgets[index].disruptionsAllowed -= 1
      }
    }
    return nil
  }
}

extension PreemptionBudget {
  /// Whether an eviction of `pod` asks this budget: other than for preemption, an empty selector
  /// covers every pod of the namespace.
  fileprivate func evictionCovers(_ pod: Pod) -> Bool {
    pod.namespace == namespace && (selector?.matches(pod.labels) ?? false)
  }
}

extension ClusterScheduler {
  /// The pods of a cluster that the scheduler just took over, which are numbered in its order.
  func pods(of cluster: ClusterState) -> [PodID: Pod] {
    var pods: [PodID: Pod] = [:]
    for placed in cluster.nodes.flatMap(\.pods) {
      pods[PodID(index: UInt32(pods.count))] = placed.pod
    }
    return pods
  }
}
