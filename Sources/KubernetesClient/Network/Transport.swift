#if Live
  import AsyncHTTPClient
  import Foundation
  import NIOCore
  import NIOHTTP1
  import NIOPosix
  import NIOSSL
  import Units

  /// Connections to one server with one identity. Watches have connections of their own: they may be
  /// silent for longer than an answer, and one that hangs keeps no request waiting.
  struct Transport: Sendable {
    /// Credentials that belong to the connection and not to the request.
    struct Identity: Hashable, Sendable {
      var certificate: Secret?
      var key: Secret?
    }

    let identity: Identity
    private let requests: HTTPClient
    private let watches: HTTPClient
    private let base: String
    private let hostHeader: String?

    /// - Throws: when a certificate, a key or an authority cannot be read.
    init(
      _ configuration: ClientConfiguration, identity: Identity, options: ClientOptions
    ) throws(ConfigurationError) {
      self.identity = identity
      let server = configuration.server
      var settings = HTTPClient.Configuration(
        redirectConfiguration: .disallow, decompression: .disabled)
      if server.isSecure {
        settings.tlsConfiguration = try Self.security(configuration.trust, identity)
      }
      settings.timeout.connect = TimeAmount(options.connectTimeout)
      settings.connectionPool.retryConnectionEstablishment = false
      settings.httpVersion = options.offersHTTP2 ? .automatic : .http1Only
      settings.proxy = configuration.proxy.map(Self.proxy)
      settings.http1_1ConnectionDebugInitializer = Self.keepAlive
      settings.http2ConnectionDebugInitializer = Self.keepAlive
      if let name = configuration.tlsServerName, !name.isEmpty, name != server.host {
        // The certificate's name stands in the URL, and leads to the real host.
        settings.dnsOverride = [name: server.host]
        base = "https://\(name):\(server.port)\(server.basePath)"
        hostHeader = "\(server.bracketedHost):\(server.port)"
      } else {
        base = server.description
        hostHeader = nil
      }
      settings.timeout.read = TimeAmount(options.answerSilence)
      requests = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
      settings.timeout.read = TimeAmount(options.watchSilence)
      watches = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    /// Sends a request and returns the head of its answer with its body still to come.
    func send(
      _ request: APIRequest, headers: [(name: String, value: String)], isWatch: Bool
    ) async throws -> HTTPClientResponse {
      var wire = HTTPClientRequest(url: base + request.target)
      wire.method = HTTPMethod(rawValue: request.method.rawValue)
      if let hostHeader { wire.headers.add(name: "Host", value: hostHeader) }
      for header in headers { wire.headers.add(name: header.name, value: header.value) }
      if let body = request.body { wire.body = .bytes(ByteBuffer(bytes: body)) }
      // Far beyond any answer: silence is what ends one that does not come.
      return try await (isWatch ? watches : requests).execute(wire, deadline: .now() + .hours(1))
    }

    /// Closes the connections, open watches included.
    func shutdown() async {
      try? await requests.shutdown()
      try? await watches.shutdown()
    }

    private static func security(
      _ trust: ClientConfiguration.Trust, _ identity: Identity
    ) throws(ConfigurationError) -> TLSConfiguration {
      var security = TLSConfiguration.makeClientConfiguration()
      security.minimumTLSVersion = .tlsv12
      switch trust {
      case .system: break
      case .authorities(let pem):
        guard let roots = try? NIOSSLCertificate.fromPEMBytes(pem), !roots.isEmpty else {
          throw ConfigurationError("the certificate-authority holds no certificate in PEM")
        }
        security.trustRoots = .certificates(roots)
      case .unchecked: security.certificateVerification = .none
      }
      guard let certificate = identity.certificate, let key = identity.key else { return security }
      guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificate.revealedBytes),
        !chain.isEmpty
      else { throw ConfigurationError("the client-certificate holds no certificate in PEM") }
      guard let privateKey = try? NIOSSLPrivateKey(bytes: key.revealedBytes, format: .pem) else {
        throw ConfigurationError("the client-key is no private key in PEM")
      }
      security.certificateChain = chain.map { .certificate($0) }
      security.privateKey = .privateKey(privateKey)
      return security
    }

    private static func proxy(_ address: ProxyAddress) -> HTTPClient.Configuration.Proxy {
      switch address.scheme {
      case .socks5: return .socksServer(host: address.host, port: address.port)
      case .http:
        guard let credentials = address.credentials else {
          return .server(host: address.host, port: address.port)
        }
        return .server(
          host: address.host, port: address.port,
          authorization: .basic(
            username: credentials.name, password: credentials.password.revealed))
      }
    }

    /// Lets the kernel find out that the other side is gone: asked after 30 s of silence, each 10 s, three
    /// times. A watch over a connection that is half open ends so, sooner than by its own silence.
    private static let keepAlive: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
      channel.setOption(.socketOption(.so_keepalive), value: 1).flatMap {
        channel.setOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 30)
      }.flatMap {
        channel.setOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 10)
      }.flatMap {
        channel.setOption(.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
      }
    }
  }

  extension TimeAmount {
    init(_ span: TimeSpan) { self = .nanoseconds(span.nanoseconds) }
  }

  /// What a failed connection says, in words, and whether any of the request may have reached the server.
  struct ConnectionFailure {
    var reason: String
    var wasSent: Bool

    init(_ error: any Error) {
      reason = "\(error)"
      switch error {
      case let error as HTTPClientError:
        reason = error.shortDescription
        wasSent = !Self.beforeSending.contains(error)
      case is NIOConnectionError, is NIOSSLError, is NIOSSLExtraError: wasSent = false
      case let error as IOError: wasSent = error.errnoCode != ECONNREFUSED
      default: wasSent = true
      }
    }

    private static let beforeSending: [HTTPClientError] = [
      .connectTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout,
      .getConnectionFromPoolTimeout, .invalidProxyResponse, .proxyAuthenticationRequired,
      .alreadyShutdown, .invalidURL,
    ]
  }
#endif
