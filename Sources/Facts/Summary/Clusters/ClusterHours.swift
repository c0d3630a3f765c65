import Units

/// One cluster hour by hour: means over each hour, each from an exact integral.
package struct ClusterHours: Hashable, Sendable {
  /// The cluster.
  package var cluster: ClusterID
  /// CPU that its Ready nodes offer, in thousandths of a core.
  package var allocatable: [Double]
  /// CPU that its workloads request, in thousandths of a core.
  package var requested: [Double]
  /// CPU that its workloads use, in thousandths of a core.
  package var used: [Double]
  /// CPU of the machines that it owns by `IdlePart`, in whole thousandths of a core that sum to all
  /// of it in every hour; nil for a cluster that owns none.
  package var idle: [[Int64]]?
}

/// The levels of one cluster and their integrals over the hour that runs.
struct ClusterIntegrator: Sendable {
  var allocatable: Int64 = 0
  var requested: Int64 = 0
  var used: Int64 = 0
  var own = OwnCapacity()
  private var sums: [12 of Int128] = .init(repeating: 0)
  private var clock: Int64
  private var hourStart: Int64
  private var hourEnd: Int64
  private let end: Int64
  private var hours: ClusterHours
  private var idle: [[Int64]] = []

  init(_ cluster: ClusterID, start: Instant, end: Instant) {
    clock = start.nanoseconds
    hourStart = clock
    self.end = end.nanoseconds
    hourEnd = Self.nextEdge(after: clock, end: self.end)
    hours = ClusterHours(cluster: cluster, allocatable: [], requested: [], used: [], idle: nil)
  }

  private static func nextEdge(after edge: Int64, end: Int64) -> Int64 {
    let (next, overflow) = edge.addingReportingOverflow(LevelSeries.step.nanoseconds)
    return overflow ? end : min(end, next)
  }

  /// Moves time on; levels hold until then. False when the levels contradict each other.
  mutating func advance(to instant: Int64) -> Bool {
    guard instant > clock else { return true }
    guard let parts = own.parts else { return false }
    while instant >= hourEnd && hourEnd > hourStart {
      hold(parts, until: hourEnd)
      closeHour()
    }
    hold(parts, until: min(instant, end))
    return true
  }

  consuming func finish() -> ClusterHours {
    if own.capacity > 0 { hours.idle = idle }
    return hours
  }

  private mutating func hold(_ parts: [9 of Int64], until instant: Int64) {
    let width = Int128(instant - clock)
    guard width > 0 else { return }
    sums[0] += Int128(allocatable) * width
    sums[1] += Int128(requested) * width
    sums[2] += Int128(used) * width
    if own.capacity > 0 {
      for part in 0..<9 { sums[3 + part] += Int128(parts[part]) * width }
    }
    clock = instant
  }

  private mutating func closeHour() {
    let width = Int128(hourEnd - hourStart)
    hours.allocatable.append(Double(sums[0]) / Double(width))
    hours.requested.append(Double(sums[1]) / Double(width))
    hours.used.append(Double(sums[2]) / Double(width))
    if own.capacity > 0 { idle.append(wholeMeans(width)) }
    sums = .init(repeating: 0)
    hourStart = hourEnd
    hourEnd = Self.nextEdge(after: hourEnd, end: end)
  }

  /// The means of the parts in whole thousandths of a core, by largest remainder: they sum to the
  /// capacity, as the parts do at every instant.
  private func wholeMeans(_ width: Int128) -> [Int64] {
    var means: [Int64] = []
    var remainders: [Int128] = []
    var left = own.capacity
    for part in 0..<9 {
      let (quotient, remainder) = sums[3 + part].quotientAndRemainder(dividingBy: width)
      means.append(Int64(quotient))
      remainders.append(remainder)
      left -= Int64(quotient)
    }
    let order = remainders.indices.sorted { a, b in
      remainders[a] == remainders[b] ? a < b : remainders[a] > remainders[b]
    }
    for part in order.prefix(Int(left)) { means[part] += 1 }
    return means
  }
}
