import Foundation
import Testing

/// An executable of this package, run as a process the way a user runs it.
enum BuiltProduct {
  /// What a finished process leaves.
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
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
    let process = Process()
    process.executableURL = try url(name)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    // Files, not pipes: a full pipe would stop a process that nobody reads.
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("fivespot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let streams = try ["out", "err"].map { stream in
      let file = scratch.appendingPathComponent(stream)
      try Data().write(to: file)
      return (file, try FileHandle(forWritingTo: file))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = streams[0].1
    process.standardError = streams[1].1
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: streams[0].0), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: streams[1].0), as: UTF8.self))
  }
}
