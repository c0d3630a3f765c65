/// What clocks of a zone show during one period: the offset, and what it is called.
public struct LocalTimeType: Hashable, Sendable {
  /// Seconds to add to UTC; positive east of Greenwich.
  public var offsetSeconds: Int
  /// Whether the rules call this period daylight saving time.
  ///
  /// Not whether the offset is the larger one: Europe/Dublin's winter is its daylight time.
  public var isDaylight: Bool
  /// The abbreviation in use, such as `CEST` or `+0545`.
  public var abbreviation: String

  /// Makes a local time type of its parts.
  public init(offsetSeconds: Int, isDaylight: Bool, abbreviation: String) {
    self.offsetSeconds = offsetSeconds
    self.isDaylight = isDaylight
    self.abbreviation = abbreviation
  }

  /// The offset to add to UTC.
  public var offset: TimeSpan { .seconds(Int64(offsetSeconds)) }
}

/// A half-open stretch of time during which a zone's clocks keep one offset and one name.
public struct ZonePeriod: Hashable, Sendable {
  /// The transition that begins the period; nothing when it reaches back beyond the instant scale.
  public var start: Instant?
  /// The transition that ends the period; nothing when it lasts beyond the instant scale.
  public var end: Instant?
  /// What clocks show during the period.
  public var localTime: LocalTimeType

  /// Whether the instant lies in `[start, end)`.
  public func contains(_ instant: Instant) -> Bool {
    if let start, instant < start { return false }
    if let end, instant >= end { return false }
    return true
  }
}

/// What a reading of a local clock means on the instant scale.
public enum LocalTimeMeaning: Hashable, Sendable {
  /// The clock shows it once, at this instant.
  case unique(Instant)
  /// The clock never shows it: it is skipped as clocks go forward.
  ///
  /// `before` reads it with the offset in force before the transition (an instant after it), `after`
  /// with the offset in force from the transition on (an instant before it).
  case gap(before: Instant, after: Instant)
  /// The clock shows it twice, as clocks go back.
  case overlap(earlier: Instant, later: Instant)
  /// The instant scale, 1677 to 2262, does not reach it.
  case outsideScale
}
