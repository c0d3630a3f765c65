#if Live
  import Documents
  import KubernetesClient
  import NetworkTestSupport
  import Testing
  import Units

  /// What connections do to a client, and what it tells its caller.
  @Suite(.timeLimit(.minutes(60))) struct FaultTests {
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

    /// Tries with a limit on silence that grows until this machine is quicker than it: what is as it should
    /// be is so with one of the limits, what is wrong is wrong with all of them.
    private func quickly(
      _ attempt: (TimeSpan) async throws -> (isRight: Bool, seen: String)
    ) async throws {
      var seen: [String] = []
      for seconds: Int64 in [1, 2, 4, 8, 16, 32, 64] {
        let result = try await attempt(.seconds(seconds))
        if result.isRight { return }
        seen.append(result.seen)
      }
      Issue.record("with no limit on silence as it should be: \(seen)")
    }

    @Test(arguments: Wire.allCases, Fault.allCases)
    func repeatsAReadAndNotAWrite(_ wire: Wire, _ fault: Fault) async throws {
      // There are no bytes beside the frames of HTTP/2, and TLS garbles what is no TLS.
      if fault == .garbage, wire != .plain { return }
      guard fault == .halfOpen || fault == .stall else {
        let result = try await readAndWrite(wire, fault, silence: wire.options.answerSilence)
        #expect(result.isRight, "\(result.seen)")
        return
      }
      try await quickly { try await readAndWrite(wire, fault, silence: $0) }
    }

    /// Reads, with the fault in the first answer, and writes, with it in all.
    private func readAndWrite(
      _ wire: Wire, _ fault: Fault, silence: TimeSpan
    ) async throws -> (isRight: Bool, seen: String) {
      var result = (isRight: false, seen: "")
      try await with(wire) {
        $0.answerSilence = silence
      } answering: { number, request, responder in
        request.method == "GET" && number > 1
          ? await responder.answer(200, object) : await fault.happen(responder)
      } body: { client, count in
        var kind: String?
        var failure: APIError?
        do throws(APIError) { kind = try await client.get(node).root["kind"]?.string } catch {
          failure = error
        }
        let reads = count.value
        do throws(APIError) {
          _ = try await client.patch(.merge(["a": 1]), at: node, WriteOptions(fieldManager: "t"))
        } catch {
          failure = error
        }
        let counts = (reads, count.value - reads)
        result.isRight =
          kind == "Node" && counts == (2, 1) && failure?.kind == .outcomeUnknown
          && failure?.advice == .decide
        result.seen = "\(kind ?? "nothing") \(counts) \(String(describing: failure))"
      }
      return result
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
      let port = try ClosedPort()
      var options = Wire.plain.options
      options.attempts = 2
      let client = KubernetesClient(
        ClientConfiguration(
          server: ServerAddress(isSecure: false, host: "127.0.0.1", port: port.number)),
        options: options)
      let error = await #expect(throws: APIError.self) {
        try await client.patch(.merge([:]), at: node, WriteOptions(fieldManager: "t"))
      }
      // It was never sent: repeating is safe.
      #expect(error?.kind == .disconnected)
      withExtendedLifetime(port) {}
      await client.shutdown()
      let late = await #expect(throws: APIError.self) { try await client.get(node) }
      #expect(late?.advice == .giveUp)
    }

    /// What ends a watch behind its first event.
    enum Ending: CaseIterable, Sendable {
      case silence, cut, noEvent, tooLong, halfAnEvent

      func happen(_ responder: Responder, _ frame: [UInt8]) async {
        switch self {
        case .silence: await responder.hang()
        case .cut: await responder.cut()
        case .noEvent: await responder.body(Array("no event\n".utf8))
        case .tooLong: await responder.body(Array(repeating: 0x61, count: 20_000))
        case .halfAnEvent: await responder.body(Array(frame.dropLast(5)))
        }
        await responder.end()
      }

      /// What the caller is told.
      var kind: APIError.Kind? {
        switch self {
        case .silence, .cut: .disconnected
        case .noEvent, .tooLong: .malformed
        case .halfAnEvent: nil
        }
      }
    }

    @Test(arguments: Wire.allCases, Ending.allCases)
    func leavesAWatchThatFellSilentOrBroke(_ wire: Wire, _ ending: Ending) async throws {
      guard ending == .silence else {
        let result = try await watch(wire, ending, silence: wire.options.watchSilence)
        #expect(result.isRight, "\(result.seen)")
        return
      }
      try await quickly { try await watch(wire, ending, silence: $0) }
    }

    private func watch(
      _ wire: Wire, _ ending: Ending, silence: TimeSpan
    ) async throws -> (isRight: Bool, seen: String) {
      let frame = Array((#"{"type":"ADDED","object":\#(object)}"# + "\n").utf8)
      var result = (isRight: false, seen: "")
      try await with(wire) {
        $0.eventLimit = 10_000
        $0.watchSilence = silence
      } answering: { _, _, responder in
        await responder.head(200)
        await responder.body(frame)
        await ending.happen(responder, frame)
      } body: { client, _ in
        let events = Shared(0)
        var kind: APIError.Kind?
        do throws(APIError) {
          let query = WatchQuery(Selection(.nodes), from: "1", timeout: .seconds(60))
          try await client.watch(query) { _ in
            events.change { $0 += 1 }
            return true
          }
        } catch {
          kind = error.kind
        }
        result.isRight = kind == ending.kind && events.value == 1
        result.seen = "\(events.value) events, \(String(describing: kind))"
      }
      return result
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
