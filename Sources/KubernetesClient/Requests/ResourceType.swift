/// A resource of the API: a group, a version and a plural.
package struct ResourceType: Hashable, Sendable, CustomStringConvertible {
  /// The group; empty for the core group.
  package var group: String
  /// The version: `v1`, `v1beta2`.
  package var version: String
  /// The plural in paths: `pods`, `scheduledmachines`.
  package var plural: String

  /// Makes a resource type.
  package init(group: String = "", version: String = "v1", plural: String) {
    self.group = group
    self.version = version
    self.plural = plural
  }

  /// `group/version`, or the version alone for the core group: what `apiVersion` says.
  package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// `pods`, `machines.cluster.x-k8s.io/v1beta2`.
  package var description: String { group.isEmpty ? plural : "\(plural).\(group)/\(version)" }

  /// The path of a collection, of an object or of a subresource.
  ///
  /// - Parameters:
  ///   - namespace: `nil` for cluster-scoped objects and for all namespaces.
  ///   - name: `nil` for the collection.
  ///   - subresource: `status`, `eviction`, `scale`.
  package func path(
    namespace: String? = nil, name: String? = nil, subresource: String? = nil
  ) -> String {
    var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
    if let namespace { path += "/namespaces/" + PercentEncoding.segment(namespace) }
    path += "/" + plural
    if let name { path += "/" + PercentEncoding.segment(name) }
    if let subresource { path += "/" + subresource }
    return path
  }
}

extension ResourceType {
  /// `pods`.
  package static var pods: ResourceType { ResourceType(plural: "pods") }
  /// `nodes`.
  package static var nodes: ResourceType { ResourceType(plural: "nodes") }
  /// `namespaces`.
  package static var namespaces: ResourceType { ResourceType(plural: "namespaces") }
  /// `leases.coordination.k8s.io/v1`.
  package static var leases: ResourceType {
    ResourceType(group: "coordination.k8s.io", plural: "leases")
  }
  /// `events.events.k8s.io/v1`.
  package static var events: ResourceType {
    ResourceType(group: "events.k8s.io", plural: "events")
  }
  /// `poddisruptionbudgets.policy/v1`.
  package static var podDisruptionBudgets: ResourceType {
    ResourceType(group: "policy", plural: "poddisruptionbudgets")
  }
}

/// Percent-encoding of the parts of a URL (RFC 3986 section 2.1).
package enum PercentEncoding {
  /// A path segment or the value of a query: everything but the unreserved characters is encoded.
  package static func segment(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
