public import Units

/// What a schedule will do in a stretch of time: exact edges, and what is special about them.
public struct SchedulePreview: Sendable {
  /// A stretch in which the schedule is on.
  public struct Window: Hashable, Sendable {
    /// When it opens; nil when it was open for years.
    public var opens: Instant?
    /// When it closes; nil when it does not within some years.
    public var closes: Instant?
  }

  /// A window that a change of the clock makes shorter, longer, or takes away.
  public struct ClockEffect: Hashable, Sendable {
    /// What becomes of the window.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// Some of its hours do not occur.
      case shortened
      /// Some of its hours occur twice.
      case lengthened
      /// None of its hours occurs.
      case skipped
    }

    /// What becomes of the window.
    public var kind: Kind
    /// The local date on which the window begins by the clock.
    public var date: CivilDate
    /// When the clock changes.
    public var transition: Instant
    /// How long the window is by the clock.
    public var nominal: TimeSpan
    /// How long it is.
    public var actual: TimeSpan
  }

  /// A day on which the calendar closes what the week would open.
  public struct ClosedDay: Hashable, Sendable {
    /// The local date.
    public var date: CivilDate
    /// The clock hour at which it closes early; nil on a holiday.
    public var closesAt: Int?
  }

  /// The stretch that is looked at.
  public let start: Instant
  /// Its end, not included.
  public let end: Instant
  /// The windows that are open at some instant of the stretch, each whole.
  public let windows: [Window]
  /// How long it is on within the stretch.
  public let activeTime: TimeSpan
  /// The first opening after the start; nil when there is none within some years.
  public let nextActivation: Instant?
  /// The first closing after the start; nil when there is none within some years.
  public let nextClosing: Instant?
  /// How many hours of an ordinary week it is on; nil for windows that have no such week.
  public let hoursPerWeek: Int?
  /// What changes of the clock do within the stretch.
  public let clockEffects: [ClockEffect]
  /// The days of the stretch on which the calendar closed it.
  public let closedDays: [ClosedDay]

  /// Looks at a schedule from `start` up to `end`; an end that is not after the start gives an
  /// empty stretch.
  public init(of schedule: PreviewSchedule, from start: Instant, to end: Instant) {
    let end = max(start, end)
    self.start = start
    self.end = end
    let edges = schedule.edges(after: start, to: end).filter { $0.instant < end }
    windows = SchedulePreview.windows(of: schedule, edges, from: start, to: end)
    let nanoseconds = windows.reduce(Int128(0)) { sum, window in
      let (opens, closes) = (max(window.opens ?? start, start), min(window.closes ?? end, end))
      return sum + Int128(closes.nanoseconds) - Int128(opens.nanoseconds)
    }
    activeTime = TimeSpan(nanoseconds: Int64(clamping: nanoseconds))
    func next(_ isActive: Bool) -> Instant? {
      if let edge = edges.first(where: { $0.isActive == isActive }) { return edge.instant }
      // Edges alternate: the first one beyond the stretch, or the one after it.
      guard let edge = schedule.nextEdge(after: edges.last?.instant ?? start) else { return nil }
      if edge.isActive == isActive { return edge.instant }
      return schedule.nextEdge(after: edge.instant)?.instant
    }
    nextActivation = next(true)
    nextClosing = next(false)
    guard case .hours(let hours) = schedule else {
      hoursPerWeek = nil
      clockEffects = []
      closedDays = []
      return
    }
    hoursPerWeek = hours.hoursPerWeek
    clockEffects = hours.clockEffects(from: start, to: end)
    closedDays = hours.closedDays(from: start, to: end)
  }

  private static func windows(
    of schedule: PreviewSchedule, _ edges: [ScheduleEdge], from start: Instant, to end: Instant
  ) -> [Window] {
    guard start < end else { return [] }
    var windows: [Window] = []
    if schedule.isActive(at: start) {
      windows.append(Window(opens: schedule.previousEdge(before: start)?.instant, closes: nil))
    }
    for edge in edges {
      if edge.isActive {
        windows.append(Window(opens: edge.instant, closes: nil))
      } else {
        windows[windows.count - 1].closes = edge.instant
      }
    }
    if let last = windows.last, last.closes == nil {
      windows[windows.count - 1].closes =
        schedule.nextEdge(after: edges.last?.instant ?? start)?.instant
    }
    return windows
  }
}
