import KubernetesModel

extension ClusterScheduler {
  /// What the filters say about every node for a pod without one, in the order of the nodes: why it
  /// may not come, plugin by plugin, or that it may.
  ///
  /// - Complexity: O(nodes), in words: for those who ask why, not for scheduling.
  package mutating func verdicts(for pod: PodID) -> [NodeVerdict] {
    keepUp(Int(pods.kind[Int(pod.index)]))
    return nodes.order.indices.map { verdict(on: Int(nodes.order[$0]), for: pod) }
  }

  /// What a pending pod says, in the words of kube-scheduler; without what it says about taking
  /// others' room where that is not asked for.
  package mutating func pendingMessage(
    for pod: PodID, withPreemption: Bool = true
  ) -> String {
    let kind = Int(pods.kind[Int(pod.index)])
    if kinds[kind].pod.hasSchedulingGates {
      return "Scheduling is blocked due to non-empty scheduling gates"
    }
    nodes.putInOrder()
    guard !nodes.order.isEmpty else { return PendingPodMessage.noNodes }
    if kinds[kind].requiredNames == [] {
      return PendingPodMessage.text(
        nodes: nodes.order.count, [], beforeAll: NodeAffinity.conflict,
        preemption: withPreemption ? .noCandidate([]) : nil)
    }
    let all = verdicts(for: pod)
    let looked = all.filter { $0.reasons != [NodeAffinity.passedOver] }
    return PendingPodMessage.text(
      nodes: nodes.order.count, looked, beforeAll: nil,
      preemption: withPreemption ? preemptionInWords(for: pod, kind, looked) : nil)
  }

  private mutating func preemptionInWords(
    for pod: PodID, _ kind: Int, _ verdicts: [NodeVerdict]
  ) -> Preemption.Attempt {
    if !kinds[kind].pod.preempts {
      return .notEligible(reason: Preemption.never)
    }
    if !isEligible(pod, kind) { return .notEligible(reason: Preemption.victimsAreGoing) }
    var refusals: [[FilterReason]] = []
    for verdict in verdicts where !verdict.isFeasible && !verdict.isUnresolvable {
      guard let reasons = refusal(of: verdict.node, to: pod, kind) else { continue }
      refusals.append(reasons)
    }
    return .noCandidate(refusals)
  }

  /// What `node` says once all less important pods are gone; nil when the pod could come then.
  private mutating func refusal(
    of node: Int, to pod: PodID, _ kind: Int
  ) -> [FilterReason]? {
    let own = kinds[kind].pod.priority
    var removed: [Int] = []
    pods.forEach(on: node) {
      if kinds[Int(pods.kind[$0])].pod.priority < own { removed.append($0) }
    }
    guard !removed.isEmpty else { return [Preemption.noVictims] }
    for victim in removed { count(victim, on: node, step: -1) }
    defer { for victim in removed { count(victim, on: node, step: 1) } }
    let verdict = verdict(on: node, for: pod)
    return verdict.isFeasible ? nil : verdict.reasons
  }

  // MARK: One node

  /// The verdict on a node, heeding pods for which room is kept there.
  private mutating func verdict(on node: Int, for pod: PodID) -> NodeVerdict {
    let kind = Int(pods.kind[Int(pod.index)])
    let priority = kinds[kind].pod.priority
    let first = (nominatedOnNode[node] ?? []).filter {
      $0 != pod && kinds[Int(pods.kind[Int($0.index)])].pod.priority >= priority
    }
    if !first.isEmpty {
      for one in first { count(Int(one.index), on: node, step: 1) }
      let with = verdict(on: node, of: kind)
      for one in first { count(Int(one.index), on: node, step: -1) }
      if !with.isFeasible { return with }
    }
    return verdict(on: node, of: kind)
  }

  private func verdict(on node: Int, of kind: Int) -> NodeVerdict {
    func refused(_ plugin: PlacementPlugin, _ reasons: [FilterReason]) -> NodeVerdict {
      NodeVerdict(node: node, refusedBy: plugin, reasons: reasons, scores: [])
    }
    let pod = kinds[kind].pod
    let object = nodes.objects[node]
    if let names = kinds[kind].requiredNames, !names.contains(object.name) {
      return refused(.nodeAffinity, [NodeAffinity.passedOver])
    }
    if let reason = NodeUnschedulable.reason(
      against: pod.tolerations, on: object, comparisonOperators: profile.comparesTaints)
    {
      return refused(.nodeUnschedulable, [reason])
    }
    if let reason = TaintToleration.reason(
      against: pod.tolerations, taints: object.taints,
      comparisonOperators: profile.comparesTaints)
    {
      return refused(.taintToleration, [reason])
    }
    if let reason = NodeAffinity.reason(against: pod, on: object) {
      return refused(.nodeAffinity, [reason])
    }
    if kinds[kind].demand.portsRefuse(node, nodes) {
      return refused(.nodePorts, [NodePorts.reason])
    }
    let lacking = kinds[kind].demand.lacking(on: node, nodes)
    if !lacking.isEmpty { return refused(.nodeResourcesFit, lacking) }
    return verdictOfOthers(on: node, of: kind)
  }

  private func verdictOfOthers(on node: Int, of kind: Int) -> NodeVerdict {
    func refused(_ plugin: PlacementPlugin, _ reason: FilterReason) -> NodeVerdict {
      NodeVerdict(node: node, refusedBy: plugin, reasons: [reason], scores: [])
    }
    for rule in kinds[kind].binding {
      let domain = topology.domain(of: node, by: rule.key)
      if domain == TopologyTable.none {
        return refused(.podTopologySpread, PodTopologySpread.missingLabel)
      }
      if isBroken(rule, domain) { return refused(.podTopologySpread, PodTopologySpread.broken) }
    }
    if !isNear(kind, node) { return refused(.interPodAffinity, InterPodAffinity.affinityUnmet) }
    if kinds[kind].apart.contains(where: { hasAny($0, node) }) {
      return refused(.interPodAffinity, InterPodAffinity.antiAffinityUnmet)
    }
    if kinds[kind].resisting.contains(where: { hasAny($0, node) }) {
      return refused(.interPodAffinity, InterPodAffinity.existingAntiAffinityUnmet)
    }
    return NodeVerdict(node: node, refusedBy: nil, reasons: [], scores: [])
  }
}

extension PodDemand {
  /// What `node` lacks for one of them more, a reason a resource.
  func lacking(on node: Int, _ nodes: borrowing NodeTable) -> [FilterReason] {
    var reasons: [FilterReason] = []
    if Int64(nodes.podCount[node]) + 1 > nodes.podLimit[node] {
      reasons.append(NodeResourcesFit.tooManyPods)
    }
    for request in requests {
      let place = node * nodes.stride + request.place
      let allocatable = nodes.allocatable[place]
      if request.amount > allocatable - nodes.requested[place] {
        reasons.append(
          FilterReason(
            "Insufficient \(nodes.name(of: request.place).text)",
            isUnresolvable: request.amount > allocatable))
      }
    }
    return reasons
  }
}

extension NodeTable {
  /// The resource at a place in a row.
  func name(of place: Int) -> ResourceName {
    switch place {
    case Self.cpu: .cpu
    case Self.memory: .memory
    case Self.ephemeralStorage: .ephemeralStorage
    default: .scalar(scalars[place - 3])
    }
  }
}
