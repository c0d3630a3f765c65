package import Units

/// Mean and quantiles of lengths of time: exact, from all values.
package struct SpanStatistics: Hashable, Sendable {
  /// How many values there are.
  package var count: Int64
  /// Their sum, in nanoseconds.
  package var sum: Int128
  /// The median.
  package var p50: TimeSpan
  /// The 95th percentile.
  package var p95: TimeSpan
  /// The 99th percentile.
  package var p99: TimeSpan
  /// The largest.
  package var max: TimeSpan

  /// Computes the statistics of values in nanoseconds; all 0 when there are none.
  package init(_ nanoseconds: [Int64]) {
    let sorted = nanoseconds.sorted()
    count = Int64(sorted.count)
    sum = sorted.reduce(0) { $0 + Int128($1) }
    func span(_ percent: Int) -> TimeSpan {
      TimeSpan(nanoseconds: nearestRank(percent, of: sorted) ?? 0)
    }
    p50 = span(50)
    p95 = span(95)
    p99 = span(99)
    max = span(100)
  }

  /// The mean in seconds, when there is a value.
  package var meanSeconds: Double? {
    count == 0 ? nil : Double(sum) / Double(count) / 1e9
  }
}

/// Mean and quantiles of ratios: exact, from all values, summed in the order given.
package struct RatioStatistics: Hashable, Sendable {
  /// How many values there are.
  package var count: Int64
  /// Their sum.
  package var sum: Double
  /// The median.
  package var p50: Double
  /// The 95th percentile.
  package var p95: Double
  /// The largest.
  package var max: Double

  /// Computes the statistics; all 0 when there are no values.
  package init(_ values: [Double]) {
    let sorted = values.sorted()
    count = Int64(sorted.count)
    sum = values.reduce(0, +)
    p50 = nearestRank(50, of: sorted) ?? 0
    p95 = nearestRank(95, of: sorted) ?? 0
    max = sorted.last ?? 0
  }

  /// The mean, when there is a value.
  package var mean: Double? { count == 0 ? nil : sum / Double(count) }
}

/// The percentile by nearest rank: the smallest value that at least `percent` % of all do not
/// exceed. It is a value that occurred, and integer arithmetic finds it.
func nearestRank<Value>(_ percent: Int, of sorted: [Value]) -> Value? {
  guard !sorted.isEmpty else { return nil }
  return sorted[Swift.max(0, (sorted.count * percent + 99) / 100 - 1)]
}
