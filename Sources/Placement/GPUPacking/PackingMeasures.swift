/// What a run of the experiment measures at each whole percent of submitted GPU load.
///
/// Source: github.com/hkust-adsl/kubernetes-scheduler-simulator at 8f3d641, `scripts/analysis.py`. A
/// record is made after every pod and rounded to hundredths; a column is the mean of the records whose load
/// rounds to it. Sums are exact whole numbers; ties of rounding go to the even neighbour.
package struct PackingMeasures: Hashable, Sendable {
  /// One column.
  package struct Column: Hashable, Sendable {
    /// The share of all GPU that is allocated, in hundredths of a percent.
    package var allocationHundredths: Int64
    /// The fragment as a share of all GPU, in hundredths of a percent.
    package var fragmentHundredths: Int64
    /// The fragment as a share of idle GPU, in percent.
    package var ratioPercent: Double
  }

  private struct Sums: Hashable {
    var records: Int64 = 0
    var allocation: Int64 = 0
    var amount: Int64 = 0
    var ratio: Int64 = 0

    static func + (left: Sums, right: Sums) -> Sums {
      Sums(
        records: left.records + right.records, allocation: left.allocation + right.allocation,
        amount: left.amount + right.amount, ratio: left.ratio + right.ratio)
    }
  }

  private let capacity: Int64
  private var sums: [Sums] = []

  /// Starts measuring a fleet of so much GPU, in thousandths of a device; more than none.
  init(capacity: Int64) {
    precondition(capacity > 0, "GPU packing is measured on a fleet with GPUs")
    self.capacity = capacity
  }

  /// Makes a record after a pod.
  ///
  /// - Parameters:
  ///   - arrived: GPU of all pods submitted, in thousandths of a device.
  ///   - used: GPU allocated.
  ///   - fragment: the sum over typical pods of weight times thousandths.
  ///   - weight: the weight of all typical pods.
  mutating func record(arrived: Int64, used: Int64, fragment: Int64, weight: Int64) {
    let column = Int(PackingMeasures.rounded(100, times: arrived, over: capacity))
    while sums.count <= column { sums.append(Sums()) }
    let idle = capacity - used
    let amount = PackingMeasures.rounded(100, times: fragment, over: max(weight, 1))
    sums[column] =
      sums[column]
      + Sums(
        records: 1, allocation: PackingMeasures.rounded(10_000, times: used, over: capacity),
        amount: amount,
        ratio: idle == 0
          ? 0
          : PackingMeasures.rounded(
            10_000, times: fragment, over: Int128(max(weight, 1)) * Int128(idle)))
  }

  /// The columns from 0 percent to the highest load. One without a record takes those of its neighbours on
  /// either side, and is nil when they have none either.
  package var columns: [Column?] {
    sums.indices.map { percent in
      var sum = sums[percent]
      if sum.records == 0 {
        sum = sums[max(percent - 1, 0)...min(percent + 1, sums.count - 1)].reduce(Sums(), +)
      }
      guard sum.records > 0 else { return nil }
      return Column(
        allocationHundredths: PackingMeasures.rounded(1, times: sum.allocation, over: sum.records),
        fragmentHundredths: PackingMeasures.rounded(
          100, times: sum.amount, over: Int128(sum.records) * Int128(capacity)),
        ratioPercent: Double(sum.ratio) / Double(sum.records) / 100)
    }
  }

  /// `factor` · `value` / `divisor` to the nearest whole number, a tie to the even one; neither is negative.
  private static func rounded(_ factor: Int128, times value: Int64, over divisor: Int64) -> Int64 {
    rounded(factor, times: value, over: Int128(divisor))
  }

  private static func rounded(_ factor: Int128, times value: Int64, over divisor: Int128) -> Int64 {
    let (quotient, remainder) = (factor * Int128(value)).quotientAndRemainder(dividingBy: divisor)
    let twice = 2 * remainder
    let up = twice > divisor || (twice == divisor && quotient % 2 == 1)
    return Int64(quotient) + (up ? 1 : 0)
  }
}
