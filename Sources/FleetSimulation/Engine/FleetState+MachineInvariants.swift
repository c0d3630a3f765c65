import Facts
import Placement
import SpotScheduler
import Units

/// The whole-state checkers of services, lent machines and cloud slots.
extension FleetState {
  /// The first of them that does not hold, in words.
  func machineProblem() -> String? {
    serviceRoomProblem() ?? serviceCountProblem() ?? tenantProblem() ?? workerProblem()
      ?? slotProblem()
  }

  /// What is free and what pods hold sum to each home node's capacity; a node that is away holds
  /// none.
  private func serviceRoomProblem() -> String? {
    guard !services.services.isEmpty else { return nil }
    var held = Array(repeating: ResourceVector.zero, count: nodes.count)
    for pod in services.pods where pod.phase != .gone {
      let node = Int(pod.node)
      guard services.isUp[node] else { return "node \(node) is away and holds a service's pod" }
      held[node] = held[node] + services.services[Int(pod.service)].request
    }
    for node in nodes.indices {
      guard ResourceVector.zero.fits(in: services.free[node]) else {
        return "node \(node) has less than nothing for services"
      }
      guard held[node] + services.free[node] == nodes[node].allocatable else {
        return "node \(node): free and held by services do not sum to its capacity"
      }
    }
    return nil
  }

  /// Each service's counts are those of its pods, and placed and waiting pods make its scale.
  private func serviceCountProblem() -> String? {
    for (index, known) in services.records.enumerated() {
      var ready = 0
      var alive = 0
      var held: Int64 = 0
      for pod in services.pods where Int(pod.service) == index && pod.phase != .gone {
        held += services.services[index].request.cpu.value
        if pod.phase != .terminating { alive += 1 }
        if pod.phase == .ready { ready += 1 }
      }
      guard alive == known.pods.count, ready == known.ready, held == known.held else {
        return "service \(index) counts \(known.pods.count) pods, \(known.ready) Ready, and has "
          + "\(alive) and \(ready)"
      }
      guard alive + known.pending == known.desired else {
        return
          "service \(index): \(alive) pods and \(known.pending) waiting, \(known.desired) wanted"
      }
    }
    return nil
  }

  /// A host serves one cluster at a time.
  private func tenantProblem() -> String? {
    for host in lending.hosts.indices {
      let node = Int(lending.nodeOfHost[host])
      guard !(services.isUp[node] && clusters.isUp(node)) else {
        return "host \(host) is a node of two clusters"
      }
      for machine in lending.objects(of: host) {
        let holds: Bool
        switch lending.snapshot.observations[machine].stage {
        case .absent, .waitingForHost: holds = false
        case .provisioning, .failed, .ready, .deleting: holds = true
        }
        let isTenant = lending.hosts[host].tenant == ScheduledMachineID(UInt32(machine))
        guard holds == isTenant else {
          return "host \(host): object \(machine) is \(holds ? "" : "not ")on it, its tenant is "
            + "\(lending.hosts[host].tenant.map { "\($0.index)" } ?? "none")"
        }
      }
    }
    return nil
  }

  /// Workers of the provider are busy with hosts, none with two.
  private func workerProblem() -> String? {
    let busy = lending.hosts.count { $0.session == .provisioning || $0.session == .deprovisioning }
    guard busy == lending.busyWorkers, busy <= lending.plan.provider.concurrency else {
      return "\(lending.busyWorkers) workers are busy with \(busy) hosts"
    }
    let waiting = lending.hosts.count {
      $0.session == .waitingToProvision || $0.session == .waitingToDeprovision
    }
    return waiting == lending.line.count
      ? nil : "\(lending.line.count) hosts stand in line and \(waiting) wait for a worker"
  }

  /// Cloud slots are empty, on their way or Ready, and known as such everywhere.
  private func slotProblem() -> String? {
    for node in nodes.indices where autoscaling.poolOfNode[node] != .none {
      let isUp = clusters.isUp(node)
      guard isUp == (autoscaling.slots[node] == .ready) else {
        return "slot \(node) is \(autoscaling.slots[node]) and its node is \(isUp ? "up" : "away")"
      }
      let isIdle = isUp && nodeRecords[node].firstJob == .none
      guard isIdle == (autoscaling.idleSince[node] != nil) else {
        return "slot \(node) is \(isIdle ? "" : "not ")idle and noted otherwise"
      }
    }
    return nil
  }
}
