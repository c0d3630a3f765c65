import Foundation
import Testing

/// How `fivespot` answers to being called, rightly and wrongly.
@Suite struct CallTests {
  @Test(arguments: [
    ["frobnicate"], ["--unknown"], ["validate"], ["validate", "a.yaml", "--unknown"],
    ["run"], ["run", "a.yaml", "b.yaml"], ["run", "a.yaml", "--unknown"],
    ["run", "a.yaml", "--workers", "0"], ["run", "a.yaml", "--workers", "1025"],
    ["run", "a.yaml", "--workers", "two"], ["run", "a.yaml", "--keep-journal", "some"],
    ["run", "a.yaml", "--seeds", ""], ["run", "a.yaml", "--seeds", "3..1"],
    ["run", "a.yaml", "--seeds", "1...3"], ["run", "a.yaml", "--seeds", "1.."],
    ["run", "a.yaml", "--seeds", "-1"], ["run", "a.yaml", "--seeds", "1,,2"],
    ["run", "a.yaml", "--seeds", "1,x"], ["run", "a.yaml", "--seeds", "0x10"],
    ["run", "a.yaml", "--seeds", "1..9999999999"],
    ["run", "a.yaml", "--seeds", "9223372036854775808"], ["run", "a.yaml", "--seeds"],
    ["runs", "frobnicate"], ["runs", "list", "--format", "xml"], ["runs", "show", "a", "b"],
    ["report", "--format", "pdf"], ["report", "a", "b"], ["verify", "a", "b"],
    ["export", "latest"], ["export", "latest", "--journal", "xml"], ["metrics", "--format", "csv"],
    ["metrics", "more"], ["schema", "more"], ["schema", "bench", "more"], ["compare"],
    ["compare", "latest"], ["compare", "a", "b", "c"], ["compare", "a", "b", "--format", "pdf"],
    ["compare", "a", "b", "--seeds", "3..1"], ["bench"], ["bench", "--suite", "a.yaml"],
    ["bench", "--baseline", "a.json"],
    ["bench", "--suite", "a.yaml", "--baseline", "a.json", "--workers", "0"],
    ["bench", "--suite", "a.yaml", "--baseline", "a.json", "--format", "xml"],
  ])
  func `a wrong call exits 64 and says how it is called`(arguments: [String]) throws {
    let folder = try Scratch()
    let result = try BuiltProduct.run("fivespot", arguments, in: folder.url)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Usage: fivespot"), "\(result.errors)")
    #expect(try folder.names().isEmpty)
  }

  @Test(arguments: [
    [], ["validate"], ["run"], ["runs"], ["runs", "list"], ["runs", "show"], ["report"],
    ["compare"], ["bench"], ["verify"], ["export"], ["metrics"], ["schema"],
  ])
  func `the help of every command has examples`(command: [String]) throws {
    let result = try BuiltProduct.run("fivespot", command + ["--help"])
    #expect(result.status == 0 && result.errors.isEmpty)
    let call = (["fivespot"] + command).joined(separator: " ")
    let parts = result.output.components(separatedBy: "EXAMPLES\n")
    #expect(parts.count == 2, "\(result.output)")
    #expect(parts.last?.hasPrefix("  \(call)") == true, "\(result.output)")
  }

  @Test func `the version is one line`() throws {
    let result = try BuiltProduct.run("fivespot", ["--version"])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(try /fivespot \d+\.\d+\.\d+\n/.wholeMatch(in: result.output) != nil)
  }

  @Test func `without a command the help is shown`() throws {
    let result = try BuiltProduct.run("fivespot", [])
    #expect(result.status == 0 && result.output.contains("SUBCOMMANDS"))
  }

  @Test(arguments: [
    ("5..1", "5..1 ends before it begins; write 1..5"), ("1,,2", "a seed is missing"),
    ("1,x", "\"x\" is no seed and no range"), ("1..9999999999", "a run has at most 1000000 seeds"),
    ("9223372036854775808", "up to 9223372036854775807"),
  ])
  func `seeds that cannot be read are told why`(seeds: String, words: String) throws {
    let result = try BuiltProduct.run("fivespot", ["run", "a.yaml", "--seeds", seeds])
    #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
  }
}
