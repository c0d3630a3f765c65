public import Units

/// The scheduler: a pure function of a snapshot.
public enum Scheduler {
  /// Decides what is to be done now.
  ///
  /// It never fails: objects and hosts whose references lead nowhere are left alone.
  ///
  /// - Parameters:
  ///   - snapshot: The objects, the world as seen, and what was remembered. The order of pods and
  ///     of recalls has no influence.
  ///   - changed: What changed since the last decision. Deciding on everything gives the same
  ///     decision.
  ///   - now: The instant of the decision.
  ///   - profile: Which scheduler decides.
  public static func decide(
    _ snapshot: borrowing FleetSnapshot, changed: ChangeSet, at now: Instant,
    profile: SchedulerProfile
  ) -> Decision {
    let snapshot = copy snapshot
    switch profile {
    case .upstream01:
      return UpstreamScheduler(snapshot: snapshot, release: .v01, now: now).decide(changed)
    case .upstream03:
      return UpstreamScheduler(snapshot: snapshot, release: .v03, now: now).decide(changed)
    case .regulated(let policy):
      return RegulatedScheduler(snapshot: snapshot, policy: policy, now: now).decide(changed)
    }
  }
}
