import Documents

/// Takes the members of a mapping apart as serde does, which 5-Spot decodes with: unknown names
/// first, then each member in the order of the declaration.
///
/// Null is absence, as the API server has removed it where it is no value.
struct FieldDecoder {
  private let node: DocumentNode

  /// Opens a mapping.
  ///
  /// - Parameter known: The names that may stand there; nil when others are ignored.
  init(_ node: DocumentNode, known: [String]? = nil) throws(RuntimeRefusal) {
    guard node.kind == .mapping else { throw .invalidType }
    if let known {
      for member in node.members
      where !known.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
        throw .unknownField
      }
    }
    self.node = node
  }

  /// The value, when there is one.
  func value(_ key: String) -> DocumentNode? {
    guard let member = node[key], !member.isNull else { return nil }
    return member
  }

  /// The value, which has to be there.
  func required(
    _ key: String, orElse missing: RuntimeRefusal = .missingField
  ) throws(RuntimeRefusal) -> DocumentNode {
    guard let value = value(key) else { throw missing }
    return value
  }

  func text(
    _ key: String, orElse missing: RuntimeRefusal = .missingField
  ) throws(RuntimeRefusal) -> String {
    try Self.text(try required(key, orElse: missing))
  }

  func optionalText(_ key: String) throws(RuntimeRefusal) -> String? {
    guard let value = value(key) else { return nil }
    return try Self.text(value)
  }

  func boolean(_ key: String, standard: Bool) throws(RuntimeRefusal) -> Bool {
    guard let value = value(key) else { return standard }
    guard let boolean = value.boolean else { throw .invalidType }
    return boolean
  }

  func integer(_ key: String) throws(RuntimeRefusal) -> Int64? {
    guard let value = value(key) else { return nil }
    guard let integer = value.integer else { throw .invalidType }
    return integer
  }

  /// The elements of a list; none when it is absent.
  func elements(_ key: String) throws(RuntimeRefusal) -> [DocumentNode] {
    guard let value = value(key) else { return [] }
    guard value.kind == .sequence else { throw .invalidType }
    return Array(value.elements)
  }

  func texts(_ key: String) throws(RuntimeRefusal) -> [String] {
    var texts: [String] = []
    for element in try elements(key) { texts.append(try Self.text(element)) }
    return texts
  }

  /// A mapping of texts, in the order in which it was written.
  func textMap(_ key: String) throws(RuntimeRefusal) -> [(key: String, value: String)] {
    guard let value = value(key) else { return [] }
    guard value.kind == .mapping else { throw .invalidType }
    var texts: [(key: String, value: String)] = []
    for member in value.members where !member.value.isNull {
      texts.append((member.key, try Self.text(member.value)))
    }
    return texts
  }

  private static func text(_ node: DocumentNode) throws(RuntimeRefusal) -> String {
    guard let text = node.string else { throw .invalidType }
    return text
  }
}

extension DocumentValue {
  /// A list of texts.
  static func strings(_ texts: [String]) -> DocumentValue { .sequence(texts.map { .string($0) }) }

  /// A mapping of texts.
  static func strings(_ texts: [(key: String, value: String)]) -> DocumentValue {
    .mapping(texts.map { ($0.key, .string($0.value)) })
  }
}

extension String? {
  /// The text as a value; nil when there is none.
  var string: DocumentValue? { map { .string($0) } }
}
