package import Units

/// What stands between the queue of a controller and the reconcile of one object, in Cluster API from
/// v1.13 on: the floor between two runs, the time before which nothing runs, the wait for a cache
/// that is behind, and the delay after failures.
///
/// Up to v1.12 an object runs whenever it is taken: a gate with no floor.
///
/// Source: cluster-api v1.13 `util/controller/controller.go`.
package struct ReconcileGate: Hashable, Sendable, BitwiseCopyable {
  /// Nothing runs before this; nil where nothing ran yet.
  private var notBefore: Instant?
  /// How often the last runs failed in a row.
  package private(set) var failures = 0

  /// The gate of an object that never ran.
  package init() {}

  /// What comes of an attempt.
  package enum Attempt: Hashable, Sendable {
    /// It runs now.
    case run
    /// It does not, and is taken again after this.
    case wait(TimeSpan)
  }

  /// What a run ends with.
  package enum Outcome: Hashable, Sendable {
    /// Nothing is left to do until something changes.
    case done
    /// It wants to run again after this, more than nothing.
    case requeue(after: TimeSpan)
    /// It failed.
    case failure
  }

  /// Tries to run at `now`, of a controller that leaves `floor` between two runs of an object. A run
  /// keeps the next one off for as long.
  package mutating func attempt(
    at now: Instant, floor: TimeSpan = ControllerConstants.leastInterval,
    cacheIsStale: Bool = false
  ) -> Attempt {
    if let notBefore, notBefore > now { return .wait(notBefore - now) }
    if cacheIsStale { return .wait(ControllerConstants.staleCacheRetry) }
    notBefore = now + floor
    return .run
  }

  /// Whether a run at `now` would be let through.
  package func isOpen(at now: Instant) -> Bool { notBefore.map { $0 <= now } ?? true }

  /// Keeps runs off until `instant`, which no event shortens; an earlier time replaces a later one.
  package mutating func deferRuns(until instant: Instant) { notBefore = instant }

  /// Ends a run at `now`; the result is how long until the next, nil when nothing asks for one.
  ///
  /// A wish to run again is put off to the time that is kept free, and a failure counts.
  package mutating func finish(
    _ outcome: Outcome, at now: Instant, floor: TimeSpan = ControllerConstants.leastInterval,
    retry: RetryDelay = .clusterAPI()
  ) -> TimeSpan? {
    switch outcome {
    case .done:
      failures = 0
      return nil
    case .requeue(let after):
      failures = 0
      let least = notBefore.map { $0 > now ? $0 - now : floor } ?? floor
      return max(after, least)
    case .failure:
      failures += 1
      return retry.delay(after: failures)
    }
  }
}
