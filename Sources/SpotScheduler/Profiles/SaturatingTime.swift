import Units

// Snapshots and policies come from outside: their spans may be anything, so sums stop at the ends
// of the scale where the operators of `Instant` and `TimeSpan` would trap.

extension Instant {
  /// The instant `span` later, or the end of the scale.
  func later(by span: TimeSpan) -> Instant {
    Instant(nanoseconds: Int64(clamping: Int128(nanoseconds) + Int128(span.nanoseconds)))
  }

  /// The instant `span` earlier, or the end of the scale.
  func earlier(by span: TimeSpan) -> Instant {
    Instant(nanoseconds: Int64(clamping: Int128(nanoseconds) - Int128(span.nanoseconds)))
  }
}

extension TimeSpan {
  /// The sum, or the longest span.
  func plus(_ other: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(clamping: Int128(nanoseconds) + Int128(other.nanoseconds)))
  }

  /// So many times the span, or the longest span.
  func times(_ count: Int) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(clamping: Int128(nanoseconds) * Int128(count)))
  }
}

/// The earlier of two instants of which either may be missing.
func earliest(_ left: Instant?, _ right: Instant?) -> Instant? {
  guard let left else { return right }
  guard let right else { return left }
  return min(left, right)
}
