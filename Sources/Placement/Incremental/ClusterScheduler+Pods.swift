package import KubernetesModel
package import Units

extension ClusterScheduler {
  /// The kind of `pod`, which is made known if it is new.
  ///
  /// - Complexity: O(nodes + pods) for a new kind, the length of the pod's description else; a caller
  ///   that makes many pods of one kind keeps it.
  package mutating func kind(of pod: Pod) -> KindID {
    var template = pod
    // What is a pod's own, and what the scheduler does not look at.
    template.name = ""
    template.annotations = [:]
    template.phase = .pending
    template.isReady = false
    template.deletionTimestamp = nil
    template.usesEmptyDir = false
    template.nominatedNodeName = nil
    template.startTime = nil
    if let kind = kindOfPod[template] { return KindID(index: kind) }
    let kind = kinds.count
    kindOfPod[template] = kind
    kinds.append(PodKind(template, in: &nodes, profile))
    relate(kind)
    return KindID(index: kind)
  }

  /// A pod without a node.
  package mutating func makePod(_ kind: KindID, startTime: Instant? = nil) -> PodID {
    PodID(index: UInt32(pods.make(kind.index, startTime: startTime)))
  }

  /// Puts a pod on a node that has one by other means than this scheduler.
  @discardableResult
  package mutating func add(_ kind: KindID, on node: Int, startTime: Instant? = nil) -> PodID {
    let pod = makePod(kind, startTime: startTime)
    bind(pod, to: node)
    return pod
  }

  /// Puts a pod without a node on one.
  package mutating func bind(_ pod: PodID, to node: Int) {
    let index = Int(pod.index)
    withdraw(pod)
    pods.link(index, to: node)
    count(index, on: node, step: 1)
    note(node)
  }

  /// Takes a pod off its node, which it has to have, and forgets it.
  package mutating func remove(_ pod: PodID) {
    let index = Int(pod.index)
    let node = Int(pods.node[index])
    precondition(node >= 0, "the pod has no node")
    count(index, on: node, step: -1)
    pods.unlink(index)
    pods.release(index)
    disruptedNames[index] = nil
    note(node)
  }

  /// Takes a pod off its node, which it has to have, as if it had never come.
  mutating func unbind(_ pod: PodID) {
    let index = Int(pod.index)
    let node = Int(pods.node[index])
    count(index, on: node, step: -1)
    pods.unlink(index)
    note(node)
  }

  /// Forgets a pod that has no node.
  package mutating func forget(_ pod: PodID) {
    withdraw(pod)
    pods.release(Int(pod.index))
  }

  /// Notes that a pod on a node is on its way out: it keeps its room, and no longer counts for
  /// spreading.
  package mutating func markTerminating(_ pod: PodID, isPreempted: Bool = false) {
    let index = Int(pod.index)
    if isPreempted { pods.flags[index] |= PodTable.isPreempted }
    guard pods.flags[index] & PodTable.isTerminating == 0 else { return }
    let node = Int(pods.node[index])
    for counted in kinds[Int(pods.kind[index])].counted where counted.isSpread {
      count(counted.counter, node, step: -1)
    }
    pods.flags[index] |= PodTable.isTerminating
  }

  /// Keeps the room on `node` for a pod without one.
  package mutating func nominate(_ pod: PodID, on node: Int) {
    withdraw(pod)
    pods.nominated[Int(pod.index)] = Int32(node)
    nominatedOnNode[node, default: []].append(pod)
  }

  /// Keeps no room for a pod any longer.
  package mutating func withdraw(_ pod: PodID) {
    guard let node = nominatedNode(of: pod) else { return }
    pods.nominated[Int(pod.index)] = -1
    nominatedOnNode[node]?.removeAll { $0 == pod }
    if nominatedOnNode[node]?.isEmpty ?? false { nominatedOnNode[node] = nil }
  }

  /// The node on which room is kept for a pod; nil for none.
  package func nominatedNode(of pod: PodID) -> Int? {
    let node = pods.nominated[Int(pod.index)]
    return node >= 0 ? Int(node) : nil
  }

  // MARK: Counting

  /// Adds a pod to what is known of `node`, or takes it away, wherever its number stands.
  mutating func count(_ pod: Int, on node: Int, step: Int32) {
    let kind = Int(pods.kind[pod])
    nodes.add(kinds[kind].demand, to: node, sign: Int64(step))
    let isTerminating = pods.flags[pod] & PodTable.isTerminating != 0
    for counted in kinds[kind].counted where !(counted.isSpread && isTerminating) {
      count(counted.counter, node, step: step)
    }
  }

  /// Counts a pod on `node` in one counter, where it counts there.
  @inline(__always)
  mutating func count(_ counter: Int, _ node: Int, step: Int32) {
    let domain = topology.domain(of: node, by: counters[counter].key)
    guard domain != TopologyTable.none else { return }
    if !included[counter].isEmpty && !included[counter][node] { return }
    counters[counter].add(step, to: domain)
  }
}
