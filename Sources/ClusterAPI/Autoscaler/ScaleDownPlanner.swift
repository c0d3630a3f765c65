package import Units

/// A Node as a look at what is not needed sees it.
package struct ScaleDownNode: Hashable, Sendable {
  /// Its group; nil for a Node of none, which stays.
  package var group: Int?
  /// What it has for pods.
  package var room: ResourceVector
  /// How many pods it takes.
  package var podsPerNode: Int
  /// Its pods, but for those that are on their way out.
  package var pods: [Pod]
  /// Whether it is Ready and nobody is taking it away.
  package var isReady: Bool
  /// Since when it has been without need; nil where it was not at the last look.
  package var unneededSince: Instant?

  /// A pod.
  package struct Pod: Hashable, Sendable {
    /// Its workload, whose budgets cover it.
    package var workload: Int
    /// What it asks for.
    package var request: ResourceVector
    /// Whether it may be evicted: false under the annotation
    /// `cluster-autoscaler.kubernetes.io/safe-to-evict: "false"`, without a controller, or with local
    /// storage.
    package var isSafeToEvict: Bool

    /// Makes a pod.
    package init(workload: Int, request: ResourceVector, isSafeToEvict: Bool = true) {
      self.workload = workload
      self.request = request
      self.isSafeToEvict = isSafeToEvict
    }
  }

  /// Makes a Node.
  package init(
    group: Int?, room: ResourceVector, podsPerNode: Int, pods: [Pod] = [], isReady: Bool = true,
    unneededSince: Instant? = nil
  ) {
    self.group = group
    self.room = room
    self.podsPerNode = podsPerNode
    self.pods = pods
    self.isReady = isReady
    self.unneededSince = unneededSince
  }

  /// What part of it is asked for, in thousandths and rounded up: of CPU or memory, whichever is more.
  package var utilisationPermille: Int64 {
    var used = ResourceVector.zero
    for pod in pods { used = used + pod.request }
    func part(_ used: Int64, _ whole: Int64) -> Int64 {
      guard whole > 0 else { return 0 }
      return Int64((Int128(used) * 1_000 + Int128(whole) - 1) / Int128(whole))
    }
    return max(
      part(used.cpu.value, room.cpu.value), part(used.memory.value, room.memory.value))
  }

  var free: PodRoom {
    var free = PodRoom(free: room, pods: podsPerNode)
    for pod in pods { free.take(1, of: pod.request) }
    return free
  }
}

