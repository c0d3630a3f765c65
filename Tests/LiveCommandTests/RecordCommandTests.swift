#if Live
  import FleetTestSupport
  import Foundation
  import LiveMode
  import Testing
  import Units

  @Suite("record, forecast, backtest", .timeLimit(.minutes(60))) struct RecordCommandTests {
    @Test func `a recording goes on after kill -9, behind its last whole line`() async throws {
      let fleet = try await ServedFleet()
      let folder = try Folder()
      let path = folder.path + "/fleet.jsonl"
      let flags = try fleet.flags(in: folder)
      let first = try LiveProcess(["record", path, "--every", "1h"] + flags)
      #expect(try await first.waits { folder.text("fleet.jsonl").count { $0 == "\n" } >= 2 })
      let locked = try await LiveProcess.run(["record", path, "--count", "1"] + flags)
      #expect(locked.status == 75, "\(locked.errors)")
      first.send(SIGKILL)
      #expect(try await first.end().wasSignalled)
      let kept = folder.text("fleet.jsonl")
      try folder.write("fleet.jsonl", kept + #"{"at":"2026-06-1"#)
      let second = try await LiveProcess.run(["record", path, "--count", "1"] + flags)
      await fleet.stop()
      #expect(second.status == 0 && second.bytes.isEmpty, "\(second.errors)")
      #expect(second.errors.contains("a line that did not end was taken away"))
      let text = folder.text("fleet.jsonl")
      #expect(text.hasPrefix(kept) && text.hasSuffix("}\n"))
      let recording = try FleetRecording.read(folder.bytes("fleet.jsonl"), path: path)
      #expect(recording.samples.count == kept.count { $0 == "\n" })
      let batch = try #require(recording.samples.last?.clusters.first { $0.name == "batch" })
      #expect(batch.lentReady == 2 && batch.podsWaiting == 1)
      for server in fleet.all {
        #expect(server.state.requests.allSatisfy { $0.hasPrefix("GET ") })
      }
      let short = try await LiveProcess.run(["forecast", path])
      #expect(short.status == 65 && short.errors.contains("a forecast needs a day at least"))
    }

    /// A day's wave from Monday on, a sample every quarter of an hour.
    private func recording(days: Int64) throws -> String {
      var bytes = try FleetRecording.Head().line()
      for index in 0..<days * 96 {
        var batch = FleetRecording.Cluster("batch")
        let x = index % 96 - 48
        batch.running = MilliCPU(50_000 - 15 * x * x)
        bytes += try FleetRecording.Sample(
          at: SampleFleet.noon - .hours(60) + .minutes(15 * index), clusters: [batch]
        ).line()
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a controller keeps what a recorder does, and says how well yesterday was forecast`()
      async throws
    {
      let fleet = try await ServedFleet(days: ServedFleet.closed)
      let folder = try Folder()
      let end = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 - 3_600) * 1_000_000_000)
      var bytes = try FleetRecording.Head().line()
      for index: Int64 in 0...4 * 96 {
        var batch = FleetRecording.Cluster("batch")
        batch.running = MilliCPU(4_000)
        bytes += try FleetRecording.Sample(
          at: end - .minutes(15 * (4 * 96 - index)), clusters: [batch]
        ).line()
      }
      let path = try folder.write("fleet.jsonl", String(decoding: bytes, as: UTF8.self))
      let controller = try RunningController(
        fleet, in: folder, mode: "observe", more: ["--fleet-recording", path])
      let page = try await controller.page("/metrics", port: "metricsPort") { _, text in
        text.contains("fivespot_forecast_coverage_ratio{")
      }
      let series = #"{cluster="batch",quantity="requested"}"#
      #expect(page.text.contains("fivespot_forecast_wape_ratio\(series) 0."), "\(page.text)")
      #expect(page.text.contains("fivespot_forecast_coverage_ratio\(series) "), "\(page.text)")
      let locked = try await LiveProcess.run(
        ["record", path, "--count", "1"] + fleet.flags(in: folder))
      #expect(locked.status == 75, "\(locked.errors)")
      #expect(try await controller.end().status == 0)
      let recording = try FleetRecording.read(folder.bytes("fleet.jsonl"), path: path)
      let last = try #require(recording.samples.last?.clusters.first { $0.name == "batch" })
      #expect(recording.samples.count > 4 * 96 + 1 && last.podsRunning == 3)
      await fleet.stop()
    }

    @Test func `forecast and backtest need no cluster, and give equal bytes`() async throws {
      let folder = try Folder()
      let path = try folder.write("fleet.jsonl", try recording(days: 4) + "{\"at\":")
      for command in ["forecast", "backtest"] {
        for format in ["page", "json"] {
          let one = try await LiveProcess.run([command, path, "--format", format])
          let other = try await LiveProcess.run([command, path, "--format", format])
          #expect(one.status == 0 && !one.bytes.isEmpty, "\(one.errors)")
          #expect(one.bytes == other.bytes)
          #expect(one.errors.contains("fleet.jsonl:386: the line does not end, and is left out"))
        }
      }
      let page = try await LiveProcess.run(["backtest", path]).output
      let row = page.split(separator: "\n").last?.split(separator: " ").map(String.init) ?? []
      #expect(
        row.prefix(11)
          == ["batch", "requested", "CPU,", "cores", "2", "192", "0.0", "%", "0.0", "%", "100.0"],
        "\(page)")
    }

    @Test func `what is wrong has its place and its exit code`() async throws {
      let folder = try Folder()
      let path = try folder.write(
        "fleet.jsonl", try recording(days: 1).replacing("\"waiting\":0", with: "\"waiting\":-1"))
      for (arguments, status, words) in [
        (["forecast", path], 65, "fleet.jsonl:2:"),
        (["forecast", folder.path + "/none"], 66, "none"),
        (["forecast", path, "--step", "7m"], 65, "fleet.jsonl:2:"),
        (["forecast", path, "--horizon", "30d"], 64, "--horizon"),
        (["backtest", path, "--timezone", "Mars"], 64, "--timezone Mars"),
        (["forecast", path, "--policy", "p.yaml"], 64, "give --snapshot as well"),
        (["record", path, "--every", "1s"], 64, "--every 1s"),
      ] {
        let result = try await LiveProcess.run(arguments)
        #expect(
          result.status == Int32(status) && result.errors.contains(words) && result.bytes.isEmpty,
          "\(arguments): \(result.status) \(result.errors)")
      }
    }
  }
#endif
