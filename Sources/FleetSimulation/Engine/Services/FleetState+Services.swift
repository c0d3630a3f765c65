import Facts
import Placement
import SimulationKernel
import Units

/// Services: their load moves, their pods are counted, placed, made Ready and removed.
extension FleetState {
  /// Applies a service's present usage, and waits for the next that differs.
  mutating func changeUsage(_ service: UInt32) {
    let index = Int(service)
    let plan = services.plans[index]
    let values = plan.usage.values
    let step = services.records[index].step
    let used = values[step]
    if used != services.records[index].used {
      services.records[index].used = used
      if lending.readsUsage { lending.usageChanged(to: ownersUse, at: now) }
      record(
        .serviceUsageChanged, service, object: services.services[index].cluster.index, value: used)
    }
    scale(index)
    guard let next = ((step + 1)..<max(values.count, step + 1)).first(where: { values[$0] != used })
    else { return }
    services.records[index].step = next
    push(.usageChanges, service, at: plan.usage.start + plan.usage.step * Int64(next))
  }

  /// Sets where each service begins: at the value that holds when the run starts.
  mutating func startServices() {
    for index in services.plans.indices {
      let usage = services.plans[index].usage
      let elapsed = (now - usage.start).nanoseconds
      let step = elapsed <= 0 ? 0 : elapsed / usage.step.nanoseconds
      services.records[index].step = min(Int(step), usage.values.count - 1)
      push(.usageChanges, UInt32(index), at: now)
    }
  }

  private mutating func scale(_ service: Int) {
    let plan = services.plans[service]
    let current = services.records[service].desired
    let wanted = HorizontalPodAutoscaler.desiredReplicas(
      current: current, used: services.records[service].used,
      request: services.services[service].request.cpu.value,
      targetPercent: plan.targetUtilisationPercent)
    let desired = min(max(wanted, plan.minimumReplicas), plan.maximumReplicas)
    services.records[service].desired = desired
    let surplus =
      services.records[service].pods.count + services.records[service].pending - desired
    if surplus < 0 {
      services.records[service].pending -= surplus
      services.placementIsDue = true
    } else if surplus > 0 {
      let waiting = min(surplus, services.records[service].pending)
      services.records[service].pending -= waiting
      if waiting > 0, !services.schedulers.isEmpty { services.placementIsDue = true }
      removeSurplus(surplus - waiting, of: service)
    }
  }

  /// Removes pods as a ReplicaSet does: those not Ready first, then those that share their node with
  /// more of their kind, then the youngest (kubernetes' `controller.ActivePodsWithRanks`).
  private mutating func removeSurplus(_ count: Int, of service: Int) {
    guard count > 0 else { return }
    var together = Array(repeating: 0, count: nodes.count)
    for row in services.records[service].pods { together[Int(services.pods[Int(row)].node)] += 1 }
    var order = services.records[service].pods.map { row in
      let pod = services.pods[Int(row)]
      return (
        isReady: pod.phase == .ready, mates: together[Int(pod.node)], boundAt: pod.boundAt,
        row: row
      )
    }
    order.sort { left, right in
      if left.isReady != right.isReady { return !left.isReady }
      if left.mates != right.mates { return left.mates > right.mates }
      if left.boundAt != right.boundAt { return left.boundAt > right.boundAt }
      return left.row > right.row
    }
    for victim in order.prefix(count) {
      endServicePod(victim.row, after: services.services[service].terminationGrace)
    }
  }

  /// Places pods that wait, service by service, on the least allocated node; or as kube-scheduler has it.
  mutating func placeServicePods() {
    services.placementIsDue = false
    guard services.schedulers.isEmpty else {
      scheduleServicePods()
      return
    }
    for service in services.records.indices {
      while services.records[service].pending > 0, let node = nodeForPod(of: service) {
        services.records[service].pending -= 1
        bindServicePod(of: service, to: node)
      }
    }
  }

