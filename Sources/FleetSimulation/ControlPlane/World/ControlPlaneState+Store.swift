import ClusterAPI
import SimulationKernel
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

  /// How a change of now is told.
  private mutating func drawWatchFault(_ kind: WatchedObjects) -> WatchTelling {
    guard hasWatchFaults else { return .once }
    let instant = seenAt(kind)
    var telling = WatchTelling.once
    for fault in plan.api.watchFaults
    where fault.kind == kind && fault.start <= instant && instant < fault.end {
      switch fault.effect {
      case .isCut: return .never
      case .loses(let share):
        if faultStream.bernoulli(share, in: 1_000) { return .never }
      case .repeats(let share):
        if faultStream.bernoulli(share, in: 1_000) { telling = .again }
      }
    }
    return telling
  }

  mutating func write(_ object: Int, _ value: DeploymentObject) {
    let fault = drawWatchFault(.deployments)
    let at = deployments.write(
      object, value, fault == .never ? .never : .once, seenAt: seenAt(.deployments))
    announce(.deployments, at: at)
    if fault == .again { announce(.deployments, at: deployments.repeatLast()) }
  }

  mutating func write(_ object: Int, _ value: SetObject) {
    let fault = drawWatchFault(.sets)
    let at = sets.write(
      object, value, fault == .never ? .never : .once, seenAt: seenAt(.sets))
    announce(.sets, at: at)
    if fault == .again { announce(.sets, at: sets.repeatLast()) }
  }

  mutating func write(_ object: Int, _ value: MachineObject) {
    let fault = drawWatchFault(.machines)
    let at = machines.write(
      object, value, fault == .never ? .never : .once, seenAt: seenAt(.machines))
    announce(.machines, at: at)
    if fault == .again { announce(.machines, at: machines.repeatLast()) }
  }

  mutating func write(_ object: Int, _ value: BootstrapObject) {
    let fault = drawWatchFault(.bootstraps)
    let at = bootstraps.write(
      object, value, fault == .never ? .never : .once, seenAt: seenAt(.bootstraps))
    announce(.bootstraps, at: at)
    if fault == .again { announce(.bootstraps, at: bootstraps.repeatLast()) }
  }

  mutating func write(_ object: Int, _ value: InfrastructureObject) {
    let fault = drawWatchFault(.infrastructures)
    let at = infrastructures.write(
      object, value, fault == .never ? .never : .once, seenAt: seenAt(.infrastructures))
    announce(.infrastructures, at: at)
    if fault == .again { announce(.infrastructures, at: infrastructures.repeatLast()) }
  }

  mutating func write(_ object: Int, _ value: NodeObject) {
    let fault = drawWatchFault(.nodes)
    let at = nodes.write(
      object, value, fault == .never ? .never : .once, seenAt: seenAt(.nodes))
    announce(.nodes, at: at)
    if fault == .again { announce(.nodes, at: nodes.repeatLast()) }
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

  /// Tells of the next write of a kind.
  mutating func deliver(_ raw: UInt32) {
    switch WatchedObjects(rawValue: UInt8(raw)) {
    case .deployments: if let (object, _) = deployments.deliver() { tellDeployment(object) }
    case .sets: if let (object, before) = sets.deliver() { tellSet(object, before) }
    case .machines: if let (object, before) = machines.deliver() { tellMachine(object, before) }
    case .bootstraps:
      if let (object, before) = bootstraps.deliver() { tellBootstrap(object, before) }
    case .infrastructures:
      if let (object, before) = infrastructures.deliver() { tellInfrastructure(object, before) }
    case .nodes: if let (object, _) = nodes.deliver() { tellNode(object) }
    case nil: preconditionFailure("there is no kind \(raw)")
    }
  }

  /// Lists a kind: what changed is told, and the others are looked at when nothing else is to do.
  mutating func list(_ kind: WatchedObjects) {
    switch kind {
    case .deployments:
      for object in deployments.list() {
        _ = deployments.takeListed(object)
        tellDeployment(object)
      }
    case .sets: for object in sets.list() { tellSet(object, sets.takeListed(object)) }
    case .machines:
      for object in machines.list() { tellMachine(object, machines.takeListed(object)) }
    case .bootstraps:
      for object in bootstraps.list() { tellBootstrap(object, bootstraps.takeListed(object)) }
    case .infrastructures:
      for object in infrastructures.list() {
        tellInfrastructure(object, infrastructures.takeListed(object))
      }
    case .nodes:
      for object in nodes.list() {
        _ = nodes.takeListed(object)
        tellNode(object)
      }
    }
  }

  // What a change wakes. A MachineSet or MachineDeployment also wakes its Machines, which look at its
  // revision for a taint of their Node; that taint is not modelled, so nothing would come of it, and
  // it is left out.

  private mutating func tellDeployment(_ deployment: Int) {
    enqueue(.machineDeployment, deployment)
    for set in setsOfDeployment[deployment] { enqueue(.machineSet, set) }
  }

  private mutating func tellBootstrap(_ machine: Int, _ before: BootstrapObject) {
    if !before.exists, bootstraps.seen[machine].exists { beginBootstrap(machine) }
    enqueue(.machine, machine)
    lentSlotChanged(machine)
  }

  private mutating func tellInfrastructure(_ machine: Int, _ before: InfrastructureObject) {
    let seen = infrastructures.seen[machine]
    if seen.isDeleting, !before.isDeleting { beginMachineDeletion(machine) }
    if seen.exists { beginProvisioning(machine) }
    enqueue(.machine, machine)
    lentSlotChanged(machine)
  }

  private mutating func tellNode(_ node: Int) {
    updateRoom(of: node)
    if workloads.hasDaemonSets { tellDaemonSets(of: node) }
    updateAttention(of: node)
    enqueue(.machine, node)
    enqueueHealthCheck(of: node)
    schedulerIsDue(in: cluster(of: node))
    lentSlotChanged(node)
  }

  private mutating func tellSet(_ set: Int, _ before: SetObject) {
    let seen = sets.seen[set]
    let deployment = seen.exists ? seen.deployment : before.deployment
    if seen.exists, !before.exists {
      // The oldest first, in whatever order they become known.
      let place = setsOfDeployment[deployment].firstIndex { set < $0 }
      setsOfDeployment[deployment].insert(set, at: place ?? setsOfDeployment[deployment].count)
    }
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

  private mutating func tellMachine(_ machine: Int, _ before: MachineObject) {
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
    if set != lent?.noSet { enqueue(.machineSet, set) }
    enqueueHealthCheck(of: machine)
    lentSlotChanged(machine)
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
