/// One condition on one label, as in `matchExpressions`.
///
/// Source: kubernetes v1.36 `apimachinery/pkg/labels/selector.go`, `Requirement.Matches`.
public struct LabelRequirement: Hashable, Sendable {
  /// The key of the label.
  public var key: String
  /// What has to hold for its value.
  public var condition: Condition

  /// What has to hold for the value of a label.
  public enum Condition: Hashable, Sendable {
    /// `In`: the label is there and its value is one of these.
    case isIn([String])
    /// `NotIn`: the label is absent, or its value is none of these.
    case isNotIn([String])
    /// `Exists`: the label is there.
    case exists
    /// `DoesNotExist`: the label is absent.
    case doesNotExist
    /// `Gt`, of nodes only: the value is a whole number greater than this.
    case isGreaterThan(Int64)
    /// `Lt`, of nodes only: the value is a whole number less than this.
    case isLessThan(Int64)
  }

  /// Where a requirement stands, which decides what operators there are.
  public enum Place: Hashable, Sendable {
    /// In a label selector: four operators.
    case labelSelector
    /// In the node selector of an affinity: `Gt` and `Lt` as well.
    case nodeSelector
  }

  /// Makes a requirement that holds as it stands.
  public init(key: String, _ condition: Condition) {
    self.key = key
    self.condition = condition
  }

  /// Checks and makes a requirement as written.
  ///
  /// - Throws: `SelectorError` for a key, operator, number of values or value that the API refuses.
  public init(
    key: String, operator name: String, values: [String], in place: Place
  ) throws(SelectorError) {
    self.key = key
    switch (name, place) {
    case ("In", _), ("NotIn", _):
      guard !values.isEmpty else {
        throw .wrongValueCount(key: key, operator: name, count: 0)
      }
      condition = name == "In" ? .isIn(values) : .isNotIn(values)
    case ("Exists", _), ("DoesNotExist", _):
      guard values.isEmpty else {
        throw .wrongValueCount(key: key, operator: name, count: values.count)
      }
      condition = name == "Exists" ? .exists : .doesNotExist
    case ("Gt", .nodeSelector), ("Lt", .nodeSelector):
      guard values.count == 1 else {
        throw .wrongValueCount(key: key, operator: name, count: values.count)
      }
      guard let bound = Int64(values[0]) else {
        throw .notAnInteger(key: key, value: values[0])
      }
      condition = name == "Gt" ? .isGreaterThan(bound) : .isLessThan(bound)
    default:
      throw .unknownOperator(key: key, operator: name)
    }
    guard QualifiedName.isKey(key) else { throw .invalidKey(key) }
    for value in values where !QualifiedName.isValue(value) {
      throw .invalidValue(key: key, value: value)
    }
  }

  /// Whether `labels` meet it.
  public func matches(_ labels: Labels) -> Bool {
    let value = labels[key]
    switch condition {
    case .isIn(let values): return value.map(values.contains) ?? false
    case .isNotIn(let values): return value.map { !values.contains($0) } ?? true
    case .exists: return value != nil
    case .doesNotExist: return value == nil
    case .isGreaterThan(let bound): return value.flatMap { Int64($0) }.map { $0 > bound } ?? false
    case .isLessThan(let bound): return value.flatMap { Int64($0) }.map { $0 < bound } ?? false
    }
  }
}
