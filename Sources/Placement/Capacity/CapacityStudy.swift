package import KubernetesModel
import Units

/// Answers to what a cluster has room for, as kube-scheduler would find them: whether the pods that
/// wait fit, how many more of a pod would, and which nodes could go.
///
/// Each question begins with the cluster as it is.
package struct CapacityStudy: Sendable {
  /// The cluster.
  package let cluster: ClusterState
  /// Its pods that have no node.
  package let waiting: [Pod]
  /// How the scheduler is set up.
  package let profile: PlacementProfile

  /// Prepares to answer questions about `cluster`, where `waiting` wait for nodes.
  package init(
    _ cluster: ClusterState, waiting: [Pod], profile: PlacementProfile = PlacementProfile()
  ) {
    self.cluster = cluster
    self.waiting = waiting
    self.profile = profile
  }

  // MARK: How full

  /// How much there is of a resource, and how much of it is asked for.
  package struct Total: Hashable, Sendable {
    /// The resource; nil for the number of pods.
    package var resource: ResourceName?
    /// What nodes have that take pods.
    package var allocatable: Int64
    /// What cordoned nodes have.
    package var cordoned: Int64
    /// What pods on nodes ask for.
    package var requested: Int64
    /// What pods ask for that wait.
    package var waiting: Int64
  }

  /// The totals of every resource that a node has or a pod asks for, pods last.
  package func totals() -> [Total] {
    let requests = waiting.map { PodRequest(of: $0) }
    var names: [ResourceName] = [.cpu, .memory]
    let scalars =
      cluster.nodes.flatMap { $0.node.allocatable.scalars.map(\.name) }
      + requests.flatMap { $0.sum.scalars.map(\.name) }
    names += Set(scalars).sorted().map { .scalar($0) }
    var totals = names.map { name in
      total(name, of: requests) { $0.allocation.allocatable(of: name) }
    }
    totals.append(total(nil, of: requests) { $0.node.allocatable.pods })
    // Nodes name page sizes of which they have none.
    return totals.filter { total in
      guard case .scalar = total.resource else { return true }
      return total.allocatable + total.cordoned + total.requested + total.waiting > 0
    }
  }

  private func total(
    _ name: ResourceName?, of requests: [PodRequest], _ allocatable: (NodeInfo) -> Int64
  ) -> Total {
    func asked(_ request: PodRequest) -> Int64 {
      name.map { request.amount(of: $0, defaults: .asWritten) } ?? 1
    }
    var total = Total(resource: name, allocatable: 0, cordoned: 0, requested: 0, waiting: 0)
    for node in cluster.nodes {
      if node.node.isUnschedulable {
        total.cordoned += allocatable(node)
      } else {
        total.allocatable += allocatable(node)
      }
      total.requested +=
        name == nil
        ? node.allocation.podCount
        : node.pods.reduce(0) { $0 + asked($1.request) }
    }
    total.waiting = requests.reduce(0) { $0 + asked($1) }
    return total
  }

  // MARK: Do they fit

  /// What becomes of a pod that waits.
  package struct Placement: Sendable {
    /// The pod.
    package var pod: Pod
    /// Whether it had a node until a more important pod took its room.
    package var isDisplaced: Bool
    /// The name of its node; nil when it stays pending.
    package var node: String?
    /// What it says when it stays pending.
    package var message: String?
    /// The pods that have to go for it, the most important first.
    package var victims: [Preemption.PodName]
  }

  /// Lets the pods that wait come up in the order of the queue, each once; those whose room is taken
  /// come up again behind them, where a controller makes them anew.
  package func fit() -> [Placement] {
    var scheduler = ClusterScheduler(cluster, profile: profile)
    var podOfID: [ClusterScheduler.PodID: Pod] = scheduler.pods(of: cluster)
    var queue = waiting.enumerated().sorted { one, other in
      one.element.priority != other.element.priority
        ? one.element.priority > other.element.priority : one.offset < other.offset
    }.map { (pod: $0.element, isDisplaced: false) }
    var placements: [Placement] = []
    var next = 0
    while next < queue.count {
      let (pod, isDisplaced) = queue[next]
      next += 1
      let id = scheduler.makePod(scheduler.kind(of: pod), startTime: pod.startTime)
      var placement = Placement(pod: pod, isDisplaced: isDisplaced, victims: [])
      var outcome = scheduler.schedule(id)
      if case .pending(let nomination?) = outcome {
        placement.victims = nomination.victims.compactMap { podOfID[$0] }
          .map(Preemption.PodName.init)
        for victim in nomination.victims {
          if let gone = podOfID[victim], gone.controller != nil {
            queue.append((Self.again(gone, on: scheduler.node(nomination.node)), true))
          }
          podOfID[victim] = nil
          scheduler.remove(victim)
        }
        outcome = scheduler.schedule(id)
      }
      switch outcome {
      case .placed(let node):
        placement.node = scheduler.node(node).name
        podOfID[id] = pod
      case .pending:
        placement.message = scheduler.pendingMessage(for: id)
        scheduler.forget(id)
      }
      placements.append(placement)
    }
    return placements
  }

  /// A pod as its controller makes it anew: those of DaemonSets for the same node.
  private static func again(_ pod: Pod, on node: Node) -> Pod {
    var pod = pod
    if pod.controller?.kind == "DaemonSet" {
      pod.requiredNodeAffinity = NodeSelector(terms: [
        NodeSelectorTerm(matchFields: [NodeNameRequirement(name: node.name)])
      ])
    }
    return pod
  }

  // MARK: How many more

  /// How many more of a pod fit.
  package struct Headroom: Sendable {
    /// How many; the limit when there would be more.
    package var count: Int
    /// How many each node takes, by name, in the order of the nodes; those that take none are left out.
    package var byNode: [(node: String, count: Int)]
    /// What the next one says; nil when the limit was reached.
    package var message: String?
    /// How many nodes refuse the next one, by what they say, most first; a node may say several
    /// things.
    package var blockers: [(reason: String, nodes: Int)]
  }

  /// How many more of `pod` fit, at most `limit`, without anyone's going, once the pods that wait and
  /// fit have their nodes.
  package func headroom(for pod: Pod, limit: Int = 1_000_000) -> Headroom {
    var scheduler = ClusterScheduler(cluster, profile: profile)
    var meek = pod
    meek.preempts = false
    for one in waiting where one.priority >= pod.priority {
      var one = one
      one.preempts = false
      let id = scheduler.makePod(scheduler.kind(of: one))
      if case .pending = scheduler.schedule(id) { scheduler.forget(id) }
    }
    let kind = scheduler.kind(of: meek)
    var counts = [Int](repeating: 0, count: cluster.nodes.count)
    var headroom = Headroom(count: 0, byNode: [], message: nil, blockers: [])
    while headroom.count < limit {
      let id = scheduler.makePod(kind)
      guard case .placed(let node) = scheduler.schedule(id) else {
        headroom.message = scheduler.pendingMessage(for: id, withPreemption: false)
        headroom.blockers = Self.blockers(scheduler.verdicts(for: id))
        break
      }
      counts[node] += 1
      headroom.count += 1
    }
    headroom.byNode = counts.enumerated().filter { $0.element > 0 }
      .map { (cluster.nodes[$0.offset].node.name, $0.element) }
    return headroom
  }

  private static func blockers(_ verdicts: [NodeVerdict]) -> [(reason: String, nodes: Int)] {
    var counts: [(reason: String, nodes: Int)] = []
    for reason in verdicts.flatMap(\.reasons).map(\.text) {
      if let index = counts.firstIndex(where: { $0.reason == reason }) {
        counts[index].nodes += 1
      } else {
        counts.append((reason, 1))
      }
    }
    return counts.sorted { ($1.nodes, $0.reason) < ($0.nodes, $1.reason) }
  }
}
