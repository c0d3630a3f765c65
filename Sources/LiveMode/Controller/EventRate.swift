package import Units

/// How many events may be written about an object: 25 at once, and then one every five minutes, as client-go
/// lets a source tell of an object (`defaultSpamBurst` and `defaultSpamQPS` of the EventSourceObjectSpamFilter in
/// tools/record/events_cache.go).
package struct EventRate: Hashable, Sendable {
  /// How many at once.
  package static let burst: Int64 = 25
  /// How long until there may be one more.
  package static let refill: TimeSpan = .minutes(5)
  /// How many objects are remembered, as there (`maxLruCacheEntries`).
  package static let capacity = 4_096

  /// When each object would have all of its events again, by what it is known by.
  private var fullAt: [String: Instant] = [:]

  /// A rate that nothing was taken from yet.
  package init() {}

  /// Takes one event about an object, if there is one left.
  ///
  /// - Parameter now: By a clock that nobody sets.
  package mutating func takes(_ object: String, at now: Instant) -> Bool {
    let full = max(fullAt[object] ?? now, now) + Self.refill
    guard full - now <= Self.refill * Self.burst else { return false }
    if fullAt[object] == nil, fullAt.count >= Self.capacity { forget(at: now) }
    fullAt[object] = full
    return true
  }

  /// Forgets objects that have all of their events, or else the one that has the most.
  private mutating func forget(at now: Instant) {
    fullAt = fullAt.filter { $0.value > now }
    guard fullAt.count >= Self.capacity,
      let first = fullAt.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })
    else { return }
    fullAt[first.key] = nil
  }
}
