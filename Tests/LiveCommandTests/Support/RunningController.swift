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

    /// Limits that a busy machine does not reach: of its lease, of servers, and of the first decision.
    static let limits = [
      "--lease-duration", "1h", "--renew-deadline", "59m", "--request-timeout", "1h",
      "--patience", "1h",
    ]

    /// Starts one with an audit log and a recording of its own.
    ///
    /// - Parameter flags: The ways to clusters; without it those of `fleet`.
    init(
      _ fleet: ServedFleet, in folder: Folder, mode: String = "advise", identity: String = "one",
      flags: [String]? = nil, more: [String] = [], environment: [String: String] = [:]
    ) throws {
      self.folder = folder
      self.identity = identity
      process = try LiveProcess(
        [
          "controller", "--mode", mode, "--profile", "upstream-0.3", "--listen", "127.0.0.1",
          "--metrics-port", "0", "--health-port", "0", "--identity", identity,
          "--audit-log", "\(folder.path)/\(identity).audit",
          "--recording", "\(folder.path)/\(identity).decisions",
        ] + Self.limits + (flags ?? fleet.flags(in: folder)) + more, environment: environment)
    }

    /// The lines that the audit log has as yet.
    var audit: String { String(decoding: whole("\(identity).audit"), as: UTF8.self) }

    /// The lines that the recording has as yet.
    var recording: [UInt8] { whole("\(identity).decisions") }

    /// A file up to the end of its last line: another may be on its way.
    private func whole(_ name: String) -> [UInt8] {
      let bytes = folder.bytes(name)
      return Array(bytes[..<(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)])
    }

    /// The snapshot of the newest recorded decision, as canonical JSON.
    var held: [UInt8] {
      let line = recording.split(separator: 0x0A).last ?? []
      let snapshot = try? Document.parseJSON(Array(line), file: "recording").root["snapshot"]?.value
      return (try? snapshot?.canonicalJSON()) ?? []
    }

    /// Asks for a page until there is an answer, which says what is waited for; that it never does is an issue.
    func page(
      _ path: String, port: String, accept: String = "text/plain",
      until isSo: (_ status: Int, _ text: String) -> Bool = { _, _ in true }
    ) async throws -> (status: Int, type: String, text: String) {
      let port = try await process.port(port)
      var answer = (status: 0, type: "", text: "")
      let isThere = try await process.waits {
        answer = try await Page.get(path, port: port, accept: accept)
        return answer.status != 0 && isSo(answer.status, answer.text)
      }
      if !isThere {
        Issue.record("\(path) never says what it should: \(answer), \(process.errors)")
      }
      return answer
    }

    /// Waits until everything was read.
    func isUp() async throws -> Bool {
      try await page("/readyz", port: "healthPort") { status, _ in status == 200 }.status == 200
    }

    /// Ends it as Kubernetes does.
    func end() async throws -> LiveProcess.Result {
      process.send(SIGTERM)
      return try await process.end()
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
      options.connectTimeout = .minutes(20)
      options.answerSilence = .minutes(20)
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
