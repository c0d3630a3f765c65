import ClusterAPI
import KubernetesModel
import Units

/// What holds MachineDeployments and MachineSets back.
extension ControlPlaneState {
  /// A deployment that is paused makes no set and rolls nothing out: its sets share out a change of
  /// its size.
  func reconcilePausedDeployment(_ key: Int, _ writes: inout [Write]) -> Ending {
    let deployment = deployments.seen[key]
    let owned = setsOfDeployment[key]
    let objects = owned.map { sets.seen[$0] }
    let counts = objects.map(\.counts)
    let desired = PausedScaling(
      desired: deployment.replicas, strategy: plan.deployments[key].strategy, sets: counts,
      current: objects.lastIndex { $0.template == deployment.template },
      sizeThen: objects.map(\.sizeThen), desiredThen: objects.map(\.desiredThen)
    ).plan()
    for (place, set) in owned.enumerated() where desired[place] != counts[place].desired {
      writes.append(.scaleSet(set, replicas: desired[place]))
    }
    let totals = MachineSetTotals(counts)
    let status = MachineSetCounts(
      desired: totals.desired, present: totals.present, available: totals.available,
      upToDate: totals.upToDate)
    if status != deployment.status { writes.append(.patchDeployment(key, status)) }
    return Ending()
  }

  /// Keeps on a set how large its deployment was when the set was scaled.
  func annotate(_ set: inout SetObject) {
    let replicas = deployments.stored[set.deployment].replicas
    let limits = RolloutLimits(plan.deployments[set.deployment].strategy, replicas: replicas)
    set.desiredThen = replicas
    set.sizeThen = replicas + limits.surge
  }

  /// Whether a set that would make or replace Machines may not, by its preflight checks.
  func isHeldBack(_ set: SetObject, _ step: MachineSetScaling.Step?, toRemediate: Int) -> Bool {
    guard let controlPlane = plan.controlPlane else { return false }
    var isMaking = toRemediate > 0
    if case .create = step { isMaking = true }
    guard isMaking else { return false }
    let state = PreflightState(
      controlPlane: controlPlane.versions(at: now),
      machineSet: plan.deployments[set.deployment].version)
    return !state.failures.isEmpty
  }

  /// How many Machines of a deployment may be under replacement at a time; nil for any number.
  func mostInFlight(of deployment: Int) -> Int? {
    plan.deployments[deployment].mostInFlight.map {
      MachineSetRemediation.mostInFlight($0, replicas: deployments.seen[deployment].replicas)
    }
  }
}
