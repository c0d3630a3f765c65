import ClusterAPI
import SimulationKernel
import Units

/// What goes wrong: calls that fail, and controllers that stop.
extension ControlPlaneState {
  /// Lets the API server answer the write of a job that is on its way.
  mutating func applyWrite(_ index: Int) {
    let write = jobs[index].writes[jobs[index].next]
    let cluster = write.isForWorkloadCluster ? cluster(of: jobs[index].key) : nil
    if let failure = drawFailure(of: write.kind, by: jobs[index].controller, in: cluster) {
      suffer(failure, index, write)
    } else {
      apply(write, of: index)
      goOn(index)
    }
  }

  private mutating func goOn(_ index: Int, after delay: TimeSpan = .zero) {
    jobs[index].next += 1
    jobs[index].retries = 0
    proceed(index, after: delay)
  }

  /// How a call of the controllers fails now, if it does; `controller` is nil for those that are not
  /// Cluster API's, which share its faults. `cluster` is the workload cluster that is called, nil for the
  /// management cluster.
  mutating func drawFailure(
    of kind: WatchedObjects?, by controller: ControllerKind?, in cluster: Int?
  ) -> APIFailure? {
    if let refusal = refusal(of: cluster) { return refusal }
    var stream = faultStream
    let failure = plan.api.drawFailure(of: kind, by: controller, at: now, &stream)
    faultStream = stream
    return failure
  }

  private mutating func suffer(_ failure: APIFailure, _ index: Int, _ write: Write) {
    switch failure {
    case .conflict: fail(index, write)
    case .tooManyRequests(let retryAfter):
      guard jobs[index].retries < APIFailure.mostRetries else {
        fail(index, write)
        return
      }
      jobs[index].retries += 1
      proceed(index, after: retryAfter)
    case .serverError(let isApplied):
      if isApplied { applyUnnoticed(write, of: index) }
      fail(index, write)
    case .timeout(let after, let isApplied):
      if isApplied { applyUnnoticed(write, of: index) }
      push(.writeTimesOut, index, value: epoch, at: now + after)
    }
  }

  /// A client gives up waiting for an answer.
  mutating func endWait(_ index: Int) { fail(index, jobs[index].writes[jobs[index].next]) }

  /// Carries out a write of which the caller hears that it failed.
  private mutating func applyUnnoticed(_ write: Write, of index: Int) {
    let machine = jobs[index].newMachine
    jobs[index].isUnnoticed = true
    apply(write, of: index)
    jobs[index].isUnnoticed = false
    switch write {
    case .createBootstrap, .createInfrastructure:
      // The caller does not know the name of what it made, so nobody takes it away but the garbage
      // collector, with the set.
      if let made = jobs[index].newMachine { abandon(made) }
      if case .createBootstrap = write { jobs[index].newMachine = nil }
    case .createMachine: jobs[index].newMachine = machine
    default: break
    }
  }

  /// A failed write ends the reconcile, but for that of a Node past its timeout, which is left.
  private mutating func fail(_ index: Int, _ write: Write) {
    record(.writeFails, Int(jobs[index].controller.rawValue), jobs[index].key)
    if case .deleteNode(let node) = write, let deletedAt = machines.stored[node].deletedAt,
      MachineDeletionGates.mayLeaveNode(
        timeout: settings[deploymentOfMachine[node]].nodeDeletionTimeout,
        machineDeletedAt: deletedAt, at: now)
    {
      jobs[index].leavesNode = true
      goOn(index, after: ControllerConstants.nodeDeleteWindow)
      return
    }
    if case .evict = write {
      goOn(index)
      return
    }
    if let machine = jobs[index].newMachine { cleanUp(machine, after: write) }
    jobs[index].ending = Ending(outcome: .failure)
    endJob(index)
  }

