import ClusterAPI
import Units

/// The reconciles of MachineDeployments, MachineSets and MachineHealthChecks.
extension ControlPlaneState {
  /// Plans a rollout by `RolloutPlanner`: a missing set is made, the others are scaled, and what
  /// has nothing left is deleted once the rollout is complete.
  func reconcileDeployment(_ key: Int, _ writes: inout [Write]) -> Ending {
    let deployment = deployments.seen[key]
    guard deployment.exists else { return Ending() }
    if deployment.isPaused { return reconcilePausedDeployment(key, &writes) }
    let owned = setsOfDeployment[key]
    var counts = owned.map { sets.seen[$0].counts }
    let candidates = owned.map { set in
      let object = sets.seen[set]
      return CurrentMachineSet.Candidate(
        template: object.template, createdAt: object.createdAt, desired: object.replicas)
    }
    let found = CurrentMachineSet(among: candidates, template: deployment.template, at: now).set
    let current = found ?? counts.count
    if found == nil { counts.append(MachineSetCounts()) }
    let rollout = RolloutPlanner.plan(
      RolloutState(
        desired: deployment.replicas, strategy: plan.deployments[key].strategy, sets: counts,
        current: current))
    if found == nil {
      writes.append(
        .createSet(
          deployment: key, template: deployment.template, replicas: rollout.desired[current],
          drainTimeout: deployment.drainTimeout))
    }
    for (place, set) in owned.enumerated() where rollout.desired[place] != counts[place].desired {
      writes.append(.scaleSet(set, replicas: rollout.desired[place]))
    }
    for set in owned where sets.seen[set].drainTimeout != deployment.drainTimeout {
      writes.append(.limitDrainOfSet(set, deployment.drainTimeout))
    }
    let totals = MachineSetTotals(counts)
    let status = MachineSetCounts(
      desired: totals.desired, present: totals.present, available: totals.available,
      upToDate: totals.upToDate)
    if found != nil, totals.isComplete(wanting: deployment.replicas) {
      for place in CurrentMachineSet.removable(counts, current: current) {
        writes.append(.deleteSet(owned[place]))
      }
    }
    if status != deployment.status { writes.append(.patchDeployment(key, status)) }
    return Ending()
  }

  /// Deletes unhealthy Machines, makes those that are missing and deletes those that are too many.
  ///
  /// Counts are kept up as the watches tell; the Machines are gone through one by one only where
  /// some have to be chosen.
  func reconcileSet(_ key: Int, _ writes: inout [Write]) -> Ending {
    let set = sets.seen[key]
    guard set.exists else { return Ending() }
    let isCurrent = set.template == deployments.seen[set.deployment].template
    let tally = setTallies[key]
    let scaling = MachineSetScaling(
      desired: set.replicas, order: settings[set.deployment].order,
      creationIsDisabled: settings[set.deployment].isOnDelete && !isCurrent)
    let byCounts = scaling.step(present: tally.present, deleting: tally.deleting)
    let isHeldBack = isHeldBack(set, byCounts, toRemediate: isCurrent ? tally.toRemediate : 0)
    var surplus: [MachineReference] = []
    if isCurrent && tally.toRemediate > 0 || byCounts == nil {
      surplus = chooseMachines(
        of: key, isCurrent: isCurrent, isHeldBack: isHeldBack, scaling, &writes)
    }
    if tally.drifted > 0 {
      for machine in machinesOfSet[key]
      where machines.seen[machine].drainTimeout != set.drainTimeout {
        writes.append(.limitDrain(reference(to: machine), set.drainTimeout))
      }
    }
    for machine in surplus { writes.append(.deleteMachine(machine, isRemediation: false)) }
    if case .create(let count) = byCounts, !isHeldBack {
      for _ in 0..<count {
        writes.append(.createBootstrap)
        writes.append(.createInfrastructure)
        writes.append(.createMachine(set: key, drainTimeout: set.drainTimeout))
      }
    }
    let status = MachineSetStatus(
      ready: tally.ready,
      counts: MachineSetCounts(
        desired: set.replicas, present: tally.present, available: tally.available,
        upToDate: isCurrent ? tally.present : 0))
    if status.counts != set.counts || status.ready != set.ready {
      writes.append(
        .patchSet(
          key, present: status.counts.present, ready: status.ready,
          available: status.counts.available, upToDate: status.counts.upToDate))
    }
    var lookAgain = status.lookAgain(minReady: settings[set.deployment].minReady)
    if isHeldBack {
      let retry = ControllerConstants.preflightRetry
      lookAgain = min(lookAgain ?? retry, retry)
    }
    return Ending(outcome: lookAgain.map { .requeue(after: $0) } ?? .done)
  }

