import CommandSupport
import Documents
import Foundation

/// One pass over a folder of vectors: computes, compares, prints, counts.
struct ConformanceRun {
  enum Style {
    /// How many passed and failed, and what the failures are.
    case verdict
    /// What came out of each vector, one JSON line each.
    case actual
  }

  let style: Style
  /// What the process should exit with; input that could not be used outweighs failed vectors.
  private(set) var exitCode = ExitCode.success
  private var passed = 0
  private var failed = 0

  init(style: Style) { self.style = style }

  /// Checks everything in the folder; a file or suite that cannot be used does not stop the rest.
  mutating func check(_ directory: String) throws(CommandError) {
    let folder = try VectorFolder(directory)
    for location in folder.suites { try check(location) }
    if !folder.unknown.isEmpty { report(VectorFolder.unknownSuites(folder.unknown)) }
    if style == .verdict {
      try StandardStreams.printResult("\(passed) passed, \(failed) failed\n")
    }
  }

  private mutating func check(_ location: VectorFolder.Location) throws(CommandError) {
    if case .experiment = location.suite.layout {
      try checkExperiment(location)
      return
    }
    let files = try VectorFolder.files(of: location)
    for stranger in files.strangers {
      StandardStreams.note("fivespot-conformance: passed over \(stranger), not a vector file")
    }
    for entry in files.entries {
      let file: VectorFile
      do throws(CommandError) {
        file = try read(entry, of: location.suite)
      } catch {
        report(error)
        continue
      }
      try check(file)
    }
  }

  private mutating func checkExperiment(
    _ location: VectorFolder.Location
  ) throws(CommandError) {
    guard style == .verdict else {
      StandardStreams.note(
        "fivespot-conformance: \(location.suite.name): tables are judged as a whole, without --actual"
      )
      return
    }
    let outcomes: [PackingSuite.Outcome]
    do throws(CommandError) {
      outcomes = try PackingSuite(folder: location.path).outcomes()
    } catch {
      report(error)
      return
    }
    for outcome in outcomes {
      passed += outcome.passed
      failed += outcome.failures.count
      if !outcome.failures.isEmpty && exitCode == .success { exitCode = .failure }
      let summary =
        "\(location.suite.name)/\(outcome.file): \(outcome.passed) passed, "
        + "\(outcome.failures.count) failed\n"
      try StandardStreams.printResult(summary + outcome.failures.joined())
    }
  }

  private func read(
    _ entry: VectorFolder.Entry, of suite: Suite
  ) throws(CommandError) -> VectorFile {
    guard let data = FileManager.default.contents(atPath: entry.path) else {
      throw CommandError(.missingInput, "\(entry.path): cannot be read")
    }
    return try VectorFile([UInt8](data), path: entry.path, name: entry.name, suite: suite)
  }

  private mutating func check(_ file: VectorFile) throws(CommandError) {
    let label = "\(file.suite.name)/\(file.name)"
    guard let check = Registry.check(suite: file.suite.name, file: file.name),
      file.vectors.isEmpty || file.vectors.contains(where: check.supports)
    else {
      let line = "\(label): unsupported (\(file.vectors.count))"
      switch style {
      case .verdict: try StandardStreams.printResult(line + "\n")
      case .actual: StandardStreams.note("fivespot-conformance: \(line)")
      }
      return
    }
    switch style {
    case .verdict: try judge(file, by: check, label: label)
    case .actual: try printActuals(of: file, by: check)
    }
  }

  private mutating func judge(
    _ file: VectorFile, by check: FileCheck, label: String
  ) throws(CommandError) {
    var failures: [String] = []
    for vector in file.vectors {
      let verdict = Verdict(on: vector, by: check)
      if !verdict.isPass { failures.append(verdict.description) }
    }
    let passes = file.vectors.count - failures.count
    passed += passes
    failed += failures.count
    if !failures.isEmpty && exitCode == .success { exitCode = .failure }
    let summary = "\(label): \(passes) passed, \(failures.count) failed\n"
    try StandardStreams.printResult(summary + failures.joined())
  }

  private mutating func printActuals(
    of file: VectorFile, by check: FileCheck
  ) throws(CommandError) {
    var lines = ""
    for vector in file.vectors {
      let actual: DocumentValue
      do throws(VectorError) {
        actual = try check.actual(of: vector)
      } catch {
        // No value in the form of an expectation: null, and the reason on standard error.
        actual = .null
        StandardStreams.note("fivespot-conformance: \(vector.position): \(error.message)")
        if exitCode == .success { exitCode = .failure }
      }
      // The members in the order in which a reader looks for them, not sorted.
      let members: [(String, DocumentValue)] = [
        ("suite", .string(file.suite.name)), ("file", .string(file.name)), ("id", vector.id),
        ("fn", .string(vector.function)), ("actual", actual),
      ]
      lines += "{" + members.map { "\"\($0)\":\($1.line)" }.joined(separator: ",") + "}\n"
    }
    try StandardStreams.printResult(lines)
  }

  /// Says what could not be used and remembers it in the exit code.
  private mutating func report(_ error: CommandError) {
    StandardStreams.note("fivespot-conformance: error: \(error.message)")
    if exitCode == .success || exitCode == .failure { exitCode = error.code }
  }
}
