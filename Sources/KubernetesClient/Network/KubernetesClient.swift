#if Live
  import AsyncHTTPClient
  package import Documents
  import NIOCore
  import NIOHTTP1
  package import Units

  /// A client of one API server.
  ///
  /// Each call makes its request, repeats it when the answer asks for that, and returns a value or an
  /// `APIError` that says what to do. Credentials are renewed once on 401, and the way to the server is asked
  /// for anew when it leads nowhere. Nothing that the client throws or records holds a secret.
  package actor KubernetesClient {
    /// What a request gave.
    package struct Reply: Sendable {
      /// The body.
      package var document: Document
      /// The head of the answer, without its body.
      package var answer: APIAnswer
    }

    /// Looks for a newer way to the server than the one of a revision; `nil` when there is none.
    package typealias Renewal =
      @Sendable (_ revision: String?) async -> ClientConfiguration?

    /// How the client behaves.
    package nonisolated let options: ClientOptions
    private var way: Way
    private var transport: Transport?
    /// Connections that nothing new goes over, by their number.
    private var retired: [Int: Transport] = [:]
    private var retiredCount = 0
    private var isShutDown = false
    private nonisolated let surroundings: SystemSurroundings
    private nonisolated let renewal: Renewal?
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
    ///   - renewal: where a newer way to the server comes from; `nil` where it never changes.
    ///   - observe: hears of each exchange.
    package init(
      _ configuration: ClientConfiguration, options: ClientOptions = ClientOptions(),
      surroundings: SystemSurroundings = .process,
      now: @escaping @Sendable () -> Instant = SystemClock.now,
      unit: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
      renewal: Renewal? = nil, observe: @escaping @Sendable (ExchangeRecord) -> Void = { _ in }
    ) {
      self.options = options
      self.now = now
      self.unit = unit
      self.observe = observe
      self.surroundings = surroundings
      self.renewal = renewal
      way = Way(configuration, CredentialStore(configuration, in: surroundings), number: 0)
    }

    /// Closes the connections. Calls that are under way fail, and so does every later one.
    package func shutdown() async {
      isShutDown = true
      let all = [transport].compactMap(\.self) + retired.values
      transport = nil
      retired = [:]
      for old in all { await old.shutdown() }
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
        let number = await wayNumber
        do throws(APIError) {
          return try await attemptOnce(request)
        } catch {
          if error.kind == .unauthorized, !hasRenewed, await renewsCredentials(since: number) {
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

  // MARK: - The way to the server

  extension KubernetesClient {
    /// A way to the server, with the credentials that came with it.
    private struct Way: Sendable {
      var configuration: ClientConfiguration
      var credentials: CredentialStore
      /// How many ways there were before.
      var number: Int

      init(_ configuration: ClientConfiguration, _ credentials: CredentialStore, number: Int) {
        self.configuration = configuration
        self.credentials = credentials
        self.number = number
      }
    }

    /// Goes another way from now on, if there is a newer one.
    @discardableResult package func renew() async -> Bool {
      guard let renewal, !isShutDown else { return false }
      let old = way
      guard let fresh = await renewal(old.configuration.revision) else { return false }
      let redactor = await old.credentials.redactor
      // Whoever asked at the same time may have been told as well.
      guard way.number == old.number else { return true }
      guard fresh.revision != old.configuration.revision else { return false }
      way = Way(
        fresh, CredentialStore(fresh, in: surroundings, knowing: redactor), number: old.number + 1)
      // Another server is asked at once; the same one may finish what it is answering.
      retire(
        keeping: fresh.server == old.configuration.server
          && fresh.trust == old.configuration.trust && fresh.proxy == old.configuration.proxy)
      return true
    }

    /// Which way is gone now.
    var wayNumber: Int { way.number }

    private var redactor: Redactor { get async { await way.credentials.redactor } }

    /// The server refused the credentials of a way; whether asking again can help.
    func renewsCredentials(since number: Int) async -> Bool {
      guard way.number == number else { return true }
      if await renew() { return true }
      return await way.credentials.refused()
    }
  }

  // MARK: - Pieces

  extension KubernetesClient {
    /// Sends a request once and returns the head of its answer.
    nonisolated func open(
      _ request: APIRequest, isWatch: Bool
    ) async throws(APIError) -> HTTPClientResponse {
      let (transport, authorization, impersonation) = try await connection(for: request)
      var headers: [(name: String, value: String)] = [
        ("Accept", request.accept), ("User-Agent", options.userAgent),
      ]
      if let type = request.contentType { headers.append(("Content-Type", type)) }
      if options.acceptsGzip, !isWatch { headers.append(("Accept-Encoding", "gzip")) }
      if let authorization { headers.append(("Authorization", authorization.revealed)) }
      headers += impersonation?.headers ?? []
      do {
        return try await transport.send(request, headers: headers, isWatch: isWatch)
      } catch {
        throw await failure(error, request)
      }
    }

    private func connection(
      for request: APIRequest
    ) async throws(APIError) -> (Transport, Secret?, Impersonation?) {
      do throws(ConfigurationError) {
        while true {
          if isShutDown { throw ConfigurationError("the client has been shut down") }
          let way = way
          let current = try await way.credentials.current(at: now())
          // Credentials go to the server that they came with, and to no other.
          guard way.number == self.way.number, !isShutDown else { continue }
          let identity = Transport.Identity(certificate: current.certificate, key: current.key)
          let impersonation = way.configuration.impersonation
          if let transport, transport.identity == identity {
            return (transport, current.authorization, impersonation)
          }
          let fresh = try Transport(way.configuration, identity: identity, options: options)
          retire(keeping: true)
          transport = fresh
          return (fresh, current.authorization, impersonation)
        }
      } catch {
        var status = APIStatus()
        status.message = error.description
        throw APIError(
          kind: .unauthorized, advice: .giveUp, httpStatus: 0, request: request.description,
          status: status)
      }
    }

    /// How long what goes on over connections may take that nothing new goes over: no watch is longer.
    private static let farewell: TimeSpan = .minutes(15)

    /// Lets nothing new go over the present connections. What goes on over them may end, or fails and is
    /// repeated over new ones.
    private func retire(keeping: Bool) {
      guard let old = transport else { return }
      transport = nil
      guard keeping else {
        Task { await old.shutdown() }
        return
      }
      retiredCount += 1
      retired[retiredCount] = old
      Task { [weak self, retiredCount, pause] in
        _ = await pause(Self.farewell)
        await self?.end(retiredCount)
      }
    }

    private func end(_ number: Int) async { await retired.removeValue(forKey: number)?.shutdown() }

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
      if error is CancellationError || Task.isCancelled {
        result.advice = .giveUp
      } else if !failure.wasSent {
        // Another authority, or another address: whoever comes later goes the new way.
        Task { await renew() }
      }
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
      let redactor = await redactor
      return error.scrubbed(redactor.redact)
    }

    /// A status without the secrets that this client knows.
    nonisolated func scrubbed(_ status: APIStatus) async -> APIStatus {
      let redactor = await redactor
      return status.scrubbed(redactor.redact)
    }

    nonisolated func record(
      _ answer: APIAnswer, _ request: APIRequest, since start: Instant
    ) async {
      let duration = now() - start
      let redactor = await redactor
      observe(
        ExchangeRecord(
          method: request.method, path: request.path, status: answer.status,
          duration: duration, byteCount: answer.body.count,
          serverDate: answer.header("Date"), warnings: answer.warnings.map(redactor.redact)))
    }
  }
#endif
