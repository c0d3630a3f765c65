import ClusterAPI
import Units

/// Zones: how fast the node controller taints the Nodes that it hears nothing of, and zones that are cut
/// off.
extension ControlPlaneState {
  mutating func beginZones() {
    for (index, outage) in plan.zoneOutages.enumerated() {
      push(.zoneIsCutOff, index, at: outage.start)
      push(.zoneComesBack, index, at: outage.end)
    }
  }

  mutating func handleZones(_ event: ControlPlaneEvent) {
    let subject = Int(event.subject)
    switch event.kind {
    case .zoneIsCutOff: cutOff(zone: plan.zoneOutages[subject].zone)
    case .zoneComesBack: bringBack(zone: plan.zoneOutages[subject].zone)
    case .zonesAreJudged: judgeZones()
    case .zoneTaints: taintNext(in: subject)
    default: preconditionFailure("not an event of zones")
    }
  }

  /// The zone of a Machine; those that are of no deployment are in the zone without a name.
  func zone(of machine: Int) -> Int {
    let deployment = deploymentOfMachine[machine]
    return zones.ofDeployment.indices.contains(deployment)
      ? zones.ofDeployment[deployment] : zones.outages.count - 1
  }

  /// The queue that its Node would wait in to be tainted.
  private func queue(of machine: Int) -> Int {
    zones.queues(of: cluster(of: machine)).lowerBound + zone(of: machine)
  }

  /// Whether nobody hears of what is in the zone of a Machine.
  func isCutOff(_ machine: Int) -> Bool { zones.isUsed && zones.outages[zone(of: machine)] > 0 }

  /// A Node came, went or changed: the node controllers judge all zones after their look.
  mutating func zonesChanged() {
    guard zones.isUsed, !zones.isJudgementDue else { return }
    zones.isJudgementDue = true
    push(.zonesAreJudged, 0, at: now)
  }

  /// Finds the state of each zone and its rate, cluster by cluster; Nodes that are Unknown wait for their
  /// taints.
  private mutating func judgeZones() {
    zones.isJudgementDue = false
    var ready = Array(repeating: 0, count: zones.queues.count)
    var notReady = ready
    var unknown: [Int] = []
    for node in nodes.stored.indices where nodes.stored[node].exists {
      let queue = queue(of: node)
      if nodes.stored[node].ready == .isTrue {
        ready[queue] += 1
      } else {
        notReady[queue] += 1
        if nodes.stored[node].ready == .unknown { unknown.append(node) }
      }
    }
    for cluster in zones.areAllDisrupted.indices {
      judgeZones(of: cluster, ready: ready, notReady: notReady)
    }
    for node in unknown
    where !zones.areAllDisrupted[cluster(of: node)]
      && zones.taintedAt(node, number: slots.numbers[node]) == nil
    {
      zones.queues[queue(of: node)].add(node)
    }
    for queue in zones.queues.indices { wakeZone(queue) }
  }

  private mutating func judgeZones(of cluster: Int, ready: [Int], notReady: [Int]) {
    let queues = zones.queues(of: cluster)
    let areAllDisrupted =
      ready[queues].allSatisfy { $0 == 0 } && !notReady[queues].allSatisfy { $0 == 0 }
    if areAllDisrupted, !zones.areAllDisrupted[cluster] {
      // The fault is taken to be the controller's own.
      for node in nodes.stored.indices where self.cluster(of: node) == cluster {
        zones.removeTaint(node)
      }
      for queue in queues {
        for node in zones.queues[queue].waiting { zones.queues[queue].remove(node) }
      }
    }
    zones.areAllDisrupted[cluster] = areAllDisrupted
    for queue in queues {
      let rate = TaintRates.standard.rate(
        in: ZoneDisruption(ready: ready[queue], notReady: notReady[queue]),
        nodes: ready[queue] + notReady[queue], everyZoneIsDisrupted: areAllDisrupted)
      zones.queues[queue].changeRate(to: rate, at: now)
    }
  }

