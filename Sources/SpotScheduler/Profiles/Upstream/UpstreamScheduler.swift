import Units

/// Released 5-Spot, v0.3: every object is a thermostat that knows of no other.
///
/// Its schedule's provider wakes it at the exact edge, and each status patch at once leads to the
/// next reconciliation, so several steps of the phase machine can happen at one instant.
struct UpstreamScheduler {
  let snapshot: FleetSnapshot
  let now: Instant

  func decide(_ changed: ChangeSet) -> Decision {
    var decision = Decision()
    var last: ScheduledMachineID?
    // Looking at an object twice would do its work twice.
    let machines =
      changed.clustersChanged || changed.machines.count > 1
      ? changed.machines.sorted() : changed.machines
    for id in machines where snapshot.contains(id) && id != last {
      last = id
      reconcile(id, into: &decision)
    }
    decision.arrange()
    return decision
  }

  private func reconcile(_ id: ScheduledMachineID, into decision: inout Decision) {
    let machine = snapshot.scheduledMachines[Int(id.index)]
    let old = snapshot.status(of: id)
    var (status, rows) = rows(of: machine, from: old)
    for row in rows {
      let reason = Reason(row.row.rule, at: now)
      switch row.row.work {
      case .nothing: break
      case .create: decision.actions.append(Action(.createMachine, id, because: reason))
      case .delete: decision.actions.append(Action(.deleteMachine, id, because: reason))
      case .drainAndDelete, .reclaim:
        UpstreamDrain.append(id, in: snapshot, because: reason, to: &decision.actions)
        decision.actions.append(Action(.deleteMachine, id, because: reason))
      }
    }
    status.nextLookAt = nextLook(status, of: machine)
    decision.take(status, of: id, insteadOf: old)
  }

  /// A row that was taken.
  struct TakenRow {
    var from: ScheduledMachineStatus.Phase
    var isGraceOver: Bool
    var row: Upstream.PhaseMachine.Row
  }

  /// The rows of the phase machine that apply to an object now, one after the other, and the status
  /// that they lead to.
  func rows(
    of machine: ScheduledMachine, from old: ScheduledMachineStatus
  ) -> (status: ScheduledMachineStatus, rows: [TakenRow]) {
    var status = old
    var rows: [TakenRow] = []
    status.readSchedule(of: machine, at: now)
    while true {
      let situation = Upstream.PhaseMachine.Situation(
        phase: status.phase, isKilled: machine.killSwitch, isEnabled: machine.isEnabled,
        isActive: status.isScheduleActive,
        isGraceOver: UpstreamGrace.isOver(
          status, timeout: machine.gracefulShutdownTimeout, at: now))
      guard let row = Upstream.PhaseMachine.row(in: situation), row.phase != status.phase else {
        return (status, rows)
      }
      rows.append(
        TakenRow(from: status.phase, isGraceOver: situation.isGraceOver, row: row))
      status.enter(row.phase, because: Reason(row.rule, at: now), at: now)
    }
  }

  private func nextLook(
    _ status: ScheduledMachineStatus, of machine: ScheduledMachine
  ) -> Instant? {
    switch status.phase {
    case .shuttingDown:
      UpstreamGrace.end(from: status.since, timeout: machine.gracefulShutdownTimeout)
    case .active, .inactive: status.nextEdgeAt
    case .pending, .disabled, .terminated, .error, .emergencyRemove: nil
    }
  }
}
