import ClusterAPI
import Units

/// The reconcile of a set. Machines come, go and move at once.
extension RolloutWorld {
  mutating func reconcileSet(_ place: Int) {
    say("[MS controller] Iteration \(iteration), Reconcile \(line(ofSet: place))")
    completeUpdates(of: place)
    let annotations = sets[place].annotations
    let scaling = MachineSetScaling(
      desired: sets[place].counts.desired,
      creationIsDisabled: annotations.disablesCreation ?? false,
      receivesMachines: !annotations.receivesFrom.isEmpty,
      handsMachinesOver: annotations.movesTo != nil)
    startUpdates(of: place, scaling)
    let members = sets[place].machines.map(member)
    if members.count > scaling.desired { tellOfAwaiting(place, scaling, members) }
    // No Machine has an age here, so any moment will do.
    switch scaling.step(members, at: .epoch) {
    case .nothing: if lacksCountedMachines(scaling, members) { delete([], from: place) }
    case .leaveMissing: break
    case .create(let count): create(count, in: place)
    case .delete(let victims): delete(victims, from: place)
    case .handOver(let moved, _): handOver(moved, from: place, to: annotations.movesTo)
    }
    report(place)
  }

  /// A Machine as the set reads it. The set here knows nothing of Nodes and of what the user deleted,
  /// and of Machines that are updated it deletes the last first.
  private func member(_ machine: Machine) -> MachineSetMember {
    var member = MachineSetMember(
      nameOrder: machine.isUpdating ? -machine.number : machine.number)
    member.hasNode = true
    member.isUpdatingInPlace = machine.isUpdating
    member.awaitsAcknowledgement = machine.awaitsAcknowledgement
    return member
  }

  /// Updates that began in an earlier reconcile are done.
  private mutating func completeUpdates(of place: Int) {
    var completed: [Int] = []
    for index in sets[place].machines.indices {
      let machine = sets[place].machines[index]
      guard machine.isUpdating, !machine.awaitsAcknowledgement else { continue }
      sets[place].machines[index].isUpdating = false
      completed.append(machine.number)
    }
    guard !completed.isEmpty else { return }
    say("[MS controller] - Replicas \(Self.list(completed)) completed in-place update")
  }

  private mutating func startUpdates(of place: Int, _ scaling: MachineSetScaling) {
    let acknowledged = sets[place].annotations.acknowledged
    for index in sets[place].machines.indices {
      let machine = sets[place].machines[index]
      let mayStart = scaling.mayStartUpdate(
        of: member(machine), isAcknowledged: acknowledged.contains(machine.number))
      if mayStart { sets[place].machines[index].awaitsAcknowledgement = false }
    }
  }

  private mutating func tellOfAwaiting(
    _ place: Int, _ scaling: MachineSetScaling, _ members: [MachineSetMember]
  ) {
    let waiting = scaling.awaiting(members).map { sets[place].machines[$0].number }
    guard !waiting.isEmpty else { return }
    say(
      "[MS controller] - Replicas \(Self.list(waiting)) moved from an old MachineSet still pending"
        + " acknowledge from machine deployment md")
  }

  /// Whether the set has too many Machines and, of those that count, too few: then it deletes none
  /// and says so, where a set with as many as it should have is silent.
  private func lacksCountedMachines(
    _ scaling: MachineSetScaling, _ members: [MachineSetMember]
  ) -> Bool {
    members.count > scaling.desired
      && members.count - scaling.awaiting(members).count < scaling.desired
  }

  private mutating func create(_ count: Int, in place: Int) {
    let numbers = (1...count).map { lastMachine + $0 }
    lastMachine += count
    sets[place].machines += numbers.map { Machine(number: $0) }
    tell(of: place, "scale up", left: sets[place].machines.count, numbers, "created")
  }

  private mutating func delete(_ victims: [Int], from place: Int) {
    let numbers = victims.map { sets[place].machines[$0].number }
    sets[place].machines.removeAll { numbers.contains($0.number) }
    // The line says what should be left, whatever is.
    tell(of: place, "scale down", left: sets[place].counts.desired, numbers, "deleted")
  }

  private mutating func handOver(_ moved: [Int], from place: Int, to target: Int?) {
    guard let target else { return }
    let numbers = moved.map { sets[place].machines[$0].number }
    sets[place].machines.removeAll { numbers.contains($0.number) }
    sets[target].machines += numbers.map {
      Machine(number: $0, awaitsAcknowledgement: true, isUpdating: true)
    }
    sets[target].machines.sort { $0.number < $1.number }
    tell(
      of: place, "scale down", left: sets[place].machines.count, numbers,
      "moved to ms\(target + 1)")
  }

  private mutating func tell(
    of place: Int, _ what: String, left: Int, _ numbers: [Int], _ became: String
  ) {
    let names = numbers.map { "m\($0)" }.joined(separator: ",")
    say(
      "[MS controller] - ms\(place + 1) \(what) to \(left)/\(sets[place].counts.desired) replicas"
        + " (\(names) \(became))")
  }

  private mutating func report(_ place: Int) {
    let available = sets[place].machines.count { !$0.isUpdating }
    sets[place].counts.present = sets[place].machines.count
    sets[place].counts.available = available
    sets[place].counts.upToDate = place + 1 == scenario.template ? available : 0
  }
}
