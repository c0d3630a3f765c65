#if Live
  import CommandSupport
  import NIOCore
  import NIOHTTP1
  import NIOPosix

  /// A page that is asked for.
  struct PageRequest: Sendable {
    /// `/metrics`, without the query.
    var path: String
    /// The header `Accept`, or nothing.
    var accept: String
  }

  /// The answer to a request for a page.
  struct PageAnswer: Sendable {
    /// The status.
    var status: Int
    /// The type of the text.
    var contentType = "text/plain; charset=utf-8"
    /// The text.
    var text: String
  }

  /// Serves a few pages to whoever scrapes and probes: HTTP/1.1, `GET` and `HEAD`, one request a connection.
  struct PageServer: Sendable {
    /// How long a connection may be silent, and how many bytes the head of a request may have.
    private static let silence = TimeAmount.seconds(10)

    /// The port that it listens on, also when it was to choose one.
    let port: Int
    private let channel: any Channel

    /// Listens.
    ///
    /// - Parameter answer: Makes a page; nil for one that is not there.
    init(
      host: String, port: Int,
      _ answer: @escaping @Sendable (PageRequest) async -> PageAnswer?
    ) async throws(CommandError) {
      let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.backlog, value: 64)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(IdleStateHandler(allTimeout: Self.silence))
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
            try pipeline.addHandler(PageHandler(answer))
          }
        }
      do {
        channel = try await bootstrap.bind(host: host, port: port).get()
      } catch {
        throw CommandError(
          .unavailable, "cannot listen on \(host):\(port): \(error); name another port or address")
      }
      self.port = channel.localAddress?.port ?? port
    }

    /// Ends it.
    func stop() async { try? await channel.close() }
  }

  /// One connection.
  private final class PageHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (PageRequest) async -> PageAnswer?
    private var head: HTTPRequestHead?

    init(_ answer: @escaping @Sendable (PageRequest) async -> PageAnswer?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): self.head = head
      case .body: break
      case .end:
        guard let head else { return }
        self.head = nil
        respond(to: head, over: context.channel)
      }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }

    private func respond(to head: HTTPRequestHead, over channel: any Channel) {
      let request = PageRequest(
        path: String(head.uri.prefix { $0 != "?" }),
        accept: head.headers["Accept"].joined(separator: ","))
      let isReading = head.method == .GET || head.method == .HEAD
      let hasBody = head.method != .HEAD
      let answer = answer
      Task {
        let page =
          isReading
          ? await answer(request) ?? PageAnswer(status: 404, text: "there is no such page\n")
          : PageAnswer(status: 405, text: "only GET and HEAD\n")
        var headers = HTTPHeaders([
          ("Content-Type", page.contentType), ("Content-Length", "\(page.text.utf8.count)"),
          ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
          ("Connection", "close"),
        ])
        if !isReading { headers.add(name: "Allow", value: "GET, HEAD") }
        channel.write(
          HTTPServerResponsePart.head(
            HTTPResponseHead(
              version: .http1_1, status: .init(statusCode: page.status), headers: headers)),
          promise: nil)
        if hasBody {
          channel.write(
            HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: page.text))), promise: nil)
        }
        try? await channel.writeAndFlush(HTTPServerResponsePart.end(nil)).get()
        try? await channel.close()
      }
    }
  }
#endif
