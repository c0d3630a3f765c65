package import Documents

/// One event of a watch.
package enum WatchEvent: Sendable {
  /// An object that is new to the selection: created, or it came to match the selector.
  case added(ObjectState)
  /// An object that changed.
  case modified(ObjectState)
  /// An object that left the selection: deleted, or it no longer matches. With a selector it carries its
  /// old state and the new version.
  case deleted(ObjectState)
  /// Everything up to a version has been sent; the first one after `sendInitialEvents` says so.
  case bookmark(resourceVersion: String, endsInitialEvents: Bool)
  /// The server ends the watch: most often with the reason `Expired`, under HTTP 200.
  case error(APIStatus)

  /// The version that a watch can go on from after this event; `nil` for an error.
  package var resourceVersion: String? {
    switch self {
    case .added(let object), .modified(let object), .deleted(let object): object.resourceVersion
    case .bookmark(let version, _): version
    case .error: nil
    }
  }
}

/// An object of the API as it came, with what every object has.
package struct ObjectState: Sendable {
  /// Namespace and name.
  package let key: ObjectKey
  /// The identity: another object under the same name has another.
  package let uid: String
  /// The version of this state.
  package let resourceVersion: String
  /// The whole object.
  package let node: DocumentNode

  /// Reads what every object has.
  ///
  /// - Throws: what is missing, with the position.
  package init(_ node: DocumentNode) throws(DocumentError) {
    guard node.kind == .mapping, let metadata = node["metadata"] else {
      throw DocumentError(position: node.position, message: "an object without metadata")
    }
    guard let name = metadata["name"]?.string, !name.isEmpty else {
      throw DocumentError(position: metadata.position, message: "an object without a name")
    }
    guard let version = metadata["resourceVersion"]?.string, !version.isEmpty else {
      throw DocumentError(
        position: metadata.position, message: "an object without metadata.resourceVersion")
    }
    key = ObjectKey(namespace: metadata["namespace"]?.string ?? "", name: name)
    uid = metadata["uid"]?.string ?? ""
    resourceVersion = version
    self.node = node
  }
}

/// Namespace and name of an object.
package struct ObjectKey: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The namespace; empty for cluster-scoped objects.
  package var namespace: String
  /// The name.
  package var name: String

  /// Makes a key.
  package init(namespace: String, name: String) {
    self.namespace = namespace
    self.name = name
  }

  /// `namespace/name`, or the name alone.
  package var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

  /// By namespace, then by name, both by their bytes.
  package static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    left.namespace == right.namespace
      ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
      : left.namespace.utf8.lexicographicallyPrecedes(right.namespace.utf8)
  }
}
