#if Live
  import Documents
  import KubernetesClient
  import NetworkTestSupport
  import Testing
  import Units

  /// What connections do to a client, and what it tells its caller.
  @Suite struct FaultTests {
    private let node = WriteRequests.Place(.nodes, name: "n1")
    private let object = #"{"kind":"Node","metadata":{"name":"n1","resourceVersion":"7"}}"#

    /// Runs `body` with a client of a server whose n-th answer is made by `answering`.
    private func with(
      _ wire: Wire = .plain, _ change: (inout ClientOptions) -> Void = { _ in },
      answering: @escaping @Sendable (Int, ServerRequest, Responder) async -> Void,
      body: (KubernetesClient, Shared<Int>) async throws -> Void
    ) async throws {
      let count = Shared(0)
      let server = try await TestServer(isSecure: wire != .plain) { request, responder in
        let number = count.change { count in
          count += 1
          return count
        }
        await answering(number, request, responder)
      }
      var options = wire.options
      change(&options)
      let client = KubernetesClient(try wire.configuration(server), options: options)
      try await body(client, count)
      await client.shutdown()
      await server.stop()
    }

    /// The faults of a connection after which a read is repeated.
    enum Fault: String, CaseIterable, Sendable {
      case halfOpen, stall, cut, cutInside, garbage

      func happen(_ responder: Responder) async {
        switch self {
        case .halfOpen: await responder.hang()
        case .stall:
          await responder.head(200, [("Content-Length", "100")])
          await responder.body([0x7B])
          await responder.hang()
        case .cut: await responder.cut()
        case .cutInside:
          await responder.head(200, [("Content-Length", "100")])
          await responder.body([0x7B])
          await responder.cut()
        case .garbage: await responder.raw("SSH-2.0-what\r\n\r\n")
        }
      }
    }

    @Test(arguments: Wire.allCases, Fault.allCases)
    func repeatsAReadAndNotAWrite(_ wire: Wire, _ fault: Fault) async throws {
      // There are no bytes beside the frames of HTTP/2, and TLS garbles what is no TLS.
      if fault == .garbage, wire != .plain { return }
      let isSilent = fault == .halfOpen || fault == .stall
      try await with(wire) {
        // Long enough for a busy machine to give the good answers in.
        if isSilent { $0.answerSilence = .seconds(2) }
      } answering: { number, _, responder in
        number % 2 == 1 ? await fault.happen(responder) : await responder.answer(200, object)
      } body: { client, count in
        let read = try await client.get(node)
        #expect(read.root["kind"]?.string == "Node")
        #expect(count.value == 2)
        let error = await #expect(throws: APIError.self) {
          try await client.patch(.merge(["a": 1]), at: node, WriteOptions(fieldManager: "t"))
        }
        #expect(error?.kind == .outcomeUnknown, "\(String(describing: error))")
        #expect(error?.advice == .decide)
        #expect(count.value == 3)
      }
    }

    @Test func waitsAsLongAsTheServerSays() async throws {
      let start = ContinuousClock.now
      try await with { number, _, responder in
        number == 1
          ? await responder.answer(429, "Too many requests", [("Retry-After", "1")])
          : await responder.answer(200, object)
      } body: { client, count in
        _ = try await client.update(
          ["metadata": ["name": "n1"]], at: node, WriteOptions(fieldManager: "t"))
        #expect(count.value == 2)
      }
      #expect(ContinuousClock.now - start >= .seconds(1))
    }

    @Test func givesUpInTheEnd() async throws {
      try await with {
        $0.attempts = 3
      } answering: { _, _, responder in
        await responder.answer(503, "not yet")
      } body: { client, count in
        let error = await #expect(throws: APIError.self) { try await client.get(node) }
        #expect(error?.kind == .unavailable)
        #expect(count.value == 3)
      }
    }

    @Test func refusesAnAnswerThatIsNoJSON() async throws {
      try await with { _, _, responder in
        await responder.answer(200, "<html>captive portal</html>")
      } body: { client, count in
        let error = await #expect(throws: APIError.self) { try await client.get(node) }
        #expect(error?.kind == .malformed)
        #expect(error?.advice == .giveUp)
        #expect(count.value == 1)
      }
    }

    @Test func refusesAnAnswerThatIsTooLong() async throws {
      try await with {
        $0.bodyLimit = 100_000
      } answering: { number, _, responder in
        let long = #"{"a":"\#(String(repeating: "x", count: 200_000))"}"#
        if number == 1 { return await responder.answer(200, long) }
        // A small body that grows when it is unpacked.
        await responder.head(200, [("Content-Encoding", "gzip")])
        await responder.body(Gzip.compress(Array(long.utf8)))
        await responder.end()
      } body: { client, _ in
        for _ in 0..<2 {
          let error = await #expect(throws: APIError.self) { try await client.get(node) }
          #expect(error?.kind == .malformed)
        }
      }
    }

    @Test func saysThatNobodyListens() async throws {
      let server = try await TestServer { _, _ in }
      await server.stop()
      var options = Wire.plain.options
      options.attempts = 2
      let client = KubernetesClient(try Wire.plain.configuration(server), options: options)
      let error = await #expect(throws: APIError.self) {
        try await client.patch(.merge([:]), at: node, WriteOptions(fieldManager: "t"))
      }
      // It was never sent: repeating is safe.
      #expect(error?.kind == .disconnected)
      await client.shutdown()
      let late = await #expect(throws: APIError.self) { try await client.get(node) }
      #expect(late?.advice == .giveUp)
    }

    @Test(arguments: Wire.allCases)
    func leavesAWatchThatFellSilentOrBroke(_ wire: Wire) async throws {
      let frame = Array((#"{"type":"ADDED","object":\#(object)}"# + "\n").utf8)
      try await with(wire) {
        $0.eventLimit = 10_000
        $0.watchSilence = .seconds(2)
      } answering: { number, _, responder in
        await responder.head(200)
        await responder.body(frame)
        switch number {
        case 1: await responder.hang()
        case 2: await responder.cut()
        case 3: await responder.body(Array("no event\n".utf8))
        case 4: await responder.body(Array(repeating: 0x61, count: 20_000))
        default: await responder.body(Array(frame.dropLast(5)))
        }
        await responder.end()
      } body: { client, _ in
        for kind: APIError.Kind? in [.disconnected, .disconnected, .malformed, .malformed, nil] {
          let events = Shared(0)
          var got: APIError.Kind?
          do throws(APIError) {
            let query = WatchQuery(Selection(.nodes), from: "1", timeout: .seconds(60))
            try await client.watch(query) { _ in
              events.change { $0 += 1 }
              return true
            }
          } catch {
            got = error.kind
          }
          #expect(got == kind)
          #expect(events.value == 1)
        }
      }
    }

    @Test func repeatsAConflictFromTheReading() async throws {
      try await with { number, request, responder in
        if request.method == "GET" { return await responder.answer(200, object) }
        let conflict = #"{"reason":"Conflict","code":409}"#
        number < 6
          ? await responder.answer(409, conflict) : await responder.answer(200, object)
      } body: { client, count in
        _ = try await client.update(at: node, WriteOptions(fieldManager: "t")) { $0.value }
        #expect(count.value == 6)
        let unchanged = try await client.update(at: node, WriteOptions(fieldManager: "t")) { _ in
          nil
        }
        #expect(unchanged.root["kind"]?.string == "Node")
        #expect(count.value == 7)
      }
    }
  }
#endif
