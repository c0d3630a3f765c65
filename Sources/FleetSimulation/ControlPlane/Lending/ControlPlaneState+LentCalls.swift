import ClusterAPI
import SimulationKernel
import SpotScheduler
import Units

/// What becomes of the scheduler's decisions. Nothing is decided here.
extension ControlPlaneState {
  /// How many decisions one instant may need before the rest waits for the next event.
  private static var decisionsPerInstant: Int { 64 }

  /// Asks the scheduler until it has nothing more to say at this instant.
  mutating func decideLending() {
    guard lends, !isDown else { return }
    for _ in 0..<Self.decisionsPerInstant {
      observeLoad()
      guard var fleet = lent.take() else { return }
      guard fleet.decisionIsDue else {
        lent = fleet
        return
      }
      let changes = fleet.takeChanges()
      let decision = Scheduler.decide(
        fleet.snapshot, changed: changes, at: now, profile: fleet.plan.profile)
      observer?(fleet.snapshot, now, decision)
      for (recall, host) in fleet.recalls.hosts(calledBy: decision, in: fleet.snapshot) {
        record(.hostIsRecalled, host, value: recall.within.nanoseconds)
      }
      for change in decision.statusChanges {
        let object = Int(change.machine.index)
        guard fleet.snapshot.statuses[object] != change.status else { continue }
        if change.status.phase == .emergencyRemove, fleet.isBorrower(object),
          fleet.snapshot.statuses[object].phase != .emergencyRemove
        {
          record(.lentMachineIsReclaimed, object)
        }
        fleet.snapshot.statuses[object] = change.status
        // A status patch is a watch event of the object itself.
        fleet.touch(object)
      }
      for look in decision.looks {
        let object = Int(look.machine.index)
        if look.at > now {
          fleet.looks[object] = look.at
          push(.lentIsLookedAt, object, at: look.at)
        } else {
          fleet.touch(object)
        }
      }
      for action in decision.actions { send(fleet.begin(action), of: &fleet) }
      lent = fleet
    }
  }

  private mutating func send(
    _ call: Int, of fleet: inout LentFleet, after delay: TimeSpan = .zero
  ) {
    let wait = fleet.client.take(at: now + delay)
    push(
      .lentCallArrives, call, value: fleet.epoch, at: now + delay + wait + plan.api.latency)
  }

  /// A time to look has come; one that another look replaced finds nothing noted for it.
  mutating func lookAtLent(_ object: Int) {
    guard lent?.looks[object] == now else { return }
    lent?.looks[object] = nil
    lent?.touch(object)
  }

  /// A call reaches its API server.
  mutating func answerLentCall(_ index: Int) {
    guard let call = lent?.calls[index] else { return }
    let object = Int(call.action.machine.index)
    let cluster =
      call.isForWorkloadCluster
      ? lent?.snapshot.scheduledMachines[object].cluster.index : nil
    guard let failure = drawFailure(of: call.kind, by: nil, in: cluster.map { Int($0) }) else {
      carryOut(index)
      return
    }
    switch failure {
    case .conflict: failLentCall(index)
    case .tooManyRequests(let retryAfter):
      guard call.retries < APIFailure.mostRetries, var fleet = lent.take() else {
        failLentCall(index)
        return
      }
      fleet.calls[index].retries += 1
      send(index, of: &fleet, after: retryAfter)
      lent = fleet
    case .serverError(let isApplied):
      if isApplied { apply(call) }
      failLentCall(index)
    case .timeout(let after, let isApplied):
      if isApplied { apply(call) }
      push(.lentCallTimesOut, index, value: lent?.epoch ?? 0, at: now + after)
    }
  }

  private mutating func carryOut(_ index: Int) {
    guard let call = lent?.calls[index] else { return }
    guard apply(call) else {
      failLentCall(index)
      return
    }
    guard case .createMachine = call.action.verb, call.step < 2, var fleet = lent.take() else {
      lent?.freeCalls.append(index)
      return
    }
    fleet.calls[index].step += 1
    fleet.calls[index].retries = 0
    send(index, of: &fleet)
    lent = fleet
  }

  /// How often the client of events sends one, and how long it waits after a failure. Source:
  /// kubernetes/client-go `tools/record/event.go`, `maxTriesPerEvent` and `defaultSleepDuration`.
  private static let triesOfEvents = 12
  private static let waitOfEvents = TimeSpan.seconds(10)

  /// A call failed: the scheduler is told, and sees what is there. That a drain is announced is an event,
  /// which its client sends again.
  mutating func failLentCall(_ index: Int) {
    guard let call = lent?.calls[index] else { return }
    if case .announceDrain = call.action.verb, call.tries < Self.triesOfEvents,
      var fleet = lent.take()
    {
      fleet.calls[index].tries += 1
      send(index, of: &fleet, after: Self.waitOfEvents)
      lent = fleet
      return
    }
    let machine = call.action.machine
    let object = Int(machine.index)
    record(.lentCallFails, object, LentCall.code(of: call.action.verb))
    let kind: FailedCall.Call? =
      switch call.action.verb {
      case .createMachine: .create
      case .deleteMachine: .delete
      default: nil
      }
    lent?.snapshot.failedCalls.removeAll { $0.machine == machine }
    if let kind { lent?.snapshot.failedCalls.append(FailedCall(kind, of: machine, at: now)) }
    lent?.touch(object)
    lent?.freeCalls.append(index)
  }

