import SimulationKernel
import Testing

@Suite("High dynamic range histogram")
struct HighDynamicRangeHistogramTests {
  @Test("small values are exact")
  func exact() {
    var histogram = HighDynamicRangeHistogram(digits: 2)
    for value in 1...100 as ClosedRange<Int64> { histogram.record(value) }
    #expect(histogram.count == 100)
    #expect(histogram.quantile(0) == 1)
    #expect(histogram.quantile(0.07) == 7)
    #expect(histogram.quantile(0.5) == 50)
    #expect(histogram.quantile(0.99) == 99)
    #expect(histogram.quantile(0.991) == 100)
    #expect(histogram.quantile(1) == 100)
    #expect(histogram.mean == 50.5)
  }

  @Test("an empty histogram has no quantiles")
  func empty() {
    let histogram = HighDynamicRangeHistogram()
    #expect(histogram.quantile(0.5) == nil)
    #expect(histogram.mean == nil)
    #expect(histogram.minimum == nil)
    #expect(histogram.buckets.isEmpty)
  }

  @Test("the ends of the scale are kept", arguments: 1...4)
  func ends(digits: Int) {
    var histogram = HighDynamicRangeHistogram(digits: digits)
    histogram.record(0)
    histogram.record(.max)
    #expect(histogram.minimum == 0)
    #expect(histogram.quantile(1) == .max)
    #expect(histogram.buckets.last?.upper == .max)
  }

  @Test(
    "every value lies in its bucket, which is no wider than the digits allow", arguments: 1...5)
  func bucketBounds(digits: Int) throws {
    var stream = RandomStream(seed: UInt64(digits), label: "histogram")
    let precision = [0.1, 0.01, 1e-3, 1e-4, 1e-5][digits - 1]
    // Five digits take millions of counters for large values: a few of those do.
    for _ in 0..<(digits < 4 ? 100 : 3) {
      let value = Int64(stream.next() >> (1 + stream.uniform(below: 63)))
      var histogram = HighDynamicRangeHistogram(digits: digits)
      histogram.record(value)
      let bucket = try #require(histogram.buckets.first)
      #expect(bucket.lower <= value)
      #expect(bucket.upper >= value)
      #expect(Double(bucket.upper - bucket.lower) <= precision * Double(value))
    }
  }

  @Test(
    "quantiles are within the digits of the sorted values", arguments: 1...8 as ClosedRange<UInt64>)
  func quantiles(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, label: "quantiles")
    var histogram = HighDynamicRangeHistogram(digits: 3)
    var values: [Int64] = []
    for _ in 0..<500 {
      let value = Int64(stream.next() >> (1 + stream.uniform(below: 50)))
      values.append(value)
      histogram.record(value)
    }
    values.sort()
    for part: Double in [0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1] {
      let rank = max(Int((part * 500).rounded(.up)), 1)
      let exact = values[rank - 1]
      let value = try #require(histogram.quantile(part))
      #expect(value >= exact, "seed \(seed)")
      #expect(Double(value - exact) <= 1e-3 * Double(exact), "seed \(seed)")
    }
  }

  @Test("merging equals recording everything in one")
  func merging() {
    var stream = RandomStream(seed: 1, label: "merge")
    var whole = HighDynamicRangeHistogram()
    var left = whole
    var right = whole
    for _ in 0..<1_000 {
      let value = Int64(stream.next() >> (1 + stream.uniform(below: 60)))
      whole.record(value, times: 2)
      left.record(value)
      right.record(value)
    }
    left.merge(right)
    #expect(left == whole)
  }
}
