public import Units

extension Upstream {
  /// The emergency reclaims of one machine in the controller's memory (v0.3): what warns of a
  /// machine that is taken away again and again. It only warns, and a restart forgets it.
  public struct RapidReclaims: Hashable, Sendable {
    /// How far back reclaims count.
    public static var window: TimeSpan { .seconds(600) }
    /// From how many on it warns.
    public static var threshold: Int { 3 }
    /// How many are kept at most.
    public static var capacity: Int { 10 }

    /// When the machine was reclaimed, in the order in which that was recorded.
    public private(set) var events: [Instant]

    /// Makes a memory of those reclaims.
    public init(events: [Instant] = []) { self.events = events }

    /// Forgets what is older than the window, from the front: behind one that is kept, older ones
    /// stay too.
    public mutating func prune(at now: Instant) {
      let cutoff = now.earlier(by: Self.window)
      events.removeFirst(events.prefix { $0 < cutoff }.count)
    }

    /// Records a reclaim.
    ///
    /// - Returns: Whether that is a warning.
    public mutating func record(at now: Instant) -> Bool {
      prune(at: now)
      events.append(now)
      if events.count > Self.capacity { events.removeFirst(events.count - Self.capacity) }
      return events.count >= Self.threshold
    }

    /// Whether the window holds enough reclaims for a warning, wherever they stand.
    public func isWarning(at now: Instant) -> Bool {
      let cutoff = now.earlier(by: Self.window)
      return events.count { $0 >= cutoff } >= Self.threshold
    }
  }
}
