import Units

extension Upstream {
  /// When v0.1 looks at an object: every 60 s from its last change on, as each change of status
  /// leads to a look at once and each look asks for the next.
  enum Polling {
    static let interval: Int64 = 60_000_000_000

    /// The last look up to now.
    static func last(since start: Instant, at now: Instant) -> Instant {
      let elapsed = Int128(now.nanoseconds) - Int128(start.nanoseconds)
      let rest = elapsed % Int128(interval)
      return now.earlier(
        by: TimeSpan(nanoseconds: Int64(rest < 0 ? rest + Int128(interval) : rest)))
    }

    /// The first look that is not before an instant.
    static func first(notBefore instant: Instant, since start: Instant) -> Instant {
      let look = last(since: start, at: instant)
      return look == instant ? look : look.later(by: TimeSpan(nanoseconds: interval))
    }
  }
}
