/// A parsed JSON or YAML document: one tree of values that know where they were written.
package struct Document: Sendable {
  /// The top value.
  package let root: DocumentNode
  /// What is legal and probably not meant; empty for JSON.
  package let warnings: [DocumentWarning]

  init(root: DocumentNode, warnings: [DocumentWarning] = []) {
    self.root = root
    self.warnings = warnings
  }

  /// The handle of a member name, for lookups that do not hash: `document.key("name").flatMap { node[$0] }`.
  ///
  /// - Returns: `nil` when no mapping of the document has such a member.
  package func key(_ name: String) -> DocumentKey? {
    root.storage.keys.find(name).map { DocumentKey(storage: root.storage, id: $0) }
  }
}

/// A member name looked up once in one document.
package struct DocumentKey: Sendable {
  let storage: DocumentStorage
  let id: UInt32
}
