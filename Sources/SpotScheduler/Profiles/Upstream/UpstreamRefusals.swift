import Units

/// Calls that the API server refused, and the back-off of the errors that 5-Spot returns for them.
///
/// A refused creation, and a refused deletion of a shutdown, are a phase: `Error`. Those of the kill
/// switch and of the emergency path, and a node that cannot be looked up, are errors of the
/// reconciliation: the phase stays, and the object is reconciled again after 60, 120, 240 and then
/// every 300 s, or at once when it is edited. A decision has told the phase that follows by then, so
/// the status keeps what was before (`ScheduledMachineStatus.beforeCall`).
extension UpstreamScheduler {
  /// A reconciliation that returned an error.
  struct ReturnedError: BitwiseCopyable {
    /// The deletion of the kill switch.
    var isOfKillSwitch: Bool
    /// How long it waits.
    var delay: TimeSpan
  }

  /// Takes a call that was refused after it was asked for.
  func takeFailure(of id: ScheduledMachineID, into course: inout UpstreamCourse) {
    guard !snapshot.failedCalls.isEmpty else { return }
    let status = course.status
    func refusal(of call: FailedCall.Call) -> Instant? {
      snapshot.failedCalls.reduce(nil) { latest, failed in
        guard failed.machine == id, failed.call == call, failed.at >= status.since else {
          return latest
        }
        return max(latest ?? .distantPast, failed.at)
      }
    }
    switch (status.phase, status.reason.rule) {
    case (.active, .machineCreated):
      if refusal(of: .create) != nil { fail(.create, into: &course) }
    case (.inactive, .machineDeleted):
      if refusal(of: .delete) != nil {
        fail(.drainAndDelete, into: &course)
      } else if let at = refusal(of: .findNode) {
        returnError(at: at, isOfKillSwitch: false, into: &course)
      }
    case (.terminated, .killSwitchActivated):
      if let at = refusal(of: .delete) { returnError(at: at, isOfKillSwitch: true, into: &course) }
    case (.disabled, .scheduleDisabled):
      // No other way to this phase deletes anything.
      if let at = refusal(of: .delete) { returnError(at: at, isOfKillSwitch: false, into: &course) }
    default: break
    }
  }

  /// The failure is a phase.
  private func fail(_ work: Upstream.PhaseMachine.Work, into course: inout UpstreamCourse) {
    guard let row = Upstream.PhaseMachine.row(whenFails: work) else { return }
    let status = course.status
    course.rows.append(
      UpstreamCourse.TakenRow(
        from: status.phase, since: status.since, isGraceOver: false, row: row))
    course.status.beforeCall = nil
    course.status.enter(row.phase, because: Reason(row.rule, at: now), at: now)
  }

  /// The failure is an error: the phase is what it was, and the object waits.
  private func returnError(
    at instant: Instant, isOfKillSwitch: Bool, into course: inout UpstreamCourse
  ) {
    if course.status.phase == .disabled {
      // The emergency path writes its phase before it deletes.
      course.status.enter(
        .emergencyRemove, because: Reason(.emergencyReclaim, at: course.status.since),
        at: course.status.since)
    } else if let before = course.status.beforeCall {
      course.status.phase = before.phase
      course.status.reason = before.reason
      course.status.since = before.since
    } else {
      // Whoever wrote the status kept nothing: Active is where the machine runs on.
      course.status.enter(.active, because: Reason(.machineCreated), at: course.status.since)
    }
    course.status.beforeCall = nil
    course.status.failures = min(max(course.status.failures, 0), 999) + 1
    let delay = Upstream.Backoff.delay(afterRetries: UInt32(course.status.failures))
    course.status.retryAt = instant.later(by: delay)
    course.returnedError = ReturnedError(isOfKillSwitch: isOfKillSwitch, delay: delay)
  }

  /// Whether the object waits after an error, and nobody has edited it.
  func isBackingOff(_ course: UpstreamCourse) -> Bool {
    guard !course.isNew, let retryAt = course.status.retryAt else { return false }
    return now < retryAt
  }

  /// What becomes of the back-off after the rows that were taken: a reconciliation that succeeded ends
  /// it, and one whose deletion may still be refused is counted on.
  func settleBackOff(_ course: inout UpstreamCourse, _ seen: MachineObservation) {
    guard course.status.failures != 0 || course.status.retryAt != nil else { return }
    guard !isBackingOff(course) else { return }
    course.status.retryAt = nil
    let isUnanswered = course.status.beforeCall != nil || course.status.phase == .disabled
    let isThere = seen.stage != .absent && seen.stage != .deleting
    if !(isUnanswered && isThere) { course.status.failures = 0 }
  }
}
