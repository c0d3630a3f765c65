package import Documents

/// One kubeconfig file (`v1`, kind `Config`) as it is written; what is not known is left alone.
package struct Kubeconfig: Sendable {
  /// A PEM text, in the file itself or in another.
  package enum PEMSource: Hashable, Sendable {
    /// Decoded from base64.
    case data(Secret)
    /// The path, already made absolute against the file's folder.
    case file(String, SourcePosition)
  }

  /// An API server and how to trust it.
  package struct Cluster: Sendable {
    /// The name.
    package var name: String
    /// Where the entry stands.
    package var position: SourcePosition
    /// The URL.
    package var server: String
    /// Where the URL stands.
    package var serverPosition: SourcePosition
    /// The authorities that may sign its certificate; `nil` for the system's.
    package var certificateAuthority: PEMSource?
    /// The name its certificate bears, when it is not the host's.
    package var tlsServerName: String?
    /// Where its certificate is said to need no check; `nil` when it is checked.
    package var insecurePosition: SourcePosition?
    /// The proxy on the way to it, and where it is named.
    package var proxyURL: (text: Secret, position: SourcePosition)?
    /// What an exec plugin is told about it: the extension `client.authentication.k8s.io/exec`.
    package var execConfiguration: DocumentValue?
  }

  /// Who we are.
  package struct User: Sendable {
    /// The name.
    package var name: String
    /// Where the entry stands.
    package var position: SourcePosition
    /// The certificate.
    package var clientCertificate: PEMSource?
    /// Its key.
    package var clientKey: PEMSource?
    /// A bearer token.
    package var token: Secret?
    /// A file with a bearer token that changes; it goes before `token`.
    package var tokenFile: String?
    /// A name and a password.
    package var basic: (name: String, password: Secret)?
    /// A program that makes credentials.
    package var exec: ExecPlugin?
    /// Who to be instead.
    package var impersonation: Impersonation?
  }

  /// A cluster, a user and a namespace under one name.
  package struct Context: Sendable {
    /// The name.
    package var name: String
    /// Where the entry stands.
    package var position: SourcePosition
    /// The cluster's name, and where it stands.
    package var cluster: (name: String, position: SourcePosition)?
    /// The user's name, and where it stands.
    package var user: (name: String, position: SourcePosition)?
    /// The namespace.
    package var namespace: String?
  }

  /// The clusters, in order.
  package var clusters: [Cluster] = []
  /// The users, in order.
  package var users: [User] = []
  /// The contexts, in order.
  package var contexts: [Context] = []
  /// The context to use, and where it is named.
  package var currentContext: (name: String, position: SourcePosition)?

  /// An empty configuration.
  package init() {}

  /// Whether there is no entry at all.
  package var isEmpty: Bool {
    clusters.isEmpty && users.isEmpty && contexts.isEmpty && currentContext == nil
  }

  /// Merges files as kubectl does: the first entry of a name wins whole, and the first file that names a
  /// current context. What a later file adds to an entry of the same name does not count.
  package init(merging files: [Kubeconfig]) {
    for file in files {
      for entry in file.clusters where !clusters.contains(where: { $0.name == entry.name }) {
        clusters.append(entry)
      }
      for entry in file.users where !users.contains(where: { $0.name == entry.name }) {
        users.append(entry)
      }
      for entry in file.contexts where !contexts.contains(where: { $0.name == entry.name }) {
        contexts.append(entry)
      }
      currentContext = currentContext ?? file.currentContext
    }
  }
}

/// Who to be instead of oneself: the `Impersonate-*` headers.
package struct Impersonation: Hashable, Sendable {
  /// The user.
  package var user: String
  /// The uid; empty for none.
  package var uid = ""
  /// The groups.
  package var groups: [String] = []
  /// Further attributes, by name.
  package var extra: [Extra] = []

  /// One attribute.
  package struct Extra: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The values.
    package var values: [String]
  }

  /// Makes an impersonation.
  package init(user: String, uid: String = "", groups: [String] = [], extra: [Extra] = []) {
    self.user = user
    self.uid = uid
    self.groups = groups
    self.extra = extra
  }

  /// The headers; names of attributes are percent-encoded, as the API's documentation on authentication
  /// asks.
  package var headers: [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = [("Impersonate-User", user)]
    headers += groups.map { ("Impersonate-Group", $0) }
    if !uid.isEmpty { headers.append(("Impersonate-Uid", uid)) }
    for attribute in extra {
      let name = "Impersonate-Extra-" + PercentEncoding.segment(attribute.name)
      headers += attribute.values.map { (name, $0) }
    }
    return headers
  }
}
