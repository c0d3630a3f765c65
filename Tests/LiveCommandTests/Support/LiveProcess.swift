#if Live
  import Foundation
  import Testing

  /// A folder for one test, gone with it.
  final class Folder: Sendable {
    let path: String

    init() throws {
      path =
        FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appendingPathComponent("fivespot-live-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
      return "\(path)/\(name)"
    }

    func bytes(_ name: String) -> [UInt8] {
      [UInt8](FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data())
    }

    func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
  }

  /// `fivespot-live` as a process, the way its users run it; it does not outlive this value.
  struct LiveProcess: ~Copyable {
    struct Result: Sendable {
      var status: Int32
      var wasSignalled: Bool
      var bytes: [UInt8]
      var errors: String
      var output: String { String(decoding: bytes, as: UTF8.self) }
      /// The lines of its log.
      var log: [String] { errors.split(separator: "\n").map(String.init) }
    }

    private let process: Process
    private let streams: Folder

    /// The executable that was built beside the running tests.
    static func url(_ name: String = "fivespot-live") throws -> URL {
      let tests = try #require(Bundle.main.executableURL).resolvingSymlinksInPath()
      let product = tests.deletingLastPathComponent().appendingPathComponent(name)
      try #require(FileManager.default.isExecutableFile(atPath: product.path), "\(product.path)")
      return product
    }

    init(
      _ arguments: [String], environment: [String: String] = [:], executable: URL? = nil
    ) throws {
      let streams = try Folder()
      let process = Process()
      process.executableURL = try executable ?? Self.url()
      process.arguments = arguments
      // Nothing of whoever runs the tests: no kubeconfig, no proxy.
      process.environment = ["PATH": "/usr/bin:/bin", "HOME": streams.path]
        .merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      for name in ["out", "err"] { try streams.write(name, "") }
      process.standardOutput = FileHandle(forWritingAtPath: streams.path + "/out")
      process.standardError = FileHandle(forWritingAtPath: streams.path + "/err")
      try process.run()
      self.streams = streams
      self.process = process
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var isRunning: Bool { process.isRunning }
    var number: Int32 { process.processIdentifier }
    var errors: String { streams.text("err") }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// How long something may take that is waited for; far longer than on the busiest machine.
    static let limit = Swift.Duration.seconds(1_200)

    /// Waits for its end.
    func end() async throws -> Result {
      let deadline = ContinuousClock.now + Self.limit
      while process.isRunning, ContinuousClock.now < deadline {
        try await Task.sleep(nanoseconds: 5_000_000)
      }
      if process.isRunning {
        Issue.record("still running after \(Self.limit): \(process.arguments ?? []): \(errors)")
        kill(process.processIdentifier, SIGKILL)
      }
      process.waitUntilExit()
      return Result(
        status: process.terminationStatus,
        wasSignalled: process.terminationReason == .uncaughtSignal, bytes: streams.bytes("out"),
        errors: errors)
    }

    /// Runs it to its end.
    static func run(
      _ arguments: [String], environment: [String: String] = [:], executable: URL? = nil
    ) async throws -> Result {
      try await LiveProcess(arguments, environment: environment, executable: executable).end()
    }

    /// Waits until something is so, or it has ended; whether it became so.
    func waits(until isSo: () async throws -> Bool) async throws -> Bool {
      let deadline = ContinuousClock.now + Self.limit
      while ContinuousClock.now < deadline {
        if try await isSo() { return true }
        guard process.isRunning else { return try await isSo() }
        try await Task.sleep(nanoseconds: 20_000_000)
      }
      return false
    }

    /// The port that its log names.
    func port(_ name: String) async throws -> Int {
      var port: Int?
      _ = try await waits {
        for line in errors.split(separator: "\n") {
          guard
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
          else { continue }
          if let number = object[name] as? Int { port = number }
        }
        return port != nil
      }
      return try #require(port, "\(errors)")
    }
  }
#endif
