package import SpotScheduler
package import Units

/// What the scheduler decided about some objects around an instant, as a run is watched.
package struct DecisionHistory: Sendable {
  /// A decision as far as it concerns the objects: an action, or another phase or rule.
  package struct Entry: Sendable {
    /// When.
    package var at: Instant
    /// The objects whose phase or rule changed, with the statuses before and after.
    package var changes: [Change]
    /// What was done to their Machines and nodes, in order.
    package var actions: [Action]
  }

  /// Another phase or rule of an object.
  package struct Change: Sendable {
    /// The object.
    package var machine: ScheduledMachineID
    /// Its status before.
    package var before: ScheduledMachineStatus
    /// Its status after.
    package var after: ScheduledMachineStatus
  }

  /// An object as the last decision up to the instant left it.
  package struct State: Sendable {
    /// The object.
    package var machine: ScheduledMachineID
    /// What the scheduler remembers of it.
    package var status: ScheduledMachineStatus
    /// What was seen of its Machine.
    package var seen: MachineObservation
  }

  /// A decision with all that it was made on.
  package struct Scene: Sendable {
    /// What the scheduler saw.
    package var snapshot: FleetSnapshot
    /// When.
    package var at: Instant
    /// The object that it concerns.
    package var machine: ScheduledMachineID
  }

  /// The instant that was asked about.
  package let instant: Instant
  /// The objects at that instant.
  package private(set) var states: [State]
  /// The decisions up to that instant, in order.
  package private(set) var entries: [Entry] = []
  /// The first decision after that instant; nil when there is none.
  package private(set) var next: Entry?
  /// The decision that brought the host where it is: the last change of a phase of an object that
  /// was asked about; nil when it has always been there.
  package private(set) var cause: Scene?
  /// The last decision up to the instant.
  package private(set) var last: Scene?

  init(of machines: [ScheduledMachineID], at instant: Instant, from snapshot: FleetSnapshot) {
    self.instant = instant
    states = machines.map {
      State(
        machine: $0, status: snapshot.statuses[Int($0.index)],
        seen: snapshot.observations[Int($0.index)])
    }
  }

  /// Takes the next decision.
  mutating func observe(
    _ snapshot: borrowing FleetSnapshot, _ now: Instant, _ decision: Decision
  ) {
    guard next == nil else { return }
    let changes = changes(decision, on: snapshot)
    let actions = decision.actions.filter { action in
      states.contains { $0.machine == action.machine }
    }
    let entry =
      changes.isEmpty && actions.isEmpty
      ? nil : Entry(at: now, changes: changes, actions: actions)
    guard now <= instant else {
      next = entry
      return
    }
    keepStates(decision, on: snapshot)
    guard let entry else { return }
    entries.append(entry)
    // The borrower's object comes second: it says where the host is to be.
    if let change = changes.last(where: { $0.before.phase != $0.after.phase }) {
      cause = Scene(snapshot: copy snapshot, at: now, machine: change.machine)
    }
    if let machine = changes.last?.machine ?? actions.last?.machine {
      last = Scene(snapshot: copy snapshot, at: now, machine: machine)
    }
  }

  private func changes(_ decision: Decision, on snapshot: borrowing FleetSnapshot) -> [Change] {
    var changes: [Change] = []
    for change in decision.statusChanges
    where states.contains(where: { $0.machine == change.machine }) {
      let before = snapshot.statuses[Int(change.machine.index)]
      let after = change.status
      if before.phase != after.phase || before.reason.rule != after.reason.rule {
        changes.append(Change(machine: change.machine, before: before, after: after))
      }
    }
    return changes
  }

  private mutating func keepStates(
    _ decision: Decision, on snapshot: borrowing FleetSnapshot
  ) {
    for index in states.indices {
      let machine = states[index].machine
      states[index].status = snapshot.statuses[Int(machine.index)]
      states[index].seen = snapshot.observations[Int(machine.index)]
    }
    for change in decision.statusChanges {
      guard let index = states.firstIndex(where: { $0.machine == change.machine }) else { continue }
      states[index].status = change.status
    }
  }
}
