package import Documents
package import Units

/// A mapping of a manifest, read by name and type.
///
/// Members that nobody asks for are passed over, as the API server's answers have more of them than
/// anyone reads. What is there and is not what it has to be is an error with its place.
package struct ManifestFields: Sendable {
  /// The mapping; nil where the manifest has none, which reads as an empty one.
  package let node: DocumentNode?
  /// Where it stands, such as `spec.containers[0]`; empty for the object itself.
  package let path: String
  /// Where the mapping stands, or where it would: what it is missing from.
  private let position: SourcePosition

  /// Opens an object.
  package init(_ object: DocumentNode) throws(DocumentError) {
    try self.init(object, at: "", in: object.position)
  }

  init(
    _ node: DocumentNode?, at path: String, in parent: SourcePosition
  ) throws(DocumentError) {
    position = node?.position ?? parent
    guard let node, !node.isNull else {
      self.node = nil
      self.path = path
      return
    }
    guard node.kind == .mapping else {
      throw Self.wrongType(node, path, "a mapping")
    }
    self.node = node
    self.path = path
  }

  private static func wrongType(
    _ node: DocumentNode, _ path: String, _ wanted: String
  ) -> DocumentError {
    DocumentError(
      position: node.position,
      message: "\(path.isEmpty ? "the object" : path) is \(node.kind.phrase), not \(wanted)",
      remedy: "write \(wanted), or read the manifest from kubectl get -o json")
  }

  /// The path of a member.
  package func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// A member as it stands; nil when it is absent or null.
  package func member(_ key: String) -> DocumentNode? {
    guard let member = node?[key], !member.isNull else { return nil }
    return member
  }

  /// A member that is a mapping; empty when it is absent.
  package func mapping(_ key: String) throws(DocumentError) -> ManifestFields {
    try ManifestFields(member(key), at: path(key), in: position)
  }

  /// The mappings of a list; none when it is absent.
  package func mappings(_ key: String) throws(DocumentError) -> [ManifestFields] {
    guard let list = member(key) else { return [] }
    guard list.kind == .sequence else { throw Self.wrongType(list, path(key), "a list") }
    var mappings: [ManifestFields] = []
    for element in list.elements {
      mappings.append(
        try ManifestFields(element, at: "\(path(key))[\(mappings.count)]", in: position))
    }
    return mappings
  }

  /// A text; nil when it is absent.
  package func text(_ key: String) throws(DocumentError) -> String? {
    guard let member = member(key) else { return nil }
    guard let text = member.string else { throw Self.wrongType(member, path(key), "text") }
    return text
  }

  /// A text that has to be there.
  package func requiredText(_ key: String) throws(DocumentError) -> String {
    guard let text = try text(key), !text.isEmpty else { throw missing(key) }
    return text
  }

  /// What a member that has to be there and is not is reported as.
  package func missing(_ key: String) -> DocumentError {
    DocumentError(
      position: position, message: "\(path(key)) is missing", remedy: "write it")
  }

  /// The texts of a list; none when it is absent.
  package func texts(_ key: String) throws(DocumentError) -> [String] {
    guard let list = member(key) else { return [] }
    guard list.kind == .sequence else { throw Self.wrongType(list, path(key), "a list") }
    var texts: [String] = []
    for element in list.elements {
      guard let text = element.string else {
        throw Self.wrongType(element, "\(path(key))[\(texts.count)]", "text")
      }
      texts.append(text)
    }
    return texts
  }

  /// A whole number; nil when it is absent.
  package func whole(_ key: String) throws(DocumentError) -> Int64? {
    guard let member = member(key) else { return nil }
    guard let whole = member.integer else {
      throw Self.wrongType(member, path(key), "a whole number")
    }
    return whole
  }

  /// True or false; nil when it is absent.
  package func flag(_ key: String) throws(DocumentError) -> Bool? {
    guard let member = member(key) else { return nil }
    guard let flag = member.boolean else {
      throw Self.wrongType(member, path(key), "true or false")
    }
    return flag
  }

  /// A point in time; nil when it is absent.
  package func instant(_ key: String) throws(DocumentError) -> Instant? {
    guard let text = try text(key), let member = member(key) else { return nil }
    do {
      return try Instant(rfc3339: text)
    } catch {
      throw DocumentError(position: member.position, message: "\(path(key)): \(error)")
    }
  }

  /// Texts by key, as labels and annotations are; none when they are absent.
  package func labels(_ key: String) throws(DocumentError) -> Labels {
    let fields = try mapping(key)
    var labels = Labels()
    guard let node = fields.node else { return labels }
    for member in node.members {
      guard let text = member.value.string else {
        throw Self.wrongType(member.value, fields.path(member.key), "text")
      }
      labels[member.key] = text
    }
    return labels
  }

  /// One of the words of an enumeration; nil when it is absent or empty.
  package func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _: Word.Type = Word.self
  ) throws(DocumentError) -> Word? where Word.RawValue == String {
    guard let text = try text(key), !text.isEmpty, let member = member(key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw DocumentError(
      position: member.position, message: "\(path(key)) is \"\(text)\"",
      remedy: "write one of \(words)")
  }
}
