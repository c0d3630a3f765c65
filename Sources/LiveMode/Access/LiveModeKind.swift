/// How much a live mode may do; each one may do what those before it may.
package enum LiveModeKind: String, CaseIterable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Read once.
  case snapshot
  /// Read and watch, as one of several replicas of which one leads.
  case observe
  /// Say what would be done, as events.
  case advise
  /// Do it.
  case apply

  /// What it does, in words.
  package var summary: String {
    switch self {
    case .snapshot: "reads once"
    case .observe: "reads and watches; one of several replicas leads"
    case .advise: "says as events what would be done"
    case .apply: "does it"
    }
  }

  /// Less before more.
  package static func < (left: Self, right: Self) -> Bool {
    let order = Self.allCases
    return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
  }
}
