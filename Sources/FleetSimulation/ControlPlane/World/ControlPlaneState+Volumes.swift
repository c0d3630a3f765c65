import ClusterAPI
import Units

/// The controller that attaches and detaches volumes.
extension ControlPlaneState {
  /// The volume of a pod; nil where it has none.
  func volume(of pod: Int) -> Int? {
    volumes.firstOfWorkload[workloads.pods[pod].workload].map {
      $0 + Int(workloads.pods[pod].ordinal)
    }
  }

  /// Attaches the volume of a pod to its Node; false where another Node still has it, and the pod
  /// cannot start.
  mutating func attachVolume(of pod: Int) -> Bool {
    guard let volume = volume(of: pod), let node = workloads.pods[pod].node else { return true }
    let state = volumes.volumes[volume]
    if let other = state.node {
      guard other == node else { return false }
      // It was on its way out and stays.
      volumes.volumes[volume].isLeaving = false
      volumes.volumes[volume].turn += 1
      return true
    }
    volumes.attach(volume, to: node, at: now)
    record(.volumeIsAttached, state.workload, Int(slots.numbers[node]))
    return true
  }

  /// The pod of a volume is gone.
  ///
  /// The kubelet says when it has let go. One that does not answer says nothing: the volume is taken
  /// from its Node by force after a while, or when the Node object is deleted.
  mutating func releaseVolume(of pod: Int) {
    guard let volume = volume(of: pod), let node = volumes.volumes[volume].node,
      node == workloads.pods[pod].node
    else { return }
    volumes.volumes[volume].isLeaving = true
    let isSilent =
      nodes.stored[node].exists && !hardware.machines[node].isRunning
      && !hardware.machines[node].isOutOfService
    setOutToDetach(volume, after: isSilent ? VolumeState.forcedAfter : .zero)
  }

  private mutating func setOutToDetach(_ volume: Int, after wait: TimeSpan) {
    guard case .statefulSet(let set) = plan.workloads[volumes.volumes[volume].workload].kind,
      let law = set.volume?.detach
    else { return }
    volumes.volumes[volume].turn += 1
    push(
      .volumeIsDetached, volume, value: volumes.volumes[volume].turn,
      at: now + wait + draw(law))
  }

  /// A Node object is gone, or its Node out of service: nothing says any more that its kubelet holds
  /// volumes.
  mutating func releaseVolumes(of node: Int) {
    guard !hardware.machines[node].isRunning else { return }
    for volume in volumes.attached(to: node) where volumes.volumes[volume].isLeaving {
      setOutToDetach(volume, after: .zero)
    }
  }

  mutating func detach(_ volume: Int, turn: UInt32) {
    let state = volumes.volumes[volume]
    guard state.turn == turn, state.isLeaving, let node = state.node else { return }
    volumes.detach(volume)
    record(.volumeIsDetached, state.workload, Int(slots.numbers[node]))
    // A pod that was bound elsewhere meanwhile gets it.
    guard let pod = workloads.kinds[state.workload].pods[state.ordinal],
      workloads.pods[pod].node != nil, workloads.pods[pod].deletedAt == nil
    else { return }
    if attachVolume(of: pod) { startPod(pod) }
  }

  /// Whether a machine goes although a volume that was attached when its controller looked should
  /// have held it.
  func brokenVolumeWait(_ machine: Int, of job: Int) -> String? {
    let (node, status) = (nodes.seen[machine], machines.stored[machine].status)
    let settings = settings[deploymentOfMachine[machine]]
    let mayGo =
      status.preTerminateWaitStartedAt != nil || !status.creation.hasNode
      || NodeDrain.isTimeoutExceeded(
        settings.volumeDetachTimeout, startedAt: status.volumeWaitStartedAt, at: now)
      || plan.annotations.contains {
        $0.annotation == .excludeVolumeWait && $0.deployment == deploymentOfMachine[machine]
          && $0.at <= now
      }
    guard !mayGo, node.exists, node.ready != .unknown else { return nil }
    let isStaying = drainBehaviors[deploymentOfMachine[machine]]
    for volume in volumes.attached(to: machine) {
      let state = volumes.volumes[volume]
      if state.attachedAt < jobs[job].startedAt, isStaying[state.workload] != .skip {
        return "Machine \(slots.numbers[machine]) goes with the volume of ordinal "
          + "\(state.ordinal) of workload \(state.workload)"
      }
    }
    return nil
  }
}
