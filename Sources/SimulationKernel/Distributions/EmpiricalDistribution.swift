/// A distribution given by a table: recorded values and how probable it is to be at most each.
package struct EmpiricalDistribution: Hashable, Sendable {
  /// What lies between two entries of the table.
  package enum Interpolation: Hashable, Sendable {
    /// Nothing: only the values of the table occur.
    case step
    /// The cumulative curve runs straight from entry to entry; the first entry's probability stays on it.
    case linear
  }

  /// The values, strictly ascending.
  package let values: [Double]
  /// The probability of a result at most the value of the same index; never falls, ends at 1.
  package let cumulative: [Double]
  /// Between the entries.
  package let interpolation: Interpolation

  /// Takes a table over.
  ///
  /// - Throws: `DistributionError` when the table is empty, its columns differ in length, its values do
  ///   not ascend strictly, or its probabilities fall, leave 0 … 1 or do not end at 1.
  package init(values: [Double], cumulative: [Double], interpolation: Interpolation)
    throws(DistributionError)
  {
    guard let last = cumulative.last, !values.isEmpty else { throw .empty(parameter: "values") }
    guard values.count == cumulative.count else {
      throw .lengthsDiffer(
        parameter: "values", count: values.count, other: "cumulative",
        otherCount: cumulative.count)
    }
    for index in values.indices {
      guard values[index].isFinite else {
        throw .notFinite(parameter: "values[\(index)]", value: values[index])
      }
      guard cumulative[index].isFinite else {
        throw .notFinite(parameter: "cumulative[\(index)]", value: cumulative[index])
      }
      guard index == 0 || values[index] > values[index - 1] else {
        throw .notAscending(parameter: "values", index: index, value: values[index])
      }
      guard cumulative[index] >= (index == 0 ? 0 : cumulative[index - 1]) else {
        throw .notAscending(parameter: "cumulative", index: index, value: cumulative[index])
      }
    }
    guard abs(last - 1) <= 1e-9 else { throw .incompleteTable(last: last) }
    self.values = values
    self.cumulative = cumulative.dropLast().map { min($0, 1) } + [1]
    self.interpolation = interpolation
  }

  /// Every value of a sample with the same probability; the sample may be in any order.
  ///
  /// - Throws: `DistributionError` when the sample is empty or has a value that is not finite.
  package init(sample: [Double], interpolation: Interpolation = .step) throws(DistributionError) {
    let sorted = sample.sorted()
    var values: [Double] = []
    var cumulative: [Double] = []
    for (index, value) in sorted.enumerated() {
      let probability = Double(index + 1) / Double(sorted.count)
      if values.last == value {
        cumulative[cumulative.count - 1] = probability
      } else {
        values.append(value)
        cumulative.append(probability)
      }
    }
    try self.init(values: values, cumulative: cumulative, interpolation: interpolation)
  }

  /// The distribution of a Kaplan-Meier curve.
  ///
  /// - Parameters:
  ///   - times: The times of the curve, strictly ascending.
  ///   - survival: The probability to live beyond the time of the same index; never rises.
  ///   - remainderAt: Where the probability goes that the curve leaves over because the longest lives
  ///     were censored: a value after the last time, for instance the provider's cap. Without one the
  ///     curve must end at 0.
  ///   - interpolation: Between the times.
  /// - Throws: `DistributionError` as the table's initialiser.
  package init(
    times: [Double], survival: [Double], remainderAt: Double? = nil,
    interpolation: Interpolation = .step
  ) throws(DistributionError) {
    var values = times
    var cumulative = survival.map { 1 - $0 }
    if let remainderAt, let last = survival.last, last > 0 {
      values.append(remainderAt)
      cumulative.append(1)
    }
    try self.init(values: values, cumulative: cumulative, interpolation: interpolation)
  }

  /// The smallest value whose cumulative probability exceeds `probability`, or the point of the line.
  ///
  /// - Complexity: O(log n).
  package func quantile(_ probability: Double) -> Double {
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > probability { high = middle } else { low = middle + 1 }
    }
    guard interpolation == .linear, low > 0 else { return values[low] }
    let height = cumulative[low] - cumulative[low - 1]
    guard height > 0 else { return values[low] }
    let part = (probability - cumulative[low - 1]) / height
    return min(values[low - 1] + part * (values[low] - values[low - 1]), values[low])
  }

  /// The probability of a result at most `value`.
  package func cumulativeProbability(at value: Double) -> Double {
    guard value >= values[0] else { return 0 }
    var low = 0
    var high = values.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle } else { high = middle }
    }
    guard interpolation == .linear, low + 1 < values.count else { return cumulative[low] }
    let part = (value - values[low]) / (values[low + 1] - values[low])
    return cumulative[low] + part * (cumulative[low + 1] - cumulative[low])
  }

  /// The expectation, exact but for rounding.
  package var mean: Double {
    var sum = values[0] * cumulative[0]
    for index in values.indices.dropFirst() {
      let probability = cumulative[index] - cumulative[index - 1]
      switch interpolation {
      case .step: sum += probability * values[index]
      case .linear: sum += probability * (values[index] + values[index - 1]) / 2
      }
    }
    return sum
  }
}
