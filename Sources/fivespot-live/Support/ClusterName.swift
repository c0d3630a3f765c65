#if Live
  import ArgumentParser

  /// The namespace and name of a `Cluster` of Cluster API, as flags give them: `fleet/batch`.
  struct ClusterName: Hashable, ExpressibleByArgument {
    var namespace: String
    var name: String

    init?(argument: String) {
      let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ Self.isName(String($0)) }) else { return nil }
      namespace = String(parts[0])
      name = String(parts[1])
    }

    var text: String { "\(namespace)/\(name)" }

    /// The Secret in which Cluster API keeps its kubeconfig.
    ///
    /// Source: cluster-api v1.13 `util/secret`: the cluster's name, a hyphen and `kubeconfig`.
    var secretName: String { "\(name)-kubeconfig" }

    /// Whether a text can name an object: small letters, digits, hyphens and points, up to 253 of them
    /// (RFC 1123 subdomain, as Kubernetes asks for).
    static func isName(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
      }
      guard let first = bytes.first, let last = bytes.last, bytes.count <= 253 else { return false }
      return isAlphanumeric(first) && isAlphanumeric(last)
        && bytes.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E }
    }
  }
#endif
