import ClusterAPI
import Units

/// How an autoscaler takes Nodes away: it taints them, evicts their pods, and only then lets Cluster API
/// delete the Machines, by the annotation `delete-machine` and one replica less, in two calls.
///
/// Sources: kubernetes/autoscaler 1.35 `core/scaledown/actuation` and
/// `cloudprovider/clusterapi/clusterapi_nodegroup.go`, `DeleteNodes`.
extension ControlPlaneState {
  /// How long a Machine may take to be deleted once it was asked for; after that the Node is given back
  /// (`clusterstate.go`, `MaxCloudProviderNodeDeletionTime`). The autoscaler takes its taint away only
  /// when it starts anew; here it does so at once.
  private static let deletionTime: TimeSpan = .minutes(5)

  mutating func beginRemoval(
    of machine: Int, isEmpty: Bool, isLimited: Bool, from step: NodeRemoval.Step,
    awaiting group: Int? = nil
  ) {
    var removal = NodeRemoval(
      machine: reference(to: machine), group: deploymentOfMachine[machine], isEmpty: isEmpty,
      isLimited: isLimited, awaits: group)
    removal.step = step
    let index = scaler.add(removal)
    if step == .awaitReplacement {
      goOn(index, after: ConsolidationPolicy.pollingPeriod)
    } else {
      call(index)
    }
  }

  private mutating func goOn(_ index: Int, after wait: TimeSpan) {
    push(
      .removalGoesOn, index, value: scaler.removals[index].generation, at: now + wait)
  }

  /// Makes the call of the step that is next.
  private mutating func call(_ index: Int, after delay: TimeSpan = .zero) {
    let wait = scaler.client.take(at: now + delay)
    push(
      .removalCallArrives, index, value: scaler.removals[index].generation,
      at: now + delay + wait + plan.api.latency)
  }

  /// Whether a removal is still what an event means.
  private func isCurrent(_ index: Int, _ generation: UInt32) -> Bool {
    scaler.removals[index].isInHand && scaler.removals[index].generation == generation
  }

  /// The slot of its Machine, while that is there and nobody deletes it.
  private func slotOfRemoval(_ index: Int) -> Int? {
    let machine = scaler.removals[index].machine
    let slot = Int(machine.slot)
    let object = machines.stored[slot]
    return slots.numbers[slot] == machine.number && object.exists && !object.isDeleting
      ? slot : nil
  }

  mutating func receiveCall(of index: Int, _ generation: UInt32) {
    guard isCurrent(index, generation) else { return }
    guard let slot = slotOfRemoval(index) else {
      scaler.removals[index].isInHand = false
      return
    }
    switch drawScalerFailure(kind(of: scaler.removals[index].step)) {
    case nil:
      let isDone = apply(scaler.removals[index].step, to: slot, index)
      scaler.removals[index].retries = 0
      if isDone { finishStep(index) } else { failStep(index) }
    case .conflict: failStep(index)
    case .tooManyRequests(let retryAfter):
      if scaler.removals[index].retries < APIFailure.mostRetries {
        scaler.removals[index].retries += 1
        call(index, after: retryAfter)
      } else {
        failStep(index)
      }
    case .serverError(let isApplied):
      if isApplied { _ = apply(scaler.removals[index].step, to: slot, index) }
      failStep(index)
    case .timeout(let after, let isApplied):
      if isApplied { _ = apply(scaler.removals[index].step, to: slot, index) }
      push(.removalCallFails, index, value: generation, at: now + after)
    }
  }

  mutating func failCall(of index: Int, _ generation: UInt32) {
    if isCurrent(index, generation) { failStep(index) }
  }

  private func kind(of step: NodeRemoval.Step) -> WatchedObjects? {
    switch step {
    case .taint, .untaint: .nodes
    case .annotate, .unannotate: .machines
    case .shrink: .deployments
    case .awaitReplacement, .evict, .wait, .leave: nil
    }
  }

  /// Lets the API servers do what a step asks for; false where they refuse.
  private mutating func apply(
    _ step: NodeRemoval.Step, to slot: Int, _ index: Int
  ) -> Bool {
    switch step {
    case .taint, .untaint:
      var node = nodes.stored[slot]
      guard node.exists else { return false }
      if scaler.removals[index].isLimited {
        node.isToBeDeleted = step == .taint
      } else {
        node.isDisrupted = step == .taint
      }
      if node != nodes.stored[slot] { write(slot, node) }
      scaler.removals[index].hasTaint = step == .taint
    case .evict:
      guard let pod = scaler.removals[index].pods.last else { return true }
      let place = Int(pod.slot)
      guard workloads.pods[place].number == pod.number, !workloads.pods[place].isGone,
        workloads.pods[place].deletedAt == nil
      else { return true }
      evict(place)
      return workloads.pods[place].deletedAt != nil || workloads.pods[place].isGone
    case .annotate, .unannotate:
      var machine = machines.stored[slot]
      machine.annotations[.deleteMachine] = step == .annotate
      write(slot, machine)
      scaler.removals[index].hasAnnotation = step == .annotate
    case .shrink:
      let deployment = scaler.removals[index].group
      guard let group = scaler.groups[deployment],
        deployments.stored[deployment].replicas > group.minimum
      else { return false }
      resize(deployment, by: -1)
      scaler.cooldown.shrankAt = now
    case .awaitReplacement, .wait, .leave: break
    }
    return true
  }

