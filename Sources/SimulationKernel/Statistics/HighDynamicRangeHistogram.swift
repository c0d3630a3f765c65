/// A histogram of whole numbers from 0 to 2⁶³ − 1 whose buckets keep a number of significant decimal
/// digits, in bounded memory.
///
/// The layout is that of G. Tene's HdrHistogram: buckets of width 1 up to a power of two that gives the
/// digits, then, for each doubling of the value, half as many buckets of twice the width. Any value stands
/// for its bucket with a relative error of at most 10^−digits. Three digits over the whole range take
/// 55,296 counters; counters beyond the greatest value seen are not stored.
package struct HighDynamicRangeHistogram: Hashable, Sendable {
  /// How many significant decimal digits are kept: 1 … 5.
  package let digits: Int
  /// How many values were recorded.
  package private(set) var count: UInt64 = 0
  /// The least value recorded, exactly; `Int64.max` when there is none.
  private var least = Int64.max
  /// The greatest value recorded, exactly.
  private var greatest: Int64 = -1
  private var counters: [UInt64] = []
  /// Values below 2^linearBits have a bucket each.
  private let linearBits: Int

  /// - Parameter digits: The significant decimal digits to keep, 1 … 5.
  package init(digits: Int = 3) {
    precondition((1...5).contains(digits), "a histogram keeps 1 … 5 digits")
    self.digits = digits
    // A bucket of width w begins at 2^(linearBits − 1) · w or above, so that w / value ≤ 10^−digits.
    var least: Int64 = 2
    for _ in 0..<digits { least *= 10 }
    linearBits = Int64.bitWidth - (least - 1).leadingZeroBitCount
  }

  /// Takes a value in, `times` times; it must not be negative.
  package mutating func record(_ value: Int64, times: UInt64 = 1) {
    precondition(value >= 0, "a histogram records values from 0 up")
    guard times > 0 else { return }
    let index = bucket(of: value)
    if index >= counters.count {
      counters.append(contentsOf: repeatElement(0, count: index + 1 - counters.count))
    }
    counters[index] += times
    count += times
    least = min(least, value)
    greatest = max(greatest, value)
  }

  /// Takes in all values of another histogram, which must keep as many digits.
  package mutating func merge(_ other: HighDynamicRangeHistogram) {
    precondition(digits == other.digits, "merged histograms keep the same digits")
    if other.counters.count > counters.count {
      counters.append(
        contentsOf: repeatElement(0, count: other.counters.count - counters.count))
    }
    for (index, counter) in other.counters.enumerated() { counters[index] += counter }
    count += other.count
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  /// The least value, exactly.
  package var minimum: Int64? { count > 0 ? least : nil }

  /// The greatest value, exactly.
  package var maximum: Int64? { count > 0 ? greatest : nil }

  /// The value that at least the part `probability` (0 … 1) of all values does not exceed; nil without
  /// values.
  ///
  /// The greatest value of the bucket that holds the value of that rank, but never beyond the extremes,
  /// which are exact.
  package func quantile(_ probability: Double) -> Int64? {
    precondition(probability >= 0 && probability <= 1, "a quantile needs a probability in 0 … 1")
    guard count > 0 else { return nil }
    // A product such as 0.07 · 100 comes out just above the whole number that is meant.
    let wanted = max((probability * Double(count) * (1 - 0x1p-51)).rounded(.up), 1)
    let rank = UInt64(exactly: wanted).map { min($0, count) } ?? count
    if rank == 1 { return least }
    var seen: UInt64 = 0
    for (index, counter) in counters.enumerated() {
      seen += counter
      if seen >= rank { return min(max(upperEnd(of: index), least), greatest) }
    }
    return greatest
  }

  /// The mean, with each value at the middle of its bucket; nil without values.
  package var mean: Double? {
    guard count > 0 else { return nil }
    var sum = 0.0
    for (index, counter) in counters.enumerated() where counter > 0 {
      sum += Double(counter) * (Double(lowerEnd(of: index)) + Double(upperEnd(of: index))) / 2
    }
    return sum / Double(count)
  }

  /// The filled buckets in ascending order: the least and greatest value of each and how many it holds.
  package var buckets: [(lower: Int64, upper: Int64, count: UInt64)] {
    counters.enumerated().filter { $0.element > 0 }.map {
      (lowerEnd(of: $0.offset), upperEnd(of: $0.offset), $0.element)
    }
  }

  private func bucket(of value: Int64) -> Int {
    let bits = Int64.bitWidth - value.leadingZeroBitCount
    let shift = max(bits - linearBits, 0)
    // Each doubling beyond the linear part adds the upper half of its 2^linearBits steps.
    return shift << (linearBits - 1) + Int(value >> Int64(shift))
  }

  private func shift(of index: Int) -> Int { max(index >> (linearBits - 1) - 1, 0) }

  private func lowerEnd(of index: Int) -> Int64 {
    let shift = shift(of: index)
    return Int64(index - shift << (linearBits - 1)) << Int64(shift)
  }

  private func upperEnd(of index: Int) -> Int64 {
    lowerEnd(of: index) + (Int64(1) << Int64(shift(of: index)) - 1)
  }
}
