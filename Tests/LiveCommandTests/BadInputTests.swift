#if Live
  import Foundation
  import NetworkTestSupport
  import Testing

  /// What a call says and leaves behind when something is wrong: an error with a remedy, the right exit code, no
  /// half-written file, never a crash.
  @Suite("what goes wrong", .timeLimit(.minutes(60))) struct BadInputTests {
    private static let commands: [[String]] = [
      ["snapshot"], ["advise"],
      ["controller", "--mode", "observe", "--metrics-port", "0", "--health-port", "0"],
    ]

    /// Runs each command; `advise` has one code for all errors.
    private func expect(
      _ code: Int32, _ words: [String], _ flags: [String], in folder: Folder
    ) async throws {
      for command in Self.commands {
        let out = command == ["snapshot"] ? ["--out", folder.path + "/out.json"] : []
        let result = try await LiveProcess.run(command + flags + out)
        #expect(!result.wasSignalled, "\(command) \(result.errors)")
        #expect(
          result.status == (command == ["advise"] && code != 64 ? 1 : code),
          "\(command) \(result.errors)")
        #expect(result.bytes.isEmpty)
        for word in words { #expect(result.errors.contains(word), "\(command) \(result.errors)") }
        #expect(try !folder.names().contains { $0.hasPrefix("out.json") })
      }
    }

    @Test func `a kubeconfig that is missing, or garbage, is named`() async throws {
      let folder = try Folder()
      try await expect(66, ["no kubeconfig", "--kubeconfig"], [], in: folder)
      try await expect(
        66, ["/nowhere/config does not exist"], ["--kubeconfig", "/nowhere/config"], in: folder)
      let garbage = try folder.write("garbage", "\u{1}{{{: tok-PLANTED")
      try await expect(65, ["\(garbage):1"], ["--kubeconfig", garbage], in: folder)
      let empty = try folder.write("empty", "")
      try await expect(65, ["current-context"], ["--kubeconfig", empty], in: folder)
    }

    @Test func `a context, a cluster or a file that is not there is named, with what is there`()
      async throws
    {
      let fleet = try await ServedFleet(.alpha)
      let folder = try Folder()
      let flags = try fleet.flags(in: folder)
      try await expect(
        65, ["no context named mian", "main"], flags + ["--context", "mian"], in: folder)
      try await expect(
        64, ["no such Cluster", "fleet/batch"],
        ["--kubeconfig", flags[1], "--workload-cluster", "bacth=\(flags[1])"], in: folder)
      try await expect(66, ["terms.yaml"], flags + ["--terms", "/nowhere/terms.yaml"], in: folder)
      let terms = try folder.write("terms.yaml", "apiVersion: fivespot/v0\nclusters: 7\n")
      try await expect(65, ["\(terms):2"], flags + ["--terms", terms], in: folder)
      try await expect(
        69, ["trading-kubeconfig", "404"],
        ["--kubeconfig", flags[1], "--workload-secret", "fleet/trading"], in: folder)
      await fleet.stop()
    }

    @Test func `a server that is down is named`() async throws {
      let fleet = try await ServedFleet(.alpha)
      let folder = try Folder()
      let port = try ClosedPort()
      let down = try folder.write("down.kubeconfig", fleet.kubeconfig(port.number))
      try await expect(
        69, ["the management cluster", "look whether the server is up"], ["--kubeconfig", down],
        in: folder)
      withExtendedLifetime(port) {}
      await fleet.stop()
    }

    @Test func `a server that refuses is quoted, with what to do`() async throws {
      let fleet = try await ServedFleet(.beta, isSecure: true)
      let folder = try Folder()
      let flags = try fleet.flags(in: folder)
      let wrong = try folder.write(
        "wrong",
        folder.text("management.kubeconfig").replacing(ServedFleet.token, with: "tok-WRONG"))
      try await expect(69, ["401", "log in again"], ["--kubeconfig", wrong], in: folder)
      let foreign = try folder.write(
        "foreign",
        folder.text("management.kubeconfig").replacing(
          String(
            folder.text("management.kubeconfig").split(separator: "authority-data: ")[1].prefix(80)),
          with: ""))
      try await expect(69, ["certificate"], ["--kubeconfig", foreign], in: folder)
      fleet.batch.change { $0.refusals = ["GET pods": 403] }
      for (command, code) in [("snapshot", Int32(69)), ("advise", 1)] {
        let result = try await LiveProcess.run([command] + flags)
        #expect(result.status == code && result.bytes.isEmpty)
        #expect(result.errors.contains("the cluster fleet/batch"), "\(result.errors)")
        #expect(result.errors.contains("fivespot-live rbac"), "\(result.errors)")
      }
      // A controller waits for its rights, and says what it waits for.
      let controller = try RunningController(fleet, in: folder, mode: "observe")
      let hasSaid = try await controller.process.waits {
        controller.process.errors.contains("403 forbidden")
      }
      #expect(hasSaid, "\(controller.process.errors)")
      let page = try await controller.page("/readyz", port: "healthPort")
      #expect(page.status == 503, "\(page)")
      let health = try await controller.page("/healthz", port: "healthPort") { status, _ in
        status == 200
      }
      #expect(health.status == 200)
      #expect(controller.recording.isEmpty)
      fleet.batch.change { $0.refusals = [:] }
      #expect(try await controller.isUp(), "\(controller.process.errors)")
      #expect(try await controller.end().status == 0)
      await fleet.stop()
    }

    @Test func `a stream that is cut leaves no file behind`() async throws {
      let folder = try Folder()
      let count = Shared(0)
      let server = try await TestServer { request, responder in
        count.change { $0 += 1 }
        guard request.path.hasSuffix("scheduledmachines") else {
          await responder.answer(404, "404 page not found")
          return
        }
        await responder.head(200, [("Content-Length", "5000")])
        await responder.body(Array(#"{"kind":"ScheduledMachineList","#.utf8))
        await responder.cut()
      }
      let kubeconfig = try folder.write(
        "config",
        """
        {current-context: a, contexts: [{name: a, context: {cluster: a}}],
         clusters: [{name: a, cluster: {server: 'http://127.0.0.1:\(server.port)'}}]}
        """)
      try await expect(69, ["the management cluster"], ["--kubeconfig", kubeconfig], in: folder)
      #expect(count.value > 3)
      await server.stop()
    }

    @Test func `two processes do not write one audit log`() async throws {
      let fleet = try await ServedFleet(.alpha)
      let folder = try Folder()
      let first = try RunningController(fleet, in: folder)
      try #require(try await first.isUp(), "\(first.process.errors)")
      let second = try await RunningController(fleet, in: folder).process.end()
      #expect(second.status == 75 && second.errors.contains("another process"), "\(second.errors)")
      let third = try RunningController(
        fleet, in: folder, identity: "three",
        more: ["--metrics-port", String(try await first.process.port("metricsPort"))])
      let result = try await third.process.end()
      #expect(result.status == 69 && result.errors.contains("cannot listen"), "\(result.errors)")
      _ = try await first.end()
      await fleet.stop()
    }

    @Test(arguments: [
      ["rbac"], ["rbac", "--mode", "all"],
      ["rbac", "--mode", "advise", "--workload-secret", "batch"],
      ["snapshot", "--workload-cluster", "batch"], ["advise", "--now", "noon"],
      ["advise", "--profile", "upstream-0.1", "--policy", "x"],
      ["advise", "--release", "regulated"],
      ["controller", "--mode", "apply"],
      ["controller", "--mode", "observe", "--renew-deadline", "15s"],
      ["controller", "--mode", "observe", "--lease-duration", "15500ms"],
      ["controller", "--mode", "advise", "--audit-follows", "x"],
      ["audit", "verify"], ["snapshot", "--request-timeout", "0s"], ["top"],
    ])
    func `a call that is wrong is a usage error`(arguments: [String]) async throws {
      let result = try await LiveProcess.run(arguments)
      #expect(result.status == 64 && result.bytes.isEmpty && !result.errors.isEmpty)
    }
  }
#endif
