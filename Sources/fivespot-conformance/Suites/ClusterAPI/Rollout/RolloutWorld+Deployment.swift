import ClusterAPI

/// The reconcile of the deployment: the plan, its status, and what is said of them.
extension RolloutWorld {
  mutating func reconcileDeployment() throws(VectorError) {
    let before = sets
    say("[MD controller] Iteration \(iteration), Reconcile md")
    let current = scenario.template - 1
    if sets.count == current { sets.append(MachineSet()) }
    guard sets.indices.contains(current) else {
      throw VectorError("there is no set ms\(current)")
    }
    let becameCurrent = annotate(current: current, wasThere: current < before.count)
    let plan = RolloutPlanner.plan(state(current: current, becameCurrent: becameCurrent))
    carryOut(plan, current: current)
    status = MachineSetTotals(sets.map(\.counts))
    if case .onDelete = scenario.strategy { status.upToDate = 0 }
    isPlanned = true
    say("[MD controller] - Result of rollout planner")
    say("    md: \(deploymentLine)")
    for place in sets.indices { tell(of: place, before: before, plan, current: current) }
    try checkLimits()
  }

  /// Writes the annotations that need no plan; whether the current set has a new revision.
  private mutating func annotate(current: Int, wasThere: Bool) -> Bool {
    let isOnDelete = scenario.strategy == .onDelete
    for place in sets.indices {
      sets[place].annotations.disablesCreation = isOnDelete && place != current
    }
    let before = sets[current].annotations.revision
    let others = sets.indices.filter { $0 != current }.map { sets[$0].annotations.revision }
    let revision = CurrentMachineSet.revision(own: before, oldSets: others)
    sets[current].annotations.revision = revision
    return wasThere && before != revision
  }

  private func state(current: Int, becameCurrent: Bool) -> RolloutState {
    var updates: RolloutState.InPlaceUpdates?
    if scenario.updatesInPlace {
      updates = .init(
        canUpdate: sets.indices.map { $0 != current },
        awaitingAcknowledgement: sets[current].machines.filter(\.awaitsAcknowledgement)
          .map(\.number),
        acknowledged: sets[current].annotations.acknowledged,
        isUpdating: machines.contains { $0.isUpdating })
    }
    return RolloutState(
      desired: scenario.desired, strategy: scenario.strategy, sets: sets.map(\.counts),
      current: current, becameCurrent: becameCurrent, inPlace: updates)
  }

  private mutating func carryOut(_ plan: RolloutPlan, current: Int) {
    for (place, desired) in plan.desired.enumerated() { sets[place].counts.desired = desired }
    for place in plan.movingSets { sets[place].annotations.movesTo = current }
    if !plan.movingSets.isEmpty { sets[current].annotations.receivesFrom = plan.movingSets }
    if !plan.acknowledged.isEmpty { sets[current].annotations.acknowledged = plan.acknowledged }
  }

  // MARK: Words

  private mutating func tell(
    of place: Int, before: [MachineSet], _ plan: RolloutPlan, current: Int
  ) {
    let name = "ms\(place + 1)"
    let desired = sets[place].counts.desired
    let reason = plan.reasons(of: place).map {
      $0.text(machineName: { "m\($0)" }, setName: { "ms\($0 + 1)" })
    }.joined(separator: ", ")
    guard before.indices.contains(place) else {
      say("    \(line(ofSet: place))")
      say("      - MachineSet \(name) created, it is now the current MachineSet")
      guard desired > 0 else { return }
      say(
        "      - Scaled up current MachineSet \(name) from 0 to \(desired) replicas (+\(desired))")
      say("        - Reason: \(reason)")
      return
    }
    let role = place == current ? "current" : "old"
    let previous = before[place].counts.desired
    let changes = self.changes(of: place, since: before[place])
    if desired == previous {
      say("    \(line(ofSet: place))")
      guard !changes.isEmpty else { return }
      say("      - Updated \(role) MachineSet \(name)")
    } else {
      let (way, by) = desired > previous ? ("up", "+") : ("down", "-")
      say("    \(line(ofSet: place, desiredBefore: previous))")
      say(
        "      - Scaled \(way) \(role) MachineSet \(name) from \(previous) to \(desired) replicas"
          + " (\(by)\(abs(desired - previous)))")
      say("        - Reason: \(reason)")
    }
    say("        - Diff: \(changes.joined(separator: ","))")
  }

  private func changes(of place: Int, since before: MachineSet) -> [String] {
    let (old, new) = (before.annotations, sets[place].annotations)
    let inPlace = "in-place-updates.internal.cluster.x-k8s.io/"
    var changes: [String] = []
    if sets[place].counts.desired != before.counts.desired {
      changes.append("replicas \(sets[place].counts.desired)")
    }
    if let revision = new.revision, old.revision != revision {
      changes.append("machinedeployment.clusters.x-k8s.io/revision: \(revision)")
    }
    if let target = new.movesTo, old.movesTo != target {
      changes.append("\(inPlace)move-machines-to-machineset: ms\(target + 1)")
    }
    if old.receivesFrom != new.receivesFrom {
      let names = Self.list(new.receivesFrom.map { $0 + 1 }, prefix: "ms")
      changes.append("\(inPlace)receive-machines-from-machinesets: \(names)")
    }
    if old.acknowledged != new.acknowledged {
      changes.append("\(inPlace)acknowledged-move: \(Self.list(new.acknowledged))")
    }
    if let disables = new.disablesCreation, old.disablesCreation != disables {
      changes.append("cluster.x-k8s.io/disable-machine-create: \(disables)")
    }
    return changes
  }

  /// Whether the rollout keeps within its limits, where nothing changed the size in the middle.
  private mutating func checkLimits() throws(VectorError) {
    guard case .rollingUpdate = scenario.strategy else { return }
    if status.available < limits.leastAvailable(of: scenario.desired) {
      guard scenario.mayLackMachines else {
        throw VectorError("iteration \(iteration): too few Machines are available")
      }
      say("[Toleration] tolerate maxUnavailable breach")
    }
    let standing = MachineSetTotals(sets.map(\.counts)).standing
    if standing > scenario.desired + limits.surge {
      guard scenario.mayHaveTooMany else {
        throw VectorError("iteration \(iteration): there are too many Machines")
      }
      say("[Toleration] tolerate maxSurge breach")
    }
  }
}
