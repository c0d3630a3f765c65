import ClusterAPI
import Units

/// How writes become known.
extension ControlPlaneState {
  /// When a write of now is seen by those who watch the kind.
  private func seenAt(_ kind: WatchedObjects) -> Instant {
    var instant = now + plan.api.watchLatency
    guard hasStalls else { return instant }
    for stall in plan.api.stalls where stall.kind == kind {
      if stall.start <= instant, instant < stall.end { instant = stall.end }
    }
    return instant
  }

  private mutating func announce(_ kind: WatchedObjects, at instant: Instant) {
    push(.watchDelivers, Int(kind.rawValue), at: instant)
  }

  mutating func write(_ object: Int, _ value: DeploymentObject) {
    announce(.deployments, at: deployments.write(object, value, seenAt: seenAt(.deployments)))
  }

  mutating func write(_ object: Int, _ value: SetObject) {
    announce(.sets, at: sets.write(object, value, seenAt: seenAt(.sets)))
  }

  mutating func write(_ object: Int, _ value: MachineObject) {
    announce(.machines, at: machines.write(object, value, seenAt: seenAt(.machines)))
  }

  mutating func write(_ object: Int, _ value: BootstrapObject) {
    announce(.bootstraps, at: bootstraps.write(object, value, seenAt: seenAt(.bootstraps)))
  }

  mutating func write(_ object: Int, _ value: InfrastructureObject) {
    announce(
      .infrastructures,
      at: infrastructures.write(object, value, seenAt: seenAt(.infrastructures)))
  }

  mutating func write(_ object: Int, _ value: NodeObject) {
    announce(.nodes, at: nodes.write(object, value, seenAt: seenAt(.nodes)))
  }

  /// How many writes of a kind there were.
  func written(_ kind: WatchedObjects) -> UInt64 {
    switch kind {
    case .deployments: deployments.written
    case .sets: sets.written
    case .machines: machines.written
    case .bootstraps: bootstraps.written
    case .infrastructures: infrastructures.written
    case .nodes: nodes.written
    }
  }

  /// Tells of the next write of a kind, and puts what it wakes into the queues.
  ///
  /// A MachineSet or MachineDeployment also wakes its Machines, which look at its revision for a taint
  /// of their Node; that taint is not modelled, so nothing would come of it, and it is left out.
  mutating func deliver(_ raw: UInt32) {
    switch WatchedObjects(rawValue: UInt8(raw)) {
    case .deployments:
      let (deployment, _) = deployments.deliver()
      enqueue(.machineDeployment, deployment)
      for set in setsOfDeployment[deployment] { enqueue(.machineSet, set) }
    case .sets: deliverSet()
    case .machines: deliverMachine()
    case .bootstraps:
      let (machine, before) = bootstraps.deliver()
      if !before.exists, bootstraps.seen[machine].exists { beginBootstrap(machine) }
      enqueue(.machine, machine)
    case .infrastructures:
      let (machine, before) = infrastructures.deliver()
      let seen = infrastructures.seen[machine]
      if seen.isDeleting, !before.isDeleting { beginMachineDeletion(machine) }
      if seen.exists { beginProvisioning(machine) }
      enqueue(.machine, machine)
    case .nodes:
      let (node, _) = nodes.deliver()
      updateRoom(of: node)
      updateAttention(of: node)
      enqueue(.machine, node)
      enqueueHealthCheck(of: node)
      schedulerIsDue()
    case nil: preconditionFailure("there is no kind \(raw)")
    }
  }

  private mutating func deliverSet() {
    let (set, before) = sets.deliver()
    let seen = sets.seen[set]
    let deployment = seen.exists ? seen.deployment : before.deployment
    if seen.exists, !before.exists { setsOfDeployment[deployment].append(set) }
    if !seen.exists, before.exists { setsOfDeployment[deployment].removeAll { $0 == set } }
    if seen.drainTimeout != before.drainTimeout { recountDrift(of: set) }
    enqueue(.machineDeployment, deployment)
    enqueue(.machineSet, set)
  }

  private mutating func recountDrift(of set: Int) {
    setTallies[set].drifted = machinesOfSet[set].count {
      machines.seen[$0].drainTimeout != sets.seen[set].drainTimeout
    }
  }

  private mutating func deliverMachine() {
    let (machine, before) = machines.deliver()
    let seen = machines.seen[machine]
    let set = seen.exists ? seen.set : before.set
    let timeout = sets.seen[set].drainTimeout
    setTallies[set].count(before, -1, drainTimeout: timeout)
    setTallies[set].count(seen, 1, drainTimeout: timeout)
    let deployment = deploymentOfMachine[machine]
    if seen.exists, !before.exists {
      placeInSet[machine] = machinesOfSet[set].count
      machinesOfSet[set].append(machine)
      watchedMachines[deployment] += 1
    } else if !seen.exists, before.exists {
      let place = placeInSet[machine]
      let last = machinesOfSet[set].removeLast()
      if last != machine {
        machinesOfSet[set][place] = last
        placeInSet[last] = place
      }
      watchedMachines[deployment] -= 1
      slots.retire(machine)
    }
    updateAttention(of: machine)
    beginProvisioning(machine)
    enqueue(.machine, machine)
    enqueue(.machineSet, set)
    enqueueHealthCheck(of: machine)
  }

  private mutating func enqueueHealthCheck(of machine: Int) {
    let deployment = deploymentOfMachine[machine]
    if settings[deployment].hasHealthCheck { enqueue(.machineHealthCheck, deployment) }
  }

  /// Puts a Machine on the list of those that the health check has to look at, or takes it off.
  private mutating func updateAttention(of machine: Int) {
    let deployment = deploymentOfMachine[machine]
    guard settings[deployment].hasHealthCheck else { return }
    let place = placeInAttention[machine]
    let isNeeded = needsAttention(machine, of: deployment)
    guard isNeeded != (place != nil) else { return }
    if let place {
      let last = attention[deployment].removeLast()
      if last != machine {
        attention[deployment][place] = last
        placeInAttention[last] = place
      }
      placeInAttention[machine] = nil
    } else {
      placeInAttention[machine] = attention[deployment].count
      attention[deployment].append(machine)
    }
  }
}