  /// Takes away what was made for a Machine that could not be made, as far as its set knows.
  ///
  /// A Machine that was made all the same stays without them, until a health check finds that it never
  /// becomes a Node.
  private mutating func cleanUp(_ machine: Int, after failed: Write) {
    if bootstraps.stored[machine].exists { write(machine, BootstrapObject.absent) }
    if case .createInfrastructure = failed {
      if infrastructures.stored[machine].exists { return }
    } else if infrastructures.stored[machine].exists {
      write(machine, InfrastructureObject.absent)
    }
    if !machines.stored[machine].exists { slots.retire(machine) }
  }

  /// The controllers lose what is in hand and all that their queues knew, and start after a list of
  /// everything.
  mutating func restartControllers() {
    record(.controllersRestart, 0)
    stopControllers()
    startsWithLists = true
    push(.controllersStart, 0, value: epoch, at: now + plan.api.listing)
  }

  /// The leader renews its lease for the last time, and does not know.
  mutating func loseLease() {
    push(.leaderStops, 0, at: LeaderElection.leaderStops(lastRenewal: now))
  }

  /// The leader stops by itself; the next one leads once the lease is over.
  mutating func stopLeader() {
    let renewal = now - LeaderElection.renewDeadline
    stopControllers()
    push(
      .controllersStart, 0, value: epoch,
      at: LeaderElection.nextLeads(lastRenewal: renewal, draw: faultStream.unit()))
  }

  private mutating func stopControllers() {
    record(.controllersStop, 0)
    epoch += 1
    isDown = true
    for index in jobs.indices where jobs[index].isInHand {
      if let machine = jobs[index].newMachine { abandon(machine) }
      jobs[index].isInHand = false
      jobs[index].newMachine = nil
    }
    freeJobs = Array(jobs.indices.reversed())
    for index in controllers.indices { controllers[index].restart() }
  }

  /// The controllers work: on every object, when nothing else is to do.
  mutating func startControllers() {
    isDown = false
    record(.controllersStart, 0)
    if startsWithLists {
      startsWithLists = false
      for kind in WatchedObjects.allCases { list(kind) }
    }
    for kind in ControllerKind.allCases { enqueueAll(kind) }
    restartScheduler()
  }

  /// A watch begins anew: changes are told, and the rest is looked at when nothing else is to do.
  mutating func beginWatchAnew(_ kind: WatchedObjects) {
    list(kind)
    switch kind {
    case .deployments: enqueueAll(.machineDeployment)
    case .sets: enqueueAll(.machineSet)
    case .machines, .bootstraps, .infrastructures, .nodes: enqueueAll(.machine)
    }
  }

  /// Takes away what belongs to a set that is gone, as the garbage collector does.
  mutating func collectGarbage(of set: Int) {
    for slot in setOfSlot.indices where setOfSlot[slot] == set {
      if machines.stored[slot].exists {
        delete(slot, isRemediation: false)
      } else if isCutOff[slot] {
        abandon(slot)
      }
    }
  }

  /// Whether a slot has a bootstrap or infrastructure object that stays.
  func hasObjects(_ slot: Int) -> Bool {
    bootstraps.stored[slot].exists
      || infrastructures.stored[slot].exists && !infrastructures.stored[slot].isDeleting
  }

  /// Leaves objects without a Machine to their set, or where that is gone to the garbage collector.
  mutating func abandon(_ slot: Int) {
    isCutOff[slot] = sets.stored[setOfSlot[slot]].exists
    guard !isCutOff[slot] else { return }
    takeAwayObjects(of: slot)
    slots.retire(slot)
  }

  /// Deletes the bootstrap and the infrastructure object of a slot.
  mutating func takeAwayObjects(of slot: Int) {
    if bootstraps.stored[slot].exists { write(slot, BootstrapObject.absent) }
    var infrastructure = infrastructures.stored[slot]
    guard infrastructure.exists, !infrastructure.isDeleting else { return }
    infrastructure.isDeleting = true
    write(slot, infrastructure)
  }
}
