/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, the same scale in simulation and live.
///
/// Covers 1677-09-21 to 2262-04-11. Leap seconds do not exist on this scale, as in Unix time.
@frozen
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since the Unix epoch; negative before it.
  public var nanoseconds: Int64

  /// Makes the instant that many nanoseconds after the Unix epoch.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Makes the instant that many whole seconds after the Unix epoch; traps outside the scale.
  @inlinable
  public init(seconds: Int64) { self.nanoseconds = seconds * 1_000_000_000 }

  /// 1970-01-01T00:00:00Z.
  @inlinable
  public static var epoch: Instant { Instant(nanoseconds: 0) }

  /// Earlier than, or as early as, any other instant of the scale.
  @inlinable
  public static var distantPast: Instant { Instant(nanoseconds: .min) }

  /// Later than, or as late as, any other instant of the scale.
  @inlinable
  public static var distantFuture: Instant { Instant(nanoseconds: .max) }

  /// Whole seconds since the epoch, rounded towards the past.
  @inlinable
  public var secondsRoundedDown: Int64 {
    let quotient = nanoseconds / 1_000_000_000
    return nanoseconds % 1_000_000_000 < 0 ? quotient - 1 : quotient
  }

  /// Whether `left` comes before `right`.
  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The instant `span` later; traps outside the scale.
  @inlinable
  public static func + (instant: Instant, span: TimeSpan) -> Instant {
    Instant(nanoseconds: instant.nanoseconds + span.nanoseconds)
  }

  /// The instant `span` earlier; traps outside the scale.
  @inlinable
  public static func - (instant: Instant, span: TimeSpan) -> Instant {
    Instant(nanoseconds: instant.nanoseconds - span.nanoseconds)
  }

  /// The signed span from `right` to `left`; traps when it does not fit 63 bits.
  @inlinable
  public static func - (left: Instant, right: Instant) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
}
