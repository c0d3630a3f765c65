import Foundation

/// A program in another language that does what one of our benchmarks does, in the same run.
///
/// `Benchmarks/Comparisons/build` compiles the sources beside it, once, before the first of them runs.
struct Comparison: Sendable {
  /// The name of the program below `Comparisons/`, without suffix.
  var program: String
  /// Its arguments.
  var arguments: [String]

  /// Runs the program, which prints the figure and a checksum of what it did.
  ///
  /// Throws when the checksum is not the one expected: then the two sides did not do the same work.
  func measure(expecting checksum: String) throws -> Double {
    let folder = try Self.build.get()
    let output = try Self.output(of: folder.appending(path: program), arguments)
    let words = output.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let value = Double(String(words[0])) else {
      throw BenchmarkError(description: "\(program) printed no figure and checksum but: \(output)")
    }
    guard words[1] == checksum else {
      throw BenchmarkError(
        description: "\(program) has the checksum \(words[1]), not \(checksum): other work was done"
      )
    }
    return value
  }

  private static let build = Result<URL, BenchmarkError> { () throws(BenchmarkError) in
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Comparisons")
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "fivespot-comparisons-\(getuid())")
    let compiler = try output(of: sources.appending(path: "build"), [folder.path()])
    FileHandle.standardError.write(Data("comparison programs built by \(compiler)".utf8))
    return folder
  }

  private static func output(of program: URL, _ arguments: [String]) throws(BenchmarkError)
    -> String
  {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = pipe
    let output: Data
    do {
      try process.run()
      output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    } catch {
      throw BenchmarkError(description: "\(program.path()) did not run: \(error)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkError(
        description: "\(program.path()) ended with status \(process.terminationStatus)")
    }
    return String(decoding: output, as: UTF8.self)
  }
}
