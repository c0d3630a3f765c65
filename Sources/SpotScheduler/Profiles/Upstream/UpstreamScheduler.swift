import Units

/// Released 5-Spot: every object is a thermostat that knows of no other.
///
/// Each status patch at once leads to the next reconciliation, so several rows of the phase machine
/// can apply at one instant. What a decision differs in from the regulated profile's, it says
/// (`Decision.divergences`).
struct UpstreamScheduler {
  let snapshot: FleetSnapshot
  let release: Upstream.Release
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
    let old = snapshot.status(of: id)
    let course = course(of: id, from: old)
    for taken in course.rows {
      let reason = Reason(taken.row.rule, at: now)
      switch taken.row.work {
      case .nothing: break
      case .create: decision.actions.append(Action(.createMachine, id, because: reason))
      case .delete: decision.actions.append(Action(.deleteMachine, id, because: reason))
      case .drainAndDelete:
        // Under the wrong name no Machine is found, and so no node to drain.
        if release == .v03 {
          UpstreamDrain.append(
            id, within: nodeDrainTimeout(of: id), in: snapshot, because: reason,
            to: &decision.actions)
        }
        decision.actions.append(Action(.deleteMachine, id, because: reason))
      case .reclaim:
        UpstreamDrain.append(
          id, within: Upstream.NodeDrain.emergencyTimeout, in: snapshot, because: reason,
          to: &decision.actions)
        for verb in [Action.Verb.deleteMachine, .disableObject, .clearReclaimRequest] {
          decision.actions.append(Action(verb, id, because: reason))
        }
      }
    }
    note(course, of: id, from: old, into: &decision)
    decision.take(course.status, of: id, insteadOf: old)
  }

  private func nodeDrainTimeout(of id: ScheduledMachineID) -> TimeSpan {
    snapshot.scheduledMachines[Int(id.index)].nodeDrainTimeout
  }
}
