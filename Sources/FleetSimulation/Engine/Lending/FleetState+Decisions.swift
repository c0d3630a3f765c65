import Facts
import SimulationKernel
import SpotScheduler
import Units

/// The scheduler in the loop: its snapshot is kept current, its decisions are carried out to the
/// letter. Nothing is decided here.
extension FleetState {
  /// How many decisions one instant may need before the rest waits for the next event: a scheduler
  /// that answers its own actions for ever must not stop time.
  private static var decisionsPerInstant: Int { 64 }

  /// Asks the scheduler until it has nothing more to say at this instant.
  mutating func decide() {
    for _ in 0..<Self.decisionsPerInstant {
      guard lending.decisionIsDue else { return }
      let changes = lending.takeChanges()
      if changes.clustersChanged { observeClusters() }
      let decision = Scheduler.decide(
        lending.snapshot, changed: changes, at: now, profile: lending.plan.profile)
      observer?(lending.snapshot, now, decision)
      for (recall, host) in lending.recalls.hosts(calledBy: decision, in: lending.snapshot) {
        tell(recall, of: host)
      }
      for change in decision.statusChanges {
        let index = Int(change.machine.index)
        guard lending.snapshot.statuses[index] != change.status else { continue }
        tellReclaim(change)
        lending.snapshot.statuses[index] = change.status
        // A status patch is a watch event of the object itself.
        lending.touch(change.machine)
      }
      for look in decision.looks { schedule(look) }
      for action in decision.actions { perform(action) }
    }
  }

  /// Tells that a borrower's machine is taken away at once.
  private mutating func tellReclaim(_ change: StatusChange) {
    guard change.status.phase == .emergencyRemove, !lending.isOwner(change.machine),
      lending.snapshot.statuses[Int(change.machine.index)].phase != .emergencyRemove
    else { return }
    record(
      .machineReclaimed, lending.node(of: change.machine),
      object: lending.cluster(of: change.machine))
  }

  private mutating func schedule(_ look: Look) {
    guard look.at > now else {
      lending.touch(look.machine)
      return
    }
    // The last word stands, be it later: a look that is queued already finds another time noted.
    lending.looks[Int(look.machine.index)] = look.at
    push(.schedulerLooks, look.machine.index, at: look.at)
  }

  /// A time to look has come; one that another look replaced finds nothing noted for it.
  mutating func lookAgain(_ machine: UInt32) {
    guard lending.looks[Int(machine)] == now else { return }
    lending.looks[Int(machine)] = nil
    lending.touch(ScheduledMachineID(machine))
  }

  /// What the broker reads of the clusters.
  private mutating func observeClusters() {
    let owner = Int(lending.plan.owner.index)
    var lendable: Int64 = 0
    for host in lending.nodeOfHost.indices {
      // A Machine that is being deleted is nobody's capacity, though its node may still be there.
      guard lending.snapshot.observations[lending.ownerObject(of: host)].stage == .ready else {
        continue
      }
      lendable += nodes[Int(lending.nodeOfHost[host])].allocatable.cpu.value
    }
    var requested: Int64 = 0
    for index in services.services.indices {
      let service = services.services[index]
      guard service.cluster == lending.plan.owner, service.pool == nil else { continue }
      let known = services.records[index]
      requested += known.held + Int64(known.pending) * service.request.cpu.value
    }
    lending.snapshot.clusters[owner].lendableAllocatable = MilliCPU(lendable)
    lending.snapshot.clusters[owner].requested = MilliCPU(requested)
    if lending.readsDemand {
      for borrower in lending.plan.borrowers {
        let index = Int(borrower.cluster.index)
        lending.snapshot.clusters[index].pending = MilliCPU(lending.waiting[index])
      }
    }
    if lending.readsUsage {
      lending.snapshot.clusters[owner].used = MilliCPU(ownersUse)
      lending.snapshot.clusters[owner].usedPeak = MilliCPU(lending.usagePeak(at: now))
    }
  }

  /// What the owner's services use on machines that may be lent, in millicores.
  var ownersUse: Int64 {
    services.services.indices.reduce(0) { sum, index in
      let service = services.services[index]
      guard service.cluster == lending.plan.owner, service.pool == nil else { return sum }
      return sum + services.records[index].used
    }
  }

  private mutating func perform(_ action: Action) {
    let machine = action.machine
    switch action.verb {
    case .createMachine: createMachine(machine)
    case .deleteMachine: deleteMachine(machine)
    case .cordon: cordon(machine)
    case .uncordon: uncordon(machine)
    case .announceDrain(let at):
      guard !lending.isOwner(machine) else { return }
      record(
        .preemptionAnnounced, lending.node(of: machine), object: lending.cluster(of: machine),
        value: max(at - now, .zero).nanoseconds)
    // A scenario has no drain classes, so each pod keeps its own grace period.
    case .evict(let pod, let grace):
      tellDrain(of: machine)
      switch Lending.pod(pod) {
      case .job(let job): evictJob(job, grace: grace)
      case .serviceRow(let row): evictServicePod(row, grace: grace)
      }
    case .deletePod(let pod, let grace):
      tellDrain(of: machine)
      switch Lending.pod(pod) {
      case .job(let job): deleteJobPod(job, grace: grace)
      case .serviceRow(let row): deleteServicePod(row, grace: grace)
      }
    case .sanitise: sanitise(machine)
    case .attest: attest(machine)
    case .disableObject:
      lending.snapshot.scheduledMachines[Int(machine.index)].isEnabled = false
      lending.snapshot.scheduledMachines[Int(machine.index)].generation += 1
      lending.touch(machine)
    case .clearReclaimRequest:
      lending.snapshot.observations[Int(machine.index)].reclaimRequestedAt = nil
      lending.touch(machine)
    }
  }

  /// The first pod that is asked to leave makes it a drain.
  private mutating func tellDrain(of machine: ScheduledMachineID) {
    let index = Int(machine.index)
    guard !lending.drainIsTold[index],
      lending.snapshot.observations[index].stage == .ready
    else { return }
    lending.drainIsTold[index] = true
    record(
      .machineStageChanged, lending.node(of: machine), object: lending.cluster(of: machine),
      value: MachineStage.draining.rawValue)
  }
}
