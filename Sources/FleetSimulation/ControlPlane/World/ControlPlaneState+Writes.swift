import ClusterAPI
import SimulationKernel
import Units

/// What the API servers do with a write.
extension ControlPlaneState {
  /// Carries a write out. What is not there any more is left alone.
  mutating func apply(_ write: Write, of job: Int) {
    switch write {
    case .createSet, .scaleSet, .limitDrainOfSet, .deleteSet, .patchDeployment, .patchSet:
      applyToSets(write, of: job)
    case .createBootstrap: createBootstrap(of: job)
    case .createInfrastructure:
      guard let machine = jobs[job].newMachine else { return }
      self.write(machine, InfrastructureObject(exists: true))
      note(.infrastructures, for: job)
    case .createMachine(let set, let drainTimeout):
      createMachine(set, drainTimeout, of: job)
    case .limitDrain(let machine, let timeout):
      guard let machine = slot(of: machine) else { return }
      var changed = machines.stored[machine]
      changed.drainTimeout = timeout
      self.write(machine, changed)
      note(.machines, for: job)
    case .deleteMachine(let machine, let isRemediation):
      guard let machine = slot(of: machine) else { return }
      delete(machine, isRemediation: isRemediation)
      note(.machines, for: job)
    case .patchMachine(let machine, let status): patch(machine, status, of: job)
    case .patchHealth(let machine, let status, let remediation):
      guard let machine = slot(of: machine) else { return }
      patchHealth(machine, status, remediation, of: job)
    case .cordon(let node):
      guard nodes.stored[node].exists, !nodes.stored[node].isUnschedulable else { return }
      var changed = nodes.stored[node]
      changed.isUnschedulable = true
      self.write(node, changed)
      recordOfMachine(.nodeIsCordoned, node)
    case .labelInterruptible(let node):
      guard nodes.stored[node].exists, !nodes.stored[node].isInterruptible else { return }
      var changed = nodes.stored[node]
      changed.isInterruptible = true
      self.write(node, changed)
    case .evict(let pod):
      if workloads.pods[Int(pod.slot)].number == pod.number { evict(Int(pod.slot)) }
    case .deleteInfrastructure(let machine):
      var changed = infrastructures.stored[machine]
      guard changed.exists, !changed.isDeleting else { return }
      if isChecking, volumes.areUsed { failure = failure ?? brokenVolumeWait(machine, of: job) }
      changed.isDeleting = true
      self.write(machine, changed)
      note(.infrastructures, for: job)
      recordOfMachine(.infrastructureIsDeleted, machine)
    case .deleteBootstrap(let machine):
      guard bootstraps.stored[machine].exists else { return }
      self.write(machine, BootstrapObject.absent)
      note(.bootstraps, for: job)
    case .deleteNode(let node):
      guard nodes.stored[node].exists else { return }
      self.write(node, NodeObject.absent)
      updateRoom(of: node)
      nodeIsDeleted(node)
    case .removeFinalizer(let machine):
      guard machines.stored[machine].exists else { return }
      if nodes.stored[machine].exists { leaveNode(machine, of: job) }
      removeMachine(machine)
      note(.machines, for: job)
    }
  }

  /// A Machine goes whose Node stays: it could not be deleted in time, or nobody had seen it.
  private mutating func leaveNode(_ machine: Int, of job: Int) {
    let couldNotBeDeleted = jobs[job].leavesNode
    recordOfMachine(.nodeIsLeft, machine, couldNotBeDeleted ? 1 : 0)
    if isChecking, !couldNotBeDeleted, nodes.seen[machine].exists, nodes.unseen[machine] == 0 {
      failure = failure ?? "Machine \(slots.numbers[machine]) leaves a Node that it could delete"
    }
  }

  /// Keeps that the object of a job does not run again before this write was seen.
  private mutating func note(_ kind: WatchedObjects, for job: Int) {
    guard !jobs[job].isUnnoticed else { return }
    controllers[Int(jobs[job].controller.rawValue)].awaitWrites(
      jobs[job].key, of: kind, written(kind))
  }

