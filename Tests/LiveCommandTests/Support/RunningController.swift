#if Live
  import Documents
  import Foundation
  import KubernetesClient
  import LiveMode
  import Testing
  import Units

  /// A controller as a process, with what it writes.
  struct RunningController: ~Copyable {
    let process: LiveProcess
    let folder: Folder
    let identity: String

    /// Starts one with an audit log and a recording of its own.
    init(
      _ fleet: ServedFleet, in folder: Folder, mode: String = "advise", identity: String = "one",
      more: [String] = []
    ) throws {
      self.folder = folder
      self.identity = identity
      process = try LiveProcess(
        [
          "controller", "--mode", mode, "--profile", "upstream-0.3", "--listen", "127.0.0.1",
          "--metrics-port", "0", "--health-port", "0", "--identity", identity,
          "--audit-log", "\(folder.path)/\(identity).audit",
          "--recording", "\(folder.path)/\(identity).decisions",
        ] + fleet.flags(in: folder) + more)
    }

    var audit: String { folder.text("\(identity).audit") }

    var recording: [UInt8] { folder.bytes("\(identity).decisions") }

    /// The snapshot of the newest recorded decision, as canonical JSON.
    var held: [UInt8] {
      let line = recording.split(separator: 0x0A).last ?? []
      let snapshot = try? Document.parseJSON(Array(line), file: "recording").root["snapshot"]?.value
      return (try? snapshot?.canonicalJSON()) ?? []
    }

    /// Asks for a page; the status and the text.
    func page(
      _ path: String, port: String, accept: String = "text/plain"
    ) async throws -> (status: Int, type: String, text: String) {
      try await Page.get(path, port: process.port(port), accept: accept)
    }

    /// Waits until it is ready and has decided.
    func isUp(seconds: Double = 60) async throws -> Bool {
      try await process.waits(seconds: seconds) { [port = try await process.port("healthPort")] in
        try await Page.get("/readyz", port: port).status == 200
      }
    }

    /// Ends it as Kubernetes does.
    func end() async throws -> LiveProcess.Result {
      process.send(SIGTERM)
      return try await process.end(seconds: 30)
    }
  }

  /// Pages of a server on this machine.
  enum Page {
    static func get(
      _ path: String, port: Int, accept: String = "text/plain"
    ) async throws -> (status: Int, type: String, text: String) {
      var options = ClientOptions()
      options.attempts = 1
      options.offersHTTP2 = false
      let client = KubernetesClient(
        ClientConfiguration(
          server: ServerAddress(isSecure: false, host: "127.0.0.1", port: port)),
        options: options)
      var request = APIRequest(.get, path)
      request.accept = accept
      let result: (Int, String, String)
      do throws(APIError) {
        let answer = try await client.perform(request)
        result = (
          answer.status, answer.header("Content-Type") ?? "",
          String(decoding: answer.body, as: UTF8.self)
        )
      } catch {
        result = (error.httpStatus, "", error.status.message ?? "")
      }
      await client.shutdown()
      return result
    }
  }
#endif