  private mutating func finishStep(_ index: Int) {
    switch scaler.removals[index].step {
    case .taint:
      scaler.removals[index].drainStartedAt = now
      drain(index)
    case .evict:
      scaler.removals[index].pods.removeLast()
      evictNext(index)
    case .annotate:
      scaler.removals[index].step = .shrink
      call(index)
    case .shrink:
      scaler.removals[index].step = .leave
      goOn(index, after: ControlPlaneState.deletionTime)
    case .unannotate: undo(index)
    case .untaint: scaler.removals[index].isInHand = false
    case .awaitReplacement, .wait, .leave: break
    }
  }

  private mutating func failStep(_ index: Int) {
    switch scaler.removals[index].step {
    case .evict:
      scaler.removals[index].wasRefused = true
      scaler.removals[index].pods.removeLast()
      evictNext(index)
    case .unannotate, .untaint:
      // What is to be undone is tried until it is.
      call(index, after: AutoscalerSettings.evictionRetry)
    default: giveUp(index)
    }
  }

  /// Sends the eviction of the next pod of a pass, or ends the pass.
  private mutating func evictNext(_ index: Int) {
    guard scaler.removals[index].pods.isEmpty else {
      call(index)
      return
    }
    scaler.removals[index].step = .wait
    goOn(
      index,
      after: scaler.removals[index].wasRefused
        ? AutoscalerSettings.evictionRetry : AutoscalerSettings.podsGonePoll)
  }

  mutating func goOnRemoving(_ index: Int, _ generation: UInt32) {
    guard isCurrent(index, generation) else { return }
    guard slotOfRemoval(index) != nil else {
      scaler.removals[index].isInHand = false
      return
    }
    switch scaler.removals[index].step {
    case .awaitReplacement: awaitReplacement(index)
    case .wait: drain(index)
    case .leave: undo(index)
    default: break
    }
  }

  /// One pass over the pods of a Node: those that are left are evicted, or waited for.
  private mutating func drain(_ index: Int) {
    guard let slot = slotOfRemoval(index) else {
      scaler.removals[index].isInHand = false
      return
    }
    if podsToWaitFor(on: slot).isEmpty {
      scaler.removals[index].step = .annotate
      call(index)
      return
    }
    let limits = scaler.removals[index].isLimited ? scaler.settings?.scaleDown : nil
    let left = podsToMove(from: slot)
    if left.isEmpty {
      let since = scaler.removals[index].evictedAt ?? now
      scaler.removals[index].evictedAt = since
      if let limits,
        now - since > limits.gracefulTermination + AutoscalerSettings.evictionHeadroom
      {
        giveUp(index)
        return
      }
      scaler.removals[index].step = .wait
      goOn(index, after: AutoscalerSettings.podsGonePoll)
      return
    }
    if let limits, let start = scaler.removals[index].drainStartedAt,
      now - start > limits.evictionTime
    {
      giveUp(index)
      return
    }
    scaler.removals[index].wasRefused = false
    scaler.removals[index].step = .evict
    // The last of the list goes first.
    scaler.removals[index].pods = left.reversed().map {
      PodReference(slot: UInt32($0), number: workloads.pods[$0].number)
    }
    call(index)
  }

  /// The pods of a Node that have to be gone before it may go.
  func podsToWaitFor(on slot: Int) -> [Int] {
    guard workloads.hasDaemonSets else { return workloads.podsOfNode[slot] }
    return workloads.podsOfNode[slot].filter { !isOfDaemonSet($0) }
  }

  private mutating func giveUp(_ index: Int) {
    scaler.cooldown.failedAt = now
    record(.nodeStays, Int(scaler.removals[index].machine.number))
    undo(index)
  }

  /// Takes the annotation and the taint away, whichever there is.
  private mutating func undo(_ index: Int) {
    if scaler.removals[index].hasAnnotation {
      scaler.removals[index].step = .unannotate
    } else if scaler.removals[index].hasTaint {
      scaler.removals[index].step = .untaint
    } else {
      scaler.removals[index].isInHand = false
      return
    }
    call(index)
  }

  /// Goes on once all Nodes of the other group are there.
  private mutating func awaitReplacement(_ index: Int) {
    guard let group = scaler.removals[index].awaits else { return }
    let census = NodeCensus(self)
    if deployments.stored[group].replicas - census.registered[group] <= 0 {
      scaler.removals[index].awaits = nil
      scaler.removals[index].step = .taint
      call(index)
      return
    }
    let due = scaler.removals[index].drainStartedAt ?? now
    scaler.removals[index].drainStartedAt = due
    if now - due > AutoscalerSettings().provisionTime {
      giveUp(index)
    } else {
      goOn(index, after: ConsolidationPolicy.pollingPeriod)
    }
  }
}
