import ClusterAPI
import KubernetesModel
import SpotScheduler
import Units

/// What the scheduler sees of the machines that it lends: by watches, a little behind.
extension ControlPlaneState {
  /// Something was told of a slot that may be an object's.
  mutating func lentSlotChanged(_ slot: Int) {
    guard lends, let object = lent?.object(of: slot) else { return }
    observe(object)
  }

  /// Takes over what the watches have told of an object's Machine.
  mutating func observe(_ object: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    let known = fleet.snapshot.observations[object]
    var seen = known
    if let slot = fleet.slotOfObject[object] {
      seen.stage = stage(inSlot: slot, of: object, before: known.stage, fleet.plan)
      seen.isCordoned = nodes.seen[slot].exists && nodes.seen[slot].isUnschedulable
    } else {
      seen.stage = .absent
      seen.isCordoned = false
    }
    if seen.stage != .ready {
      seen.isCordoned = seen.stage == .absent ? false : seen.isCordoned
      // What 5-Spot's agent wrote on the Node goes with it.
      if seen.stage == .absent { seen.reclaimRequestedAt = nil }
    }
    guard seen != known else { return }
    if seen.stage != known.stage {
      seen.since = now
      record(.lentStageChanges, object, LentFleet.code(of: seen.stage))
      fleet.loadIsDue = true
      if seen.stage == .ready, !fleet.isBorrower(object) {
        fleet.recalls.isHome(fleet.host(of: object))
      }
      // The broker reads the stages of all objects of a host.
      fleet.touchHost(fleet.host(of: object))
    }
    fleet.snapshot.observations[object] = seen
    fleet.touch(object)
  }

  private mutating func stage(
    inSlot slot: Int, of object: Int, before: MachineObservation.Stage, _ plan: LentFleetPlan
  ) -> MachineObservation.Stage {
    let machine = machines.seen[slot]
    guard machine.exists else { return .absent }
    guard !machine.isDeleting else { return .deleting }
    let infrastructure = infrastructures.seen[slot]
    let node = nodes.seen[slot]
    guard infrastructure.isProvisioned, node.exists else {
      // A Node that somebody deleted under its Machine does not come back.
      if before == .ready || before == .failed { return .failed }
      return infrastructure.hasNoHost ? .waitingForHost : .provisioning
    }
    switch node.ready {
    case .isTrue: return .ready
    case .isFalse: return before == .ready ? .ready : .provisioning
    case .unknown:
      let lostAt = node.readySince + plan.lostAfter
      if now >= lostAt { return .failed }
      push(.lentNodeIsLost, object, at: lostAt)
      return before
    }
  }

  /// The pods of a Node changed that may be an object's.
  mutating func podsChanged(on slot: Int) {
    guard lends, let object = lent?.object(of: slot), lent?.podsAreDue[object] == false
    else { return }
    lent?.podsAreDue[object] = true
    push(.lentPodsAreSeen, object, at: now + plan.api.watchLatency)
  }

  /// Takes over the pods that are bound to an object's Node.
  mutating func observePods(of object: Int) {
    lent?.podsAreDue[object] = false
    guard let fleet = lent else { return }
    let slot = fleet.slotOfObject[object]
    let bound =
      slot.map { slot in fleet.object(of: slot) == object ? workloads.podsOfNode[slot] : [] } ?? []
    let seen = bound.map { pod in
      let state = workloads.pods[pod]
      return PodObservation(
        id: PodID(UInt64(state.number)), boundAt: state.boundAt,
        terminationGrace: plan.workloads[state.workload].terminationGrace,
        terminatingSince: state.deletedAt, isExemptFromDrain: isOfDaemonSet(pod),
        traits: fleet.snapshot.podTraits.isEmpty
          ? nil : PodTraitsID(UInt32(state.workload)))
    }
    lent?.snapshot.pods[object] = seen
    lent?.touch(object)
  }

  /// What the broker reads of the clusters: what may be lent, what their pods ask for and what of it
  /// waits.
  mutating func observeLoad() {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    guard fleet.loadIsDue else { return }
    fleet.loadIsDue = false
    for cluster in fleet.snapshot.clusters.indices {
      var requested: Int64 = 0
      // A DaemonSet's pods come and go with Nodes, and ask for none of their own.
      for (workload, pods) in plan.workloads.enumerated()
      where pods.cluster == cluster && workloads.tags[workload] != .daemonSet {
        requested +=
          Int64(workloads.counts[workload].active) * workloads.requests[workload].cpu.value
      }
      var pending: Int64 = 0
      for pod in clusters[cluster].pending {
        pending += workloads.requests[workloads.pods[pod].workload].cpu.value
      }
      var lendable: Int64 = 0
      for host in fleet.snapshot.hosts {
        let owner = Int(host.owner.index)
        guard Int(fleet.snapshot.scheduledMachines[owner].cluster.index) == cluster,
          fleet.snapshot.observations[owner].stage == .ready
        else { continue }
        lendable += host.cpu.value
      }
      var observed = fleet.snapshot.clusters[cluster]
      observed.lendableAllocatable = MilliCPU(lendable)
      observed.requested = MilliCPU(requested)
      observed.used = observed.requested
      observed.usedPeak = observed.requested
      observed.pending = MilliCPU(pending)
      guard observed != fleet.snapshot.clusters[cluster] else { continue }
      fleet.snapshot.clusters[cluster] = observed
      fleet.clustersChanged = true
    }
  }
}

extension LentFleet {
  /// A number of how far a Machine is, as facts tell it.
  static func code(of stage: MachineObservation.Stage) -> Int {
    switch stage {
    case .absent: 0
    case .waitingForHost: 1
    case .provisioning: 2
    case .ready: 3
    case .failed: 4
    case .deleting: 5
    }
  }
}
