import Units

/// DaemonSets: a pod on every Node that is seen, whatever its state.
extension ControlPlaneState {
  /// A Node came, changed, or went.
  mutating func tellDaemonSets(of node: Int) {
    let exists = nodes.seen[node].exists
    for workload in workloads.tags.indices
    where workloads.tags[workload] == .daemonSet
      && plan.workloads[workload].cluster == cluster(of: node)
    {
      let pod = daemon(of: workload, on: node)
      if exists, pod == nil {
        workloads.kinds[workload].dueNodes.append(node)
        workloadChanged(workload)
      }
      // A pod that never got to its Node goes with it; the others are collected.
      if !exists, let pod, workloads.pods[pod].node == nil { delete(pod) }
    }
  }

  /// Whether a pod is one of a DaemonSet, which nobody moves.
  func isOfDaemonSet(_ pod: Int) -> Bool {
    workloads.tags[workloads.pods[pod].workload] == .daemonSet
  }

  /// What a Node of a deployment has left for others beside its pods of DaemonSets, as an autoscaler
  /// reckons.
  func roomBesideDaemons(of deployment: Int) -> (room: ResourceVector, pods: Int) {
    var room = settings[deployment].allocatable
    var pods = settings[deployment].podsPerNode
    guard workloads.hasDaemonSets else { return (room, pods) }
    for workload in workloads.tags.indices
    where workloads.tags[workload] == .daemonSet && workloads.kinds[workload].hasBegun
      && plan.workloads[workload].cluster == settings[deployment].cluster
      && workloads.requests[workload].fits(in: room) && pods > 0
    {
      room = room - workloads.requests[workload]
      pods -= 1
    }
    return (room, pods)
  }

  private func daemon(of workload: Int, on node: Int) -> Int? {
    node < workloads.kinds[workload].pods.count ? workloads.kinds[workload].pods[node] : nil
  }

  mutating func reconcileDaemonSet(_ workload: Int) {
    let own = plan.workloads[workload].cluster
    var due = workloads.kinds[workload].dueNodes
    workloads.kinds[workload].dueNodes = []
    if !workloads.kinds[workload].hasBegun {
      guard now >= plan.workloads[workload].begins else { return }
      workloads.kinds[workload].hasBegun = true
      due = nodes.seen.indices.filter { cluster(of: $0) == own }
    }
    var hasMade = false
    for node in due where nodes.seen[node].exists && daemon(of: workload, on: node) == nil {
      let pod = workloads.makePod(of: workload, ordinal: node)
      workloads.pods[pod].createdAt = now
      clusters[own].daemonsWaiting.append(pod)
      record(.podIsCreated, Int(workloads.pods[pod].number), workload)
      while workloads.kinds[workload].pods.count <= node {
        workloads.kinds[workload].pods.append(nil)
      }
      workloads.kinds[workload].pods[node] = pod
      hasMade = true
    }
    guard hasMade else { return }
    workloadChanged(workload)
    schedulerIsDue(in: own)
  }

  /// Binds the pods of DaemonSets whose Nodes have room. They bear that a Node is not Ready,
  /// unreachable or cordoned.
  mutating func placeDaemons(in cluster: WorkloadCluster) {
    var kept = 0
    for index in cluster.daemonsWaiting.indices {
      let pod = cluster.daemonsWaiting[index]
      let node = Int(workloads.pods[pod].ordinal)
      if nodes.stored[node].exists, hasRoom(node, for: workloads.pods[pod].workload) {
        bind(pod, to: node)
      } else {
        cluster.daemonsWaiting[kept] = pod
        kept += 1
      }
    }
    cluster.daemonsWaiting.removeSubrange(kept...)
  }

  private func hasRoom(_ node: Int, for workload: Int) -> Bool {
    let used = workloads.usedOfNode[node] + workloads.requests[workload]
    return !isFull(node) && used.fits(in: settings[deploymentOfMachine[node]].allocatable)
  }

  /// The pod of a Node is gone: where the Node is still there, another one is made.
  mutating func daemonIsRemoved(_ pod: Int) {
    let (workload, node) = (workloads.pods[pod].workload, Int(workloads.pods[pod].ordinal))
    workloads.kinds[workload].pods[node] = nil
    if nodes.seen[node].exists { workloads.kinds[workload].dueNodes.append(node) }
  }
}
