/// Why a selector, a taint or a toleration cannot be what it was written as.
public enum SelectorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The key of a label breaks the grammar of keys.
  case invalidKey(String)
  /// The value of a label breaks the grammar of values.
  case invalidValue(key: String, value: String)
  /// There is no such operator in this place.
  case unknownOperator(key: String, operator: String)
  /// The operator asks for another number of values.
  case wrongValueCount(key: String, operator: String, count: Int)
  /// `Gt` and `Lt` compare whole numbers, and this is none.
  case notAnInteger(key: String, value: String)
  /// A node can be selected by the field `metadata.name` only.
  case unknownField(String)
  /// There is no such effect.
  case unknownEffect(String)
  /// A toleration without a key tolerates everything, so its operator is `Exists`.
  case missingKey

  /// The error in words, with the value and what would be right.
  public var description: String {
    switch self {
    case .invalidKey(let key):
      "\"\(key)\" is not a label key; write name or prefix/name, the name of at most 63 letters, "
        + "digits, '-', '_' and '.'"
    case .invalidValue(let key, let value):
      "\"\(value)\" is not a value for label \(key); write at most 63 letters, digits, '-', '_' "
        + "and '.'"
    case .unknownOperator(let key, let name):
      "\(key): there is no operator \"\(name)\" here"
    case .wrongValueCount(let key, let name, let count):
      "\(key): \(name) with \(count) values; In and NotIn take one or more, Gt and Lt one, Exists "
        + "and DoesNotExist none"
    case .notAnInteger(let key, let value):
      "\(key): \"\(value)\" is not a whole number, which Gt and Lt compare"
    case .unknownField(let field):
      "nodes cannot be selected by field \(field); the one field is metadata.name"
    case .unknownEffect(let effect):
      "\"\(effect)\" is not a taint effect; those are NoSchedule, PreferNoSchedule and NoExecute"
    case .missingKey:
      "a toleration without a key has the operator Exists"
    }
  }
}
