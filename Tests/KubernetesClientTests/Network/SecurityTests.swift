#if Live
  import Documents
  import KubernetesClient
  import NetworkTestSupport
  import Testing
  import Units

  /// Who is let in, who is believed, and what is never shown.
  @Suite(.timeLimit(.minutes(60))) struct SecurityTests {
    private let place = WriteRequests.Place(.nodes, name: "n1")

    private func attempt(
      _ wire: Wire, certificate: String = "server",
      _ change: (inout ClientConfiguration) throws -> Void
    ) async throws -> APIError.Kind? {
      let server = try await TestServer(isSecure: true, certificate: certificate) { _, responder in
        await responder.answer(200, "{}")
      }
      var configuration = try wire.configuration(server)
      try change(&configuration)
      var options = wire.options
      options.attempts = 1
      let client = KubernetesClient(configuration, options: options)
      var kind: APIError.Kind?
      do throws(APIError) {
        _ = try await client.get(place)
      } catch {
        kind = error.kind
        #expect(!Planted.shows("\(error)"))
      }
      await client.shutdown()
      await server.stop()
      return kind
    }

    @Test(arguments: [Wire.http1, .http2])
    func needsTheRightCertificates(_ wire: Wire) async throws {
      #expect(try await attempt(wire) { _ in } == nil)
      #expect(try await attempt(wire) { $0.server.host = "localhost" } == nil)
      #expect(
        try await attempt(wire) {
          $0.credentials.certificate = nil
          $0.credentials.key = nil
        } != nil)
      #expect(
        try await attempt(wire) { $0.trust = .authorities(try TestServer.pem("other-ca.pem")) }
          == .disconnected)
      #expect(try await attempt(wire) { $0.trust = .system } == .disconnected)
      #expect(try await attempt(wire) { $0.trust = .unchecked } == nil)
    }

    @Test(arguments: [Wire.http1, .http2])
    func expectsTheNameThatIsConfigured(_ wire: Wire) async throws {
      func attempt(_ name: String?) async throws -> APIError.Kind? {
        try await self.attempt(wire, certificate: "named") { $0.tlsServerName = name }
      }
      #expect(try await attempt("kubernetes.test") == nil)
      #expect(try await attempt("elsewhere.test") == .disconnected)
      // The certificate does not bear the address that the server is found at.
      #expect(try await attempt(nil) == .disconnected)
    }

    @Test func saysThatAKeyIsNoKey() async throws {
      let kind = try await attempt(.http1) {
        $0.credentials.key = .data(Secret(Planted.key))
      }
      #expect(kind == .unauthorized)
    }

    @Test func renewsATokenOnce() async throws {
      let seen = Shared<[String]>([])
      let server = try await TestServer { request, responder in
        let token = request.headers["authorization"] ?? ""
        seen.change { $0.append(token) }
        token == "Bearer fresh"
          ? await responder.answer(200, "{}") : await responder.answer(401, "{}")
      }
      let file = Shared("stale")
      var configuration = try Wire.plain.configuration(server)
      configuration.credentials.tokenFile = "/token"
      configuration.impersonation = Impersonation(user: "jane", groups: ["a"])
      let client = KubernetesClient(
        configuration, options: Wire.plain.options,
        surroundings: SystemSurroundings(variables: [:]) { (_) throws(ConfigurationError) in
          Array(file.value.utf8)
        })
      let refused = await #expect(throws: APIError.self) { try await client.get(place) }
      #expect(refused?.kind == .unauthorized)
      #expect(seen.value == ["Bearer stale", "Bearer stale"])
      file.change { $0 = "fresh" }
      _ = try await client.get(place)
      #expect(seen.value.last == "Bearer fresh")
      await client.shutdown()
      await server.stop()
    }

    /// A server that is gone, or that refuses, leads to asking where and how it is to be found now.
    @Test(arguments: [true, false])
    func goesAnotherWayWhenTheFirstLeadsNowhere(_ isGone: Bool) async throws {
      let seen = Shared<[String]>([])
      let server = try await TestServer { request, responder in
        let token = request.headers["authorization"] ?? ""
        seen.change { $0.append(token) }
        token == "Bearer fresh"
          ? await responder.answer(200, "{}") : await responder.answer(401, "no \(token)")
      }
      let port = try ClosedPort()
      var first = try Wire.plain.configuration(server)
      first.credentials.token = Secret("stale-token")
      first.revision = "1"
      if isGone { first.server.port = port.number }
      var second = try Wire.plain.configuration(server)
      second.credentials.token = Secret("fresh")
      second.revision = "2"
      let asked = Shared<[String?]>([])
      let newer = second
      let client = KubernetesClient(
        first, options: Wire.plain.options,
        renewal: { revision in
          asked.change { $0.append(revision) }
          return revision == "1" ? newer : nil
        })
      // A way that leads nowhere is asked for while the error goes its own.
      while isGone, (try? await client.get(place)) == nil { await Task.yield() }
      _ = try await client.get(place)
      #expect(seen.value.filter { $0 != "Bearer fresh" } == (isGone ? [] : ["Bearer stale-token"]))
      #expect(Set(asked.value) == ["1"])
      #expect(await !client.renew())
      withExtendedLifetime(port) {}
      await client.shutdown()
      await server.stop()
    }

    /// A server that throws everything back that it was sent, in each place where a client looks.
    @Test(arguments: [400, 401, 403, 404, 409, 422, 429, 500, 503, 504, 301, 200])
    func neverShowsASecretThatIsThrownBack(_ status: Int) async throws {
      let server = try await TestServer { request, responder in
        let echo = (request.headers["authorization"] ?? "") + " " + Planted.password
        await responder.answer(
          status,
          #"{"kind":"Status","message":"\#(echo)","reason":"\#(echo)","details":{"name":"\#(echo)","#
            + #""causes":[{"message":"\#(echo)","field":"\#(echo)","reason":"\#(echo)"}]}"#
            + (status == 200 ? #","x": \#(Planted.token)"# : "}"),
          [("Location", "/\(echo)"), ("Warning", "299 - \"\(echo)\"")])
      }
      var configuration = try Wire.plain.configuration(server)
      configuration.credentials.token = Secret(Planted.token)
      configuration.proxy = nil
      var options = Wire.plain.options
      options.attempts = 1
      let records = Shared<[ExchangeRecord]>([])
      let client = KubernetesClient(
        configuration, options: options, observe: { record in records.change { $0.append(record) } }
      )
      let error = await #expect(throws: APIError.self) { try await client.get(place) }
      var text = "\(String(describing: error))"
      dump(error, to: &text)
      dump(records.value, to: &text)
      #expect(!text.contains(Planted.token), "\(text)")
      await client.shutdown()
      await server.stop()
    }
  }
#endif
