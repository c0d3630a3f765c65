import Foundation
import Testing

/// An executable of this package, run as a process the way a user runs it.
enum BuiltProduct {
  /// What a finished process leaves.
  struct Result {
    var status: Int32
    /// The signal that ended it, if one did.
    var signal: Int32?
    var bytes: [UInt8]
    var errors: String

    var output: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// How a process differs from the plain call of a user.
  struct Call {
    var folder: URL?
    /// Variables to set, or with nil to remove.
    var environment: [String: String?] = [:]
    /// Words before the product, such as `["unshare", "-n"]`.
    var wrapper: [String] = []
    /// Where standard output goes; by default to a file that the result reads.
    var output: FileHandle?
    /// The product; by default the one that was built beside the running tests.
    var executable: URL?
  }

  /// The executable that was built beside the running tests.
  static func url(_ name: String) throws -> URL {
    let tests = try #require(Bundle.main.executableURL).resolvingSymlinksInPath()
    let product = tests.deletingLastPathComponent().appendingPathComponent(name)
    try #require(FileManager.default.isExecutableFile(atPath: product.path), "\(product.path)")
    return product
  }

  /// Runs the product to its end.
  static func run(_ name: String, _ arguments: [String], in folder: URL? = nil) throws -> Result {
    try start(name, arguments, Call(folder: folder)).wait()
  }

  /// Starts the product.
  static func start(
    _ name: String, _ arguments: [String], _ call: Call = Call()
  ) throws -> RunningProduct {
    let product = try call.executable ?? url(name)
    let process = Process()
    if call.wrapper.isEmpty {
      process.executableURL = product
      process.arguments = arguments
    } else {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = call.wrapper + [product.path] + arguments
    }
    if let folder = call.folder { process.currentDirectoryURL = folder }
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in call.environment { environment[name] = value }
    process.environment = environment
    return try RunningProduct(process, output: call.output)
  }
}

/// A process that was started; it does not outlive this value.
final class RunningProduct {
  /// The longest call is the flagship in a debug build, half a minute of a core; one that takes many
  /// times that is a failure, not a reason to wait.
  private static let secondsMax = 240.0

  private let process: Process
  private let scratch: Scratch
  private let hasOutput: Bool

  fileprivate init(_ process: Process, output: FileHandle?) throws {
    self.process = process
    scratch = try Scratch()
    hasOutput = output == nil
    // Files, not pipes: a full pipe would stop a process that nobody reads.
    let streams = try ["out", "err"].map { stream in
      try FileHandle(forWritingTo: scratch.write(stream, ""))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output ?? streams[0]
    process.standardError = streams[1]
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// What it wrote to standard error so far.
  var errorsSoFar: String { scratch.text("err") }

  var isRunning: Bool { process.isRunning }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end, whose result it gives.
  func wait() throws -> BuiltProduct.Result {
    let deadline = Date(timeIntervalSinceNow: Self.secondsMax)
    while process.isRunning, Date() < deadline { usleep(2_000) }
    if process.isRunning {
      Issue.record("still running after \(Self.secondsMax) s: \(process.arguments ?? [])")
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    let isSignalled = process.terminationReason == .uncaughtSignal
    return BuiltProduct.Result(
      status: isSignalled ? -1 : process.terminationStatus,
      signal: isSignalled ? process.terminationStatus : nil,
      bytes: hasOutput ? try scratch.bytes("out") : [], errors: errorsSoFar)
  }

  /// Waits until something is so, or the process has ended; whether it became so.
  func wait(until isSo: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: Self.secondsMax)
    while Date() < deadline {
      if isSo() { return true }
      if !process.isRunning { return isSo() }
      usleep(5_000)
    }
    return false
  }
}
