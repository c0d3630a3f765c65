public import Units

extension Upstream {
  /// How long a reconciliation that returned an error waits: 30 s · 2ⁿ, at most 300 s.
  public enum Backoff {
    /// The shortest wait.
    public static var shortest: TimeSpan { .seconds(30) }
    /// The longest wait.
    public static var longest: TimeSpan { .seconds(300) }
    /// From so many retries on the wait is the longest whatever the formula says.
    public static var retriesToLongest: UInt32 { 10 }

    /// The wait after so many retries.
    public static func delay(afterRetries retries: UInt32) -> TimeSpan {
      guard retries < retriesToLongest else { return longest }
      return min(.seconds(30 << Int64(retries)), longest)
    }
  }

  /// The retries of one object, as 5-Spot counts them in memory.
  ///
  /// The counter is raised before it is used, so the first failure already waits 60 s. Retries never
  /// stop.
  public struct RetryCounter: Hashable, Sendable, BitwiseCopyable {
    /// How often it failed since the counter was cleared.
    public private(set) var retries: UInt32 = 0

    /// Makes a counter of no failures.
    public init() {}

    /// Counts a failure.
    ///
    /// - Returns: The wait until the next try.
    public mutating func fail() -> TimeSpan {
      if retries < .max { retries += 1 }
      return Backoff.delay(afterRetries: retries)
    }

    /// Notes that the main path of a reconciliation succeeded. Ways out before it (adding the
    /// finalizer, deletion, not being the leader) do not clear the counter.
    public mutating func succeed() { retries = 0 }

    /// The wait after a failure when the table of counters cannot be used because a thread died
    /// over it: nothing is counted.
    public static var delayWithoutCount: TimeSpan { Backoff.shortest }
  }
}
