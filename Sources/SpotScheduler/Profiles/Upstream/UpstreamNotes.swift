import Units

/// What an upstream decision differs in from the regulated profile's.
extension UpstreamScheduler {
  /// Notes what decided something at this instant. A note is made when its rule takes effect, not
  /// again each time that somebody looks: looking more often changes nothing.
  func note(
    _ course: UpstreamCourse, of id: ScheduledMachineID, from old: ScheduledMachineStatus,
    into decision: inout Decision
  ) {
    let seen = snapshot.observation(of: id)
    if course.rows.isEmpty, !course.isNew, course.returnedError == nil,
      old.standing == course.status.standing
    {
      return
    }
    var notes = Notes(machine: id)
    if let error = course.returnedError {
      notes.add(
        error.isOfKillSwitch ? .refusedKillSwitchBacksOff : .retriesBackOff,
        error.delay.secondsRoundedUp)
    }
    noteEdge(course, of: id, from: old, into: &notes)
    for taken in course.rows { note(taken, course, of: id, seen, into: &notes) }
    if course.turns > 0 { notes.add(.killSwitchLoop, course.turns) }
    if course.rows.isEmpty {
      let isKilled = snapshot.scheduledMachines[Int(id.index)].killSwitch
      switch course.status.phase {
      case .active where old.standing != .absent && seen.stage == .absent:
        notes.add(.lostMachineNotRecreated)
      case .error where course.isNew: notes.add(.errorWithoutExit)
      case .terminated where course.isNew && !isKilled: notes.add(.terminatedIsTerminal)
      default: break
      }
    }
    decision.divergences += notes.list
  }

  private struct Notes {
    let machine: ScheduledMachineID
    var list: [DivergenceNote] = []

    mutating func add(_ divergence: Divergence, _ amount: Int? = nil) {
      guard !list.contains(where: { $0.divergence == divergence }) else { return }
      list.append(DivergenceNote(divergence, of: machine, amount: amount))
    }
  }

  private func note(
    _ taken: UpstreamCourse.TakenRow, _ course: UpstreamCourse, of id: ScheduledMachineID,
    _ seen: MachineObservation, into notes: inout Notes
  ) {
    let row = taken.row
    let isThere = seen.stage != .absent && seen.stage != .deleting
    switch row.work {
    case .create:
      if seen.stage != .absent { notes.add(.alreadyExistsCountsAsCreated) }
      noteTenancy(of: id, into: &notes)
    case .drainAndDelete: noteShutdown(taken, course, of: id, seen, into: &notes)
    case .delete:
      let pods = podCount(of: id, seen)
      if pods > 0 { notes.add(.killSwitchWithoutDrain, pods) }
    case .reclaim: noteDrain(of: id, seen, within: Upstream.NodeDrain.emergencyTimeout, &notes)
    case .nothing:
      if row.rule == .killSwitchActivated, isThere { notes.add(.killSwitchLeavesMachine) }
    }
    if row.phase == .error { notes.add(.errorWithoutExit) }
    if row.rule == .machineCreationFailed, taken.from == .pending {
      notes.add(.alreadyExistsIsAnError)
    }
    if taken.from == .active, row.phase == .shuttingDown, row.rule == .scheduleDisabled {
      notes.add(.noGraceOnDisable)
    }
    if taken.from == .emergencyRemove, row.phase == .disabled,
      snapshot.scheduledMachines[Int(id.index)].isEnabled
    {
      notes.add(.interruptedReclaimReturns)
    }
  }

  private func noteShutdown(
    _ taken: UpstreamCourse.TakenRow, _ course: UpstreamCourse, of id: ScheduledMachineID,
    _ seen: MachineObservation, into notes: inout Notes
  ) {
    let index = Int(id.index)
    if course.status.isScheduleActive, snapshot.scheduledMachines[index].isEnabled {
      notes.add(.reopeningDoesNotCancel)
    }
    let timeout = snapshot.scheduledMachines[index].gracefulShutdownTimeout
    if now == UpstreamGrace.end(from: taken.since, timeout: timeout) {
      let late = UpstreamGrace.lateness(from: taken.since, timeout: timeout)
      if late > .zero { notes.add(.graceEndPolled, late.secondsRoundedUp) }
    }
    switch release {
    case .v01:
      if seen.stage == .ready { notes.add(.wrongMachineName, podCount(of: id, seen)) }
    case .v03:
      noteDrain(of: id, seen, within: snapshot.scheduledMachines[index].nodeDrainTimeout, &notes)
    }
  }

  private func noteDrain(
    of id: ScheduledMachineID, _ seen: MachineObservation, within timeout: TimeSpan,
    _ notes: inout Notes
  ) {
    let pods = podCount(of: id, seen)
    guard pods > 0 else { return }
    if timeout <= .zero {
      notes.add(.drainFailureIgnored, pods)
    } else {
      notes.add(.budgetsBypassed, pods)
      notes.add(.drainDoesNotWait, pods)
    }
  }

  /// An edge that was passed before somebody looked.
  private func noteEdge(
    _ course: UpstreamCourse, of id: ScheduledMachineID, from old: ScheduledMachineStatus,
    into notes: inout Notes
  ) {
    guard !course.isNew, old.isScheduleActive != course.status.isScheduleActive else { return }
    let schedule = snapshot.scheduledMachines[Int(id.index)].schedule
    let look: Instant
    let before: Instant
    let divergence: Divergence
    switch release {
    case .v01:
      look = Upstream.Polling.last(since: old.since, at: now)
      before = look.earlier(by: TimeSpan(nanoseconds: Upstream.Polling.interval))
      divergence = .edgesSeenByPolling
    case .v03:
      look = Upstream.ScheduleProvider.wholeHour(of: now)
      before = look.earlier(by: .hours(1))
      divergence = .edgesSampledByTheHour
    }
    guard let edge = schedule.nextEdge(after: before)?.instant, edge < look else { return }
    notes.add(divergence, (look - edge).secondsRoundedUp)
  }

  /// What the regulated profile asks before a host changes hands.
  private func noteTenancy(of id: ScheduledMachineID, into notes: inout Notes) {
    let machine = snapshot.scheduledMachines[Int(id.index)]
    guard Int(machine.host.index) < snapshot.hosts.count,
      Int(machine.cluster.index) < snapshot.clusters.count
    else { return }
    let host = snapshot.hosts[Int(machine.host.index)]
    if let tenant = host.lastTenant, tenant != machine.cluster { notes.add(.tenantsNotSeparated) }
    guard machine.role == .borrower, snapshot.contains(host.owner) else { return }
    let owner = snapshot.scheduledMachines[Int(host.owner.index)].cluster
    guard Int(owner.index) < snapshot.clusters.count else { return }
    let verdict = BorrowerTerms(snapshot, at: now)
      .verdict(on: machine.host, of: owner, for: machine.cluster)
    switch verdict.refusal?.rule {
    case .jurisdiction: notes.add(.jurisdictionsUnknown)
    case .notConfidential, .notAttested: notes.add(.confidentialityUnproved)
    default: break
    }
  }

  private func podCount(of id: ScheduledMachineID, _ seen: MachineObservation) -> Int {
    guard seen.stage == .ready, Int(id.index) < snapshot.pods.count else { return 0 }
    return snapshot.pods[Int(id.index)].count { !$0.isExemptFromDrain }
  }
}

extension TimeSpan {
  /// Whole seconds, a part of one counting as one.
  fileprivate var secondsRoundedUp: Int {
    Int(nanoseconds / 1_000_000_000) + (nanoseconds % 1_000_000_000 > 0 ? 1 : 0)
  }
}
