#if Live
  import Foundation
  import KubernetesClient
  import NetworkTestSupport
  import Testing
  import Units

  /// How much it costs to read 100,000 pods of 6 kB from a server on this machine, whose own work is in the
  /// figure. It prints what it measured and asserts only what was read.
  @Suite(
    .serialized, .enabled(if: ProcessInfo.processInfo.environment["FIVESPOT_LONG_TESTS"] != nil))
  struct WireThroughputTests {
    @Test(arguments: Wire.allCases)
    func readsAHundredThousandPods(_ wire: Wire) async throws {
      let pod = String(decoding: try Recording("pod/bound.json").responseBody, as: UTF8.self)
      let padding = String(repeating: "x", count: max(0, 6_000 - pod.utf8.count))
      let item = pod.dropLast() + #","padding":"\#(padding)"}"#
      let items = Array(repeating: String(item), count: 500).joined(separator: ",")
      let pages = 200
      let server = try await TestServer(isSecure: wire != .plain) { request, responder in
        let number = Int(request.parameter("continue") ?? "") ?? 0
        let next = number + 1 < pages ? String(number + 1) : ""
        await responder.answer(
          200,
          #"{"metadata":{"resourceVersion":"9","continue":"\#(next)"},"items":[\#(items)]}"#)
      }
      var options = wire.options
      options.acceptsGzip = false
      let client = KubernetesClient(try wire.configuration(server), options: options)
      var count = 0
      let cpu = Self.cpuSeconds()
      let start = ContinuousClock.now
      _ = try await client.list(Selection(.pods), startOver: {}) { page throws(APIError) in
        count += page.items.count
      }
      print(
        "\(wire): \(count) pods, \(Self.cpuSeconds() - cpu) s CPU of client and server together, "
          + "\(ContinuousClock.now - start)")
      #expect(count == pages * 500)
      await client.shutdown()
      await server.stop()
    }

    private static func cpuSeconds() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
  }
#endif
