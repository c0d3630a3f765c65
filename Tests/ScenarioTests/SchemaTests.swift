import Documents
import Foundation
import Scenario
import Testing

/// Whether python3 with its package jsonschema is at hand.
private let hasPythonValidator: Bool = {
  (try? python(["-c", "import jsonschema; jsonschema.Draft202012Validator"]))?.status == 0
}()

private func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3"] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

@Suite(
  "The JSON Schema, by Python's jsonschema",
  .enabled(if: hasPythonValidator, "python3 with the package jsonschema is not installed"))
struct SchemaTests {
  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1]))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    errors = [e for e in validator.iter_errors(json.load(open(sys.argv[2])))]
    for error in errors: print("/".join(map(str, error.path)), error.message[:200])
    sys.exit(1 if errors else 0)
    """

  private func validate(_ yaml: String) throws -> (status: Int32, output: String) {
    let bench = try Bench()
    let document = try Document.parseYAML(Array(yaml.utf8), file: "s.yaml")[0]
    let json = String(decoding: try document.root.value.canonicalJSON(), as: UTF8.self)
    let path = try bench.write(json, to: "s.json")
    return try python([
      "-c", Self.program, "\(repository)/scenarios/scenario.schema.json", path,
    ])
  }

  @Test("it takes the shipped scenarios", arguments: ShippedScenarioTests.names)
  func takesShippedScenarios(name: String) throws {
    let text = try String(contentsOfFile: "\(repository)/scenarios/\(name).yaml", encoding: .utf8)
    let result = try validate(text)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("it refuses what the check refuses for its form alone")
  func refusesWhatTheCheckRefuses() throws {
    #expect(try validate(smallScenario).status == 0)
    let changes = [
      ("count: 2", "cuont: 2"), ("count: 2", "count: 0"), ("name: small", "name: Small"),
      ("duration: 1d", "duration: 30"), ("duration: 1d", "duration: 1d, end: 2026-02-01T00:00:00Z"),
      ("format: opendc-tasks", "format: opendc-task"), ("mean: 4h", "means: 4h"),
      ("distribution: exponential, ", ""), ("replacement: 3m", "replacement: [3m]"),
      ("set: {interruptions: null}", "set: {interruption: null}"),
      ("{cpu: 16, memory: 100G}\n    count: 2", "{cpu: 16 cores, memory: 100G}"),
    ]
    for (old, new) in changes {
      let text = smallScenario.replacingOccurrences(of: old, with: new)
      #expect(text != smallScenario)
      #expect(try validate(text).status == 1, "\(new)")
    }
  }
}
