import Units

/// Levels that change at instants, and their means hour by hour.
struct HourlyMeans: Sendable {
  private var levels: [Int64]
  private var sums: [Int128]
  private var means: [[Double]]
  private var clock: Int64
  private var hourStart: Int64
  private var hourEnd: Int64
  private let end: Int64

  init(count: Int, start: Instant, end: Instant) {
    levels = Array(repeating: 0, count: count)
    sums = Array(repeating: 0, count: count)
    means = Array(repeating: [], count: count)
    clock = start.nanoseconds
    hourStart = clock
    self.end = end.nanoseconds
    hourEnd = Self.edge(after: clock, end: self.end)
  }

  /// Changes a level; it holds from then on. Instants never fall.
  mutating func change(_ level: Int, by amount: Int64, at instant: Instant) {
    guard amount != 0 else { return }
    advance(to: instant.nanoseconds)
    levels[level] += amount
  }

  /// The means of each level over every hour up to the end.
  consuming func finish() -> [[Double]] {
    advance(to: end)
    return means
  }

  private static func edge(after instant: Int64, end: Int64) -> Int64 {
    let (next, overflow) = instant.addingReportingOverflow(LevelSeries.step.nanoseconds)
    return overflow ? end : min(end, next)
  }

  private mutating func advance(to instant: Int64) {
    while instant >= hourEnd && hourEnd > hourStart {
      hold(until: hourEnd)
      let width = Double(hourEnd - hourStart)
      for level in levels.indices {
        means[level].append(Double(sums[level]) / width)
        sums[level] = 0
      }
      hourStart = hourEnd
      hourEnd = Self.edge(after: hourEnd, end: end)
    }
    hold(until: min(instant, end))
  }

  private mutating func hold(until instant: Int64) {
    let width = Int128(instant - clock)
    guard width > 0 else { return }
    for level in levels.indices where levels[level] != 0 {
      sums[level] += Int128(levels[level]) * width
    }
    clock = instant
  }
}
