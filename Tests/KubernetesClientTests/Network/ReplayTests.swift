#if Live
  import Documents
  import KubernetesClient
  import NetworkTestSupport
  import Testing
  import Units

  /// The recordings over real connections: a caller is told what the table says.
  @Suite(.serialized, .timeLimit(.minutes(60))) struct ReplayTests {
    @Test(arguments: Wire.allCases)
    func tellsTheCallerWhatTheTableSays(_ wire: Wire) async throws {
      let got = Shared<ServerRequest?>(nil)
      let current = Shared<Recording?>(nil)
      let server = try await TestServer(isSecure: wire != .plain) { request, responder in
        got.change { $0 = request }
        guard let recording = current.value else { return await responder.cut() }
        await Self.replay(recording, responder)
      }
      var options = wire.options
      options.attempts = 1
      let client = KubernetesClient(try wire.configuration(server), options: options)
      for expected in try ExpectedOutcome.all() {
        let recording = try Recording(expected.name)
        // HEAD is never sent; the outcome of its answer is tested without a connection.
        guard let method = APIRequest.Method(rawValue: recording.method) else { continue }
        current.change { $0 = recording }
        if recording.frames != nil {
          await expectStream(client, recording, expected)
          continue
        }
        var request = APIRequest(method, recording.path)
        request.query = recording.query.map { APIRequest.Parameter($0.key, $0.value) }
        request.body = recording.requestBody
        request.contentType = recording.requestHeaders["Content-Type"]
        await expectAnswer(client, request, recording, expected)
        let sent = try #require(got.value)
        #expect(sent.path == recording.path)
        #expect(sent.method == recording.method)
        #expect(sent.body == recording.requestBody ?? [])
        #expect(sent.isHTTP2 == (wire == .http2))
        for parameter in request.query {
          #expect(sent.parameter(parameter.name) == parameter.value, "\(expected.name)")
        }
      }
      await client.shutdown()
      await server.stop()
    }

    private static func replay(_ recording: Recording, _ responder: Responder) async {
      guard !recording.isBroken else { return await responder.cut() }
      let transport = ["content-length", "transfer-encoding", "connection"]
      let headers = recording.responseHeaders.filter { !transport.contains($0.name.lowercased()) }
      await responder.head(recording.status, headers.map { ($0.name, $0.value) })
      if let frames = recording.frames {
        let bytes = Array(frames.map { $0 + [0x0A] }.joined())
        var start = 0
        while start < bytes.count {
          let end = min(bytes.count, start + 777)
          await responder.body(Array(bytes[start..<end]))
          start = end
        }
      } else if recording.answer.header("Content-Encoding") == "gzip" {
        await responder.body(Gzip.compress(recording.responseBody))
      } else {
        await responder.body(recording.responseBody)
      }
      await responder.end()
    }

    private func expectAnswer(
      _ client: KubernetesClient, _ request: APIRequest, _ recording: Recording,
      _ expected: ExpectedOutcome
    ) async {
      do throws(APIError) {
        let answer = try await client.perform(request)
        #expect(expected.outcome == "value", "\(expected.name)")
        #expect(answer.body == recording.responseBody, "\(expected.name)")
        #expect(answer.warnings.count == expected.warnings ?? 0)
      } catch {
        expect(error, expected)
      }
    }

    private func expectStream(
      _ client: KubernetesClient, _ recording: Recording, _ expected: ExpectedOutcome
    ) async {
      let query = WatchQuery(Selection(.nodes), from: "1", timeout: .seconds(5))
      let count = Shared(0)
      let status = Shared<APIStatus?>(nil)
      do throws(APIError) {
        try await client.watch(query) { event in
          count.change { $0 += 1 }
          if case .error(let error) = event { status.change { $0 = error } }
          return true
        }
        if let status = status.value {
          expect(AnswerRule.error(ofEvent: status, description: ""), expected)
        } else {
          #expect(expected.outcome == "value", "\(expected.name)")
        }
      } catch {
        expect(error, expected)
      }
      #expect(count.value == expected.events, "\(expected.name)")
    }

    private func expect(_ error: APIError, _ expected: ExpectedOutcome) {
      #expect(error.kind.rawValue == expected.error, "\(expected.name): \(error)")
      let word =
        switch error.advice {
        case .decide: "typedError"
        case .giveUp: "giveUp"
        case .retry: "retry"
        case .relist: "relist"
        }
      #expect(word == expected.outcome, "\(expected.name): \(error)")
      if case .retry(let after) = error.advice {
        #expect(after == expected.afterSeconds.map { .seconds($0) }, "\(expected.name)")
      }
    }
  }
#endif
