import Documents
import Foundation
import Scenario
import Units

/// The repository that the tests run in.
let repository: String = {
  let parts = #filePath.split(separator: "/").dropLast(3)
  return "/" + parts.joined(separator: "/")
}()

/// A folder of a test's own, removed when the test lets go of it.
final class Bench {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "fivespot-scenario-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a file below the folder and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }
}

/// What a check of a text reports, as `line:column: severity: path: message; remedy`.
func problems(of text: String, path: String = "s.yaml", zones: ZoneRulesSet = .pinned) -> [String] {
  do throws(ScenarioError) {
    let file = try ScenarioFile.parse(Array(text.utf8), path: path, zones: zones)
    return lines(file.warnings, of: path)
  } catch {
    return lines(error.diagnostics, of: path)
  }
}

/// Diagnostics without the name of the file they are about.
func lines(_ diagnostics: [Diagnostic], of path: String) -> [String] {
  diagnostics.map { diagnostic in
    let line = diagnostic.description
    return line.hasPrefix(path + ":") ? String(line.dropFirst(path.utf8.count + 1)) : line
  }
}

/// A scenario that needs no file but a trace of jobs, which `jobsTrace` writes.
let smallScenario = """
  apiVersion: fivespot/v0
  name: small
  horizon: {start: 2026-01-01T00:00:00Z, duration: 1d}
  nodes:
    own:
      machine: {cpu: 16, memory: 100G}
      count: 2
    spot:
      machine: {cpu: 16, memory: 100G}
      count: 3
  workload:
    batch:
      trace: {format: opendc-tasks, file: jobs.csv}
  interruptions:
    spot:
      lifetime: {distribution: exponential, mean: 4h}
      notice: 30s
      replacement: 3m
  variants:
    calm:
      set: {interruptions: null}
    rough:
      description: Short lives.
      set:
        interruptions:
          spot:
            lifetime: {mean: 30m}
  """

/// Two jobs inside the day of `smallScenario` and one after it.
let jobsTrace = """
  id,submission_time,duration,cpu_count,cpu_capacity,mem_capacity
  1,1767225600000,60000,16,33600.0,100000
  2,1767229200000,120000,16,33600.0,100000
  3,1767398400000,60000,16,33600.0,100000

  """
