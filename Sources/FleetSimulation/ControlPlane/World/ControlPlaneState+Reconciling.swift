import ClusterAPI
import SimulationKernel
import Units

/// How queues, workers and clients drive the reconciles.
extension ControlPlaneState {
  mutating func enqueue(
    _ kind: ControllerKind, _ key: Int, priority: Int8 = WorkQueue.livePriority
  ) {
    let index = Int(kind.rawValue)
    controllers[index].admit(key)
    controllers[index].queue.add(key, priority: priority, at: now)
    controllers[index].isDue = true
  }

  mutating func wakeController(_ index: Int) {
    controllers[index].wakesAt = .distantFuture
    controllers[index].isDue = true
  }

  /// The end of an instant: workers take what is ready.
  mutating func startReconciles() {
    for kind in ControllerKind.allCases {
      let index = Int(kind.rawValue)
      while controllers[index].isDue {
        controllers[index].isDue = false
        startReconciles(of: kind)
      }
    }
  }

  private mutating func startReconciles(of kind: ControllerKind) {
    let index = Int(kind.rawValue)
    while controllers[index].busy < controllers[index].workers {
      let depth = controllers[index].queue.count
      guard let key = controllers[index].queue.take(at: now) else { break }
      controllers[index].report.queueDepth.record(Int64(depth))
      let isStale = isBehindOwnWrites(kind, key)
      let attempt = controllers[index].gates[key].attempt(
        at: now, floor: controllers[index].floor, cacheIsStale: isStale)
      switch attempt {
      case .wait(let wait):
        controllers[index].queue.finish(key)
        controllers[index].queue.add(key, at: now, after: wait)
      case .run: start(kind, key)
      }
    }
    guard controllers[index].busy < controllers[index].workers,
      let next = controllers[index].queue.nextReady(), next < controllers[index].wakesAt
    else { return }
    controllers[index].wakesAt = next
    push(.controllerWakes, index, at: next)
  }

  /// Whether the watches have not told yet what the last run of an object wrote.
  ///
  /// From v1.13 on every controller waits for them. Before, a MachineSet waited within its reconcile
  /// until it saw the Machines that it made or deleted, which comes to the same here.
  private func isBehindOwnWrites(_ kind: ControllerKind, _ key: Int) -> Bool {
    guard plan.profile.floor > .zero || kind != .machine else { return false }
    let kinds = WatchedObjects.allCases
    let first = key * kinds.count
    let needed = controllers[Int(kind.rawValue)].needed
    return kinds.contains { needed[first + Int($0.rawValue)] > delivered($0) }
  }

  private mutating func start(_ kind: ControllerKind, _ key: Int) {
    let index = freeJobs.popLast() ?? jobs.count
    if index == jobs.count { jobs.append(ReconcileInHand()) }
    var writes = jobs[index].writes
    writes.removeAll(keepingCapacity: true)
    let ending = reconcile(kind, key, &writes)
    jobs[index] = ReconcileInHand(
      controller: kind, key: key, writes: writes, ending: ending, startedAt: now)
    controllers[Int(kind.rawValue)].busy += 1
    proceed(index)
  }

  private func reconcile(
    _ kind: ControllerKind, _ key: Int, _ writes: inout [Write]
  ) -> Ending {
    switch kind {
    case .machineDeployment: reconcileDeployment(key, &writes)
    case .machineSet: reconcileSet(key, &writes)
    case .machine: reconcileMachine(key, &writes)
    case .machineHealthCheck: reconcileHealthCheck(key, &writes)
    }
  }

  /// Sends the next write of a job, or ends it.
  private mutating func proceed(_ index: Int, after delay: TimeSpan = .zero) {
    let job = jobs[index]
    guard job.next < job.writes.count else {
      endJob(index)
      return
    }
    let sentAt = now + delay
    let wait =
      job.writes[job.next].isForWorkloadCluster
      ? workloadClient.take(at: sentAt) : managementClient.take(at: sentAt)
    push(.writeArrives, index, value: epoch, at: sentAt + wait + plan.api.latency)
  }

