import Units

/// What happens to one object at one instant.
struct UpstreamCourse {
  /// A row that was taken.
  struct TakenRow {
    var from: ScheduledMachineStatus.Phase
    /// Since when the object was in that phase.
    var since: Instant
    var isGraceOver: Bool
    var row: Upstream.PhaseMachine.Row
  }

  /// The status that the rows lead to.
  var status: ScheduledMachineStatus
  /// The rows, in order; mostly there are none.
  var rows: [TakenRow] = []
  /// How often a terminated object was terminated again before that was cut.
  var turns = 0
  /// Whether the object was edited, or is looked at for the first time.
  var isNew: Bool
  /// A call that was refused, which 5-Spot returns as an error.
  var returnedError: UpstreamScheduler.ReturnedError?
}

/// What the rows read of an object as written; its texts and windows stay where they are.
private struct ObjectSwitches: BitwiseCopyable {
  var isEnabled: Bool
  let isKilled: Bool
  let gracefulShutdownTimeout: TimeSpan
  let generation: Int64

  init(_ machine: borrowing ScheduledMachine) {
    isEnabled = machine.isEnabled
    isKilled = machine.killSwitch
    gracefulShutdownTimeout = machine.gracefulShutdownTimeout
    generation = machine.generation
  }
}

extension UpstreamScheduler {
  /// The rows of the phase machine that apply to an object now, one after the other, and the status
  /// that they lead to.
  func course(of id: ScheduledMachineID, from old: ScheduledMachineStatus) -> UpstreamCourse {
    let index = Int(id.index)
    var switches = ObjectSwitches(snapshot.scheduledMachines[index])
    let seen = snapshot.observation(of: id)
    var course = UpstreamCourse(
      status: old, isNew: old.observedGeneration != switches.generation)
    if course.isNew { readSchedule(of: index, into: &course) }
    takeFailure(of: id, into: &course)
    var isReclaimDue = isReclaimDue(course.status, seen)
    while !isBackingOff(course) {
      if course.status.phase.followsSchedule { readSchedule(of: index, into: &course) }
      let status = course.status
      let situation = Upstream.PhaseMachine.Situation(
        phase: status.phase, isKilled: switches.isKilled, isReclaimRequested: isReclaimDue,
        isEnabled: switches.isEnabled, isActive: status.isScheduleActive,
        isGraceOver: UpstreamGrace.isOver(
          status, timeout: switches.gracefulShutdownTimeout, at: now))
      guard let row = Upstream.PhaseMachine.row(in: situation) else { break }
      if row.phase == status.phase, row.work == .nothing {
        // Terminated again: the same for ever. It was cut already if nothing is new.
        guard course.isNew || !course.rows.isEmpty, course.turns < Upstream.statusTurns else {
          break
        }
        course.turns += 1
        continue
      }
      take(row, in: situation, seen, into: &course)
      guard row.work == .reclaim else { continue }
      course.status.since = now
      isReclaimDue = false
      switches.isEnabled = false
    }
    settleBackOff(&course, seen)
    // A lost Machine is known by having been there.
    course.status.standing =
      course.status.phase == .active ? seen.standing : .absent
    course.status.nextLookAt = nextLook(
      course.status, seen, timeout: switches.gracefulShutdownTimeout)
    return course
  }

  private func take(
    _ row: Upstream.PhaseMachine.Row, in situation: Upstream.PhaseMachine.Situation,
    _ seen: MachineObservation, into course: inout UpstreamCourse
  ) {
    var taken = UpstreamCourse.TakenRow(
      from: situation.phase, since: course.status.since, isGraceOver: situation.isGraceOver,
      row: row)
    // v0.1 takes AlreadyExists for a failure; v0.3 takes it for success.
    if row.work == .create, release == .v01, seen.stage != .absent,
      let failure = Upstream.PhaseMachine.row(whenFails: .create)
    {
      taken.row = failure
    }
    course.rows.append(taken)
    let before = course.status
    course.status.beforeCall =
      switch taken.row.work {
      case .delete, .drainAndDelete:
        ScheduledMachineStatus.BeforeCall(
          phase: before.phase, reason: before.reason, since: before.since)
      case .nothing, .create, .reclaim: nil
      }
    course.status.enter(taken.row.phase, because: Reason(taken.row.rule, at: now), at: now)
  }

