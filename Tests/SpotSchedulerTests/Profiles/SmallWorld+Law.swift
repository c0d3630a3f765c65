import SpotScheduler
import TestSupport
import Testing
import Units

/// The laws of a decision: it is that on everything, and the order of arrays decides nothing.
extension SmallWorld {
  mutating func checkLaw(_ decision: Decision) {
    let everything = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: profile)
    if everything != decision {
      let more = everything.statusChanges.filter { !decision.statusChanges.contains($0) }
      broken.append(
        "at \(now.rfc3339) deciding on everything also gives "
          + "\(everything.actions.filter { !decision.actions.contains($0) }) and "
          + more.map { change in
            let index = Int(change.machine.index)
            let known = decision.statusChanges.first { $0.machine == change.machine }?.status
            return "\(index): "
              + Self.difference(known ?? snapshot.statuses[index], change.status)
          }.joined(separator: "; "))
    }
    var shuffled = snapshot
    shuffled.recalls.shuffle(&order)
    for index in shuffled.pods.indices { shuffled.pods[index].shuffle(&order) }
    let again = Scheduler.decide(shuffled, changed: .all(of: shuffled), at: now, profile: profile)
    if again != everything { broken.append("at \(now.rfc3339) the order of arrays decides") }
    checkExplanation(of: everything)
  }

  /// The explanation of one object says what was decided for it.
  private mutating func checkExplanation(of decision: Decision) {
    let id = ScheduledMachineID(UInt32(order.below(UInt64(snapshot.scheduledMachines.count))))
    let explanation = Scheduler.explain(snapshot, machine: id, at: now, profile: profile)
    let status =
      decision.statusChanges.first { $0.machine == id }?.status
      ?? snapshot.statuses[Int(id.index)]
    if explanation.actions != decision.actions.filter({ $0.machine == id })
      || explanation.before != snapshot.statuses[Int(id.index)] || explanation.after != status
    {
      broken.append("at \(now.rfc3339) the explanation of \(id.index) is of something else")
    }
  }

  /// The fields in which two statuses differ.
  private static func difference(
    _ left: ScheduledMachineStatus, _ right: ScheduledMachineStatus
  ) -> String {
    zip(Mirror(reflecting: left).children, Mirror(reflecting: right).children)
      .map { ($0.label ?? "", "\($0.value)", "\($1.value)") }
      .filter { $0.1 != $0.2 }.map { "\($0.0) \($0.1) → \($0.2)" }.joined(separator: ", ")
  }
}
