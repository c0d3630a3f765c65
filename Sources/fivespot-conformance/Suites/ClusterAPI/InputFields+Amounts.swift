import Documents
import KubernetesModel
import Units

extension InputFields {
  /// Seconds with or without a fraction.
  func optionalSpan(_ key: String) throws(VectorError) -> TimeSpan? {
    guard let member = node(key) else { return nil }
    guard let seconds = member.double else { throw VectorError("\(key) is not a number") }
    return TimeSpan(nanoseconds: Int64((seconds * 1e9).rounded()))
  }

  func span(_ key: String) throws(VectorError) -> TimeSpan {
    guard let span = try optionalSpan(key) else { throw VectorError("missing field \(key)") }
    return span
  }

  func number(_ key: String) throws(VectorError) -> Double {
    guard let number = node(key)?.double else { throw VectorError("\(key) is not a number") }
    return number
  }

  /// A flag that is off where it is not written.
  func optionalFlag(_ key: String) throws(VectorError) -> Bool {
    try optionalBoolean(key) ?? false
  }

  /// A number or a share that has to be right.
  func amount(_ key: String) throws(VectorError) -> IntOrPercent {
    guard let member = node(key) else { throw VectorError("missing field \(key)") }
    guard let amount = IntOrPercent(member) else {
      throw VectorError("\(key) is neither a number nor a percentage")
    }
    return amount
  }
}

extension IntOrPercent {
  /// A number, or a text that has to be a share; nil for any other text.
  init?(_ node: DocumentNode) {
    if let count = node.integer {
      self = .count(Int(count))
      return
    }
    do throws(IntOrPercentError) {
      self = try IntOrPercent(node.string ?? "")
    } catch {
      return nil
    }
  }
}

extension DocumentValue {
  /// Seconds, with a fraction where there is one.
  static func fraction(_ span: TimeSpan) -> DocumentValue { .number(span.secondsAsDouble) }
}