  // MARK: - Emergency reclaim

  /// Whether the emergency path is taken: by v0.3, whose objects know their nodes, while the node is
  /// there. A request that stays is carried out again a minute later.
  private func isReclaimDue(
    _ status: ScheduledMachineStatus, _ seen: MachineObservation
  ) -> Bool {
    guard isReclaimRequested(seen), seen.stage == .ready else { return false }
    guard status.phase == .disabled else { return true }
    return now < status.since || now >= reclaimRetry(status)
  }

  private func isReclaimRequested(_ seen: MachineObservation) -> Bool {
    release == .v03 && seen.reclaimRequestedAt != nil
  }

  private func reclaimRetry(_ status: ScheduledMachineStatus) -> Instant {
    status.since.later(by: Upstream.PhaseMachine.requeue(in: .disabled))
  }

  // MARK: - Time

  /// Brings what is remembered of the object's schedule up to the last time that somebody looked.
  ///
  /// Phases that do not follow their schedule do not look at its edges either, and read it when they
  /// are left. The last look is the last poll in v0.1. In v0.3 it is the last whole hour of UTC, at which the schedule's
  /// provider looks, and at once wakes those who use it. An edited schedule is read at once in both.
  private func readSchedule(of index: Int, into course: inout UpstreamCourse) {
    let look: Instant
    switch release {
    case .v01:
      look = course.isNew ? now : Upstream.Polling.last(since: course.status.since, at: now)
    case .v03: look = now
    }
    guard course.isNew || look >= course.status.nextEdgeAt ?? .distantFuture else { return }
    course.status.observedGeneration = snapshot.scheduledMachines[index].generation
    let schedule = snapshot.scheduledMachines[index].schedule
    switch release {
    case .v01:
      course.status.isScheduleActive = schedule.isActive(at: look)
      course.status.nextEdgeAt = schedule.nextEdge(after: look)?.instant
    case .v03:
      let sample = course.isNew ? now : Upstream.ScheduleProvider.wholeHour(of: now)
      course.status.isScheduleActive = schedule.isActive(at: sample)
      course.status.nextEdgeAt = Upstream.ScheduleProvider.nextSampledEdge(
        of: schedule, after: sample)
    }
  }

  private func nextLook(
    _ status: ScheduledMachineStatus, _ seen: MachineObservation, timeout: TimeSpan
  ) -> Instant? {
    if let retryAt = status.retryAt { return retryAt }
    switch status.phase {
    case .shuttingDown: return UpstreamGrace.end(from: status.since, timeout: timeout)
    case .active, .inactive:
      guard release == .v01 else { return status.nextEdgeAt }
      return status.nextEdgeAt.map { Upstream.Polling.first(notBefore: $0, since: status.since) }
    case .disabled:
      guard isReclaimRequested(seen), reclaimRetry(status) > now else { return nil }
      return reclaimRetry(status)
    case .pending, .terminated, .error, .emergencyRemove: return nil
    }
  }
}

extension ScheduledMachineStatus.Phase {
  /// Whether the row that applies depends on the schedule.
  fileprivate var followsSchedule: Bool {
    switch self {
    case .pending, .active, .inactive: true
    case .shuttingDown, .disabled, .terminated, .error, .emergencyRemove: false
    }
  }
}

extension Upstream.ScheduleProvider {
  /// How many edges within hours are passed over before the schedule is read anew.
  private static var edgesPassedOver: Int { 256 }

  /// The first whole hour of UTC at which a schedule shows another state than at `sample`; nil when
  /// it never changes again. What turns and turns back within an hour is not seen.
  ///
  /// A provider that finds no change within its horizon looks again every 6 h, so a change far away
  /// is found as well. After many edges that are not seen it is an hour at which nothing has
  /// changed, from where to look on.
  static func nextSampledEdge(of schedule: LendingSchedule, after sample: Instant) -> Instant? {
    let state = schedule.isActive(at: sample)
    var from = sample
    for _ in 0..<edgesPassedOver {
      guard let edge = schedule.nextEdge(after: from)?.instant else { return nil }
      let hour = wholeHour(of: edge)
      let seen = hour == edge ? edge : hour.later(by: .hours(1))
      // The end of the scale.
      guard seen > from else { return nil }
      if schedule.isActive(at: seen) != state { return seen }
      from = seen
    }
    return from
  }
}
