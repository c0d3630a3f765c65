#if Live
  import Documents
  import Foundation
  import LiveMode
  import NetworkTestSupport
  import SpotScheduler
  import Testing
  import Units

  @Suite("controller", .timeLimit(.minutes(60))) struct ControllerCommandTests {
    /// The snapshot that a fresh reading gives, without what says where it comes from.
    private func fresh(_ fleet: ServedFleet, in folder: Folder) async throws -> [UInt8] {
      let result = try await LiveProcess.run(["snapshot", "--quiet"] + fleet.flags(in: folder))
      #expect(result.status == 0, "\(result.errors)")
      guard
        case .mapping(let members) = try Document.parseJSON(result.bytes, file: "snapshot").root
          .value
      else { return [] }
      return try DocumentValue.mapping(members.filter { $0.key != "observed" }).canonicalJSON()
    }

    /// What an audit log tells of, without what a busy machine lets a controller see in passing.
    private func kinds(_ audit: String) throws -> [String] {
      try audit.split(separator: "\n").map {
        try Document.parseJSON(Array($0.utf8), file: "line").root["kind"]?.string ?? ""
      }.filter { $0 != "FailureSeen" }
    }

    @Test func `it watches, tells, and gives its lease up`() async throws {
      let fleet = try await ServedFleet(.beta, isSecure: true, days: ServedFleet.closed)
      let folder = try Folder()
      let controller = try RunningController(fleet, in: folder)
      try #require(try await controller.isUp(), "\(controller.process.errors)")
      let hasTold = try await controller.process.waits { !fleet.management.state.events.isEmpty }
      #expect(hasTold, "\(controller.process.errors)")
      let health = try await controller.page("/healthz", port: "healthPort") { status, _ in
        status == 200
      }
      #expect(health.status == 200)
      #expect(try await controller.page("/metrics", port: "healthPort").status == 404)
      let old = try await controller.page("/metrics", port: "metricsPort")
      #expect(old.type == "text/plain; version=0.0.4; charset=utf-8")
      #expect(old.text.contains("fivespot_leader 1") && !old.text.contains("# EOF"))
      let new = try await controller.page(
        "/metrics", port: "metricsPort", accept: "application/openmetrics-text; version=1.0.0")
      #expect(new.type == "application/openmetrics-text; version=1.0.0; charset=utf-8")
      #expect(new.text.hasSuffix("# EOF\n"))
      for cluster in ["management", "fleet/batch", "fleet/trading"] {
        #expect(new.text.contains(#"fivespot_snapshot_age_seconds{cluster="\#(cluster)"}"#))
      }
      let held = controller.held
      let result = try await controller.end()
      #expect(result.status == 0 && !result.wasSignalled, "\(result.errors)")
      #expect(try await fresh(fleet, in: folder) == held)

      let lease = fleet.management.object("fivespot-system/fivespot-live", of: "leases")
      #expect(lease?["spec"]?["holderIdentity"]?.string == "")
      let event = try Document.parseJSON(
        Array((fleet.management.state.events.first ?? "").utf8), file: "event"
      ).root
      #expect(event["regarding"]?["kind"]?.string == "ScheduledMachine")
      #expect(event["reportingController"]?.string == "fivespot/live")
      let kinds = try kinds(folder.text("one.audit"))
      #expect(
        kinds.prefix(4) == ["LogOpened", "LeadershipChanged", "SnapshotTaken", "AdviceGiven"])
      #expect(kinds.last == "LeadershipChanged")
      let verdict = try await LiveProcess.run(["audit", "verify", folder.path + "/one.audit"])
      let lines = folder.text("one.audit").count { $0 == "\n" }
      #expect(verdict.status == 0 && verdict.output.contains("\(lines) lines hold"))

      let replay = DecisionReplay(of: folder.bytes("one.decisions"), zones: .pinned)
      #expect(replay.firstDifference == nil && replay.same > 0)
      for line in result.log {
        let object = try Document.parseJSON(Array(line.utf8), file: "log").root
        #expect(object["ts"]?.string != nil && object["level"]?.string != nil)
        #expect(object["msg"]?.string?.isEmpty == false)
      }
      await fleet.stop()
    }

    @Test func `in mode observe nothing is written but the lease`() async throws {
      let fleet = try await ServedFleet(.alpha, days: ServedFleet.closed)
      let folder = try Folder()
      let controller = try RunningController(fleet, in: folder, mode: "observe")
      let hasDecided = try await controller.process.waits { !controller.recording.isEmpty }
      #expect(hasDecided, "\(controller.process.errors)")
      _ = try await controller.end()
      for server in fleet.all {
        let writes = server.state.requests.filter { !$0.hasPrefix("GET ") }
        #expect(writes.allSatisfy { $0.contains("/leases") })
        #expect(!server.state.requests.contains { $0.contains("secrets") })
      }
      await fleet.stop()
    }

    @Test func `a workload cluster that is away keeps it from being ready, and not from starting`()
      async throws
    {
      let fleet = try await ServedFleet(.beta, days: ServedFleet.closed)
      let folder = try Folder()
      let closed = try ClosedPort()
      let away = try folder.write("away", fleet.kubeconfig(closed.number))
      let controller = try RunningController(
        fleet, in: folder, more: ["--workload-cluster", "fleet/away=\(away)"])
      let isSaid = try await controller.process.waits {
        controller.process.errors.contains("\"cluster\":\"fleet/away\"")
      }
      #expect(isSaid, "\(controller.process.errors)")
      #expect(try await controller.page("/readyz", port: "healthPort").status == 503)
      // What is known of the others is not decided on before its patience is over.
      #expect(controller.recording.isEmpty)
      #expect(try await controller.end().status == 0)
      withExtendedLifetime(closed) {}
      await fleet.stop()
    }

    @Test func `one of two leads, and the other is ready to`() async throws {
      let fleet = try await ServedFleet(.beta, days: ServedFleet.closed)
      let folder = try Folder()
      let first = try RunningController(fleet, in: folder)
      let leads = try await first.process.waits { first.audit.contains("AdviceGiven") }
      #expect(leads, "\(first.process.errors)")
      let second = try RunningController(fleet, in: folder, identity: "two")
      try #require(try await second.isUp(), "\(second.process.errors)")
      let page = try await second.page("/metrics", port: "metricsPort") { _, text in
        text.contains("fivespot_leader 0")
      }
      #expect(page.status == 200 && second.audit.isEmpty && second.recording.isEmpty)
      let told = fleet.management.state.events.count
      #expect(told > 0)
      _ = try await first.end()
      let tookOver = try await second.process.waits {
        second.audit.contains("AdviceGiven")
      }
      #expect(tookOver, "\(second.process.errors)")
      _ = try await second.end()
      await fleet.stop()
    }

    @Test func `what was killed goes on with its audit log`() async throws {
      let fleet = try await ServedFleet(.beta, days: ServedFleet.closed)
      let folder = try Folder()
      for round in 1...2 {
        let controller = try RunningController(fleet, in: folder, more: ["--no-lease"])
        let told = fleet.management.state.events.count
        let hasWritten = try await controller.process.waits {
          try kinds(controller.audit).count { $0 == "AdviceGiven" } >= round
            && fleet.management.state.events.count > told
        }
        #expect(hasWritten, "\(controller.process.errors)")
        controller.process.send(SIGKILL)
        #expect(try await controller.process.end().wasSignalled)
      }
      let verdict = try await LiveProcess.run(["audit", "verify", folder.path + "/one.audit"])
      #expect(verdict.status == 0, "\(verdict.errors)")
      #expect(try kinds(folder.text("one.audit")).count { $0 == "LogOpened" } == 2)
      // A line that was cut off is not written behind.
      let bytes = folder.text("one.audit")
      try folder.write("one.audit", String(bytes.dropLast(9)))
      let refused = try await RunningController(fleet, in: folder).process.end()
      #expect(refused.status == 65, "\(refused.errors)")
      #expect(refused.errors.contains("the line does not end"), "\(refused.errors)")
      #expect(folder.text("one.audit") == String(bytes.dropLast(9)))
      await fleet.stop()
    }

    @Test(arguments: [UInt64](1...3))
    func `after faults of watches it holds what a fresh list gives`(seed: UInt64) async throws {
      let fleet = try await ServedFleet(.beta, days: ServedFleet.closed)
      let folder = try Folder()
      let controller = try RunningController(
        fleet, in: folder, mode: "observe", more: ["--no-lease"])
      let hasDecided = try await controller.process.waits { !controller.recording.isEmpty }
      try #require(hasDecided, "\(controller.process.errors)")
      try await fleet.trouble(seed: seed) { body in
        try await controller.process.waits(until: body)
      }
      var expected: [UInt8] = []
      let holds = try await controller.process.waits {
        expected = try await fresh(fleet, in: folder)
        return controller.held == expected
      }
      #expect(holds, "seed \(seed): \(controller.process.errors)")
      let result = try await controller.end()
      #expect(result.status == 0)
      let replay = DecisionReplay(of: folder.bytes("one.decisions"), zones: .pinned)
      #expect(replay.firstDifference == nil && replay.same > 1)
      await fleet.stop()
    }
  }
#endif
