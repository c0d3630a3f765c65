package import Units

/// The credentials of one client: read, made, kept and renewed as their sources ask.
package actor CredentialStore {
  /// What goes with a request.
  package struct Current: Hashable, Sendable {
    /// The value of the `Authorization` header.
    package var authorization: Secret?
    /// The certificate for the handshake, PEM.
    package var certificate: Secret?
    /// Its key, PEM.
    package var key: Secret?
  }

  /// Runs an exec plugin and returns what it prints.
  package typealias Runner =
    @Sendable (_ plugin: ExecPlugin, _ cluster: ExecPlugin.ClusterInformation)
    async throws(ConfigurationError) -> [UInt8]

  /// How long what was read from a file is used: tokens in pods are rotated well before they
  /// expire (client-go reads them every minute, too).
  package static let tokenAge = TimeSpan.seconds(60)

  private let configuration: ClientConfiguration
  private let surroundings: SystemSurroundings
  private let run: Runner
  private var fileToken: (token: Secret, readAt: Instant)?
  private var files: [String: (content: Secret, readAt: Instant)] = [:]
  private var made: ExecCredential?
  private var making: Task<Result<ExecCredential, ConfigurationError>, Never>?
  /// What must not be shown of what others write.
  package private(set) var redactor: Redactor

  /// Makes a store that has read nothing yet.
  ///
  /// - Parameter redactor: what must not be shown besides, such as the credentials before these.
  package init(
    _ configuration: ClientConfiguration, in surroundings: SystemSurroundings,
    knowing redactor: Redactor = Redactor(), run: @escaping Runner = PluginRunner.run
  ) {
    self.configuration = configuration
    self.surroundings = surroundings
    self.run = run
    self.redactor = redactor
    for secret in [
      configuration.credentials.token, configuration.credentials.basic?.password,
      configuration.proxy?.credentials?.password,
    ] {
      if let secret { self.redactor.learn(secret) }
    }
    if let basic = configuration.credentials.basic { self.redactor.learn(Self.pair(basic)) }
  }

  /// The credentials to use now.
  ///
  /// - Throws: what is wrong with a file or a plugin.
  package func current(at now: Instant) async throws(ConfigurationError) -> Current {
    let sources = configuration.credentials
    var current = Current()
    if let source = sources.certificate { current.certificate = try pem(source, at: now) }
    if let source = sources.key { current.key = try pem(source, at: now) }
    if let path = sources.tokenFile {
      current.authorization = Self.bearer(try token(path, fallback: sources.token, at: now))
    } else if let token = sources.token {
      current.authorization = Self.bearer(token)
    } else if let basic = sources.basic {
      current.authorization = Secret("Basic " + Self.pair(basic).revealed)
    } else if let plugin = sources.exec {
      let credential = try await credential(plugin, at: now)
      current.authorization = credential.token.map(Self.bearer)
      current.certificate = credential.certificate ?? current.certificate
      current.key = credential.key ?? current.key
    }
    if let key = current.key { redactor.learn(key) }
    return current
  }

  /// The server answered 401: what was kept is forgotten.
  ///
  /// - Returns: whether asking again can help.
  package func refused() -> Bool {
    let canRenew = configuration.credentials.tokenFile != nil || made != nil || !files.isEmpty
    fileToken = nil
    made = nil
    files = [:]
    return canRenew
  }

  private static func pair(_ basic: (name: String, password: Secret)) -> Secret {
    Secret(Base64.encode(Array("\(basic.name):\(basic.password.revealed)".utf8)))
  }

  private static func bearer(_ token: Secret) -> Secret { Secret("Bearer " + token.revealed) }

  private func pem(
    _ source: Kubeconfig.PEMSource, at now: Instant
  ) throws(ConfigurationError) -> Secret {
    switch source {
    case .data(let secret): return secret
    case .file(let path, let position):
      if let file = files[path], now < file.readAt + Self.tokenAge, now >= file.readAt {
        return file.content
      }
      guard let bytes = try surroundings.read(path) else {
        throw ConfigurationError("\(path) does not exist", at: position)
      }
      files[path] = (Secret(bytes: bytes), now)
      return Secret(bytes: bytes)
    }
  }

  private func token(
    _ path: String, fallback: Secret?, at now: Instant
  ) throws(ConfigurationError) -> Secret {
    if let fileToken, now < fileToken.readAt + Self.tokenAge, now >= fileToken.readAt {
      return fileToken.token
    }
    let text = try surroundings.read(path).map { String(decoding: $0, as: UTF8.self) }
    let token = text.map { $0.filter { !$0.isWhitespace } }.flatMap {
      $0.isEmpty ? nil : Secret($0)
    }
    guard let token = token ?? fileToken?.token ?? fallback else {
      throw ConfigurationError(
        "the token file \(path) is empty or not there", remedy: "is the token mounted?")
    }
    redactor.learn(token)
    fileToken = (token, now)
    return token
  }

  private func credential(
    _ plugin: ExecPlugin, at now: Instant
  ) async throws(ConfigurationError) -> ExecCredential {
    if let made, made.isValid(at: now) { return made }
    // Requests that come meanwhile wait for the same run: a person is asked once.
    let task = making ?? Task { await self.make(plugin, at: now) }
    making = task
    return try await task.value.get()
  }

  private func make(
    _ plugin: ExecPlugin, at now: Instant
  ) async -> Result<ExecCredential, ConfigurationError> {
    defer { making = nil }
    do throws(ConfigurationError) {
      let credential = try await output(of: plugin, at: now)
      for secret in [credential.token, credential.key] {
        if let secret { redactor.learn(secret) }
      }
      made = credential
      return .success(credential)
    } catch {
      return .failure(error)
    }
  }

  private func output(
    of plugin: ExecPlugin, at now: Instant
  ) async throws(ConfigurationError) -> ExecCredential {
    var cluster = ExecPlugin.ClusterInformation(server: configuration.server.description)
    cluster.tlsServerName = configuration.tlsServerName
    cluster.configuration = configuration.execConfiguration
    switch configuration.trust {
    case .system: break
    case .authorities(let pem): cluster.certificateAuthority = pem
    case .unchecked: cluster.isInsecure = true
    }
    let credential = try ExecCredential(try await run(plugin, cluster), of: plugin)
    guard credential.isValid(at: now) else {
      throw ConfigurationError(
        "the exec plugin \(plugin.command) made credentials that have expired",
        at: plugin.position, remedy: "look at this machine's clock")
    }
    return credential
  }
}
