package import Facts

/// Why the cost of a run cannot be told.
package enum LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The price book has no entry, or one too many, for some pools.
  case poolCount(priced: Int, pools: Int)
  /// A price that machines cannot have.
  case price(pool: String, problem: String)
  /// A figure of the whole book that is out of its range.
  case book(problem: String)
  /// The facts contradict each other or the prices.
  case facts(ReplayError)

  package var description: String {
    switch self {
    case .poolCount(let priced, let pools):
      "the price book has \(priced) entries for \(pools) pools; give one for each pool, or none"
    case .price(let pool, let problem): "the price of pool \(pool): \(problem)"
    case .book(let problem): "the price book: \(problem)"
    case .facts(let error): "\(error)"
    }
  }
}
