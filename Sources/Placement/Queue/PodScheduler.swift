package import KubernetesModel
package import Units

/// kube-scheduler as a whole, in virtual time: the cluster that it keeps, and the pods that wait.
///
/// A caller tells what happens to nodes and pods and asks for the next attempt until there is none for
/// now, then again after something happened or when `nextDue` says. Pods go by numbers of the caller's,
/// which are dense and used for one pod at a time.
package struct PodScheduler: ~Copyable {
  /// What is known of nodes and pods.
  package private(set) var cluster: ClusterScheduler
  private var queue = SchedulingQueue<UInt32>()
  /// By number of the caller: the pod, where there is one.
  private var pods: [ClusterScheduler.PodID?] = []
  /// By index of a pod: its number.
  private var numbers: [UInt32] = []

  /// What came of an attempt.
  package enum Attempt: Hashable, Sendable {
    /// The pod is on that node now.
    case bound(pod: UInt32, node: Int)
    /// It stays pending. The victims are to go for it; their room is kept for it.
    case pending(pod: UInt32, victims: [UInt32])
  }

  /// Makes the scheduler of nodes that are all away, numbered in their order, and of pods that
  /// `workloads` select.
  package init(
    away nodes: [Node], workloads: WorkloadSelectors = WorkloadSelectors(),
    profile: PlacementProfile
  ) {
    cluster = ClusterScheduler(away: nodes, workloads: workloads, profile: profile)
  }

  // MARK: Nodes

  /// A node came, or came back.
  package mutating func add(_ index: Int, _ node: Node, at now: Instant) {
    cluster.restoreNode(index, to: node)
    queue.note(.nodeAdded(node), at: now)
  }

  /// A node changed.
  package mutating func update(_ index: Int, to node: Node, at now: Instant) {
    let before = cluster.node(index)
    cluster.update(index, to: node)
    queue.note(.nodeChanged(from: before, to: node), at: now)
  }

  /// A node went, and the pods on it with it.
  package mutating func remove(_ index: Int, at now: Instant) {
    for pod in cluster.pods(on: index) { pods[Int(numbers[Int(pod.index)])] = nil }
    let node = cluster.node(index)
    cluster.removeNode(index)
    queue.note(.nodeRemoved(node), at: now)
  }

  // MARK: Pods

  /// The kind of pods like `pod`.
  package mutating func kind(of pod: Pod) -> ClusterScheduler.KindID { cluster.kind(of: pod) }

  /// A pod without a node came.
  package mutating func submit(_ number: UInt32, _ kind: ClusterScheduler.KindID, at now: Instant) {
    _ = makePod(number, kind, at: now)
    queue.add(number, cluster.pod(of: kind), at: now)
  }

  private mutating func makePod(
    _ number: UInt32, _ kind: ClusterScheduler.KindID, at now: Instant
  ) -> ClusterScheduler.PodID {
    let pod = cluster.makePod(kind, startTime: now)
    while pods.count <= Int(number) { pods.append(nil) }
    precondition(pods[Int(number)] == nil, "pod \(number) is there already")
    pods[Int(number)] = pod
    while numbers.count <= Int(pod.index) { numbers.append(0) }
    numbers[Int(pod.index)] = number
    return pod
  }

  /// Pods without a node that another queue lets in together: all of them have a node now, in their
  /// order, or none is there.
  package mutating func scheduleGang(
    _ members: [(number: UInt32, kind: ClusterScheduler.KindID)], at now: Instant
  ) -> [Int]? {
    var made: [ClusterScheduler.PodID] = []
    for (number, kind) in members { made.append(makePod(number, kind, at: now)) }
    guard case .placed(let nodes) = cluster.scheduleGang(made) else {
      for (number, _) in members { pods[Int(number)] = nil }
      for pod in made { cluster.forget(pod) }
      return nil
    }
    for pod in made {
      cluster.setStart(of: pod, at: now)
      if cluster.looksAtOthers {
        queue.note(.podAssigned(cluster.pod(of: cluster.kind(of: pod))), at: now)
      }
    }
    return nodes.compactMap { $0 }
  }

  /// A pod is gone, from its node or while it waited for one.
  package mutating func delete(_ number: UInt32, at now: Instant) {
    let pod = pod(number)
    pods[Int(number)] = nil
    guard cluster.node(of: pod) != nil else {
      queue.remove(number)
      cluster.forget(pod)
      return
    }
    let kind = cluster.kind(of: pod)
    cluster.remove(pod)
    queue.note(.podRemoved(cluster.pod(of: kind)), at: now)
  }

  /// A pod on a node was asked to end, which it has not yet.
  package mutating func markTerminating(_ number: UInt32) { cluster.markTerminating(pod(number)) }

  /// Tries the pod whose turn it is; nil when it is nobody's now.
  package mutating func next(at now: Instant) -> Attempt? {
    guard let number = queue.pop(at: now) else { return nil }
    let pod = pod(number)
    switch cluster.schedule(pod) {
    case .placed(let node):
      queue.remove(number)
      cluster.setStart(of: pod, at: now)
      // Only pods that look at others can be helped by one that came.
      if cluster.looksAtOthers {
        queue.note(.podAssigned(cluster.pod(of: cluster.kind(of: pod))), at: now)
      }
      return .bound(pod: number, node: node)
    case .pending(let nomination):
      let refusedBy = cluster.refusingPlugins(for: pod).plugins
      queue.putBack(number, refusedBy: refusedBy, at: now)
      let victims = nomination?.victims ?? []
      for victim in victims { cluster.markTerminating(victim, isPreempted: true) }
      return .pending(pod: number, victims: victims.map { numbers[Int($0.index)] })
    }
  }

  /// The pod whose turn is next at `now`, without trying it; nil when it is nobody's.
  package mutating func peek(at now: Instant) -> UInt32? { queue.peek(at: now) }

  /// When a pod may be due next without anything happening; nil when none will be.
  package func nextDue(after now: Instant) -> Instant? { queue.nextDue(after: now) }

  // MARK: What is known

  /// The pods that wait, in the order of their numbers.
  package var waiting: [UInt32] {
    pods.indices.filter { place in pods[place].map { cluster.node(of: $0) == nil } ?? false }
      .map { UInt32($0) }
  }

  /// The node of a pod; nil while it has none, or there is no such pod.
  package func node(of number: UInt32) -> Int? {
    guard Int(number) < pods.count, let pod = pods[Int(number)] else { return nil }
    return cluster.node(of: pod)
  }

  /// What the queue knows of a pod; nil when it does not wait.
  package func standing(of number: UInt32) -> SchedulingQueue<UInt32>.Standing? {
    queue.standing(of: number)
  }

  /// Whether a pod came and is not gone.
  package func isKnown(_ number: UInt32) -> Bool {
    Int(number) < pods.count && pods[Int(number)] != nil
  }

  /// Why nodes would take a pod of that kind, or not, and what they would score.
  package mutating func explain(_ kind: ClusterScheduler.KindID, at now: Instant) -> PodExplanation
  {
    let pod = cluster.makePod(kind, startTime: now)
    defer { cluster.forget(pod) }
    return cluster.explain(pod)
  }

  /// Why nodes take a pod without one, or not, and what they score.
  package mutating func explain(_ number: UInt32) -> PodExplanation {
    cluster.explain(pod(number))
  }

  private func pod(_ number: UInt32) -> ClusterScheduler.PodID {
    guard let pod = pods[Int(number)] else { preconditionFailure("there is no pod \(number)") }
    return pod
  }
}
