import ClusterAPI
import SimulationKernel
import Units

/// Spot machines: they are taken back, mostly with a notice.
///
/// Cluster API does nothing on a notice: a Machine stays until its Node is Unknown and a health check has
/// it replaced.
extension ControlPlaneState {
  mutating func beginSpot() {
    for (index, reclaim) in plan.spotReclaims.enumerated() {
      push(.spotIsReclaimed, index, at: reclaim.at)
    }
  }

  mutating func handleSpot(_ event: ControlPlaneEvent) {
    let subject = Int(event.subject)
    switch event.kind {
    case .spotIsReclaimed: reclaim(plan.spotReclaims[subject])
    case .spotIsAtRisk: if isSettled(subject, event.value) { hear(subject, isRebalance: true) }
    case .spotIsNoticed: if isSettled(subject, event.value) { notice(subject) }
    case .spotShutsDown: if isSettled(subject, event.value) { shutDown(subject) }
    case .spotEnds: if isSettled(subject, event.value) { endSpot(subject) }
    case .handlerBegins: beginHandling(subject, isRebalance: event.value == 1)
    case .handlerActs: act(subject)
    default: preconditionFailure("not an event of spot machines")
    }
  }

  /// How a machine is taken back; nil for one that is not.
  private func spotPlan(of machine: Int) -> SpotMachinePlan? {
    deployment(of: machine).flatMap { plan.deployments[$0].spot }
  }

  /// Whether an event is of the end that a machine is to have; a mass reclaim may have brought it
  /// forward, which is told by its time.
  private func isSettled(_ machine: Int, _ stamp: UInt32) -> Bool {
    guard let end = spot.end(machine, number: slots.numbers[machine]) else { return false }
    return stampOf(end) == stamp
      && (hardware.machines[machine].isRunning || hardware.machines[machine].isCutOff)
  }

  private func stampOf(_ instant: Instant) -> UInt32 {
    UInt32(truncatingIfNeeded: (instant - plan.start).nanoseconds / 1_000_000)
  }

  /// Draws how long a machine lives that begins to run.
  mutating func drawLife(_ machine: Int) {
    guard spot.isUsed, let law = spotPlan(of: machine) else { return }
    let end = now + max(law.life.sampleSpan(&spot.stream), .zero)
    let lead = law.notice.sampleSpan(&spot.stream)
    let isMissed = spot.stream.bernoulli(law.missedPerThousand, in: 1_000)
    let isAtRisk = spot.stream.bernoulli(law.rebalancePerThousand, in: 1_000)
    let notice = max(end - max(lead, .zero), now)
    settle(machine, end: end, notice: isMissed ? nil : notice, law)
    if isAtRisk, !isMissed {
      pushOfMachine(
        .spotIsAtRisk, machine, value: stampOf(end), at: max(notice - law.rebalanceLead, now))
    }
  }

  private mutating func settle(
    _ machine: Int, end: Instant, notice: Instant?, _ law: SpotMachinePlan
  ) {
    spot.setEnd(machine, number: slots.numbers[machine], at: end)
    let stamp = stampOf(end)
    pushOfMachine(.spotEnds, machine, value: stamp, at: end)
    guard let notice else { return }
    pushOfMachine(.spotIsNoticed, machine, value: stamp, at: notice)
    if let shutdown = law.shutdown {
      let total = shutdown.groups.reduce(TimeSpan.zero) { $0 + $1.grace }
      pushOfMachine(.spotShutsDown, machine, value: stamp, at: max(end - total, notice))
    }
  }

  /// Notices for a part of a deployment, all at once.
  private mutating func reclaim(_ reclaim: SpotReclaim) {
    guard let law = plan.deployments[reclaim.deployment].spot else { return }
    for machine in hardware.machines.indices
    where deploymentOfMachine[machine] == reclaim.deployment
      && hardware.machines[machine].isRunning
    {
      guard spot.stream.bernoulli(reclaim.perThousand, in: 1_000) else { continue }
      let end = now + max(law.notice.sampleSpan(&spot.stream), .zero)
      guard let before = spot.end(machine, number: slots.numbers[machine]), end < before else {
        continue
      }
      let isMissed = spot.stream.bernoulli(law.missedPerThousand, in: 1_000)
      settle(machine, end: end, notice: isMissed ? nil : now, law)
    }
  }

  private mutating func notice(_ machine: Int) {
    recordOfMachine(.spotIsNoticed, machine)
    hear(machine, isRebalance: false)
    guard let law = spotPlan(of: machine), law.deletesMachines,
      machines.stored[machine].exists
    else { return }
    delete(machine, isRemediation: false)
  }

  /// A handler hears of a notice at its next question. On a machine that has not joined there is none
  /// yet; it looks as soon as it is there.
  private mutating func hear(_ machine: Int, isRebalance: Bool) {
    guard let handler = spotPlan(of: machine)?.handler else { return }
    var wait = TerminationHandler.queuePeriod
    if handler.mode == .metadata {
      let period = TerminationHandler.metadataPeriod.nanoseconds
      let joined = hardware.machines[machine].joinedAt
      let since = joined == .distantPast ? 0 : (now - joined).nanoseconds
      wait = TimeSpan(nanoseconds: period - since % period)
    }
    pushOfMachine(.handlerBegins, machine, value: isRebalance ? 1 : 0, at: now + wait)
  }

