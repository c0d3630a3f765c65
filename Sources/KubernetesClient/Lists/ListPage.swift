package import Documents

/// One page of a list.
///
/// Built-in lists begin with `kind` and their items have none; lists of custom resources have their keys
/// in alphabetical order, items with `kind`, and send `"continue": ""`. Nothing here relies on either.
package struct ListPage: Sendable {
  /// The version of the collection; all pages of one walk show the same.
  package var resourceVersion: String
  /// The token of the next page, `nil` on the last.
  package var continuation: String?
  /// How many items follow, as the server reckons; absent with selectors and on the last page.
  package var remainingItemCount: Int?
  /// The items.
  package var items: DocumentNode.Elements

  /// Reads a page.
  ///
  /// - Throws: what it lacks to be a list, with the position.
  package init(_ document: Document) throws(DocumentError) {
    let root = document.root
    guard root.kind == .mapping, let metadata = root["metadata"] else {
      throw DocumentError(position: root.position, message: "the answer is no list: no metadata")
    }
    guard let version = metadata["resourceVersion"]?.string, !version.isEmpty else {
      throw DocumentError(
        position: metadata.position, message: "the list has no metadata.resourceVersion")
    }
    // An empty list of a built-in resource may be written `"items": null`.
    if let items = root["items"], items.kind != .sequence, !items.isNull {
      throw DocumentError(
        position: items.position, message: "items is \(items.kind.phrase), not a sequence")
    }
    guard let items = root["items"] else {
      throw DocumentError(position: root.position, message: "the answer is no list: no items")
    }
    resourceVersion = version
    continuation = metadata["continue"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    remainingItemCount = metadata["remainingItemCount"]?.integer.map { Int(clamping: $0) }
    self.items = items.elements
  }
}
