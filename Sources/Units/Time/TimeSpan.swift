/// A signed length of time in nanoseconds; about 292 years either way.
@frozen
public struct TimeSpan: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The length in nanoseconds.
  public var nanoseconds: Int64

  /// Makes a span of that many nanoseconds.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// No time at all.
  @inlinable
  public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }

  /// The longest span that there is.
  @inlinable
  public static var max: TimeSpan { TimeSpan(nanoseconds: .max) }

  /// That many milliseconds; traps on overflow, as all these makers do.
  @inlinable
  public static func milliseconds(_ count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: count * 1_000_000)
  }

  /// That many seconds.
  @inlinable
  public static func seconds(_ count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: count * 1_000_000_000)
  }

  /// That many minutes of 60 s.
  @inlinable
  public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }

  /// That many hours of 3,600 s.
  @inlinable
  public static func hours(_ count: Int64) -> TimeSpan { .seconds(count * 3_600) }

  /// That many days of 86,400 s; a calendar day may be shorter or longer.
  @inlinable
  public static func days(_ count: Int64) -> TimeSpan { .seconds(count * 86_400) }

  /// The length in seconds as the nearest binary floating-point number.
  ///
  /// For reports and statistics; simulated state stays in nanoseconds.
  @inlinable
  public var secondsAsDouble: Double { Double(nanoseconds) / 1e9 }

  /// Whether `left` is shorter, or more negative, than `right`.
  @inlinable
  public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The sum; traps on overflow.
  @inlinable
  public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds + right.nanoseconds)
  }

  /// The difference; traps on overflow.
  @inlinable
  public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds - right.nanoseconds)
  }

  /// The span `count` times over; traps on overflow.
  @inlinable
  public static func * (span: TimeSpan, count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: span.nanoseconds * count)
  }
}
