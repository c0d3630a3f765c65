import Documents
import Foundation
import Planning
import Testing

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

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

/// Whether python3 with its package jsonschema is at hand.
private let hasPythonValidator: Bool = {
  (try? python(["-c", "import jsonschema; jsonschema.Draft202012Validator"]))?.status == 0
}()

@Suite(
  "The suite format's JSON Schema, by Python's jsonschema",
  .enabled(if: hasPythonValidator, "python3 with the package jsonschema is not installed"))
struct BenchSchemaTests {
  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1]))
    Draft202012Validator.check_schema(schema)
    errors = list(Draft202012Validator(schema).iter_errors(json.loads(sys.argv[2])))
    for error in errors: print("/".join(map(str, error.path)), error.message[:200])
    sys.exit(1 if errors else 0)
    """

  private func validate(_ yaml: String) throws -> (status: Int32, output: String) {
    let document = try Document.parseYAML(Array(yaml.utf8), file: "s.yaml")[0]
    let json = String(decoding: try document.root.value.canonicalJSON(), as: UTF8.self)
    return try python(["-c", Self.program, "\(repository)/scenarios/bench.schema.json", json])
  }

  @Test("it takes the project's own suite and refuses what the check refuses for its form")
  func ownSuite() throws {
    let text = try String(contentsOfFile: "\(repository)/scenarios/bench.yaml", encoding: .utf8)
    let result = try validate(text)
    #expect(result.status == 0, "\(result.output)")
    for (old, new) in [
      ("exact: true", "exakt: true"), ("seeds: 1..2", "seeds: 1...2"), ("max == 0", "max = 0"),
      ("[\"max == 0\"]", "\"max == 0\""), ("name: gate", "name: Gate"),
      ("max == 0", "maximum == 0"),
    ] {
      let wrong = text.replacingOccurrences(of: old, with: new)
      #expect(wrong != text)
      #expect(try validate(wrong).status == 1, "\(new)")
    }
  }

  @Test("it takes every form of seeds and thresholds that the check takes")
  func forms() throws {
    for seeds in ["7", "1..30", "'1,5,9'", "'1..3,7'"] {
      for threshold in ["p95 < 1200", "p(99.9)<=1.5e3", "mean  < baseline * 1.02 - 3", "count==0"] {
        let text = """
          apiVersion: fivespot.bench/v0
          name: n
          benchmarks:
            b: {scenario: s.yaml, seeds: \(seeds), thresholds: {job.wait.mean: ["\(threshold)"]}}
          """
        #expect(try BenchSuite.parse(Array(text.utf8), path: "s").benchmarks.count == 1)
        let result = try validate(text)
        #expect(result.status == 0, "\(seeds) \(threshold): \(result.output)")
      }
    }
  }
}
