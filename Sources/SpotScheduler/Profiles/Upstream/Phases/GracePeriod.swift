public import Units

extension Upstream {
  /// The wait between the close of a window and the drain.
  public enum GracePeriod {
    /// A condition of an object's status, as far as the check reads it.
    public struct Condition: Hashable, Sendable {
      /// Its reason.
      public var reason: String
      /// The text of `lastTransitionTime`.
      public var lastTransitionTime: String

      /// Makes a condition.
      public init(reason: String, lastTransitionTime: String) {
        self.reason = reason
        self.lastTransitionTime = lastTransitionTime
      }
    }

    /// Why the check cannot be made. The reconciliation then returns an error, and the machine
    /// stays in `ShuttingDown`.
    public enum Failure: Error, Hashable, Sendable {
      /// The object has no status.
      case noStatus
      /// `lastTransitionTime` is not an RFC 3339 instant.
      case invalidTimestamp(String)
      /// `gracefulShutdownTimeout` cannot be used: this is where it is found out.
      case invalidTimeout(TimeoutError)

      /// The name of the error's class, as the behaviour vectors spell it.
      public var className: String {
        switch self {
        case .noStatus: "NoStatus"
        case .invalidTimestamp: "InvalidTimestamp"
        case .invalidTimeout(let error): error.className
        }
      }
    }

    /// The reason of the condition that marks the beginning.
    public static var reason: String { Reason.Rule.gracePeriodActive.rawValue }

    /// Whether the grace period is over.
    ///
    /// It begins with the first condition whose reason is `GracePeriodActive`, whatever its type.
    /// Without one it is over: that is how an object that was disabled gets no grace.
    ///
    /// - Parameters:
    ///   - conditions: The conditions of the status; nil when there is no status.
    ///   - timeout: The text of `gracefulShutdownTimeout`; read only when it is needed, and after
    ///     the timestamp.
    ///   - now: The instant of the check.
    public static func isOver(
      conditions: [Condition]?, timeout: String, at now: Instant
    ) throws(Failure) -> Bool {
      guard let conditions else { throw .noStatus }
      guard let begin = conditions.first(where: { $0.reason == reason }) else { return true }
      var start: Instant?
      do throws(TimestampError) {
        start = try Instant(rfc3339: begin.lastTransitionTime)
      } catch {
        // Centuries from now either way: as good as long ago or ahead of the clock, both over.
        guard error.problem == .outOfRange else {
          throw .invalidTimestamp(begin.lastTransitionTime)
        }
      }
      let span: TimeSpan
      do throws(TimeoutError) { span = try TimeoutText.parse(timeout) } catch {
        throw .invalidTimeout(error)
      }
      return start.map { isOver(since: $0, timeout: span, at: now) } ?? true
    }

    /// Whether so much time has passed, in whole seconds, cut towards zero. A clock that was put
    /// back counts as over.
    static func isOver(since start: Instant, timeout: TimeSpan, at now: Instant) -> Bool {
      let elapsed = seconds(from: start, to: now)
      return elapsed < 0 || elapsed * 1_000_000_000 >= Int128(timeout.nanoseconds)
    }

    /// Whether the clock was put back behind the beginning, by a second or more.
    static func isClockBack(since start: Instant, at now: Instant) -> Bool {
      seconds(from: start, to: now) < 0
    }

    private static func seconds(from start: Instant, to end: Instant) -> Int128 {
      (Int128(end.nanoseconds) - Int128(start.nanoseconds)) / 1_000_000_000
    }
  }
}