  private mutating func wakeZone(_ queue: Int) {
    guard let next = zones.queues[queue].next else { return }
    let at = max(next, now)
    guard zones.wakesAt[queue] <= now || at < zones.wakesAt[queue] else { return }
    zones.wakesAt[queue] = at
    push(.zoneTaints, queue, at: at)
  }

  private mutating func taintNext(in queue: Int) {
    if zones.wakesAt[queue] <= now { zones.wakesAt[queue] = .distantFuture }
    if let node = zones.queues[queue].take(at: now), nodes.stored[node].exists,
      nodes.stored[node].ready == .unknown
    {
      taint(node)
    }
    wakeZone(queue)
  }

  /// Taints a Node, so that its pods leave when their tolerations are over.
  private mutating func taint(_ node: Int) {
    zones.taint(node, number: slots.numbers[node], at: now)
    recordOfMachine(.nodeIsTainted, node)
    for (workload, pods) in plan.workloads.enumerated() {
      // Pods of DaemonSets bear the taint for ever.
      guard let toleration = pods.toleration, workloads.tags[workload] != .daemonSet else {
        continue
      }
      pushOfMachine(.tolerationsEnd, node, value: UInt32(workload), at: now + toleration)
    }
  }

  /// The tolerations of the pods of a Node are over, where its taint has been there for all of them.
  mutating func endZonedTolerations(_ node: Int, of workload: Int, _ toleration: TimeSpan) {
    guard let since = zones.taintedAt(node, number: slots.numbers[node]),
      since + toleration <= now
    else { return }
    deletePods(of: workload, on: node)
  }

  /// A Node is there no longer, or is heard of again.
  mutating func forgetTaint(of node: Int) {
    guard zones.isUsed else { return }
    zones.queues[queue(of: node)].remove(node)
    zones.removeTaint(node)
    zonesChanged()
  }

  private mutating func cutOff(zone: Int) {
    zones.outages[zone] += 1
    guard zones.outages[zone] == 1 else { return }
    record(.zoneIsCutOff, zone)
    for machine in hardware.machines.indices
    where hardware.machines[machine].isRunning && self.zone(of: machine) == zone {
      hardware.machines[machine].isCutOff = true
      stop(machine)
    }
  }

  private mutating func bringBack(zone: Int) {
    zones.outages[zone] -= 1
    guard zones.outages[zone] == 0 else { return }
    record(.zoneComesBack, zone)
    for machine in hardware.machines.indices
    where hardware.machines[machine].isCutOff && self.zone(of: machine) == zone {
      hardware.machines[machine].isCutOff = false
      hardware.setRunning(machine, true)
      hardware.machines[machine].joinedAt = now
      if nodes.stored[machine].exists {
        reportAgain(machine)
      } else if infrastructures.stored[machine].exists, machines.stored[machine].exists {
        let law = provider(of: machine).join
        pushOfMachine(.nodeJoins, machine, at: now + draw(law))
      }
    }
  }

  /// A kubelet reports its Node and its pods as they are, and ends those that were deleted meanwhile.
  private mutating func reportAgain(_ node: Int) {
    forgetTaint(of: node)
    var changed = nodes.stored[node]
    if changed.ready != .isTrue {
      changed.ready = .isTrue
      changed.wasReady = true
      changed.readySince = now
      write(node, changed)
      recordOfMachine(.nodeIsReady, node)
    }
    for pod in workloads.podsOfNode[node] {
      let state = workloads.pods[pod]
      if state.deletedAt != nil {
        let law = plan.workloads[state.workload].termination
        pushOfPod(.podIsGone, pod, at: now + draw(law))
      } else if !state.isReady {
        pushOfPod(.podIsReady, pod, at: now + lag)
      } else if workloads.tags[state.workload] == .job {
        runJobPod(pod)
      }
    }
  }
}
