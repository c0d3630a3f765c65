#if Live
  import AsyncHTTPClient
  import NIOCore
  import NIOHTTP1

  extension KubernetesClient {
    /// Opens a watch and hands its events on until it ends.
    ///
    /// Returns when the stream ends cleanly, or when `handle` says to leave it. Making it anew from the
    /// last version is the caller's: an `Informer` says when.
    ///
    /// - Parameter handle: takes an event; `false` leaves the stream.
    /// - Throws: why it could not be opened or broke. An event of the type ERROR is handed on, not thrown.
    package nonisolated(nonsending) func watch(
      _ query: WatchQuery, handle: (WatchEvent) async -> Bool
    ) async throws(APIError) {
      let request = query.request
      let response = try await openWatch(request)
      var parser = WatchStreamParser(
        description: "WATCH \(request.path)", limit: options.eventLimit)
      var events: [WatchEvent] = []
      do {
        for try await chunk in response.body {
          events.removeAll(keepingCapacity: true)
          var failure: WatchStreamParser.Failure?
          do throws(WatchStreamParser.Failure) {
            try parser.receive(chunk.readableBytesView) { events.append($0) }
          } catch {
            failure = error
          }
          for event in events {
            guard await handle(await scrubbed(event)) else { return }
          }
          if let failure { throw failure }
        }
      } catch let failure as WatchStreamParser.Failure {
        var error = malformed(failure.description, 200, request)
        error.advice = .relist(continuation: nil)
        throw await scrubbed(error)
      } catch {
        throw await self.failure(error, request)
      }
      events.removeAll()
      parser.finish { events.append($0) }
      for event in events {
        guard await handle(await scrubbed(event)) else { return }
      }
    }

    /// What a server says at the end of a watch may quote what was sent, too.
    private nonisolated func scrubbed(_ event: WatchEvent) async -> WatchEvent {
      guard case .error(let status) = event else { return event }
      return .error(await scrubbed(status))
    }

    private nonisolated func openWatch(
      _ request: APIRequest
    ) async throws(APIError) -> HTTPClientResponse {
      var hasRenewed = false
      while true {
        let start = now()
        let number = await wayNumber
        let response = try await open(request, isWatch: true)
        var answer = APIAnswer(
          status: Int(response.status.code),
          headers: response.headers.map { ($0.name, $0.value) })
        if answer.status == 200 {
          await record(answer, request, since: start)
          return response
        }
        if let body = try? await response.body.collect(upTo: 1 << 20) {
          answer.body = Array(body.readableBytesView)
        }
        await record(answer, request, since: start)
        let error =
          AnswerRule.error(of: answer, to: .read, description: request.description)
          ?? malformed("a watch is answered by 200", answer.status, request)
        if error.kind == .unauthorized, !hasRenewed, await renewsCredentials(since: number) {
          hasRenewed = true
          continue
        }
        throw await scrubbed(error)
      }
    }
  }
#endif
