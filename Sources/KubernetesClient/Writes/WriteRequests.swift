package import Documents

/// The requests that write. Each is pure: a description of what would be sent.
package enum WriteRequests {
  /// Where an object lives.
  package struct Place: Hashable, Sendable {
    /// The resource.
    package var resource: ResourceType
    /// The namespace; `nil` for cluster-scoped objects.
    package var namespace: String?
    /// The name.
    package var name: String
    /// `status`, `scale`; `nil` for the object itself.
    package var subresource: String?

    /// Makes a place.
    package init(
      _ resource: ResourceType, namespace: String? = nil, name: String, subresource: String? = nil
    ) {
      self.resource = resource
      self.namespace = namespace
      self.name = name
      self.subresource = subresource
    }

    /// The path.
    package var path: String {
      resource.path(namespace: namespace, name: name, subresource: subresource)
    }
  }

  /// Creates an object. With `metadata.resourceVersion` set, the server answers 500.
  ///
  /// - Throws: the path of a value that cannot be written.
  package static func create(
    _ object: DocumentValue, as resource: ResourceType, namespace: String?, _ options: WriteOptions
  ) throws(DocumentWriteError) -> APIRequest {
    APIRequest(
      .post, resource.path(namespace: namespace), query: options.parameters,
      contentType: "application/json", body: try object.canonicalJSON())
  }

  /// Replaces an object, which says by its `metadata.resourceVersion` what it was made from: without it a
  /// custom resource is refused (422) and a built-in one overwritten.
  ///
  /// - Throws: the path of a value that cannot be written.
  package static func update(
    _ object: DocumentValue, at place: Place, _ options: WriteOptions
  ) throws(DocumentWriteError) -> APIRequest {
    APIRequest(
      .put, place.path, query: options.parameters, contentType: "application/json",
      body: try object.canonicalJSON())
  }

  /// Patches an object. Status in a patch of the object itself is dropped silently by the server, and so is
  /// spec in a patch of `/status`.
  ///
  /// - Throws: the path of a value that cannot be written.
  package static func patch(
    _ patch: Patch, at place: Place, _ options: WriteOptions
  ) throws(DocumentWriteError) -> APIRequest {
    var query = options.parameters
    if case .apply(_, force: true) = patch { query.append(.init("force", "true")) }
    return APIRequest(
      .patch, place.path, query: query, contentType: patch.contentType, body: try patch.body())
  }

  /// Deletes an object. The answer is a `Status` with `details.uid` when it is gone, or the object with a
  /// `deletionTimestamp`; both are 200.
  package static func delete(
    at place: Place, preconditions: Preconditions = Preconditions(),
    gracePeriodSeconds: Int64? = nil,
    propagation: String? = nil, isDryRun: Bool = false
  ) throws(DocumentWriteError) -> APIRequest {
    var members: [(key: String, value: DocumentValue)] = [
      ("apiVersion", "v1"), ("kind", "DeleteOptions"),
    ]
    if let gracePeriodSeconds {
      members.append(("gracePeriodSeconds", .integer(gracePeriodSeconds)))
    }
    if let propagation { members.append(("propagationPolicy", .string(propagation))) }
    if let preconditions = preconditions.document {
      members.append(("preconditions", preconditions))
    }
    return APIRequest(
      .delete, place.path, query: isDryRun ? [.init("dryRun", "All")] : [],
      contentType: "application/json", body: try DocumentValue.mapping(members).canonicalJSON())
  }
}

extension Preconditions {
  var document: DocumentValue? {
    var members: [(key: String, value: DocumentValue)] = []
    if let uid { members.append(("uid", .string(uid))) }
    if let resourceVersion { members.append(("resourceVersion", .string(resourceVersion))) }
    return members.isEmpty ? nil : .mapping(members)
  }
}