  private func nodeForPod(of service: Int) -> UInt32? {
    let request = services.services[service].request
    var best: UInt32?
    var highest: Int64 = -1
    for node in services.candidates[service] {
      let index = Int(node)
      guard services.isUp[index], !services.isCordoned[index],
        request.fits(in: services.free[index])
      else { continue }
      let score = LeastAllocated.score(
        free: services.free[index] - request, of: nodes[index].allocatable)
      // Strictly more: among equals the first in the order of the list stays.
      if score > highest {
        highest = score
        best = node
      }
    }
    return best
  }

  mutating func bindServicePod(
    of service: Int, to node: UInt32, ticket: UInt32 = .none
  ) {
    let definition = services.services[service]
    services.free[Int(node)] = services.free[Int(node)] - definition.request
    let row = services.takeRow(
      ServicePodRecord(
        service: UInt32(service), node: node, boundAt: now, next: nil, phase: .starting,
        ticket: ticket))
    services.pods[Int(row)].next = push(
      .servicePodIsReady, row, at: instant(after: definition.startTime.nanoseconds))
    services.records[service].pods.append(row)
    services.records[service].held += definition.request.cpu.value
    lending.observe(
      podBound: Lending.podID(ofServiceRow: row), toOwnerOf: node, at: now,
      grace: definition.terminationGrace)
  }

  /// A pod became Ready: its budget may have room again.
  mutating func becomeReady(_ row: UInt32) {
    let pod = services.pods[Int(row)]
    services.pods[Int(row)].phase = .ready
    services.pods[Int(row)].next = nil
    services.records[Int(pod.service)].ready += 1
  }

  /// Asks a pod to end; a ReplicaSet makes another as soon as it is terminating.
  mutating func endServicePod(_ row: UInt32, after grace: TimeSpan) {
    let index = Int(row)
    let pod = services.pods[index]
    guard pod.phase == .starting || pod.phase == .ready else { return }
    if let next = pod.next { queue.cancel(next) }
    if pod.phase == .ready { services.records[Int(pod.service)].ready -= 1 }
    services.pods[index].phase = .terminating
    if pod.ticket != .none {
      services.scheduler(ofNode: pod.node)?.nodes.pods.markTerminating(pod.ticket)
    }
    let service = Int(pod.service)
    services.records[service].pods.removeAll { $0 == row }
    let missing =
      services.records[service].desired - services.records[service].pods.count
      - services.records[service].pending
    if missing > 0 {
      services.records[service].pending += missing
      services.placementIsDue = true
    }
    services.pods[index].next = push(
      .servicePodIsGone, row, at: instant(after: grace.nanoseconds))
    lending.observe(podTerminating: Lending.podID(ofServiceRow: row), onOwnerOf: pod.node, at: now)
  }

  /// A terminating pod is gone: its room is free.
  mutating func removeServicePod(_ row: UInt32) {
    let pod = services.pods[Int(row)]
    let definition = services.services[Int(pod.service)]
    services.pods[Int(row)].phase = .gone
    services.pods[Int(row)].next = nil
    services.freeRows.insert(row)
    if pod.ticket != .none { services.scheduler(ofNode: pod.node)?.remove(pod.ticket, at: now) }
    services.free[Int(pod.node)] = services.free[Int(pod.node)] + definition.request
    services.records[Int(pod.service)].held -= definition.request.cpu.value
    services.placementIsDue = true
    lending.observe(podGone: Lending.podID(ofServiceRow: row), fromOwnerOf: pod.node)
  }

  /// Tells the journal what services hold and wait for, once an instant.
  mutating func tellServiceLevels() {
    for index in services.records.indices {
      let known = services.records[index]
      let cluster = services.services[index].cluster.index
      if known.held != known.toldHeld {
        services.records[index].toldHeld = known.held
        record(.serviceRequestChanged, UInt32(index), object: cluster, value: known.held)
        lending.ownerLoadChanged()
      }
      if known.pending != known.toldPending {
        services.records[index].toldPending = known.pending
        record(
          .servicePendingChanged, UInt32(index), object: cluster, value: Int64(known.pending))
        lending.ownerLoadChanged()
      }
    }
  }
}
