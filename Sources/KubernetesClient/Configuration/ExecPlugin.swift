package import Documents

/// A program that makes credentials (`client.authentication.k8s.io`).
package struct ExecPlugin: Hashable, Sendable {
  /// The versions that are spoken; v1alpha1 is gone from client-go since 1.24.
  package enum Version: String, Hashable, Sendable, CaseIterable {
    case v1 = "client.authentication.k8s.io/v1"
    case v1beta1 = "client.authentication.k8s.io/v1beta1"
  }

  /// Whether it may talk to the person.
  package enum InteractiveMode: String, Hashable, Sendable, CaseIterable {
    case never = "Never"
    case ifAvailable = "IfAvailable"
    case always = "Always"
  }

  /// The version.
  package var version: Version
  /// The program: a name in PATH, or a path made absolute against the file's folder.
  package var command: String
  /// Its arguments.
  package var arguments: [Secret] = []
  /// What is added to the environment.
  package var environment: [Variable] = []
  /// How to get it, for a person without it.
  package var installHint: String?
  /// Whether it is told about the cluster.
  package var isToldOfCluster = false
  /// Whether it may talk to the person.
  package var interactiveMode: InteractiveMode
  /// Where it is named.
  package var position: SourcePosition

  /// A variable of the environment.
  package struct Variable: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The value.
    package var value: Secret
  }

  /// What an exec plugin is told about the cluster.
  package struct ClusterInformation: Sendable {
    /// The URL.
    package var server: String
    /// The name in its certificate.
    package var tlsServerName: String?
    /// Whether its certificate is not checked.
    package var isInsecure = false
    /// The authorities, PEM.
    package var certificateAuthority: [UInt8]?
    /// The proxy on the way.
    package var proxyURL: String?
    /// The cluster's extension for plugins.
    package var configuration: DocumentValue?

    /// Makes the information.
    package init(server: String) { self.server = server }
  }

  /// The value of `KUBERNETES_EXEC_INFO`.
  ///
  /// - Throws: the path of a value that cannot be written.
  package func information(
    isInteractive: Bool, cluster: ClusterInformation?
  ) throws(DocumentWriteError) -> [UInt8] {
    var spec: [(key: String, value: DocumentValue)] = [("interactive", .boolean(isInteractive))]
    if isToldOfCluster, let cluster {
      var members: [(key: String, value: DocumentValue)] = [("server", .string(cluster.server))]
      if let name = cluster.tlsServerName { members.append(("tls-server-name", .string(name))) }
      if cluster.isInsecure { members.append(("insecure-skip-tls-verify", true)) }
      if let authority = cluster.certificateAuthority {
        members.append(("certificate-authority-data", .string(Base64.encode(authority))))
      }
      if let proxy = cluster.proxyURL { members.append(("proxy-url", .string(proxy))) }
      if let configuration = cluster.configuration { members.append(("config", configuration)) }
      spec.append(("cluster", .mapping(members)))
    }
    return try DocumentValue.mapping([
      ("apiVersion", .string(version.rawValue)), ("kind", "ExecCredential"),
      ("spec", .mapping(spec)),
    ]).canonicalJSON()
  }
}
