import ClusterAPI
import Units

/// The reconciles of Machines.
extension ControlPlaneState {
  func reconcileMachine(_ key: Int, _ writes: inout [Write]) -> Ending {
    let machine = machines.seen[key]
    guard machine.exists, !machine.annotations[.paused] else { return Ending() }
    return machine.isDeleting
      ? takeApart(key, machine, &writes) : bringUp(key, machine, &writes)
  }

  /// The create path: what the providers report is taken over, and the conditions follow.
  private func bringUp(_ key: Int, _ machine: MachineObject, _ writes: inout [Write]) -> Ending {
    var status = machine.status
    let bootstrap = bootstraps.seen[key]
    let infrastructure = infrastructures.seen[key]
    let node = nodes.seen[key]
    let isProvisioned = infrastructure.exists && infrastructure.isProvisioned
    let outcome = status.creation.reconcile(
      MachineCreation.Report(
        bootstrap: !bootstrap.exists ? .missing : bootstrap.hasSecret ? .ready : .pending,
        infrastructure: !infrastructure.exists
          ? .missing : isProvisioned ? .provisioned : .pending,
        nodeIsFound: node.exists))
    status.phase = status.creation.phase(stored: status.phase)
    status.nodeHealthy = nodeHealthy(node, of: status.creation)
    if isProvisioned, status.infrastructureReadySince == nil {
      status.infrastructureReadySince = now
    }
    let ready = MachineConditions.ready(
      deleting: .isFalse, updating: .isFalse,
      bootstrapConfigReady: bootstrap.hasSecret ? .isTrue : .isFalse,
      infrastructureReady: isProvisioned ? .isTrue : .isFalse, nodeHealthy: status.nodeHealthy,
      healthCheckSucceeded: machine.healthCheckSucceeded)
    status.readySince = ready == .isTrue ? status.readySince ?? now : nil
    let available = MachineConditions.available(
      ready: ready, readyFor: status.readySince.map { now - $0 } ?? .zero,
      minReady: settings[deploymentOfMachine[key]].minReady)
    status.isAvailable = available.status == .isTrue
    if node.exists, !node.isInterruptible, settings[deploymentOfMachine[key]].isInterruptible {
      writes.append(.labelInterruptible(key))
    }
    if status != machine.status { writes.append(.patchMachine(key, status)) }
    if outcome.hasFailed { return Ending(outcome: .failure) }
    var wait = outcome.lookAgain
    if let other = available.lookAgainAfter { wait = min(wait ?? other, other) }
    return Ending(
      outcome: wait.map { .requeue(after: $0) } ?? .done, deferral: outcome.deferral)
  }

  private func nodeHealthy(_ node: NodeObject, of creation: MachineCreation) -> ConditionStatus? {
    guard creation.hasNode else { return nil }
    guard node.exists else { return .unknown }
    // Without a sign of life nobody knows of pressure either.
    let pressure: ConditionStatus = node.ready == .unknown ? .unknown : .isFalse
    return MachineConditions.nodeHealthy(
      ready: node.ready, memoryPressure: pressure, diskPressure: pressure,
      processPressure: pressure)
  }

  /// The delete path, one look at a time.
  private func takeApart(_ key: Int, _ machine: MachineObject, _ writes: inout [Write]) -> Ending {
    var status = machine.status
    status.phase = .deleting
    status.readySince = nil
    status.isAvailable = false
    var deletion = deletion(of: key, machine)
    var ending = Ending()
    var step = deletion.step(at: now)
    if step == .drain {
      if status.drainStartedAt == nil { status.drainStartedAt = now }
      if drain(key, &writes) {
        deletion.isDrained = true
        step = deletion.step(at: now)
      }
    }
    if step == .waitForVolumes, status.volumeWaitStartedAt == nil {
      status.volumeWaitStartedAt = now
    }
    switch step {
    case .drain, .waitForVolumes:
      ending = Ending(
        outcome: .requeue(after: ControllerConstants.drainRetry),
        deferral: ControllerConstants.drainRetry)
    case .waitForPreDrainHook: break
    case .waitForPreTerminateHook:
      if status.preTerminateWaitStartedAt == nil { status.preTerminateWaitStartedAt = now }
    case .deleteInfrastructure:
      if deletion.infrastructure == .present { writes.append(.deleteInfrastructure(key)) }
    case .deleteBootstrapConfig: writes.append(.deleteBootstrap(key))
    case .deleteNode:
      writes.append(.deleteNode(key))
      writes.append(.removeFinalizer(key))
      return ending
    case .removeFinalizer:
      writes.append(.removeFinalizer(key))
      return ending
    }
    if status != machine.status { writes.append(.patchMachine(key, status)) }
    return ending
  }

  private func deletion(of key: Int, _ machine: MachineObject) -> MachineDeletion {
    let node = nodes.seen[key]
    let infrastructure = infrastructures.seen[key]
    var deletion = MachineDeletion(
      nodeCleanup: MachineDeletionGates.NodeCleanupState(
        clusterIsDeleting: false, hasNode: machine.status.creation.hasNode || node.exists,
        controlPlane: MachineDeletionGates.NodeCleanupState.ControlPlane(
          isDeleting: false, isExternallyManaged: true),
        activeControlPlaneMachines: 0),
      deletedAt: machine.deletedAt ?? now)
    deletion.infrastructure =
      !infrastructure.exists ? .missing : infrastructure.isDeleting ? .deleting : .present
    deletion.hasBootstrapConfig = bootstraps.seen[key].exists
    deletion.hasPreDrainHook = machine.annotations[.preDrainHook]
    deletion.hasPreTerminateHook = machine.annotations[.preTerminateHook]
    deletion.isExcludedFromDrain = machine.annotations[.excludeNodeDraining]
    deletion.preTerminateWaitStartedAt = machine.status.preTerminateWaitStartedAt
    deletion.drainTimeout = machine.drainTimeout
    deletion.drainStartedAt = machine.status.drainStartedAt
    deletion.nodeDeletionTimeout = settings[deploymentOfMachine[key]].nodeDeletionTimeout
    if volumes.areUsed {
      deletion.isExcludedFromVolumeWait = machine.annotations[.excludeVolumeWait]
      deletion.volumeDetachTimeout = settings[deploymentOfMachine[key]].volumeDetachTimeout
      deletion.volumeWaitStartedAt = machine.status.volumeWaitStartedAt
      deletion.volumesAreAttached = volumesHold(key)
    }
    deletion.node = node.exists ? .present : .gone
    return deletion
  }
}
