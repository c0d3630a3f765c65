/// What a pod bears of the taints of a node.
///
/// Source: kubernetes v1.36 `api/core/v1/toleration.go`, `ToleratesTaint`.
public struct Toleration: Hashable, Sendable {
  /// The key of the taint; empty for every key.
  public var key: String
  /// What has to hold for the taint's value.
  public var match: Match
  /// The effect that is tolerated; nil for every effect.
  public var effect: TaintEffect?
  /// How long a `NoExecute` taint is tolerated, in seconds; nil for ever.
  public var tolerationSeconds: Int64?

  /// What has to hold for the value of a taint.
  public enum Match: Hashable, Sendable {
    /// `Equal`, the default: it is this.
    case equal(String)
    /// `Exists`: nothing.
    case exists
    /// `Gt`: it is a whole number greater than this.
    case greaterThan(Int64)
    /// `Lt`: it is a whole number less than this.
    case lessThan(Int64)
  }

  /// Makes a toleration.
  public init(
    key: String, _ match: Match, effect: TaintEffect? = nil, tolerationSeconds: Int64? = nil
  ) {
    self.key = key
    self.match = match
    self.effect = effect
    self.tolerationSeconds = tolerationSeconds
  }

  /// Checks and makes a toleration as written; an empty operator is `Equal`.
  ///
  /// - Throws: `SelectorError` for an operator that does not exist, an empty key with another
  ///   operator than `Exists`, or a value that `Gt` or `Lt` cannot compare.
  public init(
    key: String, operator name: String, value: String, effect: TaintEffect?,
    tolerationSeconds: Int64? = nil
  ) throws(SelectorError) {
    guard !key.isEmpty || name == "Exists" else { throw .missingKey }
    let match: Match
    switch name {
    case "", "Equal": match = .equal(value)
    case "Exists": match = .exists
    case "Gt", "Lt":
      guard let bound = Int64(value) else { throw .notAnInteger(key: key, value: value) }
      match = name == "Gt" ? .greaterThan(bound) : .lessThan(bound)
    default: throw .unknownOperator(key: key, operator: name)
    }
    self.init(key: key, match, effect: effect, tolerationSeconds: tolerationSeconds)
  }

  /// Whether a pod with it bears `taint`.
  ///
  /// `comparisonOperators` is the feature gate `TaintTolerationComparisonOperators`; without it `Gt`
  /// and `Lt` tolerate nothing.
  public func tolerates(_ taint: Taint, comparisonOperators: Bool = false) -> Bool {
    if let effect, effect != taint.effect { return false }
    guard key.isEmpty || key == taint.key else { return false }
    switch match {
    case .equal(let value): return value == taint.value
    case .exists: return true
    case .greaterThan(let bound):
      return comparisonOperators && Int64(taint.value).map { $0 > bound } ?? false
    case .lessThan(let bound):
      return comparisonOperators && Int64(taint.value).map { $0 < bound } ?? false
    }
  }
}
