#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import KubernetesClient
  import NetworkTestSupport
  import Testing

  /// Secrets stand in kubeconfigs, annotations, arguments, variables, messages and Secret objects. None comes out
  /// again, wherever one looks.
  @Suite("secrecy", .timeLimit(.minutes(60))) struct SecrecyTests {
    private static let planted =
      SampleFleet.secrets + ["hunter2-secret", ServedFleet.token, "tok-PLANTED-plain-4711"]

    /// The planted secrets that a text shows, in the clear or in base64; and those of the client's key.
    private func shown(in text: String) throws -> [String] {
      var planted = Self.planted
      let key = String(decoding: try TestServer.pem("client.key"), as: UTF8.self)
      planted += key.split(separator: "\n").dropFirst().dropLast().map(String.init)
      return planted.filter {
        text.contains($0) || text.contains(Base64.encode(Array($0.utf8)))
      }
    }

    @Test(arguments: [true, false])
    func `no secret shows in what is printed, logged or written`(isSecure: Bool) async throws {
      let fleet = try await ServedFleet(.beta, isSecure: isSecure, days: ServedFleet.closed)
      let folder = try Folder()
      let written = try Folder()
      let flags = try fleet.flags(in: folder)
      let bySecret = ["--kubeconfig", flags[1], "--workload-secret", "fleet/batch"]
      var texts: [String: String] = [:]
      for (name, call) in [
        ("reading", ["snapshot", "--out", written.path + "/snapshot"] + bySecret),
        ("advise", ["advise", "--shadow", "--profile", "upstream-0.3"] + bySecret),
        ("json", ["advise", "--shadow", "--format", "json"] + flags),
      ] {
        let result = try await LiveProcess.run(call)
        #expect([0, 2].contains(result.status), "\(result.errors)")
        texts[name] = result.output + result.errors
      }
      let controller = try RunningController(
        fleet, in: written, more: ["--log-level", "debug"])
      let hasTold = try await controller.process.waits { !fleet.management.state.events.isEmpty }
      #expect(hasTold, "\(controller.process.errors)")
      texts["metrics"] = try await controller.page("/metrics", port: "metricsPort").text
      let result = try await controller.end()
      texts["log"] = result.output + result.errors
      texts["events"] = fleet.management.state.events.joined()
      for name in try written.names() where !name.hasSuffix("kubeconfig") {
        texts[name] = written.text(name)
        #expect(!written.bytes(name).isEmpty)
      }
      #expect(
        texts.keys.sorted() == [
          "advise", "events", "json", "log", "metrics", "one.audit", "one.decisions",
          "reading", "snapshot",
        ])
      for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
        #expect(try shown(in: text).isEmpty, "\(name)")
      }
      // One Secret was read, the one that was named, and none was listed.
      let secrets = Set(fleet.management.state.requests.filter { $0.contains("secrets") })
      #expect(secrets == ["GET /api/v1/namespaces/fleet/secrets/batch-kubeconfig"])
      await fleet.stop()
    }

    /// A server that throws back what it was sent.
    @Test(arguments: [400, 401, 403, 404, 409, 429, 500, 503])
    func `no secret shows in an error`(status: Int) async throws {
      let folder = try Folder()
      let server = try await TestServer { request, responder in
        let echo = request.headers["authorization"] ?? ""
        await responder.answer(
          status, #"{"kind":"Status","message":"\#(echo)","reason":"\#(echo)"}"#,
          [("Retry-After", "0"), ("Warning", "299 - \"\(echo)\"")])
      }
      let kubeconfig = try folder.write(
        "config",
        """
        {current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}],
         users: [{name: a, user: {token: \(ServedFleet.token)}}],
         clusters: [{name: a, cluster: {server: 'http://127.0.0.1:\(server.port)'}}]}
        """)
      for command in ["snapshot", "advise"] {
        let result = try await LiveProcess.run([command, "--kubeconfig", kubeconfig])
        #expect(result.status == (command == "advise" ? 1 : 69), "\(result.errors)")
        #expect(try shown(in: result.errors + result.output).isEmpty, "\(result.errors)")
      }
      await server.stop()
    }

    /// Whoever may write the Secret of a cluster must not run programs here, or read files.
    @Test(arguments: [
      "{exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/touch, args: [FILE], interactiveMode: Never}}",
      "{tokenFile: /etc/hostname}",
      "{client-certificate: /etc/hostname, client-key: /etc/hostname}",
    ])
    func `a kubeconfig from a Secret runs nothing and reads nothing`(user: String) async throws {
      let fleet = try await ServedFleet(.beta)
      let folder = try Folder()
      let touched = folder.path + "/touched"
      let text = """
        {current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}],
         users: [{name: a, user: \(user.replacing("FILE", with: touched))}],
         clusters: [{name: a, cluster: {server: 'http://127.0.0.1:\(fleet.ports[1])'}}]}
        """
      fleet.putSecret("batch-kubeconfig", text)
      let result = try await LiveProcess.run([
        "snapshot", "--kubeconfig", try fleet.flags(in: folder)[1], "--workload-secret",
        "fleet/batch",
      ])
      #expect(result.status == 65 && result.errors.contains("is refused"), "\(result.errors)")
      #expect(try !folder.names().contains("touched"))
      #expect(fleet.batch.state.requests.isEmpty)
      await fleet.stop()
    }
  }
#endif
