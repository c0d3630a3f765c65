import ClusterAPI
import SimulationKernel
import Units

/// How queues, workers and clients drive the reconciles.
extension ControlPlaneState {
  mutating func enqueue(
    _ kind: ControllerKind, _ key: Int, priority: Int8 = WorkQueue.livePriority
  ) {
    // What happens while the controllers are down they find when they list.
    guard !isDown else { return }
    let index = Int(kind.rawValue)
    controllers[index].admit(key)
    controllers[index].keys[key].isSettled = false
    controllers[index].queue.add(key, priority: priority, at: now)
    controllers[index].isDue = true
  }

  mutating func wakeController(_ index: Int) {
    controllers[index].wakesAt = .distantFuture
    controllers[index].isDue = true
  }

  /// The end of an instant: workers take what is ready.
  mutating func startReconciles() {
    for index in controllers.indices {
      while controllers[index].isDue {
        controllers[index].isDue = false
        startReconciles(of: index)
      }
    }
  }

  private mutating func startReconciles(of index: Int) {
    guard let kind = ControllerKind(rawValue: UInt8(index)) else { return }
    while controllers[index].busy < controllers[index].workers {
      let depth = controllers[index].queue.count
      guard let key = controllers[index].queue.take(at: now) else { break }
      controllers[index].report.queueDepth.record(Int64(depth))
      let isStale = controllers[index].keys[key].awaitsOwnWrites && isBehindOwnWrites(kind, key)
      let attempt = controllers[index].keys[key].gate.attempt(
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
  private mutating func isBehindOwnWrites(_ kind: ControllerKind, _ key: Int) -> Bool {
    guard plan.profile.floor > .zero || kind != .machine else { return false }
    let index = Int(kind.rawValue)
    let isBehind =
      controllers[index].isAhead(key, of: .deployments, deployments.delivered)
      || controllers[index].isAhead(key, of: .sets, sets.delivered)
      || controllers[index].isAhead(key, of: .machines, machines.delivered)
      || controllers[index].isAhead(key, of: .bootstraps, bootstraps.delivered)
      || controllers[index].isAhead(key, of: .infrastructures, infrastructures.delivered)
      || controllers[index].isAhead(key, of: .nodes, nodes.delivered)
    controllers[index].keys[key].awaitsOwnWrites = isBehind
    return isBehind
  }

  private mutating func start(_ kind: ControllerKind, _ key: Int) {
    // The list of writes is taken out while it is filled, so that it is never copied.
    var writes: [Write] = []
    swap(&writes, &scratchWrites)
    let ending = reconcile(kind, key, &writes)
    if writes.isEmpty {
      swap(&writes, &scratchWrites)
      finish(kind, key, ending, startedAt: now, hasWritten: false)
      return
    }
    controllers[Int(kind.rawValue)].busy += 1
    let index = freeJobs.popLast() ?? jobs.count
    if index == jobs.count { jobs.append(ReconcileInHand()) }
    jobs[index].controller = kind
    jobs[index].key = key
    jobs[index].next = 0
    jobs[index].ending = ending
    jobs[index].startedAt = now
    jobs[index].newMachine = nil
    jobs[index].isInHand = true
    jobs[index].retries = 0
    jobs[index].isUnnoticed = false
    jobs[index].leavesNode = false
    swap(&jobs[index].writes, &writes)
    swap(&writes, &scratchWrites)
    scratchWrites.removeAll(keepingCapacity: true)
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
  mutating func proceed(_ index: Int, after delay: TimeSpan = .zero) {
    let next = jobs[index].next
    guard next < jobs[index].writes.count else {
      endJob(index)
      return
    }
    let sentAt = now + delay
    let isForWorkloadCluster = jobs[index].writes[next].isForWorkloadCluster
    // Machines alone have to do with workload clusters, and the key of their controller is theirs.
    let wait =
      isForWorkloadCluster
      ? clusters[cluster(of: jobs[index].key)].client.take(at: sentAt)
      : managementClient.take(at: sentAt)
    meter.noteCall(ofWorkloadClient: isForWorkloadCluster, wait: wait)
    push(.writeArrives, index, value: epoch, at: sentAt + wait + plan.api.latency)
  }

  mutating func endJob(_ index: Int) {
    controllers[Int(jobs[index].controller.rawValue)].busy -= 1
    jobs[index].isInHand = false
    freeJobs.append(index)
    finish(
      jobs[index].controller, jobs[index].key, jobs[index].ending,
      startedAt: jobs[index].startedAt, hasWritten: true)
  }

  /// Ends the work on an object.
  private mutating func finish(
    _ kind: ControllerKind, _ key: Int, _ ending: Ending, startedAt: Instant, hasWritten: Bool
  ) {
    let place = Int(kind.rawValue)
    controllers[place].report.reconcileTime.record((now - startedAt).nanoseconds)
    meter.noteReconcile(now - startedAt, hasFailed: ending.outcome == .failure, of: place)
    var wait = controllers[place].keys[key].gate.finish(
      ending.outcome, at: now, floor: controllers[place].floor, retry: controllers[place].retry)
    if ending.outcome == .failure {
      controllers[place].report.failures += 1
      if let delay = wait, let bucket = controllers[place].retryBucket?.take(at: now) {
        wait = max(delay, bucket)
      }
    }
    // Before v1.13 nothing puts a run off, so an event makes a drain look early.
    if let deferral = ending.deferral, controllers[place].floor > .zero {
      controllers[place].keys[key].gate.deferRuns(until: now + deferral)
    }
    controllers[place].queue.finish(key)
    if let wait { controllers[place].queue.add(key, at: now, after: wait) }
    controllers[place].keys[key].isSettled =
      !hasWritten && ending.outcome == .done && ending.deferral == nil && !ending.waitsForTime
      && !controllers[place].queue.isQueued(key)
    controllers[place].isDue = true
  }
}
