import KubernetesModel

extension ClusterScheduler {
  /// What comes of a pod.
  package enum Outcome: Hashable, Sendable {
    /// It is on this node now.
    case placed(Int)
    /// It stays pending. Where there is a nomination, room is kept for it there, which is made by
    /// those whose going the caller sees to.
    case pending(Nomination?)
  }

  /// Tries to find a node for a pod without one, and puts it there.
  ///
  /// A pod that fits nowhere may take the room of less important ones: room is then kept for it, and
  /// it is to be tried again once those are gone.
  package mutating func schedule(_ pod: PodID) -> Outcome { schedule(pod, mayPreempt: true) }

  mutating func schedule(_ pod: PodID, mayPreempt: Bool) -> Outcome {
    let kind = Int(pods.kind[Int(pod.index)])
    keepUp(kind)
    guard !kinds[kind].pod.hasSchedulingGates, !nodes.order.isEmpty else { return .pending(nil) }
    let draw = attempts
    attempts += 1
    if isKnownToFail(kind) { return .pending(nil) }
    if let node = nominatedNode(of: pod), check(pod, on: node) == .feasible {
      bind(pod, to: node)
      return .placed(node)
    }
    search(for: pod, kind)
    guard !scratch.feasible.isEmpty else {
      guard mayPreempt else { return .pending(nil) }
      let nomination = preempt(for: pod, kind)
      if nomination == nil { noteFailure(of: kind) }
      return .pending(nomination)
    }
    let node: Int
    if scratch.feasible.count == 1 {
      node = Int(scratch.feasible[0])
    } else {
      score(kind)
      node = Int(scratch.feasible[profile.ties.pick(scratch.totals.span, draw: draw)])
    }
    bind(pod, to: node)
    return .placed(node)
  }

  /// Collects feasible nodes from where the last search ended, until there are enough.
  private mutating func search(for pod: PodID, _ kind: Int) {
    scratch.feasible.removeAll(keepingCapacity: true)
    if let names = kinds[kind].requiredNames {
      searchNamed(names, for: pod)
      return
    }
    let count = nodes.order.count
    let wanted = profile.feasibleNodesToFind(of: count)
    let isPlain = !kinds[kind].looksAtOthers && nominatedOnNode.isEmpty
    var seen = 0
    var place = nextStart % count
    while seen < count && scratch.feasible.count < wanted {
      let node = nodes.order[place]
      place += 1
      if place == count { place = 0 }
      seen += 1
      let score = kinds[kind].scores[Int(node)]
      if isPlain {
        if score >= 0 { scratch.feasible.append(node) }
      } else if score >= 0 && check(pod, on: Int(node)) == .feasible {
        scratch.feasible.append(node)
      }
    }
    nextStart = (nextStart + seen) % count
  }

  /// The search among the only nodes that a pod may go to.
  private mutating func searchNamed(_ names: [String], for pod: PodID) {
    let named = nodes.order.filter { names.contains(nodes.objects[Int($0)].name) }
    let wanted = profile.feasibleNodesToFind(of: named.count)
    var seen = 0
    while seen < named.count && scratch.feasible.count < wanted {
      let node = named[(nextStart + seen) % named.count]
      seen += 1
      if check(pod, on: Int(node)) == .feasible { scratch.feasible.append(node) }
    }
    nextStart = (nextStart + seen) % nodes.order.count
  }

  // MARK: One node

  /// Whether a pod may go to a node.
  enum Check {
    /// It may.
    case feasible
    /// Not now; others' going might help.
    case full
    /// Not, whoever goes.
    case hopeless
  }

  /// Whether a pod may go to `node`, heeding pods for which room is kept there: those that are no
  /// less important come first, and it has to fit with and without them.
  mutating func check(_ pod: PodID, on node: Int) -> Check {
    let kind = Int(pods.kind[Int(pod.index)])
    guard !nominatedOnNode.isEmpty, let waiting = nominatedOnNode[node] else {
      return check(kind, node)
    }
    let priority = kinds[kind].pod.priority
    let first = waiting.filter {
      $0 != pod && kinds[Int(pods.kind[Int($0.index)])].pod.priority >= priority
    }
    guard !first.isEmpty else { return check(kind, node) }
    for one in first { count(Int(one.index), on: node, step: 1) }
    let with = checkAnew(kind, node)
    for one in first { count(Int(one.index), on: node, step: -1) }
    return with == .feasible ? check(kind, node) : with
  }

  /// Whether pods of a kind may go to `node`, of which what is kept is up to date.
  mutating func check(_ kind: Int, _ node: Int) -> Check {
    let score = kinds[kind].scores[node]
    if score == PodDemand.hopeless { return .hopeless }
    if score == PodDemand.full { return .full }
    return checkOthers(kind, node)
  }

  /// Whether pods of a kind may go to `node`, on which pods were just put for a trial.
  mutating func checkAnew(_ kind: Int, _ node: Int) -> Check {
    let score = kinds[kind].score(node, nodes, profile)
    if score == PodDemand.hopeless { return .hopeless }
    if score == PodDemand.full { return .full }
    return checkOthers(kind, node)
  }

  /// What the filters say that look at other pods.
  private mutating func checkOthers(_ kind: Int, _ node: Int) -> Check {
    guard kinds[kind].looksAtOthers else { return .feasible }
    for index in kinds[kind].binding.indices {
      let domain = topology.domain(of: node, by: kinds[kind].binding[index].key)
      if domain == TopologyTable.none { return .hopeless }
      if isBroken(kinds[kind].binding[index], domain) { return .full }
    }
    if !isNear(kind, node) { return .hopeless }
    // By index: walking the arrays would take hold of them for each node.
    for index in kinds[kind].apart.indices where hasAny(kinds[kind].apart[index], node) {
      return .full
    }
    for index in kinds[kind].resisting.indices where hasAny(kinds[kind].resisting[index], node) {
      return .full
    }
    return .feasible
  }

  @inline(__always)
  func isBroken(_ rule: PodKind.SpreadRule, _ domain: Int32) -> Bool {
    let fewest =
      counters[rule.counter].domains < rule.minDomains
      ? 0 : counters[rule.counter].fewest
    return counters[rule.counter].count(domain) + (rule.countsItself ? 1 : 0) - fewest
      > rule.maxSkew
  }

  @inline(__always)
  func hasAny(_ counter: Int, _ node: Int) -> Bool {
    let domain = topology.domain(of: node, by: counters[counter].key)
    return domain != TopologyTable.none && counters[counter].count(domain) > 0
  }

  /// Whether a node is near the pods that a kind has to be near; the first of those that are to be
  /// together may be anywhere where the labels are.
  func isNear(_ kind: Int, _ node: Int) -> Bool {
    guard !kinds[kind].near.isEmpty else { return true }
    var isEverywhere = true
    var isNowhere = true
    for index in kinds[kind].near.indices {
      let counter = kinds[kind].near[index]
      let domain = topology.domain(of: node, by: counters[counter].key)
      if domain == TopologyTable.none { return false }
      if counters[counter].count(domain) == 0 { isEverywhere = false }
      if counters[counter].total > 0 { isNowhere = false }
    }
    return isEverywhere || (isNowhere && kinds[kind].isNearItself)
  }
}
