/// Which objects of a collection are meant.
package struct Selection: Hashable, Sendable {
  /// The resource.
  package var resource: ResourceType
  /// The namespace, `nil` for all and for cluster-scoped objects.
  package var namespace: String?
  /// A label selector in its written form, `tier=web,env!=test`.
  package var labelSelector: String?
  /// A field selector, `spec.nodeName=n1`.
  package var fieldSelector: String?

  /// Makes a selection.
  package init(
    _ resource: ResourceType, namespace: String? = nil, labelSelector: String? = nil,
    fieldSelector: String? = nil
  ) {
    self.resource = resource
    self.namespace = namespace
    self.labelSelector = labelSelector
    self.fieldSelector = fieldSelector
  }

  /// One object by name: `watch=1` on the object's own path is ignored by the server.
  package static func object(
    _ resource: ResourceType, namespace: String? = nil, name: String
  ) -> Selection {
    Selection(resource, namespace: namespace, fieldSelector: "metadata.name=\(name)")
  }

  /// The path of the collection.
  package var path: String { resource.path(namespace: namespace) }

  /// The selectors as parameters.
  package var parameters: [APIRequest.Parameter] {
    var parameters: [APIRequest.Parameter] = []
    if let labelSelector { parameters.append(.init("labelSelector", labelSelector)) }
    if let fieldSelector { parameters.append(.init("fieldSelector", fieldSelector)) }
    return parameters
  }
}
