package import Documents

/// What an API server serves.
///
/// Just after a start `/apis` is incomplete: a group that is missing is no proof that it is not installed.
package enum Discovery {
  /// A group with its versions.
  package struct Group: Hashable, Sendable {
    /// The name; empty for the core group.
    package var name: String
    /// The versions in the server's order of preference.
    package var versions: [String]
    /// The version to use when nothing says otherwise.
    package var preferredVersion: String?
  }

  /// A resource of a group and version.
  package struct Resource: Hashable, Sendable {
    /// Group, version and plural.
    package var type: ResourceType
    /// The kind of its objects.
    package var kind: String
    /// Whether its objects live in namespaces.
    package var isNamespaced: Bool
    /// `get`, `list`, `watch`, …
    package var verbs: [String]
    /// `status`, `eviction`, …; only what was listed.
    package var subresources: [String]
  }

  /// Asks for the groups.
  package static let groupsRequest = APIRequest(.get, "/apis")

  /// Asks for the resources of a group and version.
  package static func resourcesRequest(group: String, version: String) -> APIRequest {
    APIRequest(.get, group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)")
  }

  /// Reads an `APIGroupList`.
  ///
  /// - Throws: what it lacks, with the position.
  package static func groups(_ document: Document) throws(DocumentError) -> [Group] {
    guard let groups = document.root["groups"], groups.kind == .sequence else {
      throw DocumentError(
        position: document.root.position, message: "the answer is no APIGroupList: no groups")
    }
    return groups.elements.map { group in
      Group(
        name: group["name"]?.string ?? "",
        versions: group["versions"]?.elements.compactMap { $0["version"]?.string } ?? [],
        preferredVersion: group["preferredVersion"]?["version"]?.string)
    }
  }

  /// Reads an `APIResourceList`.
  ///
  /// - Throws: what it lacks, with the position.
  package static func resources(_ document: Document) throws(DocumentError) -> [Resource] {
    let root = document.root
    guard let list = root["resources"], let apiVersion = root["groupVersion"]?.string else {
      throw DocumentError(
        position: root.position, message: "the answer is no APIResourceList: no resources")
    }
    let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
    var resources: [Resource] = []
    var subresources: [String: [String]] = [:]
    for element in list.elements {
      guard let name = element["name"]?.string else { continue }
      let path = name.split(separator: "/", maxSplits: 1).map(String.init)
      if path.count == 2 {
        subresources[path[0], default: []].append(path[1])
        continue
      }
      resources.append(
        Resource(
          type: ResourceType(
            group: parts.count == 2 ? parts[0] : "", version: parts.last ?? "", plural: name),
          kind: element["kind"]?.string ?? "",
          isNamespaced: element["namespaced"]?.boolean ?? false,
          verbs: element["verbs"]?.elements.compactMap(\.string) ?? [], subresources: []))
    }
    for index in resources.indices {
      resources[index].subresources = subresources[resources[index].type.plural] ?? []
    }
    return resources
  }
}
