import Units

extension UpstreamScheduler {
  /// Looks at one object, and writes down the rows of the phase machine that applied.
  func explain(_ explanation: inout Explanation) {
    let id = explanation.machine
    let machine = snapshot.scheduledMachines[Int(id.index)]
    let old = snapshot.status(of: id)
    let decision = decide(ChangeSet(machines: [id]))
    let after = decision.statusChanges.first { $0.machine == id }?.status ?? old
    explanation.after = after
    explanation.actions = decision.actions
    explanation.divergences = decision.divergences
    explanation.reasons = [after.reason]
    explanation.inputs.objects = [
      Explanation.Object(
        machine: id, role: machine.role, seen: snapshot.observation(of: id), phase: after.phase,
        isEnabled: machine.isEnabled, killSwitch: machine.killSwitch)
    ]
    // A phase that does not follow its schedule does not keep it in mind.
    var known = after
    known.readSchedule(of: machine, at: now)
    explanation.inputs.window = Explanation.Window(machine.schedule, remembered: known)
    explanation.inputs.rows = course(of: id, from: old).rows.map { row in
      Explanation.PhaseRow(
        from: row.from, isKilled: machine.killSwitch, isEnabled: machine.isEnabled,
        isActive: known.isScheduleActive, isGraceOver: row.isGraceOver, to: row.row.phase,
        rule: row.row.rule, work: row.row.work.rawValue)
    }
    if after.reason.rule == .gracePeriodActive {
      explanation.inputs.grace = Explanation.Grace(
        began: after.since, timeout: machine.gracefulShutdownTimeout,
        end: UpstreamGrace.end(from: after.since, timeout: machine.gracefulShutdownTimeout))
    }
    explanation.rejected = rejections(known, of: machine, seen: snapshot.observation(of: id))
  }

  /// What 5-Spot leaves undone though its user may have expected it.
  private func rejections(
    _ status: ScheduledMachineStatus, of machine: ScheduledMachine, seen: MachineObservation
  ) -> [Explanation.Rejection] {
    if let retryAt = status.retryAt {
      // An error was returned: nothing is done before the back-off is over.
      return [
        Explanation.Rejection(
          .deleteMachine, because: Reason(.machineDeletionFailed, at: retryAt),
          [.init("errors", .count(status.failures)), .init("retryAt", .instant(retryAt))])
      ]
    }
    switch status.phase {
    case .active:
      var rejections = [
        Explanation.Rejection(
          .deleteMachine, because: Reason(.scheduleActive, at: status.nextEdgeAt))
      ]
      if seen.stage == .absent, status.since < now {
        // A Machine that is lost is not made again: no row leads from Active to a creation.
        rejections.append(.init(.createMachine, because: status.reason))
      }
      return rejections
    case .shuttingDown:
      let end = UpstreamGrace.end(
        from: status.since, timeout: machine.gracefulShutdownTimeout)
      var rejections = [
        Explanation.Rejection(
          .deleteMachine, because: Reason(status.reason.rule, at: end),
          [.init("graceEnds", .instant(end))])
      ]
      if status.isScheduleActive, machine.isEnabled {
        rejections.append(.init(.reopen, because: status.reason))
      }
      return rejections
    case .inactive, .disabled, .terminated:
      return [
        Explanation.Rejection(
          .createMachine, because: status.reason,
          status.phase == .inactive && !status.isScheduleActive
            ? status.nextEdgeAt.map { [.init("opens", .instant($0))] } ?? [] : [])
      ]
    case .pending, .error, .emergencyRemove: return []
    }
  }
}
