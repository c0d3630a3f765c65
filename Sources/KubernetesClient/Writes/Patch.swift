package import Documents

/// A change to an object, in one of the three forms that built-in and custom resources both take.
/// (Strategic merge patches are refused for custom resources with 415, so there are none here.)
package enum Patch: Sendable {
  /// RFC 7386: members replace, null removes. Lists are replaced whole: of taints, too.
  case merge(DocumentValue)
  /// RFC 6902: operations in order. A failed `test` is a bare 422.
  case json([JSONOperation])
  /// Server-side apply: the fields that a manager wants, and nothing else. Needs `kind`, `apiVersion` and
  /// the name of the URL; `managedFields` are refused.
  case apply(DocumentValue, force: Bool)

  /// One operation of RFC 6902.
  package enum JSONOperation: Sendable {
    /// Sets a member or inserts into a sequence.
    case add(path: [String], DocumentValue)
    /// Removes what must be there.
    case remove(path: [String])
    /// Replaces; the server also adds a member that is missing.
    case replace(path: [String], DocumentValue)
    /// Fails the whole patch unless the value is this one.
    case test(path: [String], DocumentValue)
  }

  /// The content type.
  package var contentType: String {
    switch self {
    case .merge: "application/merge-patch+json"
    case .json: "application/json-patch+json"
    case .apply: "application/apply-patch+yaml"
    }
  }

  /// The body; JSON is YAML too, so an apply is sent as JSON.
  ///
  /// - Throws: the path of a value that cannot be written.
  package func body() throws(DocumentWriteError) -> [UInt8] {
    switch self {
    case .merge(let value), .apply(let value, _): try value.canonicalJSON()
    case .json(let operations):
      try DocumentValue.sequence(operations.map(\.document)).canonicalJSON()
    }
  }
}

extension Patch.JSONOperation {
  fileprivate var document: DocumentValue {
    switch self {
    case .add(let path, let value):
      ["op": "add", "path": .string(Self.pointer(path)), "value": value]
    case .remove(let path): ["op": "remove", "path": .string(Self.pointer(path))]
    case .replace(let path, let value):
      ["op": "replace", "path": .string(Self.pointer(path)), "value": value]
    case .test(let path, let value):
      ["op": "test", "path": .string(Self.pointer(path)), "value": value]
    }
  }

  /// A JSON pointer (RFC 6901): `~` is written `~0` and `/` is written `~1`.
  private static func pointer(_ path: [String]) -> String {
    path.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
  }
}
