import Documents

extension Kubeconfig {
  /// The way to the cluster that the overrides, or the current context, name.
  ///
  /// - Throws: what is missing or refused, at its place.
  package func resolve(
    _ overrides: ClientConfiguration.Overrides, in surroundings: SystemSurroundings
  ) throws(ConfigurationError) -> ClientConfiguration {
    let context = try context(overrides)
    let cluster = try cluster(overrides, context)
    let server = try ServerAddress(cluster.server, at: cluster.serverPosition)
    var result = ClientConfiguration(
      server: server, trust: try trust(cluster, overrides, surroundings))
    result.tlsServerName = cluster.tlsServerName
    if let proxy = cluster.proxyURL {
      result.proxy = try ProxyAddress(proxy.text, at: proxy.position)
    } else {
      result.proxy = try ProxyRules(surroundings.variables).proxy(to: server)
    }
    result.execConfiguration = cluster.execConfiguration
    result.context = context?.name
    result.namespace = overrides.namespace ?? context?.namespace ?? "default"
    guard let user = try user(overrides, context) else { return result }
    result.impersonation = user.impersonation
    result.credentials.certificate = user.clientCertificate
    result.credentials.key = user.clientKey
    result.credentials.token = user.token
    result.credentials.tokenFile = user.tokenFile
    result.credentials.basic = user.basic
    result.credentials.exec = user.exec
    if !server.isSecure, !server.isLoopback, !result.credentials.isEmpty {
      throw ConfigurationError(
        "the credentials of user \(user.name) would go to \(server.host) in the clear",
        at: cluster.serverPosition, remedy: "write https:// before the server")
    }
    return result
  }

  private func context(
    _ overrides: ClientConfiguration.Overrides
  ) throws(ConfigurationError) -> Context? {
    guard let name = overrides.context ?? currentContext?.name else {
      if overrides.cluster != nil { return nil }
      throw ConfigurationError(
        "no context is named: the kubeconfig has no current-context",
        remedy: "use --context, or kubectl config use-context")
    }
    if let context = contexts.first(where: { $0.name == name }) { return context }
    throw missing(
      "context", name, among: contexts.map(\.name),
      at: overrides.context == nil ? currentContext?.position : nil)
  }

  private func cluster(
    _ overrides: ClientConfiguration.Overrides, _ context: Context?
  ) throws(ConfigurationError) -> Cluster {
    guard let name = overrides.cluster ?? context?.cluster?.name else {
      throw ConfigurationError(
        "the context \(context?.name ?? "") names no cluster", at: context?.position)
    }
    if let cluster = clusters.first(where: { $0.name == name }) { return cluster }
    throw missing(
      "cluster", name, among: clusters.map(\.name),
      at: overrides.cluster == nil ? context?.cluster?.position : nil)
  }

  private func user(
    _ overrides: ClientConfiguration.Overrides, _ context: Context?
  ) throws(ConfigurationError) -> User? {
    guard let name = overrides.user ?? context?.user?.name, !name.isEmpty else { return nil }
    if let user = users.first(where: { $0.name == name }) { return user }
    throw missing(
      "user", name, among: users.map(\.name),
      at: overrides.user == nil ? context?.user?.position : nil)
  }

  private func missing(
    _ what: String, _ name: String, among names: [String], at position: SourcePosition?
  ) -> ConfigurationError {
    let nearest = NearestWord.nearest(to: name, among: names)
    return ConfigurationError(
      "there is no \(what) named \(name)", at: position,
      remedy: nearest.map { "did you mean \($0)?" }
        ?? (names.isEmpty ? nil : "there are: \(names.joined(separator: ", "))"))
  }

  private func trust(
    _ cluster: Cluster, _ overrides: ClientConfiguration.Overrides,
    _ surroundings: SystemSurroundings
  ) throws(ConfigurationError) -> ClientConfiguration.Trust {
    if let position = cluster.insecurePosition {
      guard cluster.certificateAuthority == nil else {
        throw ConfigurationError(
          "insecure-skip-tls-verify stands beside a certificate-authority", at: position,
          remedy: "remove insecure-skip-tls-verify")
      }
      guard overrides.allowsInsecure else {
        throw ConfigurationError(
          "insecure-skip-tls-verify would let anybody be the server", at: position,
          remedy: "give the cluster's certificate-authority, "
            + "or allow it with --insecure-skip-tls-verify")
      }
      return .unchecked
    }
    switch cluster.certificateAuthority {
    case nil: return .system
    case .data(let pem): return .authorities(pem.revealedBytes)
    case .file(let path, let position):
      guard let bytes = try surroundings.read(path) else {
        throw ConfigurationError(
          "the certificate-authority \(path) does not exist", at: position)
      }
      return .authorities(bytes)
    }
  }
}
