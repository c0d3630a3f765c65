package import KubernetesModel
import Units

/// What the scheduler knows, as others ask for it.
extension ClusterScheduler {
  /// Whether there is such a node now.
  package func isThere(_ node: Int) -> Bool { nodes.isThere[node] }

  /// One of the pods of a kind, without what is its own.
  package func pod(of kind: KindID) -> Pod { kinds[kind.index].pod }

  /// The pods on a node, in the order in which they came.
  package func pods(on node: Int) -> [PodID] {
    var all: [PodID] = []
    pods.forEach(on: node) { all.append(PodID(index: UInt32($0))) }
    return all
  }

  /// What the pods on a node ask for of a resource.
  package func requested(of name: ResourceName, on node: Int) -> Int64 {
    guard let place = nodes.knownPlace(of: name) else { return 0 }
    return nodes.requested[node * nodes.stride + place]
  }

  /// Whether pods of any kind look at others.
  var looksAtOthers: Bool { !counters.isEmpty }

  /// Notes when a pod started.
  mutating func setStart(of pod: PodID, at instant: Instant) {
    pods.start[Int(pod.index)] = instant
  }

  /// The cluster as it is, for those who work everything out anew.
  private var state: ClusterState {
    var state = ClusterState(nodes: [])
    state.nodes = nodes.order.map { node in
      var info = NodeInfo(nodes.objects[Int(node)], images: nodes.images[Int(node)])
      pods.forEach(on: Int(node)) { info.add(placed($0)) }
      return info
    }
    state.namespaces = namespaces
    state.workloads = workloads
    state.budgets = budgets
    for (place, node) in nodes.order.enumerated() {
      for pod in nominatedOnNode[Int(node)] ?? [] {
        state.nominated.append(.init(placed(Int(pod.index)), node: place))
      }
    }
    return state
  }

  private func placed(_ pod: Int) -> NodeInfo.PlacedPod {
    var object = kinds[Int(pods.kind[pod])].pod
    // Pods of a kind have no names of their own here; a number tells them apart.
    object.name = disruptedNames[pod] ?? "\(pod)"
    object.startTime = pods.start[pod] == .distantFuture ? nil : pods.start[pod]
    // Whoever reads it asks only whether there is one.
    if pods.flags[pod] & PodTable.isTerminating != 0 { object.deletionTimestamp = .epoch }
    var placed = NodeInfo.PlacedPod(object)
    placed.isPreempted = pods.flags[pod] & PodTable.isPreempted != 0
    return placed
  }

  /// Why nodes take a pod without one, or not, what they score, and where it would go: worked out
  /// plugin by plugin from the cluster as it is.
  package mutating func explain(_ pod: PodID) -> PodExplanation {
    nodes.putInOrder()
    let kind = Int(pods.kind[Int(pod.index)])
    var object = kinds[kind].pod
    object.name = "\(pod.index)"
    object.nominatedNodeName = nominatedNode(of: pod).map { nodes.objects[$0].name }
    let state = state
    var cycle = SchedulingCycle(state, profile: profile, nextStart: nextStart, attempts: attempts)
    let chain = FilterChain(for: object, in: state, profile)
    var verdicts = state.nodes.indices.map {
      FilterChain.verdict(for: object, at: $0, in: state, profile, without: chain)
    }
    var answer = PodExplanation()
    switch cycle.schedule(object) {
    case .placed(let node, let feasible):
      let scored = SchedulingCycle(state, profile: profile).scored(feasible, for: object)
      for verdict in scored { verdicts[verdict.node].scores = verdict.scores }
      answer.chosen = Int(nodes.order[node])
    case .pending(_, let message, let nomination):
      answer.message = message
      answer.nominated = nomination.map { Int(nodes.order[$0.node]) }
      answer.victims = nomination?.victims.count ?? 0
    }
    answer.nodes = verdicts.map { explanation($0, kind) }
    return answer
  }

  private func explanation(_ verdict: NodeVerdict, _ kind: Int) -> NodeExplanation {
    let node = Int(nodes.order[verdict.node])
    var answer = NodeExplanation(node: node)
    answer.scores = verdict.scores.map {
      .init(name: $0.plugin.rawValue, value: $0.value, weight: $0.plugin.weight)
    }
    guard let plugin = verdict.refusedBy else { return answer }
    answer.refusedBy = plugin.rawValue
    guard plugin == .nodeResourcesFit else {
      answer.reasons = verdict.reasons.map(\.text)
      return answer
    }
    let count = Int64(nodes.podCount[node])
    if count + 1 > nodes.podLimit[node] {
      answer.lacks(
        "pods", asked: 1, left: nodes.podLimit[node] - count, of: nodes.podLimit[node])
    }
    for request in kinds[kind].demand.requests {
      let place = node * nodes.stride + request.place
      let (whole, asked) = (nodes.allocatable[place], request.amount)
      let left = whole - nodes.requested[place]
      guard asked > left else { continue }
      answer.lacks(
        nodes.name(of: request.place).text, asked: asked, left: left, of: whole)
    }
    // Where room is kept for others, it is that which is missing.
    if answer.reasons.isEmpty { answer.reasons = verdict.reasons.map(\.text) }
    return answer
  }
}