  private mutating func beginHandling(_ machine: Int, isRebalance: Bool) {
    guard let law = spotPlan(of: machine), let handler = law.handler,
      hardware.machines[machine].isRunning, handler.mode == .queue || law.isInterruptible
    else { return }
    if handler.mode == .metadata,
      !nodes.stored[machine].exists || !nodes.stored[machine].isInterruptible
    {
      // Its DaemonSet comes to the Node with the label, and the notice stands in the metadata still.
      pushOfMachine(
        .handlerBegins, machine, value: isRebalance ? 1 : 0,
        at: now + TerminationHandler.metadataPeriod)
      return
    }
    guard nodes.stored[machine].exists else { return }
    let number = slots.numbers[machine]
    let evicts = handler.drains(isRebalance: isRebalance)
    let deadline = now + handler.grace
    if var drain = drain(of: machine) {
      let goesOn = drain.evicts
      drain.evicts = drain.evicts || evicts
      drain.deadline = deadline
      spot.setDrain(machine, drain)
      if goesOn { return }
    } else {
      spot.setDrain(
        machine,
        HandlerDrain(
          number: number, deadline: deadline, evicts: evicts,
          client: SpotMachineState.clientLimit.bucket(fullAt: now)))
    }
    callOfHandler(machine, handler)
  }

  private func drain(of machine: Int) -> HandlerDrain? {
    guard machine < spot.drains.count, let drain = spot.drains[machine],
      drain.number == slots.numbers[machine]
    else { return nil }
    return drain
  }

  private mutating func callOfHandler(
    _ machine: Int, _ handler: TerminationHandler, after delay: TimeSpan = .zero
  ) {
    let sentAt = now + delay
    let wait =
      handler.mode == .queue
      ? spot.client.take(at: sentAt)
      : spot.drains[machine]?.client.take(at: sentAt) ?? .zero
    pushOfMachine(.handlerActs, machine, at: sentAt + wait + plan.api.latency)
  }

  /// One call of a handler: first the cordon, then an eviction each. What is refused is tried again
  /// five seconds later, until its time is over.
  private mutating func act(_ machine: Int) {
    guard let handler = spotPlan(of: machine)?.handler,
      var drain = drain(of: machine), nodes.stored[machine].exists,
      hardware.machines[machine].isRunning, now <= drain.deadline
    else {
      if machine < spot.drains.count { spot.setDrain(machine, nil) }
      return
    }
    if failsForHandler(machine) {
      callOfHandler(machine, handler, after: TerminationHandler.evictionRetry)
      return
    }
    if !drain.isCordoned {
      drain.isCordoned = true
      cordonForHandler(machine)
    } else if let pod = drain.pods.popLast() {
      let place = Int(pod.slot)
      if workloads.pods[place].number == pod.number, workloads.pods[place].deletedAt == nil {
        evict(place)
      }
    }
    var wait = TimeSpan.zero
    if drain.pods.isEmpty {
      guard drain.evicts else {
        spot.setDrain(machine, drain)
        return
      }
      let isFirst = !drain.hasTried
      drain.hasTried = true
      drain.pods = podsToMove(from: machine).reversed().map {
        PodReference(slot: UInt32($0), number: workloads.pods[$0].number)
      }
      if !isFirst { wait = TerminationHandler.evictionRetry }
    }
    let isDone = drain.pods.isEmpty
    spot.setDrain(machine, isDone ? nil : drain)
    if !isDone { callOfHandler(machine, handler, after: wait) }
  }

  private mutating func cordonForHandler(_ machine: Int) {
    guard !nodes.stored[machine].isUnschedulable else { return }
    var changed = nodes.stored[machine]
    changed.isUnschedulable = true
    write(machine, changed)
    recordOfMachine(.nodeIsCordoned, machine)
  }

  /// Whether a call of a handler fails now; how does not count, since it is tried again in any case.
  private mutating func failsForHandler(_ machine: Int) -> Bool {
    if refusal(of: cluster(of: machine)) != nil { return true }
    return plan.api.drawFailure(of: .nodes, by: nil, at: now, &spot.faultStream) != nil
  }

  /// The kubelet hears that its machine shuts down: the Node is not ready, and what still runs ends
  /// within the time that its priority has. Budgets are not asked.
  private mutating func shutDown(_ machine: Int) {
    guard let shutdown = spotPlan(of: machine)?.shutdown,
      hardware.machines[machine].isRunning, nodes.stored[machine].exists
    else { return }
    recordOfMachine(.nodeShutsDown, machine)
    var changed = nodes.stored[machine]
    changed.ready = .isFalse
    changed.readySince = now
    write(machine, changed)
    zonesChanged()
    // Pods here have the priority 0.
    guard let group = shutdown.group(ofPriority: 0) else { return }
    let grace = shutdown.groups[group].grace
    for pod in podsToMove(from: machine) {
      let workload = workloads.pods[pod].workload
      workloads.hasLost[workload] = true
      workloads.markDeleted(pod, at: now)
      if workloads.hasKinds { podIsDeleted(pod) }
      let time = min(plan.workloads[workload].termination.sampleSpan(&spot.stream), grace)
      pushOfPod(.podIsGone, pod, at: now + time)
      workloadChanged(workload)
    }
  }

  private mutating func endSpot(_ machine: Int) {
    recordOfMachine(.nodeDies, machine, 1)
    takeDown(machine)
  }
}
