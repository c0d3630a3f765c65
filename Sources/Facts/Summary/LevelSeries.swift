package import Units

/// A level of the fleet that has a value at every instant of a run.
package enum FleetLevel: Int, CaseIterable, Sendable, BitwiseCopyable {
  /// CPU that ready nodes offer.
  case allocatableMilliCPU = 0
  /// CPU that running jobs hold.
  case allocatedMilliCPU = 1
  /// Jobs on a node.
  case runningJobs = 2
  /// Jobs in the queue.
  case queuedJobs = 3
  /// Nodes that are ready.
  case readyNodes = 4

  /// Its name in tables and charts.
  package var name: String {
    switch self {
    case .allocatableMilliCPU: "allocatable_millicpu"
    case .allocatedMilliCPU: "allocated_millicpu"
    case .runningJobs: "running_jobs"
    case .queuedJobs: "queued_jobs"
    case .readyNodes: "ready_nodes"
    }
  }

  /// Its unit.
  package var unit: String {
    switch self {
    case .allocatableMilliCPU, .allocatedMilliCPU: "millicpu"
    case .runningJobs, .queuedJobs: "jobs"
    case .readyNodes: "nodes"
    }
  }

  /// What it is, in a sentence.
  package var definition: String {
    switch self {
    case .allocatableMilliCPU: "CPU that ready nodes offer to workloads, mean over the hour."
    case .allocatedMilliCPU: "CPU that running jobs have requested, mean over the hour."
    case .runningJobs: "Jobs that are running on a node, mean over the hour."
    case .queuedJobs: "Jobs that wait in the queue, mean over the hour."
    case .readyNodes: "Nodes that are ready, mean over the hour."
    }
  }
}

/// Hourly means of every level, each from an exact integral over its hour.
package struct LevelSeries: Hashable, Sendable {
  /// The start of the first hour: the start of the run.
  package var start: Instant
  /// The end of the last hour, which may be a short one: the end of the run.
  package var end: Instant
  /// The means: one array a level, in the order of `FleetLevel.allCases`.
  package var means: [[Double]]

  /// The length of all hours but possibly the last.
  package static let step = TimeSpan.hours(1)

  /// Makes a series of its parts; every array has one mean an hour.
  package init(start: Instant, end: Instant, means: [[Double]]) {
    precondition(means.count == FleetLevel.allCases.count, "one array a level")
    precondition(means.allSatisfy { $0.count == means[0].count }, "one mean an hour")
    self.start = start
    self.end = end
    self.means = means
  }

  /// The number of hours, the short last one included.
  package var count: Int { means[0].count }

  /// The means of one level.
  package subscript(level: FleetLevel) -> [Double] { means[level.rawValue] }

  /// When an hour begins.
  package func startOfHour(_ index: Int) -> Instant { start + LevelSeries.step * Int64(index) }

  /// When an hour ends.
  package func endOfHour(_ index: Int) -> Instant {
    min(end, startOfHour(index) + LevelSeries.step)
  }
}

/// The five levels and their exact integrals over time.
struct LevelIntegrator: Sendable {
  private(set) var levels: [5 of Int64] = [0, 0, 0, 0, 0]
  private(set) var peaks: [5 of Int64] = [0, 0, 0, 0, 0]
  /// Level times nanoseconds since the start; Int128, for a year of a large fleet passes 2^63.
  private(set) var totals: [5 of Int128] = [0, 0, 0, 0, 0]
  private var hour: [5 of Int128] = [0, 0, 0, 0, 0]
  private var clock: Int64
  private var hourStart: Int64
  private var hourEnd: Int64
  private let start: Int64
  private let end: Int64
  private var means: [[Double]] = Array(repeating: [], count: 5)

  init(start: Instant, end: Instant) {
    self.start = start.nanoseconds
    self.end = end.nanoseconds
    clock = self.start
    hourStart = self.start
    hourEnd = Self.nextEdge(after: self.start, end: self.end)
  }

  private static func nextEdge(after edge: Int64, end: Int64) -> Int64 {
    let (next, overflow) = edge.addingReportingOverflow(LevelSeries.step.nanoseconds)
    return overflow ? end : min(end, next)
  }

  /// Moves time on; levels hold until then. Never past the end.
  mutating func advance(to instant: Int64) {
    while instant >= hourEnd && hourEnd > hourStart {
      hold(until: hourEnd)
      closeHour()
    }
    hold(until: min(instant, end))
  }

  mutating func change(_ level: FleetLevel, by amount: Int64) {
    let index = level.rawValue
    levels[index] += amount
    peaks[index] = max(peaks[index], levels[index])
  }

  consuming func finish() -> LevelSeries {
    advance(to: end)
    return LevelSeries(
      start: Instant(nanoseconds: start), end: Instant(nanoseconds: end), means: means)
  }

  private mutating func hold(until instant: Int64) {
    let width = Int128(instant - clock)
    guard width > 0 else { return }
    for index in 0..<5 {
      let area = Int128(levels[index]) * width
      totals[index] += area
      hour[index] += area
    }
    clock = instant
  }

  private mutating func closeHour() {
    let width = Double(hourEnd - hourStart)
    for index in 0..<5 {
      means[index].append(Double(hour[index]) / width)
      hour[index] = 0
    }
    hourStart = hourEnd
    hourEnd = Self.nextEdge(after: hourEnd, end: end)
  }
}
