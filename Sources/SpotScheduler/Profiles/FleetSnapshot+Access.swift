import Units

extension FleetSnapshot {
  /// Whether there is an object of that id.
  func contains(_ id: ScheduledMachineID) -> Bool { Int(id.index) < scheduledMachines.count }

  /// What is seen of an object's Machine; no Machine when nothing is said.
  func observation(of id: ScheduledMachineID) -> MachineObservation {
    Int(id.index) < observations.count ? observations[Int(id.index)] : MachineObservation()
  }

  /// An object's status; that of a new one when nothing is said.
  func status(of id: ScheduledMachineID) -> ScheduledMachineStatus {
    Int(id.index) < statuses.count ? statuses[Int(id.index)] : ScheduledMachineStatus()
  }

  /// The pods on an object's node that a drain waits for, by id, so that the order in which they
  /// were written down decides nothing.
  func podsToDrain(of id: ScheduledMachineID) -> [PodObservation] {
    guard Int(id.index) < pods.count else { return [] }
    return pods[Int(id.index)].filter { !$0.isExemptFromDrain }.sorted { $0.id < $1.id }
  }
}

extension ScheduledMachineStatus {
  /// Brings what is remembered of the object's schedule up to that instant.
  mutating func readSchedule(of machine: borrowing ScheduledMachine, at now: Instant) {
    let isCurrent =
      observedGeneration == machine.generation && now < nextEdgeAt ?? .distantFuture
    guard !isCurrent else { return }
    observedGeneration = machine.generation
    isScheduleActive = machine.schedule.isActive(at: now)
    nextEdgeAt = machine.schedule.nextEdge(after: now)?.instant
  }

  /// Moves to a phase for a reason; the time is that of the first such move.
  mutating func enter(_ phase: Phase, because reason: Reason, at now: Instant) {
    if self.phase != phase || self.reason.rule != reason.rule { since = now }
    self.phase = phase
    self.reason = reason
  }
}

extension Decision {
  /// Takes up an object's new status: the look that it asks for, and the status itself where it
  /// differs from the one that is known.
  mutating func take(
    _ status: ScheduledMachineStatus, of id: ScheduledMachineID,
    insteadOf old: ScheduledMachineStatus
  ) {
    if let look = status.nextLookAt, look != old.nextLookAt { looks.append(Look(id, at: look)) }
    if status != old { statusChanges.append(StatusChange(id, to: status)) }
  }

  /// Puts status changes, looks and divergences into their order.
  mutating func arrange() {
    statusChanges.sort { $0.machine < $1.machine }
    looks.sort { $0.machine < $1.machine }
    guard divergences.count > 1 else { return }
    divergences.sort {
      ($0.machine, $0.divergence.rawValue) < ($1.machine, $1.divergence.rawValue)
    }
  }
}
