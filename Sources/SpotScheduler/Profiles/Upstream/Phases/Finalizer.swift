public import Units

extension Upstream {
  /// What holds an object back from deletion until its Machine is deleted.
  public enum Finalizer {
    /// Its name.
    public static var name: String { "5spot.finos.org/scheduledmachine" }
    /// How long the clean-up of a deleted object may take.
    public static var cleanupTimeout: TimeSpan { .seconds(600) }
    /// Whether the finalizer is removed although the clean-up timed out, unless
    /// `FORCE_FINALIZER_ON_TIMEOUT` says otherwise; the shipped Deployment sets it to false.
    public static var isForcedByDefault: Bool { true }

    /// Whether an object has it.
    public static func isPresent(in finalizers: [String]?) -> Bool {
      finalizers?.contains(name) ?? false
    }

    /// The finalizers with this one, once.
    public static func adding(to finalizers: [String]) -> [String] {
      finalizers.contains(name) ? finalizers : finalizers + [name]
    }

    /// The finalizers without this one.
    public static func removing(from finalizers: [String]) -> [String] {
      finalizers.filter { $0 != name }
    }

    /// How a clean-up under its time limit ended.
    public enum Cleanup: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
      /// Everything was deleted.
      case completed = "Completed"
      /// A deletion failed.
      case failed = "Failed"
      /// It was not done in time.
      case timedOut = "TimedOut"

      /// The outcome of a clean-up that takes so long and then succeeds or fails.
      public init(taking span: TimeSpan, succeeds: Bool, within timeout: TimeSpan) {
        self = span >= timeout ? .timedOut : succeeds ? .completed : .failed
      }
    }

    /// What becomes of an object with a deletion timestamp.
    public struct Deletion: Hashable, Sendable {
      /// Whether it can go.
      public var isFinalizerRemoved: Bool
      /// What was deleted, or tried, in order.
      public var operations: [Operation]
      /// The error that the reconciliation returned, to be tried again with back-off.
      public var error: ErrorLabel?
      /// Whether the counter of timeouts and the warning event say so.
      public var isTimeoutReported: Bool
    }

    /// What becomes of a deleted object in that phase.
    ///
    /// Without grace and drain. In any phase but `Active` and `ShuttingDown` nothing is deleted: a
    /// Machine that exists goes with its owner, and templates whose Machine was never made stay.
    ///
    /// - Parameters:
    ///   - phase: The object's phase; nil when it has no status.
    ///   - cleanup: How the deletions end, if there are any.
    ///   - isForced: Whether a clean-up that timed out lets the object go all the same.
    public static func deletion(
      in phase: ScheduledMachineStatus.Phase?, cleanup: Cleanup, isForced: Bool
    ) -> Deletion {
      guard phase == .active || phase == .shuttingDown else {
        return Deletion(
          isFinalizerRemoved: true, operations: [], error: nil, isTimeoutReported: false)
      }
      var deletion = Deletion(
        isFinalizerRemoved: true, operations: Operation.deletions, error: nil,
        isTimeoutReported: cleanup == .timedOut)
      switch cleanup {
      case .completed: break
      case .failed: deletion.error = .capi
      case .timedOut: deletion.error = isForced ? nil : .timeout
      }
      deletion.isFinalizerRemoved = deletion.error == nil
      return deletion
    }

    /// The event of a clean-up that timed out.
    public static func timeoutEvent(after timeout: TimeSpan = cleanupTimeout) -> Event {
      let seconds = timeout.nanoseconds / 1_000_000_000
      return Event(
        type: .warning, reason: "FinalizerCleanupTimedOut", action: "FinalizerCleanupTimedOut",
        note: "The Machine was not deleted within \(seconds) s; its objects may be left behind")
    }
  }
}