  /// Chooses the Machines that are replaced for their health; the result are those that are too
  /// many.
  private func chooseMachines(
    of key: Int, isCurrent: Bool, isHeldBack: Bool, _ scaling: MachineSetScaling,
    _ writes: inout [Write]
  ) -> [MachineReference] {
    let owned = machinesOfSet[key]
    let members = owned.map { member($0, isUpToDate: isCurrent) }
    let remediation = MachineSetRemediation(
      isCurrentRevision: isCurrent, mostInFlight: mostInFlight(of: sets.seen[key].deployment),
      passesPreflight: !isHeldBack
    ).plan(members)
    for place in remediation.delete {
      writes.append(.deleteMachine(reference(to: owned[place]), isRemediation: true))
    }
    switch scaling.step(members, at: now) {
    case .nothing, .leaveMissing, .create: return []
    case .delete(let places), .handOver(_, delete: let places):
      return places.filter { !remediation.delete.contains($0) }.map { reference(to: owned[$0]) }
    }
  }

  func reference(to machine: Int) -> MachineReference {
    MachineReference(slot: UInt32(machine), number: slots.numbers[machine])
  }

  private func member(_ machine: Int, isUpToDate: Bool) -> MachineSetMember {
    let object = machines.seen[machine]
    var member = MachineSetMember(nameOrder: object.nameOrder, createdAt: object.createdAt)
    member.isDeleting = object.isDeleting
    member.hasDeleteAnnotation = object.annotations[.deleteMachine]
    member.hasNode = object.status.creation.hasNode
    member.nodeHealthy = object.status.nodeHealthy
    member.healthCheckSucceeded = object.healthCheckSucceeded
    member.remediation = object.remediation
    member.isReady = object.status.readySince != nil && !object.isDeleting
    member.isAvailable = object.status.isAvailable
    member.isUpToDate = isUpToDate
    return member
  }

  /// The number that stands for the condition `Ready` of a Node.
  static let readyCondition = 0

  /// Judges the Machines of a deployment and marks those whose set should replace them.
  ///
  /// Machines that are healthy and marked so need no look: only those that are on the list are
  /// looked at, and the others counted.
  func reconcileHealthCheck(_ key: Int, _ writes: inout [Write]) -> Ending {
    guard let check = plan.deployments[key].healthCheck else { return Ending() }
    var listed = attention[key]
    let others = watchedMachines[key] - listed.count
    if hasPauses { listed.removeAll { machines.seen[$0].annotations[.paused] } }
    let pass = check.pass(
      over: listed.map { target($0) }, knownHealthy: others,
      in: HealthChecks.ClusterState(
        controlPlaneInitializedSince: plan.start, infrastructureReadySince: plan.start), at: now)
    var waitsForTime = false
    for (place, verdict) in pass.verdicts.enumerated() {
      let machine = listed[place]
      let object = machines.seen[machine]
      switch verdict {
      case .healthy:
        if object.healthCheckSucceeded != .isTrue || object.remediation != .none {
          writes.append(.patchHealth(reference(to: machine), .isTrue, .none))
        }
      case .unhealthy:
        let remediation =
          pass.remediate.contains(place)
          ? MachineSetMember.Remediation.waiting : object.remediation
        if object.healthCheckSucceeded != .isFalse || object.remediation != remediation {
          writes.append(.patchHealth(reference(to: machine), .isFalse, remediation))
        }
      case .pending: waitsForTime = true
      case .unjudged: break
      }
    }
    return Ending(
      outcome: pass.lookAgainAfter.map { .requeue(after: $0) } ?? .done,
      waitsForTime: waitsForTime)
  }

  /// Whether a health check has to look at a Machine: it is not known to be healthy, or not marked
  /// so.
  func needsAttention(_ machine: Int, of deployment: Int) -> Bool {
    let object = machines.seen[machine]
    guard object.exists else { return false }
    let node = nodes.seen[machine]
    return object.isDeleting || object.annotations[.paused]
      || object.healthCheckSucceeded != .isTrue || object.remediation != .none
      || !object.status.creation.hasNode || !node.exists
      || settings[deployment].isWatched(node.ready)
  }

  private func target(_ machine: Int) -> HealthCheckTarget {
    let object = machines.seen[machine]
    let node = nodes.seen[machine]
    let found: HealthCheckTarget.Node
    if !object.status.creation.hasNode {
      found = .notSeen
    } else if node.exists {
      found = .present([
        ObservedCondition(
          type: ControlPlaneState.readyCondition, status: node.ready, since: node.readySince)
      ])
    } else {
      found = .deleted
    }
    var target = HealthCheckTarget(
      createdAt: object.createdAt,
      infrastructureReadySince: object.status.infrastructureReadySince, node: found)
    target.isDeleting = object.isDeleting
    return target
  }
}
