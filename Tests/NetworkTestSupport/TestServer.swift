#if Live
  package import Foundation
  package import KubernetesClient
  import NIOCore
  import NIOHTTP1
  import NIOHTTP2
  import NIOPosix
  import NIOSSL
  import Synchronization
  import Units

  /// A request as the test server got it.
  package struct ServerRequest: Sendable {
    package var method: String
    package var path: String
    package var query: String
    /// By their names in small letters.
    package var headers: [String: String]
    package var body: [UInt8]
    package var isHTTP2: Bool

    package func parameter(_ name: String) -> String? {
      URLComponents(string: "?" + query)?.queryItems?.first { $0.name == name }?.value
    }
  }

  /// Answers a request piece by piece, rightly or wrongly.
  package struct Responder: Sendable {
    let channel: any Channel

    package func head(_ status: Int, _ headers: [(String, String)] = []) async {
      let head = HTTPResponseHead(
        version: .http1_1, status: HTTPResponseStatus(statusCode: status),
        headers: HTTPHeaders(headers))
      try? await channel.writeAndFlush(HTTPServerResponsePart.head(head)).get()
    }

    package func body(_ bytes: [UInt8]) async {
      let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
      try? await channel.writeAndFlush(part).get()
    }

    package func end() async {
      try? await channel.writeAndFlush(HTTPServerResponsePart.end(nil)).get()
    }

    /// A whole answer.
    package func answer(
      _ status: Int, _ text: String, _ headers: [(String, String)] = []
    ) async {
      await head(status, [("Content-Type", "application/json")] + headers)
      await body(Array(text.utf8))
      await end()
    }

    /// Closes the connection, or the stream of HTTP/2, without a word.
    package func cut() async { try? await channel.close() }

    /// Bytes that are no HTTP.
    package func raw(_ text: String) async {
      try? await channel.eventLoop.submit {
        let encoder = try channel.pipeline.syncOperations.context(
          handlerType: HTTPResponseEncoder.self)
        encoder.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
      }.get()
    }

    /// Keeps the other side waiting until it leaves.
    package func hang() async {
      while !Task.isCancelled { try? await Task.sleep(nanoseconds: 3_600_000_000_000) }
    }
  }

  package typealias Answering = @Sendable (ServerRequest, Responder) async -> Void

  /// A local HTTP server: HTTP/1.1 in the clear, or TLS, with HTTP/2 when the client offers it. Over TLS it
  /// wants a client certificate unless it is told otherwise.
  package final class TestServer: Sendable {
    package static let certificates = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Certificates")

    package static func pem(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: certificates.appendingPathComponent(name)))
    }

    package let port: Int
    private let channel: any Channel
    /// Apart from those that the client under test has.
    private static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    package init(
      isSecure: Bool = false, certificate: String = "server", wantsCertificate: Bool = true,
      _ answering: @escaping Answering
    ) async throws {
      var context: NIOSSLContext?
      if isSecure {
        var security = try Self.security(certificate)
        if !wantsCertificate { security.certificateVerification = .none }
        context = try NIOSSLContext(configuration: security)
      }
      let security = context
      let bootstrap = ServerBootstrap(group: Self.loops)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          guard let security else { return Self.http1(channel, answering) }
          return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: security))
          }.flatMap {
            channel.configureHTTP2SecureUpgrade(
              h2ChannelConfigurator: { channel in
                channel.configureHTTP2Pipeline(
                  mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
                ) { stream in
                  stream.eventLoop.makeCompletedFuture {
                    try stream.pipeline.syncOperations.addHandlers([
                      HTTP2FramePayloadToHTTP1ServerCodec(),
                      RequestHandler(isHTTP2: true, answering),
                    ])
                  }
                }.map { _ in }
              }, http1ChannelConfigurator: { Self.http1($0, answering) })
          }
        }
      channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
      port = channel.localAddress?.port ?? 0
    }

    package func stop() async { try? await channel.close() }

    private static func http1(
      _ channel: any Channel, _ answering: @escaping Answering
    ) -> EventLoopFuture<Void> {
      // Without pipelining, which would not notice that the client leaves an answer that is under way.
      channel.pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: false, withErrorHandling: false
      ).flatMap {
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            RequestHandler(isHTTP2: false, answering))
        }
      }
    }

    private static func security(_ name: String) throws -> TLSConfiguration {
      let chain = try NIOSSLCertificate.fromPEMBytes(pem("\(name).pem"))
      var security = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(bytes: pem("\(name).key"), format: .pem)))
      security.certificateVerification = .noHostnameVerification
      security.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(pem("ca.pem")))
      security.applicationProtocols = ["h2", "http/1.1"]
      return security
    }
  }

  /// Collects a request, and has it answered by a task of its own.
  private final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let isHTTP2: Bool
    private let answering: Answering
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var task: Task<Void, Never>?

    init(isHTTP2: Bool, _ answering: @escaping Answering) {
      self.isHTTP2 = isHTTP2
      self.answering = answering
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body = []
      case .body(let buffer): body += Array(buffer.readableBytesView)
      case .end:
        guard let head else { return }
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var request = ServerRequest(
          method: head.method.rawValue, path: String(parts[0]),
          query: parts.count > 1 ? String(parts[1]) : "", headers: [:], body: body,
          isHTTP2: isHTTP2)
        for header in head.headers { request.headers[header.name.lowercased()] = header.value }
        let responder = Responder(channel: context.channel)
        let (answering, whole) = (answering, request)
        task = Task(executorPreference: ServerExecutor.shared) {
          await answering(whole, responder)
        }
      }
    }

    func channelInactive(context: ChannelHandlerContext) {
      task?.cancel()
      context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }

  /// A value that a server's answers share.
  package final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    package init(_ value: Value) { mutex = Mutex(value) }
    package var value: Value { mutex.withLock { $0 } }
    @discardableResult package func change<Result: Sendable>(
      _ body: (inout sending Value) -> sending Result
    ) -> Result {
      mutex.withLock { body(&$0) }
    }
  }

  /// How the tests talk to a test server.
  package enum Wire: String, CaseIterable, Sendable {
    case plain, http1, http2

    package func configuration(_ server: TestServer, path: String = "") throws
      -> ClientConfiguration
    {
      var configuration = ClientConfiguration(
        server: ServerAddress(
          isSecure: self != .plain, host: "127.0.0.1", port: server.port, basePath: path),
        trust: self == .plain ? .system : .authorities(try TestServer.pem("ca.pem")))
      guard self != .plain else { return configuration }
      configuration.credentials.certificate = .data(Secret(bytes: try TestServer.pem("client.pem")))
      configuration.credentials.key = .data(Secret(bytes: try TestServer.pem("client.key")))
      return configuration
    }

    /// No limit that a busy machine could reach.
    package var options: ClientOptions {
      var options = ClientOptions()
      options.connectTimeout = .minutes(20)
      options.answerSilence = .minutes(20)
      options.watchSilence = .minutes(20)
      options.offersHTTP2 = self == .http2
      options.backOff = BackOff(first: .milliseconds(5), longest: .milliseconds(20))
      return options
    }
  }
#endif
