package import Units

/// What a MachineSet reports of its Machines, and when it looks at them again without cause.
///
/// Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_controller_status.go`,
/// `setReplicas`, and `machineset_controller.go`, `shouldRequeueForReplicaCountersRefresh`.
package struct MachineSetStatus: Hashable, Sendable, BitwiseCopyable {
  /// `status.readyReplicas`.
  package var ready: Int
  /// The other counts, with what the set should have.
  package var counts: MachineSetCounts

  /// The status of a set that should have `desired` Machines and owns `members`.
  ///
  /// A Machine being deleted is one of them. One being updated is neither ready nor available nor up
  /// to date, whatever its conditions say, since they may be behind.
  package init(desired: Int, members: [MachineSetMember]) {
    ready = 0
    counts = MachineSetCounts(desired: desired, present: members.count)
    for member in members where !member.isUpdatingInPlace {
      ready += member.isReady ? 1 : 0
      counts.available += member.isAvailable ? 1 : 0
      counts.upToDate += member.isUpToDate ? 1 : 0
    }
  }

  /// The status of a set of which the counts are known already.
  package init(ready: Int, counts: MachineSetCounts) {
    self.ready = ready
    self.counts = counts
  }

  /// How long until the set looks again; nil when only a change makes it.
  ///
  /// While not all Machines are ready that is `ControllerConstants.preflightRetry`; once they are, and
  /// not all available, `minReady`, as a safeguard.
  package func lookAgain(minReady: TimeSpan = .zero) -> TimeSpan? {
    if ready != counts.desired { return ControllerConstants.preflightRetry }
    return minReady > .zero && counts.available != counts.desired ? minReady : nil
  }
}
