#if Live
  import AsyncHTTPClient
  package import Documents
  import NIOCore
  import NIOHTTP1
  package import Units

  /// A client of one API server.
  ///
  /// Each call makes its request, repeats it when the answer asks for that, and returns a value or an
  /// `APIError` that says what to do. Credentials are renewed once on 401. Nothing that the client throws
  /// or records holds a secret.
  package actor KubernetesClient {
    /// What a request gave.
    package struct Reply: Sendable {
      /// The body.
      package var document: Document
      /// The head of the answer, without its body.
      package var answer: APIAnswer
    }

    /// The way to the server.
    package nonisolated let configuration: ClientConfiguration
    /// How the client behaves.
    package nonisolated let options: ClientOptions
    private let credentials: CredentialStore
    private var transport: Transport?
    private var isShutDown = false
    nonisolated let now: @Sendable () -> Instant
    nonisolated let unit: @Sendable () -> Double
    private nonisolated let observe: @Sendable (ExchangeRecord) -> Void

    /// Makes a client; it connects when it is first used.
    ///
    /// - Parameters:
    ///   - configuration: the way to the server.
    ///   - options: how it behaves.
    ///   - surroundings: where token files are read.
    ///   - now: the clock, for tokens and waits.
    ///   - unit: random numbers in 0 ..< 1, for jitter.
    ///   - observe: hears of each exchange.
    package init(
      _ configuration: ClientConfiguration, options: ClientOptions = ClientOptions(),
      surroundings: SystemSurroundings = .process,
      now: @escaping @Sendable () -> Instant = SystemClock.now,
      unit: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
      observe: @escaping @Sendable (ExchangeRecord) -> Void = { _ in }
    ) {
      self.configuration = configuration
      self.options = options
      self.now = now
      self.unit = unit
      self.observe = observe
      credentials = CredentialStore(configuration, in: surroundings)
    }

    /// Closes the connections. Calls that are under way fail, and so does every later one.
    package func shutdown() async {
      isShutDown = true
      let old = transport
      transport = nil
      await old?.shutdown()
    }

    /// Sends a request and reads its answer, with repetitions.
    ///
    /// - Throws: what the answer means, or why there is none; `expectsDocument` false takes any body.
    package nonisolated func send(
      _ request: APIRequest, expectsDocument: Bool = true
    ) async throws(APIError) -> Reply {
      let answer = try await perform(request)
      let body = answer.body
      var head = answer
      head.body = []
      let text = expectsDocument || body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
      do throws(DocumentError) {
        return Reply(
          document: try Document.parseJSON(
            text ? body : Array("{}".utf8), file: "the answer to \(request.description)"),
          answer: head)
      } catch {
        throw malformed(error.description, answer.status, request)
      }
    }

    /// Sends a request and returns the answer's bytes, with repetitions: for health checks, and for
    /// recording an answer as it came.
    package nonisolated func perform(_ request: APIRequest) async throws(APIError) -> APIAnswer {
      var backOff = options.backOff
      var attempt = 1
      var hasRenewed = false
      while true {
        do throws(APIError) {
          return try await attemptOnce(request)
        } catch {
          if error.kind == .unauthorized, !hasRenewed, await credentials.refused() {
            hasRenewed = true
            continue
          }
          guard case .retry(let wish) = error.advice, error.kind != .disruptionBudget,
            attempt < options.attempts, await !isClosed
          else { throw error }
          attempt += 1
          guard await pause(backOff.next(serverWish: wish, unit: unit())) else { throw error }
        }
      }
    }

    /// Waits; `false` when the task was cancelled meanwhile.
    package nonisolated func pause(_ span: TimeSpan) async -> Bool {
      do {
        try await Task.sleep(nanoseconds: UInt64(max(0, span.nanoseconds)))
        return true
      } catch {
        return false
      }
    }

    private var isClosed: Bool { isShutDown }

    private nonisolated func attemptOnce(
      _ request: APIRequest
    ) async throws(APIError) -> APIAnswer {
      let start = now()
      let response = try await open(request, isWatch: false)
      var answer = APIAnswer(
        status: Int(response.status.code),
        headers: response.headers.map { ($0.name, $0.value) })
      answer.body = try await collect(response, request)
      if answer.header("Content-Encoding")?.lowercased() == "gzip" {
        do throws(DocumentError) {
          answer.body = try Gzip.decompress(
            answer.body, file: "the answer to \(request.description)", limit: options.bodyLimit)
        } catch {
          throw malformed(error.description, answer.status, request)
        }
      }
      await record(answer, request, since: start)
      if let error = AnswerRule.error(
        of: answer, to: request.kind, description: request.description)
      {
        throw await scrubbed(error)
      }
      return answer
    }
  }

  // MARK: - Pieces

  extension KubernetesClient {
    /// Sends a request once and returns the head of its answer.
    nonisolated func open(
      _ request: APIRequest, isWatch: Bool
    ) async throws(APIError) -> HTTPClientResponse {
      let (transport, authorization) = try await connection(for: request)
      var headers: [(name: String, value: String)] = [
        ("Accept", request.accept), ("User-Agent", options.userAgent),
      ]
      if let type = request.contentType { headers.append(("Content-Type", type)) }
      if options.acceptsGzip, !isWatch { headers.append(("Accept-Encoding", "gzip")) }
      if let authorization { headers.append(("Authorization", authorization.revealed)) }
      headers += configuration.impersonation?.headers ?? []
      do {
        return try await transport.send(request, headers: headers, isWatch: isWatch)
      } catch {
        throw await failure(error, request)
      }
    }

    private func connection(
      for request: APIRequest
    ) async throws(APIError) -> (Transport, Secret?) {
      do throws(ConfigurationError) {
        if isShutDown { throw ConfigurationError("the client has been shut down") }
        let current = try await credentials.current(at: now())
        let identity = Transport.Identity(certificate: current.certificate, key: current.key)
        if let transport, transport.identity == identity {
          return (transport, current.authorization)
        }
        let fresh = try Transport(configuration, identity: identity, options: options)
        // What goes on over the old connections fails and is repeated with the new identity.
        if let old = transport { Task { await old.shutdown() } }
        transport = fresh
        return (fresh, current.authorization)
      } catch {
        var status = APIStatus()
        status.message = error.description
        throw APIError(
          kind: .unauthorized, advice: .giveUp, httpStatus: 0, request: request.description,
          status: status)
      }
    }

    private nonisolated func collect(
      _ response: HTTPClientResponse, _ request: APIRequest
    ) async throws(APIError) -> [UInt8] {
      var bytes: [UInt8] = []
      do {
        for try await chunk in response.body {
          bytes.append(contentsOf: chunk.readableBytesView)
          guard bytes.count <= options.bodyLimit else { break }
        }
      } catch {
        throw await failure(error, request)
      }
      guard bytes.count <= options.bodyLimit else {
        throw malformed(
          "the answer is longer than \(options.bodyLimit) bytes", Int(response.status.code), request
        )
      }
      return bytes
    }

    /// What a connection that failed means.
    nonisolated func failure(_ error: any Error, _ request: APIRequest) async -> APIError {
      let failure = ConnectionFailure(error)
      var result = AnswerRule.error(
        ofConnection: failure.reason, wasSent: failure.wasSent, request: request.kind,
        description: request.description)
      if error is CancellationError || Task.isCancelled { result.advice = .giveUp }
      return await scrubbed(result)
    }

    nonisolated func malformed(
      _ reason: String, _ httpStatus: Int, _ request: APIRequest
    ) -> APIError {
      var status = APIStatus()
      status.message = reason
      return APIError(
        kind: .malformed, advice: .giveUp, httpStatus: httpStatus, request: request.description,
        status: status)
    }

    /// An error without the secrets that this client knows.
    nonisolated func scrubbed(_ error: APIError) async -> APIError {
      let redactor = await credentials.redactor
      return error.scrubbed(redactor.redact)
    }

    /// A status without the secrets that this client knows.
    nonisolated func scrubbed(_ status: APIStatus) async -> APIStatus {
      let redactor = await credentials.redactor
      return status.scrubbed(redactor.redact)
    }

    /// Tells the credentials that the server refused them; whether asking again can help.
    nonisolated func renewsCredentials() async -> Bool { await credentials.refused() }

    nonisolated func record(
      _ answer: APIAnswer, _ request: APIRequest, since start: Instant
    ) async {
      let duration = now() - start
      let redactor = await credentials.redactor
      observe(
        ExchangeRecord(
          method: request.method, path: request.path, status: answer.status,
          duration: duration, byteCount: answer.body.count,
          serverDate: answer.header("Date"), warnings: answer.warnings.map(redactor.redact)))
    }
  }
#endif
