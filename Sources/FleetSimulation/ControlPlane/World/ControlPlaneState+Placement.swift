import ClusterAPI
import Placement
import Units

/// Where pods are put.
extension ControlPlaneState {
  mutating func schedulerIsDue() {
    guard !workloads.isSchedulerDue,
      !workloads.pending.isEmpty || !workloads.daemonsWaiting.isEmpty
    else { return }
    workloads.isSchedulerDue = true
    push(.schedulerLooks, 0, at: now + lag)
  }

  /// Places the pods that wait, each where `Placement` would: on the least allocated Node, the first
  /// in the list of equal ones.
  mutating func placePods() {
    workloads.isSchedulerDue = false
    if !workloads.daemonsWaiting.isEmpty { placeDaemons() }
    var kept = 0
    // What does not fit keeps out everything that asks for as much.
    var tooMuch: ResourceVector?
    for index in workloads.pending.indices {
      let pod = workloads.pending[index]
      let request = workloads.requests[workloads.pods[pod].workload]
      if tooMuch.map({ $0.fits(in: request) }) != true {
        if let node = rooms.leastAllocated(for: request) {
          bind(pod, to: node)
          continue
        }
        if workloads.hasOneSize {
          workloads.pending.removeFirst(index)
          return
        }
        tooMuch = request
      }
      workloads.pending[kept] = pod
      kept += 1
    }
    workloads.pending.removeSubrange(kept...)
  }

  mutating func bind(_ pod: Int, to node: Int) {
    workloads.pods[pod].node = node
    workloads.podsOfNode[node].append(pod)
    let workload = workloads.pods[pod].workload
    workloads.usedOfNode[node] = workloads.usedOfNode[node] + workloads.requests[workload]
    if node < rooms.count, rooms.isUp(node) {
      rooms.reserve(workloads.requests[workload], on: node)
      if isFull(node) { rooms.cordon(node) }
    }
    notePodChange(on: node)
    record(.podIsPlaced, Int(workloads.pods[pod].number), Int(slots.numbers[node]))
    if volumes.areUsed, !attachVolume(of: pod) { return }
    startPod(pod)
  }

  /// Lets the kubelet start a pod.
  mutating func startPod(_ pod: Int) {
    let law = plan.workloads[workloads.pods[pod].workload].start
    pushOfPod(.podIsReady, pod, at: now + draw(law))
  }

  mutating func unbind(_ pod: Int, from node: Int) {
    let request = workloads.requests[workloads.pods[pod].workload]
    if let place = workloads.podsOfNode[node].firstIndex(of: pod) {
      workloads.podsOfNode[node].remove(at: place)
    }
    workloads.usedOfNode[node] = workloads.usedOfNode[node] - request
    notePodChange(on: node)
    guard node < rooms.count, rooms.isUp(node) else { return }
    rooms.release(request, on: node)
    rooms.uncordon(node)
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
    if node >= rooms.count {
      guard isOpen else { return }
      makeRooms(atLeast: node + 1)
    }
    guard isOpen != rooms.isUp(node) else { return }
    if isOpen { open(node) } else { rooms.takeDown(node) }
  }

  private mutating func open(_ node: Int) {
    rooms.replace(node, capacity: settings[deploymentOfMachine[node]].allocatable)
    rooms.bringUp(node)
    rooms.reserve(workloads.usedOfNode[node], on: node)
    if isFull(node) { rooms.cordon(node) }
  }

  /// Doubles the places for Nodes until there are so many.
  private mutating func makeRooms(atLeast count: Int) {
    let open = (0..<rooms.count).filter { rooms.isUp($0) }
    var places = max(rooms.count, 64)
    while places < count { places *= 2 }
    rooms = NodeRoom(
      capacities: Array(repeating: settings[0].allocatable, count: places))
    for node in open { self.open(node) }
  }
}