/// Which Nodes an autoscaler could do without.
///
/// Source: kubernetes/autoscaler 1.35 `cluster-autoscaler/core/scaledown/planner`,
/// `core/scaledown/eligibility` and `simulator/cluster.go`.
package struct ScaleDownPlanner: Sendable {
  /// The settings.
  package var settings: AutoscalerSettings.ScaleDown
  /// How many pods of each workload may be evicted now; nil for a workload without a budget.
  package var budgets: [Int?]

  /// Makes a planner.
  package init(_ settings: AutoscalerSettings.ScaleDown, budgets: [Int?]) {
    self.settings = settings
    self.budgets = budgets
  }

  /// What is found of a Node.
  package enum Verdict: Hashable, Sendable {
    /// It has no group, is not Ready, or is on its way out.
    case isNoCandidate
    /// Too much of it is asked for.
    case isUsed
    /// A pod of it may not be evicted.
    case hasPodThatStays
    /// A budget of one of its pods allows nothing.
    case isHeldByBudget
    /// Its pods have no room elsewhere.
    case hasPodWithoutRoom
    /// It is not needed; and whether it has no pods at all.
    case isUnneeded(isEmpty: Bool)
  }

  /// Judges all Nodes. Those found without need at the last look come first, so that they stay so; pods
  /// that would move are kept in mind, and Nodes that could go take none.
  package func judge(_ nodes: [ScaleDownNode]) -> [Verdict] {
    var verdicts: [Verdict] = nodes.map { preliminary($0) }
    var rooms = nodes.map(\.free)
    let order =
      nodes.indices.filter { nodes[$0].unneededSince != nil }
      + nodes.indices.filter { nodes[$0].unneededSince == nil }
    var isOpen = nodes.map(\.isReady)
    for node in order {
      guard case .isUnneeded(let isEmpty) = verdicts[node] else { continue }
      isOpen[node] = false
      if isEmpty { continue }
      if !moves(nodes[node].pods, to: &rooms, isOpen) {
        verdicts[node] = .hasPodWithoutRoom
        isOpen[node] = true
      }
    }
    return verdicts
  }

  private func preliminary(_ node: ScaleDownNode) -> Verdict {
    guard node.group != nil, node.isReady else { return .isNoCandidate }
    if node.pods.isEmpty { return .isUnneeded(isEmpty: true) }
    if node.utilisationPermille >= settings.utilisationPermille { return .isUsed }
    for pod in node.pods {
      if !pod.isSafeToEvict { return .hasPodThatStays }
      if let left = budgets[pod.workload], left < 1 { return .isHeldByBudget }
    }
    return .isUnneeded(isEmpty: false)
  }

  /// Whether pods have room on the Nodes that are open, which it takes then.
  private func moves(
    _ pods: [ScaleDownNode.Pod], to rooms: inout [PodRoom], _ isOpen: [Bool]
  ) -> Bool {
    var changed: [(node: Int, before: PodRoom)] = []
    for pod in pods {
      guard
        let node = rooms.indices.first(where: {
          isOpen[$0] && rooms[$0].count(of: pod.request) > 0
        })
      else {
        for change in changed.reversed() { rooms[change.node] = change.before }
        return false
      }
      changed.append((node, rooms[node]))
      rooms[node].take(1, of: pod.request)
    }
    return true
  }

  /// How much is being taken away already.
  package struct InHand: Hashable, Sendable {
    /// Empty Nodes.
    package var empty: Int
    /// Nodes that are drained.
    package var drains: Int
    /// By group, the Nodes by which it is to become smaller and is not yet.
    package var ofGroup: [Int]

    /// Makes a count.
    package init(empty: Int = 0, drains: Int = 0, ofGroup: [Int]) {
      self.empty = empty
      self.drains = drains
      self.ofGroup = ofGroup
    }
  }

  /// The Nodes that go now: those that have been without need for long enough, as far as their groups
  /// and the limits allow; empty ones first.
  package func choose(
    among nodes: [ScaleDownNode], _ verdicts: [Verdict], of groups: [NodeGroup],
    _ inHand: InHand, at now: Instant
  ) -> [Int] {
    var left = groups.indices.map { groups[$0].target - inHand.ofGroup[$0] - groups[$0].minimum }
    var empty = settings.mostEmpty - inHand.empty
    var drains = settings.mostDrains - inHand.drains
    var budgets = budgets
    var chosen: [Int] = []
    for wantsEmpty in [true, false] {
      for node in nodes.indices {
        guard case .isUnneeded(let isEmpty) = verdicts[node], isEmpty == wantsEmpty,
          let group = nodes[node].group, left[group] > 0, (isEmpty ? empty : drains) > 0,
          let since = nodes[node].unneededSince, since + settings.unneededTime <= now,
          nodes[node].pods.allSatisfy({ budgets[$0.workload].map { $0 > 0 } ?? true })
        else { continue }
        for pod in nodes[node].pods { budgets[pod.workload] = budgets[pod.workload].map { $0 - 1 } }
        left[group] -= 1
        if isEmpty { empty -= 1 } else { drains -= 1 }
        chosen.append(node)
      }
    }
    return chosen
  }
}

/// When groups may shrink after something else happened.
package struct ScaleDownCooldown: Hashable, Sendable {
  /// When a group last grew.
  package var grewAt = Instant.distantPast
  /// When a Node last went.
  package var shrankAt = Instant.distantPast
  /// When a Node could not be emptied.
  package var failedAt = Instant.distantPast

  /// Nothing happened yet.
  package init() {}

  /// From when on groups may shrink.
  package func ends(_ settings: AutoscalerSettings) -> Instant {
    guard let scaleDown = settings.scaleDown else { return .distantFuture }
    let delay =
      scaleDown.delayAfterDelete > .zero ? scaleDown.delayAfterDelete : settings.scanInterval
    func after(_ instant: Instant, _ span: TimeSpan) -> Instant {
      instant == .distantPast ? instant : instant + span
    }
    return max(
      after(grewAt, scaleDown.delayAfterAdd), after(shrankAt, delay),
      after(failedAt, scaleDown.delayAfterFailure))
  }
}
