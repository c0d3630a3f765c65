package import Documents

/// The way to one API server, resolved from whatever named it.
package struct ClientConfiguration: Sendable {
  /// How a server's certificate is checked.
  package enum Trust: Hashable, Sendable {
    /// Against the system's authorities.
    case system
    /// Against these authorities, PEM.
    case authorities([UInt8])
    /// Not at all; only when the caller asked for it.
    case unchecked
  }

  /// Where credentials come from.
  package struct CredentialSources: Sendable {
    /// The certificate.
    package var certificate: Kubeconfig.PEMSource?
    /// Its key.
    package var key: Kubeconfig.PEMSource?
    /// A bearer token.
    package var token: Secret?
    /// A file with a bearer token that changes.
    package var tokenFile: String?
    /// A name and a password.
    package var basic: (name: String, password: Secret)?
    /// A program that makes credentials.
    package var exec: ExecPlugin?

    /// No credentials.
    package init() {}

    /// Whether there is anything that must not go over a connection in the clear.
    package var isEmpty: Bool {
      certificate == nil && token == nil && tokenFile == nil && basic == nil && exec == nil
    }
  }

  /// The server.
  package var server: ServerAddress
  /// The name in its certificate, when it is not the host's.
  package var tlsServerName: String?
  /// How its certificate is checked.
  package var trust: Trust
  /// The proxy on the way.
  package var proxy: ProxyAddress?
  /// Where credentials come from.
  package var credentials = CredentialSources()
  /// Who to be instead.
  package var impersonation: Impersonation?
  /// The namespace to use when none is named.
  package var namespace = "default"
  /// The context's name; `nil` in a cluster.
  package var context: String?
  /// What an exec plugin is told of the cluster besides.
  package var execConfiguration: DocumentValue?
  /// The version of the object that it was read from; `nil` when it was read from none.
  package var revision: String?

  /// Makes a configuration for a server, without credentials.
  package init(server: ServerAddress, trust: Trust = .system) {
    self.server = server
    self.trust = trust
  }

  /// What the command line says over what files say.
  package struct Overrides: Sendable {
    /// The only file to read.
    package var kubeconfig: String?
    /// The context.
    package var context: String?
    /// The cluster.
    package var cluster: String?
    /// The user.
    package var user: String?
    /// The namespace.
    package var namespace: String?
    /// Whether a server whose certificate nobody checks is accepted, when the file asks for it.
    package var allowsInsecure = false

    /// No overrides.
    package init() {}
  }
}

extension ClientConfiguration {
  /// Where a pod finds its credentials.
  package static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

  /// Finds the way to a cluster, in kubectl's order: the file named by the caller; else those in
  /// `KUBECONFIG`, merged; else `~/.kube/config`; else, when no file is there, the pod's own account.
  ///
  /// - Throws: what is wrong, or where was looked in vain.
  package static func find(
    _ overrides: Overrides = Overrides(), in surroundings: SystemSurroundings
  ) throws(ConfigurationError) -> ClientConfiguration {
    let paths: [String]
    if let path = overrides.kubeconfig {
      guard let bytes = try surroundings.read(path) else {
        throw ConfigurationError("the kubeconfig \(path) does not exist", isMissing: true)
      }
      return try Kubeconfig(bytes, file: path).resolve(overrides, in: surroundings)
    } else if let list = surroundings.variables["KUBECONFIG"], !list.isEmpty {
      paths = list.split(separator: ":").map(String.init)
    } else if let home = surroundings.variables["HOME"], !home.isEmpty {
      paths = [home + "/.kube/config"]
    } else {
      paths = []
    }
    var files: [Kubeconfig] = []
    for path in paths {
      if let bytes = try surroundings.read(path) {
        files.append(try Kubeconfig(bytes, file: path))
      }
    }
    let merged = Kubeconfig(merging: files)
    if !merged.isEmpty { return try merged.resolve(overrides, in: surroundings) }
    if let own = try inCluster(surroundings) {
      var own = own
      if let namespace = overrides.namespace { own.namespace = namespace }
      return own
    }
    let places = paths.isEmpty ? "KUBECONFIG and HOME are not set" : paths.joined(separator: ", ")
    throw ConfigurationError(
      "no kubeconfig with anything in it: looked for \(places), and this is no pod",
      remedy: "name one with --kubeconfig or KUBECONFIG", isMissing: true)
  }

  /// The account of the pod that this runs in; `nil` when it is none. Its token rotates: the file is read
  /// again and again.
  package static func inCluster(
    _ surroundings: SystemSurroundings
  ) throws(ConfigurationError) -> ClientConfiguration? {
    let folder = surroundings.serviceAccountFolder
    guard let host = surroundings.variables["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
      let port = surroundings.variables["KUBERNETES_SERVICE_PORT"].flatMap({ Int($0) }),
      try surroundings.read(folder + "/token") != nil
    else { return nil }
    let authority = try surroundings.require(
      folder + "/ca.crt", "the cluster's authority")
    var own = ClientConfiguration(
      server: ServerAddress(isSecure: true, host: host, port: port),
      trust: .authorities(authority))
    own.proxy = try ProxyRules(surroundings.variables).proxy(to: own.server)
    own.credentials.tokenFile = folder + "/token"
    if let namespace = try surroundings.read(folder + "/namespace") {
      own.namespace = String(decoding: namespace, as: UTF8.self).filter { !$0.isWhitespace }
    }
    return own
  }

  /// The way that somebody else's kubeconfig says, such as one in a Secret.
  ///
  /// Whoever wrote it decides where requests go, and nothing more: it runs no program on this machine and reads
  /// no file of it.
  ///
  /// - Parameters:
  ///   - name: What errors call it.
  ///   - variables: The environment, for its proxies.
  package static func foreign(
    _ kubeconfig: Secret, named name: String, allowsInsecure: Bool = false,
    variables: [String: String] = [:]
  ) throws(ConfigurationError) -> ClientConfiguration {
    var overrides = Overrides()
    overrides.allowsInsecure = allowsInsecure
    let nothing = SystemSurroundings(variables: variables) { (_) throws(ConfigurationError) in nil }
    let way = try Kubeconfig(kubeconfig.revealedBytes, file: name).resolve(overrides, in: nothing)
    let credentials = way.credentials
    var isFile = credentials.tokenFile != nil
    for source in [credentials.certificate, credentials.key] {
      if case .file? = source { isFile = true }
    }
    guard credentials.exec == nil, !isFile else {
      throw ConfigurationError(
        "\(name): its user \(credentials.exec == nil ? "reads files" : "runs a program") on this "
          + "machine, which is refused",
        remedy: "save it to a file that you trust, and name that with --workload-cluster")
    }
    return way
  }
}