  /// The slot of a Machine that is still there.
  private func slot(of machine: MachineReference) -> Int? {
    let slot = Int(machine.slot)
    return slots.numbers[slot] == machine.number && machines.stored[slot].exists ? slot : nil
  }

  private mutating func applyToSets(_ write: Write, of job: Int) {
    switch write {
    case .createSet(let deployment, let template, let replicas, let drainTimeout):
      let set = sets.reserve()
      machinesOfSet.append([])
      setTallies.append(SetTally())
      var object = SetObject(
        exists: true, deployment: deployment, template: template, createdAt: now,
        replicas: replicas, drainTimeout: drainTimeout)
      annotate(&object)
      self.write(set, object)
      note(.sets, for: job)
      record(.setIsCreated, set, deployment)
    case .scaleSet(let set, let replicas):
      guard sets.stored[set].exists else { return }
      var changed = sets.stored[set]
      changed.replicas = replicas
      annotate(&changed)
      self.write(set, changed)
      note(.sets, for: job)
      record(.setIsScaled, set, replicas)
      lookForCompletion(of: changed.deployment)
    case .limitDrainOfSet(let set, let timeout):
      guard sets.stored[set].exists else { return }
      var changed = sets.stored[set]
      changed.drainTimeout = timeout
      self.write(set, changed)
      note(.sets, for: job)
    case .deleteSet(let set):
      guard sets.stored[set].exists else { return }
      let deployment = sets.stored[set].deployment
      self.write(set, SetObject.absent)
      collectGarbage(of: set)
      note(.sets, for: job)
      lookForCompletion(of: deployment)
    case .patchDeployment(let deployment, let counts):
      var changed = deployments.stored[deployment]
      changed.status = counts
      self.write(deployment, changed)
      note(.deployments, for: job)
      lookForCompletion(of: deployment)
    case .patchSet(let set, let present, let ready, let available, let upToDate):
      guard sets.stored[set].exists else { return }
      var changed = sets.stored[set]
      changed.present = present
      changed.ready = ready
      changed.available = available
      changed.upToDate = upToDate
      self.write(set, changed)
      note(.sets, for: job)
      lookForCompletion(of: changed.deployment)
    default: preconditionFailure("not a write of a set or deployment")
    }
  }

  private mutating func createBootstrap(of job: Int) {
    let machine = freshSlot()
    nameOrders[machine] = Int(truncatingIfNeeded: nameStream.next() >> 1)
    deploymentOfMachine[machine] = sets.stored[jobs[job].key].deployment
    setOfSlot[machine] = jobs[job].key
    isCutOff[machine] = false
    jobs[job].newMachine = machine
    self.write(machine, BootstrapObject(exists: true))
    note(.bootstraps, for: job)
  }

  /// A slot for a Machine: one of which nothing is left, or a new one.
  mutating func freshSlot() -> Int {
    if let slot = reusableSlot() {
      slots.renumber(slot)
      lent?.forget(slot)
      hardware.machines[slot] = HardwareMachine()
      controllers[Int(ControllerKind.machine.rawValue)].forget(slot)
      return slot
    }
    let slot = machines.reserve()
    _ = bootstraps.reserve()
    _ = infrastructures.reserve()
    _ = nodes.reserve()
    slots.append()
    placeInSet.append(0)
    setOfSlot.append(0)
    isCutOff.append(false)
    placeInAttention.append(nil)
    nameOrders.append(0)
    deploymentOfMachine.append(0)
    hardware.machines.append(HardwareMachine())
    lent?.objectOfSlot.append(nil)
    workloads.podsOfNode.append([])
    workloads.usedOfNode.append(.zero)
    return slot
  }

  /// How many of the longest retired slots are tried before a new one is made.
  private static let mostTried = 4

  private mutating func reusableSlot() -> Int? {
    for _ in 0..<ControlPlaneState.mostTried {
      guard let slot = slots.takeRetired() else { return nil }
      if isFree(slot) { return slot }
      slots.retire(slot)
    }
    return nil
  }

