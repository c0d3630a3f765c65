/// Why parameters do not make a distribution.
package enum DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A parameter is not a finite number.
  case notFinite(parameter: String, value: Double)
  /// A parameter must be greater than zero.
  case notPositive(parameter: String, value: Double)
  /// A parameter must not be below zero.
  case negative(parameter: String, value: Double)
  /// The upper bound is not above the lower one.
  case emptyRange(low: Double, high: Double)
  /// A table or a list of components has no entry.
  case empty(parameter: String)
  /// Two lists that belong together differ in length.
  case lengthsDiffer(parameter: String, count: Int, other: String, otherCount: Int)
  /// The weights do not sum to 1 within 10⁻⁹.
  case weightsDoNotSumToOne(sum: Double)
  /// The entry of a table at this index (from 0) is not above its predecessor.
  case notAscending(parameter: String, index: Int, value: Double)
  /// A cumulative table does not end at 1 within 10⁻⁹.
  case incompleteTable(last: Double)
  /// The distribution has (almost) no probability between the bounds.
  case nothingBetween(low: Double, high: Double, probability: Double)

  /// The problem, the value and what would be right, in one line.
  package var description: String {
    switch self {
    case .notFinite(let parameter, let value):
      "\(parameter) is \(value); it must be a finite number"
    case .notPositive(let parameter, let value):
      "\(parameter) is \(value); it must be greater than 0"
    case .negative(let parameter, let value):
      "\(parameter) is \(value); it must not be negative"
    case .emptyRange(let low, let high):
      "the range \(low) … \(high) is empty; its end must be above its start"
    case .empty(let parameter):
      "\(parameter) is empty; it needs at least one entry"
    case .lengthsDiffer(let parameter, let count, let other, let otherCount):
      "\(parameter) has \(count) entries and \(other) has \(otherCount); they must be as many"
    case .weightsDoNotSumToOne(let sum):
      "the weights sum to \(sum); they must sum to 1"
    case .notAscending(let parameter, let index, let value):
      "\(parameter)[\(index)] is \(value); entries must ascend"
    case .incompleteTable(let last):
      "the cumulative probabilities end at \(last); the last must be 1"
    case .nothingBetween(let low, let high, let probability):
      "the probability of \(low) … \(high) is \(probability); truncation needs at least 1e-9"
    }
  }
}
