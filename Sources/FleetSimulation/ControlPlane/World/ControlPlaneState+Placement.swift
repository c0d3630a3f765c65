import ClusterAPI
import Placement
import Units

/// Where pods are put.
extension ControlPlaneState {
  /// The workload cluster that the Node of a slot is of.
  func cluster(of slot: Int) -> Int { settings[deploymentOfMachine[slot]].cluster }

  mutating func schedulerIsDue(in cluster: Int) {
    guard !clusters[cluster].isSchedulerDue, clusters[cluster].hasPending else { return }
    clusters[cluster].isSchedulerDue = true
    push(.schedulerLooks, cluster, at: now + lag)
  }

  /// Places the pods of a cluster that wait, each where `Placement` would: on the least allocated Node, the first
  /// in the list of equal ones.
  mutating func placePods(in number: Int) {
    let cluster = clusters[number]
    cluster.isSchedulerDue = false
    if !cluster.daemonsWaiting.isEmpty { placeDaemons(in: cluster) }
    var kept = 0
    // What does not fit keeps out everything that asks for as much.
    var tooMuch: ResourceVector?
    for index in cluster.pending.indices {
      let pod = cluster.pending[index]
      let request = workloads.requests[workloads.pods[pod].workload]
      if tooMuch.map({ $0.fits(in: request) }) != true {
        if let node = cluster.rooms.leastAllocated(for: request) {
          bind(pod, to: node)
          continue
        }
        if workloads.hasOneSize {
          cluster.pending.removeFirst(index)
          return
        }
        tooMuch = request
      }
      cluster.pending[kept] = pod
      kept += 1
    }
    cluster.pending.removeSubrange(kept...)
  }

  mutating func bind(_ pod: Int, to node: Int) {
    workloads.pods[pod].node = node
    workloads.podsOfNode[node].append(pod)
    let workload = workloads.pods[pod].workload
    workloads.usedOfNode[node] = workloads.usedOfNode[node] + workloads.requests[workload]
    notePodChange(on: node)
    let cluster = clusters[cluster(of: node)]
    if node < cluster.rooms.count, cluster.rooms.isUp(node) {
      cluster.rooms.reserve(workloads.requests[workload], on: node)
      if isFull(node) { cluster.rooms.cordon(node) }
    }
    workloads.pods[pod].boundAt = now
    lent?.loadIsDue = true
    podsChanged(on: node)
    record(.podIsPlaced, Int(workloads.pods[pod].number), Int(slots.numbers[node]))
    if volumes.areUsed, !attachVolume(of: pod) { return }
    startPod(pod)
  }

  /// Lets the kubelet start a pod.
  mutating func startPod(_ pod: Int) {
    let workload = workloads.pods[pod].workload
    var begins = now
    if let peers = plan.workloads[workload].peers {
      begins = now + draw(peers.launch)
      workloads.pods[pod].machineRunsAt = begins
      if let attestation = peers.attestation {
        begins = peers.broker.answer(to: begins, taking: draw(attestation))
      }
    }
    pushOfPod(.podIsReady, pod, at: begins + draw(plan.workloads[workload].start))
  }

  /// The machine of a peer pod is given back, or still there at the end.
  mutating func releaseMachine(of pod: Int, on node: Int) {
    guard let since = workloads.pods[pod].machineRunsAt else { return }
    workloads.pods[pod].machineRunsAt = nil
    guard since < now else { return }
    record(
      .peerMachineIsReleased, workloads.pods[pod].workload, Int(slots.numbers[node]),
      value: (now - since).nanoseconds)
  }

  mutating func unbind(_ pod: Int, from node: Int) {
    releaseMachine(of: pod, on: node)
    let request = workloads.requests[workloads.pods[pod].workload]
    if let place = workloads.podsOfNode[node].firstIndex(of: pod) {
      workloads.podsOfNode[node].remove(at: place)
    }
    workloads.usedOfNode[node] = workloads.usedOfNode[node] - request
    notePodChange(on: node)
    podsChanged(on: node)
    let cluster = clusters[cluster(of: node)]
    guard node < cluster.rooms.count, cluster.rooms.isUp(node) else { return }
    cluster.rooms.release(request, on: node)
    cluster.rooms.uncordon(node)
  }

  /// Whether a Node has as many pods as its kubelet takes.
  func isFull(_ node: Int) -> Bool {
    workloads.podsOfNode[node].count >= settings[deploymentOfMachine[node]].podsPerNode
  }

  /// Pushes an event that means a pod, by its number.
  mutating func pushOfPod(_ kind: ControlPlaneEvent.Kind, _ pod: Int, at instant: Instant) {
    push(kind, pod, value: workloads.pods[pod].number, at: instant)
  }

  /// Lets a Node take pods, or no more, after what became known of it.
  mutating func updateRoom(of node: Int) {
    let seen = nodes.seen[node]
    let isOpen =
      seen.exists && seen.ready == .isTrue && !seen.isClosed && nodes.stored[node].exists
    let cluster = clusters[cluster(of: node)]
    if node >= cluster.rooms.count {
      guard isOpen else { return }
      makeRooms(in: cluster, atLeast: node + 1)
    }
    guard isOpen != cluster.rooms.isUp(node) else { return }
    if isOpen { open(node, in: cluster) } else { cluster.rooms.takeDown(node) }
  }

  private func open(_ node: Int, in cluster: WorkloadCluster) {
    cluster.rooms.replace(node, capacity: settings[deploymentOfMachine[node]].allocatable)
    cluster.rooms.bringUp(node)
    cluster.rooms.reserve(workloads.usedOfNode[node], on: node)
    if isFull(node) { cluster.rooms.cordon(node) }
  }

  /// Doubles the places for Nodes until there are so many.
  private func makeRooms(in cluster: WorkloadCluster, atLeast count: Int) {
    let isOpen = (0..<cluster.rooms.count).filter { cluster.rooms.isUp($0) }
    var places = max(cluster.rooms.count, 64)
    while places < count { places *= 2 }
    cluster.rooms = NodeRoom(
      capacities: Array(repeating: settings[0].allocatable, count: places))
    for node in isOpen { open(node, in: cluster) }
  }
}