  /// Whether nothing is left that could mean the Machine that had a slot.
  private func isFree(_ slot: Int) -> Bool {
    slots.expected[slot] == 0 && machines.isForgotten(slot) && bootstraps.isForgotten(slot)
      && infrastructures.isForgotten(slot) && nodes.isForgotten(slot)
      && workloads.podsOfNode[slot].isEmpty && endedPods(on: slot).isEmpty
      && volumes.attached(to: slot).isEmpty
      && !controllers[Int(ControllerKind.machine.rawValue)].queue.holds(slot)
  }

  private mutating func createMachine(_ set: Int, _ drainTimeout: TimeSpan?, of job: Int) {
    guard let machine = jobs[job].newMachine else { return }
    jobs[job].newMachine = nil
    let object = MachineObject(
      exists: true, set: set, nameOrder: nameOrders[machine], createdAt: now,
      drainTimeout: drainTimeout)
    self.write(machine, object)
    note(.machines, for: job)
    machinesCreated += 1
    recordOfMachine(.machineIsCreated, machine, set)
    // The garbage collector takes what belongs to a set that is gone.
    if !sets.stored[set].exists { delete(machine, isRemediation: false) }
  }

  /// Asks for the deletion of a Machine; one without a finalizer is gone at once, and what belongs
  /// to it is collected.
  mutating func delete(_ machine: Int, isRemediation: Bool) {
    var changed = machines.stored[machine]
    guard changed.exists, !changed.isDeleting else { return }
    recordOfMachine(.machineIsDeleted, machine, isRemediation ? 1 : 0)
    if changed.status.creation.hasFinalizer {
      changed.deletedAt = now
      if isRemediation { changed.remediation = .deleting }
      write(machine, changed)
    } else {
      takeAwayObjects(of: machine)
      removeMachine(machine)
    }
  }

  private mutating func removeMachine(_ machine: Int) {
    write(machine, MachineObject.absent)
    machinesGone += 1
    recordOfMachine(.machineIsGone, machine)
    // What the Machine never saw it has not taken away, and its set owns it still.
    if hasObjects(machine) { abandon(machine) }
  }

  private mutating func patch(_ machine: Int, _ status: MachineStatus, of job: Int) {
    var changed = machines.stored[machine]
    guard changed.exists else { return }
    if status.isAvailable, !changed.status.isAvailable {
      recordOfMachine(.machineIsAvailable, machine)
    }
    if status.drainStartedAt != nil, changed.status.drainStartedAt == nil {
      recordOfMachine(.drainBegins, machine)
    }
    changed.status = status
    write(machine, changed)
    note(.machines, for: job)
  }

  private mutating func patchHealth(
    _ machine: Int, _ status: ConditionStatus, _ remediation: MachineSetMember.Remediation,
    of job: Int
  ) {
    var changed = machines.stored[machine]
    guard changed.exists else { return }
    if status == .isFalse, changed.healthCheckSucceeded != .isFalse {
      recordOfMachine(.machineIsUnhealthy, machine)
    }
    changed.healthCheckSucceeded = status
    if changed.remediation != .deleting { changed.remediation = remediation }
    write(machine, changed)
    note(.machines, for: job)
  }

  /// Keeps when a deployment first has what was ordered last.
  mutating func lookForCompletion(of deployment: Int) {
    guard !isComplete[deployment], isCarriedOut(deployment) else { return }
    isComplete[deployment] = true
    completions.append(
      ControlPlaneOutcome.Completion(
        deployment: deployment, orderedAt: deployments.stored[deployment].orderedAt,
        completedAt: now))
    record(.deploymentIsComplete, deployment)
  }

  /// Whether a deployment has what was ordered last: its set has all Machines, all available, and no
  /// other set has any.
  func isCarriedOut(_ deployment: Int) -> Bool {
    let object = deployments.stored[deployment]
    for set in setsOfDeployment[deployment] where sets.stored[set].exists {
      let counts = sets.stored[set].counts
      let wanted = sets.stored[set].template == object.template ? object.replicas : 0
      guard counts.desired == wanted, counts.present == wanted, counts.available == wanted
      else { return false }
    }
    return object.status.upToDate == object.replicas
  }
}
