extension ClusterScheduler {
  /// What comes of pods that are to run together.
  package enum GangOutcome: Hashable, Sendable {
    /// At least as many as were needed have a node now: by pod, the node, or nil.
    case placed([Int?])
    /// None has; the first that found no node is at this place.
    case pending(first: Int)
  }

  /// Finds nodes for pods that are to run together: for at least `minimum` of them, or for none.
  ///
  /// Pods are tried in their order, and where one has to be left out the next is tried. Nobody is
  /// taken away for a gang: a part of the room would be of no use. All or nothing is the rule of
  /// Volcano's `gang` plugin (`minAvailable`) and of the pod groups of Kubernetes' scheduler plugins
  /// (`minMember`).
  package mutating func scheduleGang(_ pods: [PodID], minimum: Int? = nil) -> GangOutcome {
    let needed = minimum ?? pods.count
    var nodes: [Int?] = []
    var first: Int?
    var missing = 0
    for (place, pod) in pods.enumerated() {
      if case .placed(let node) = schedule(pod, mayPreempt: false) {
        nodes.append(node)
        continue
      }
      nodes.append(nil)
      first = first ?? place
      missing += 1
      if pods.count - missing < needed { break }
    }
    if pods.count - missing >= needed { return .placed(nodes) }
    for (pod, node) in zip(pods, nodes) where node != nil { unbind(pod) }
    return .pending(first: first ?? 0)
  }
}
