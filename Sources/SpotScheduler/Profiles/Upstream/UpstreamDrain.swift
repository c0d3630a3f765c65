import Units

/// The drain of 5-Spot: cordon, then a plain DELETE of every pod, one after the other.
///
/// Budgets are not asked, nobody waits for a pod to end, and the Machine is deleted right after.
/// The timeout is held against the time that the calls take, between pods: calls take no time here,
/// so any timeout lets all pods through, except zero, which stops before the first. What a drain
/// cannot do is passed over in silence.
enum UpstreamDrain {
  /// The grace that each pod gets, whatever its own is.
  static let podGrace = TimeSpan.seconds(30)

  /// Appends the drain of an object's node.
  static func append(
    _ id: ScheduledMachineID, in snapshot: FleetSnapshot, because reason: Reason,
    to actions: inout [Action]
  ) {
    // A Machine without a node has nothing to drain.
    guard snapshot.observation(of: id).stage == .ready else { return }
    actions.append(Action(.cordon, id, because: reason))
    guard snapshot.scheduledMachines[Int(id.index)].nodeDrainTimeout > .zero else { return }
    for pod in snapshot.podsToDrain(of: id) {
      actions.append(Action(.deletePod(pod.id, grace: podGrace), id, because: reason))
    }
  }
}
