public import Units

/// The scheduler: a pure function of a snapshot.
public enum Scheduler {
  /// Decides what is to be done now.
  ///
  /// - Parameters:
  ///   - snapshot: The objects, the world as seen, and what was remembered.
  ///   - changed: What changed since the last decision. Deciding on everything gives the same
  ///     decision.
  ///   - now: The instant of the decision.
  ///   - profile: Which scheduler decides.
  public static func decide(
    _ snapshot: borrowing FleetSnapshot, changed: ChangeSet, at now: Instant,
    profile: SchedulerProfile
  ) -> Decision {
    Decision()
  }
}