  /// Lets the API server answer the write of a job that is on its way.
  mutating func applyWrite(_ index: Int) {
    let write = jobs[index].writes[jobs[index].next]
    if failsByFault() {
      fail(index, write)
      return
    }
    apply(write, of: index)
    jobs[index].next += 1
    proceed(index)
  }

  private mutating func failsByFault() -> Bool {
    let api = plan.api
    guard api.failuresPerThousand > 0, now < api.failuresEnd else { return false }
    return faultStream.bernoulli(api.failuresPerThousand, in: 1_000)
  }

  /// A failed write ends the reconcile, but for that of a Node past its timeout, which is left.
  private mutating func fail(_ index: Int, _ write: Write) {
    record(.writeFails, Int(jobs[index].controller.rawValue), jobs[index].key)
    if case .deleteNode(let node) = write, let deletedAt = machines.stored[node].deletedAt,
      MachineDeletionGates.mayLeaveNode(
        timeout: ControllerConstants.nodeDeletionTimeout, machineDeletedAt: deletedAt, at: now)
    {
      jobs[index].next += 1
      proceed(index, after: ControllerConstants.nodeDeleteWindow)
      return
    }
    if case .evict = write {
      jobs[index].next += 1
      proceed(index)
      return
    }
    if let machine = jobs[index].newMachine { cleanUp(machine, of: jobs[index]) }
    jobs[index].ending = Ending(outcome: .failure)
    endJob(index)
  }

  mutating func endJob(_ index: Int) {
    let job = jobs[index]
    let place = Int(job.controller.rawValue)
    controllers[place].busy -= 1
    controllers[place].report.reconcileTime.record((now - job.startedAt).nanoseconds)
    var wait = controllers[place].gates[job.key].finish(
      job.ending.outcome, at: now, floor: controllers[place].floor, retry: controllers[place].retry)
    if job.ending.outcome == .failure {
      controllers[place].report.failures += 1
      if let delay = wait, let bucket = controllers[place].retryBucket?.take(at: now) {
        wait = max(delay, bucket)
      }
    }
    // Before v1.13 nothing puts a run off, so an event makes a drain look early.
    if let deferral = job.ending.deferral, controllers[place].floor > .zero {
      controllers[place].gates[job.key].deferRuns(until: now + deferral)
    }
    controllers[place].queue.finish(job.key)
    if let wait { controllers[place].queue.add(job.key, at: now, after: wait) }
    controllers[place].isDue = true
    freeJobs.append(index)
  }

  /// Hands every object out again, behind everything else where the release does so.
  mutating func resync(_ controller: Int) {
    guard let kind = ControllerKind(rawValue: UInt8(controller)) else { return }
    enqueueAll(kind)
    push(.resync, controller, at: now + controllers[controller].resyncPeriod)
  }

  private mutating func enqueueAll(_ kind: ControllerKind) {
    let priority =
      plan.profile.putsResyncsLast ? WorkQueue.backgroundPriority : WorkQueue.livePriority
    switch kind {
    case .machineDeployment, .machineHealthCheck:
      for key in plan.deployments.indices
      where kind == .machineDeployment || plan.deployments[key].healthCheck != nil {
        enqueue(kind, key, priority: priority)
      }
    case .machineSet:
      for key in sets.seen.indices where sets.seen[key].exists {
        enqueue(kind, key, priority: priority)
      }
    case .machine:
      for key in machines.seen.indices where machines.seen[key].exists {
        enqueue(kind, key, priority: priority)
      }
    }
  }

  /// What was in hand is lost, with all that the queues knew; every object is looked at again.
  mutating func restartControllers() {
    epoch += 1
    for index in controllers.indices { controllers[index].restart() }
    freeJobs = Array(jobs.indices.reversed())
    for kind in ControllerKind.allCases { enqueueAll(kind) }
  }
}

extension Write {
  /// Whether the call goes to the workload cluster, through a client of its own.
  var isForWorkloadCluster: Bool {
    switch self {
    case .cordon, .evict, .deleteNode: true
    default: false
    }
  }
}
