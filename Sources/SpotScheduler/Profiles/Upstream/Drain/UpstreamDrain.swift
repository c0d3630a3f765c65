import Units

/// 5-Spot's drain as actions: cordon, then a plain DELETE of every pod, one after the other
/// (`Upstream.NodeDrain`).
///
/// Budgets are not asked, nobody waits for a pod to end, and the Machine is deleted right after.
/// Calls take no time here, so any timeout lets all pods through, except zero, which stops before
/// the first. What a drain cannot do is passed over in silence.
enum UpstreamDrain {
  /// Appends the drain of an object's node.
  static func append(
    _ id: ScheduledMachineID, within timeout: TimeSpan, in snapshot: FleetSnapshot,
    because reason: Reason, to actions: inout [Action]
  ) {
    // A Machine without a node has nothing to drain.
    guard snapshot.observation(of: id).stage == .ready else { return }
    actions.append(Action(.cordon, id, because: reason))
    guard timeout > .zero else { return }
    for pod in snapshot.podsToDrain(of: id) {
      actions.append(
        Action(.deletePod(pod.id, grace: Upstream.NodeDrain.podGrace), id, because: reason))
    }
  }
}
