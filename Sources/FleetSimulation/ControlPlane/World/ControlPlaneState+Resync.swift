import ClusterAPI
import SimulationKernel
import Units

/// How controllers come back to objects without cause, and after they restart.
extension ControlPlaneState {
  /// Hands every object out again, behind everything else where the release does so.
  ///
  /// Objects of which it is known that nothing would come of it are not handed out: all that a run
  /// leaves behind is that the next one keeps its distance. That holds while a worker is left for
  /// each of the others, so that they would run in this very moment.
  mutating func resync(_ index: Int) {
    guard let kind = ControllerKind(rawValue: UInt8(index)) else { return }
    push(.resync, index, at: now + controllers[index].resyncPeriod)
    guard !isDown else { return }
    if plan.elidesResyncs, !othersMayHoldAllWorkers(kind) {
      var elided: UInt64 = 0
      forEachKey(of: kind) { state, key in
        if state.elide(index, key) {
          elided += 1
        } else {
          state.enqueue(kind, key, priority: state.resyncPriority)
        }
      }
      controllers[index].report.reconcileTime.record(0, times: elided)
      meter.noteIdleReconciles(elided, of: index)
    } else {
      enqueueAll(kind)
    }
  }

  private func othersMayHoldAllWorkers(_ kind: ControllerKind) -> Bool {
    let controller = controllers[Int(kind.rawValue)]
    var others = controller.busy + controller.queue.count
    for key in controller.keys where !key.isSettled { others += 1 }
    return others >= controller.workers
  }

  /// Does as if an object had been reconciled to no effect; false where it has to be.
  private mutating func elide(_ index: Int, _ key: Int) -> Bool {
    guard key < controllers[index].keys.count, controllers[index].keys[key].isSettled,
      controllers[index].keys[key].gate.isOpen(at: now)
    else { return false }
    _ = controllers[index].keys[key].gate.attempt(at: now, floor: controllers[index].floor)
    return true
  }

  private var resyncPriority: Int8 {
    plan.profile.putsResyncsLast ? WorkQueue.backgroundPriority : WorkQueue.livePriority
  }

  mutating func enqueueAll(_ kind: ControllerKind) {
    forEachKey(of: kind) { $0.enqueue(kind, $1, priority: $0.resyncPriority) }
  }

  private mutating func forEachKey(
    of kind: ControllerKind, _ body: (inout ControlPlaneState, Int) -> Void
  ) {
    switch kind {
    case .machineDeployment: for key in plan.deployments.indices { body(&self, key) }
    case .machineHealthCheck:
      for key in settings.indices where settings[key].hasHealthCheck { body(&self, key) }
    case .machineSet: for key in sets.seen.indices where sets.seen[key].exists { body(&self, key) }
    case .machine:
      for key in machines.seen.indices where machines.seen[key].exists { body(&self, key) }
    }
  }
}