  /// Does what a call asks for; what is done already is left as it is. False where that cannot be
  /// done now.
  @discardableResult
  private mutating func apply(_ call: LentCall) -> Bool {
    let object = Int(call.action.machine.index)
    if call.step == 0 { record(.lentCallArrives, object, LentCall.code(of: call.action.verb)) }
    let slot = lent?.slotOfObject[object] ?? nil
    switch call.action.verb {
    case .createMachine: return createLent(object, step: call.step)
    case .deleteMachine:
      if let slot { deleteLent(slot) }
    case .cordon: setUnschedulable(slot, true)
    case .uncordon: setUnschedulable(slot, false)
    case .announceDrain(let at):
      if lent?.isBorrower(object) == true {
        record(.drainIsAnnounced, object, value: max(at - now, .zero).nanoseconds)
      }
    case .evict(let id, let grace):
      if let slot, let pod = pod(id, on: slot) { evict(pod, within: grace) }
    case .deletePod(let id, let grace):
      if let slot, let pod = pod(id, on: slot) { deletePastBudget(pod, within: grace) }
    case .sanitise: sanitiseHost(of: object)
    case .attest: attestHost(of: object)
    case .disableObject:
      lent?.snapshot.scheduledMachines[object].isEnabled = false
      lent?.snapshot.scheduledMachines[object].generation += 1
      lent?.touch(object)
    case .clearReclaimRequest:
      lent?.snapshot.observations[object].reclaimRequestedAt = nil
      lent?.touch(object)
    }
    return true
  }

  private func pod(_ id: PodID, on slot: Int) -> Int? {
    workloads.podsOfNode[slot].first { UInt64(workloads.pods[$0].number) == id.index }
  }

  private mutating func setUnschedulable(_ slot: Int?, _ isUnschedulable: Bool) {
    guard let slot, nodes.stored[slot].exists,
      nodes.stored[slot].isUnschedulable != isUnschedulable
    else { return }
    var changed = nodes.stored[slot]
    changed.isUnschedulable = isUnschedulable
    write(slot, changed)
    recordOfMachine(isUnschedulable ? .nodeIsCordoned : .nodeIsUncordoned, slot)
  }

  /// The deletion of a pod that no eviction let go.
  private mutating func deletePastBudget(_ pod: Int, within grace: TimeSpan) {
    let state = workloads.pods[pod]
    if !state.isGone, state.deletedAt == nil {
      let missing = state.isReady ? missingPods(without: pod) : 0
      record(.lentPodIsDeleted, Int(state.number), missing, value: grace.nanoseconds)
    }
    delete(pod, within: grace)
  }

  /// How many healthy pods the budgets of a pod lack once it is gone, at most.
  private func missingPods(without pod: Int) -> Int {
    let workload = workloads.pods[pod].workload
    let healthy = workloads.counts[workload].healthy
    return workloads.budgets[workload].reduce(0) { worst, budget in
      max(worst, budget.desiredHealthy - (healthy - 1))
    }
  }

  /// Makes the next of the three objects of an object's Machine, which have fixed names: one that is
  /// there is taken as it is, and one that is being deleted is in the way.
  private mutating func createLent(_ object: Int, step: Int) -> Bool {
    let slot = slotForLent(object)
    switch step {
    case 0:
      if !bootstraps.stored[slot].exists { write(slot, BootstrapObject(exists: true)) }
    case 1:
      guard !infrastructures.stored[slot].isDeleting else { return false }
      if !infrastructures.stored[slot].exists { write(slot, InfrastructureObject(exists: true)) }
    default:
      guard !machines.stored[slot].exists else { return !machines.stored[slot].isDeleting }
      guard let fleet = lent else { return false }
      let machine = MachineObject(
        exists: true, set: fleet.noSet, nameOrder: nameOrders[slot], createdAt: now,
        drainTimeout: fleet.snapshot.scheduledMachines[object].nodeDrainTimeout)
      write(slot, machine)
      machinesCreated += 1
      recordOfMachine(.lentMachineIsMade, slot, object)
      recordOfMachine(.machineIsCreated, slot, fleet.noSet)
    }
    return true
  }

  /// The slot of an object's Machine: the one that something of it is still in, or a new one.
  private mutating func slotForLent(_ object: Int) -> Int {
    if let slot = lent?.slotOfObject[object] ?? nil,
      machines.stored[slot].exists || bootstraps.stored[slot].exists
        || infrastructures.stored[slot].exists
    {
      return slot
    }
    let slot = freshSlot()
    nameOrders[slot] = Int(truncatingIfNeeded: nameStream.next() >> 1)
    deploymentOfMachine[slot] = lent?.settings(of: object) ?? 0
    setOfSlot[slot] = lent?.noSet ?? 0
    isCutOff[slot] = false
    lent?.objectOfSlot[slot] = object
    lent?.slotOfObject[object] = slot
    // Its Node is another one now, with pods of its own.
    podsChanged(on: slot)
    return slot
  }

  private mutating func deleteLent(_ slot: Int) {
    if machines.stored[slot].exists {
      delete(slot, isRemediation: false)
    } else {
      takeAwayObjects(of: slot)
    }
  }
}
