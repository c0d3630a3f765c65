public import Units

/// An instant at which a schedule turns on or off.
public struct ScheduleEdge: Hashable, Sendable {
  /// The first instant of the new state.
  public var instant: Instant
  /// The new state: true when the schedule turns on.
  public var isActive: Bool

  /// Makes an edge into that state at that instant.
  @inlinable
  public init(instant: Instant, isActive: Bool) {
    self.instant = instant
    self.isActive = isActive
  }
}

/// The edges of a schedule over a stretch of time, in order, computed one at a time.
///
/// They are exact: candidates are the changes of the weekly pattern on the local clock and the
/// transitions of the zone, so that nothing is sampled and each step costs the same however far
/// the next edge is within a stretch of constant offset. States alternate, beginning with the
/// opposite of `initial`.
public struct ScheduleEdges: Sequence, Sendable {
  /// The state at the start.
  public let initial: Bool
  /// The start of the stretch; an edge at the start itself is part of `initial`.
  public let start: Instant
  /// The end of the stretch; edges are before it.
  public let end: Instant
  /// Nil for a schedule that is never on.
  private let schedule: WeeklySchedule?

  init(of schedule: WeeklySchedule?, from start: Instant, to end: Instant) {
    self.schedule = schedule
    self.start = start
    self.end = end
    initial = schedule?.isActive(at: start) ?? false
  }

  /// The total time of the stretch during which the schedule is on, see
  /// `WeeklySchedule.activeTime(from:to:)`.
  public var activeTime: TimeSpan { schedule?.activeTime(from: start, to: end) ?? .zero }

  /// Begins at the start; each iterator finds the same edges.
  public func makeIterator() -> Iterator {
    // A constant pattern has no edges at any instant, so there is nothing to look at.
    guard let schedule, !schedule.pattern.isConstant else { return Iterator(search: nil) }
    return Iterator(
      search: Iterator.Search(
        pattern: schedule.pattern,
        stretch: ZoneStretches(of: schedule.zone, from: start),
        limit: end.secondsRoundedUp,
        clock: start.secondsRoundedDown,
        state: initial))
  }

  /// Finds the edges one after the other.
  public struct Iterator: IteratorProtocol {
    var search: Search?

    /// The next edge; nil when there is none before the end.
    public mutating func next() -> ScheduleEdge? { search?.next() }
  }
}

extension ScheduleEdges.Iterator {
  /// Where a search for edges stands.
  struct Search {
    let pattern: WeekPattern
    var stretch: ZoneStretches
    /// Edges are before this second of Unix time.
    let limit: Int64
    /// The second up to which edges have been found.
    var clock: Int64
    var state: Bool

    mutating func next() -> ScheduleEdge? {
      while clock < limit {
        let stop = Swift.min(stretch.end, limit)
        if let local = pattern.nextChange(afterLocal: clock + stretch.offset),
          local - stretch.offset < stop
        {
          clock = local - stretch.offset
          state.toggle()
          return ScheduleEdge(instant: Instant(seconds: clock), isActive: state)
        }
        guard stretch.end < limit, stretch.advance() else {
          clock = limit
          return nil
        }
        clock = stretch.start
        let before = state
        state = pattern.isActive(atLocal: clock + stretch.offset)
        if state != before {
          return ScheduleEdge(instant: Instant(seconds: clock), isActive: state)
        }
      }
      return nil
    }
  }
}
